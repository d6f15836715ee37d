"""The pages of first contact, a file a subject."""
