"""What people may type on the pages about people: one module a subject."""
