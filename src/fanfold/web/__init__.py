"""Pages, feeds and the server's settings."""
