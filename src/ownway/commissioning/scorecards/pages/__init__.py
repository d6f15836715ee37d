"""What the pages of the register see, a file a subject."""
