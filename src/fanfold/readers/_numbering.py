"""Names of files that count: ``snow2.html``, ``ch3.txt``, ``rope-part-1b.txt``."""

from __future__ import annotations

from typing import NamedTuple

from fanfold.vocab.patterns import late

_WORDS = (
    r"(?:ch(?:ap(?:ter|t)?)?|pa?r?t|teil|kap(?:itel)?|chapitre|cap(?:itulo)?|ep(?:isode)?"
    r"|act)"
)
_NUMBERED = late(
    rf"(?i)(?P<stem>.*?)[-_ .~]?(?P<word>(?<![a-z]){_WORDS}|{_WORDS}(?=[-_]?\d))?"
    r"[-_ .]?(?P<number>\d{1,3})(?P<letter>[a-f])?"
)


class Numbered(NamedTuple):
    """family: what parts of one story have in common; number: which part it is.

    told: True where the name says that it is a part (``ch2``), not only a number.
    """

    family: tuple[str, str]
    number: int
    told: bool


def numbered(name: str) -> Numbered | None:
    """Return what ``fic/snow2.html`` or ``fic/snow/ch2.html`` says; None for others."""
    folder, _, last = name.lower().rpartition("/")
    stem = last.partition("?")[0].rsplit(".", 1)[0]
    found = _NUMBERED.fullmatch(stem)
    if found is None:
        return None
    number = int(found["number"]) * 10 + (ord(found["letter"] or "`") - ord("`"))
    return Numbered((folder, found["stem"]), number, bool(found["word"]))
