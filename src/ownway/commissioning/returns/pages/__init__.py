"""What the pages about national files say; one module a subject."""
