"""A chapter's text in a page of a book, and out of it again to the letter.

What a book's page shows is cleaned house HTML in XML syntax. `unbound` undoes that; a
writer compares, and keeps what would not come back in the record beside the page.
"""

from __future__ import annotations

from fanfold.vocab.patterns import late

_BEGIN, _END = "<!-- text -->\n", "\n<!-- /text -->"
_REL = ' rel="nofollow noopener noreferrer"'
_CLOSED = late(r"<(br|hr|img[^<>]*)/>")


def bound(cleaned: str) -> str:
    """Return cleaned house HTML between two marks that nobody sees."""
    return f"{_BEGIN}{cleaned}{_END}"


def unbound(page: str) -> str | None:
    """Return the house HTML that lies in a book's page; None where none is marked."""
    start = page.find(_BEGIN)
    end = page.rfind(_END)
    if start < 0 or end < start:
        return None
    text = page[start + len(_BEGIN) : end].replace("&#160;", "\xa0")
    return _CLOSED.sub(r"<\1>", text.replace(_REL, ""))
