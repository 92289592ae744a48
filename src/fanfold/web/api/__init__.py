"""The archive for programs: what a reader may read, as JSON (docs/api.md).

The same rules as everywhere stand before it (web/access.py); nothing can be changed.
"""
