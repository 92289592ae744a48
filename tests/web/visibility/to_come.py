"""Surfaces of the table that nobody can ask yet, each with what brings it.

Strict: one that is walked must be taken out, or the suite fails.
"""

TO_COME: dict[str, str] = {}
