"""File names and path ends made of titles."""

from __future__ import annotations

import re
import unicodedata

_LENGTH = 60


def slug(title: str) -> str:
    """Return letters and digits of any script, hyphens between; never empty."""
    plain = unicodedata.normalize("NFKC", re.sub(r"<[^>]{0,200}>", "", title)).lower()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:_LENGTH].strip("-") or "untitled"
