"""Pages: one file a noun. They see what the shelf hands them, never rows."""
