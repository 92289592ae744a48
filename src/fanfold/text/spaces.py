"""Blanks of a page: what browsers make one of, and what hard ones are meant as."""

from __future__ import annotations

from fanfold.vocab.patterns import late

#: Hard spaces in a row, which part words as one blank does.
_HARD = late("(?:\xa0 ?){2,}| \xa0")
_INDENT = late("[\xa0\u3000\\s]*")


def one_space(text: str) -> str:
    """Return text with one blank for each run of blanks, tabs and line ends."""
    for space in "\n\t\f":
        if space in text:
            text = text.replace(space, " ")
    # Each round halves what is left of a run, so a long one costs its length.
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def softened(text: str) -> str:
    """Return text with one blank for hard spaces that part words."""
    return _HARD.sub(" ", text) if "\xa0" in text else text


def unindented(text: str) -> tuple[str, bool]:
    """Return a line's first text without what indents it, and whether that was wide."""
    if "\xa0" not in text:
        return text, False
    indent = _INDENT.match(text)
    end = indent.end() if indent else 0
    return text[end:], text.count("\xa0", 0, end) >= 2
