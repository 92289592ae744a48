"""Paragraphs with a number, so that an address can name one: ``#p12``."""

from __future__ import annotations

import re
from itertools import count

#: What is read as one paragraph. `clean` writes its tags in small letters.
_PARAGRAPH = re.compile(r"<(p|li|pre)(?=[ >])")


def anchored(cleaned: str, before: str = "") -> str:
    """Return cleaned house HTML in which every paragraph has an id, counted from 1.

    before: stands in front of each, where several chapters share a page. A number is
    stable as long as the text is: nothing but its paragraphs is counted.
    """
    numbers = count(1)
    return _PARAGRAPH.sub(
        lambda tag: f'<{tag[1]} id="{before}p{next(numbers)}"', cleaned
    )
