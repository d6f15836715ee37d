"""Pages about national files; one module a subject."""
