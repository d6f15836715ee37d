"""The pages of an assessment, a file a subject."""
