"""The journey from files to an archive, without Django (journey.py: read it first)."""
