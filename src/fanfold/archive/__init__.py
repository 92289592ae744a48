"""The archive itself: rows, acts, queries. The Django application."""
