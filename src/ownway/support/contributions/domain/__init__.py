"""What people pay towards their support: what is owed, what came in, what is late. Pure."""
