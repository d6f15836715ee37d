"""Pages of planning, a file a subject."""
