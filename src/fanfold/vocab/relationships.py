"""Pairings as people wrote them: ``W/S``, ``Spike/Willow``, ``1x2``, ``MSR``."""

from __future__ import annotations

from fanfold.vocab.lists import split_list
from fanfold.vocab.patterns import late

_CODES = frozenset(("MSR", "UST", "RST", "DRR", "GSR", "MSR/UST"))
_CATEGORIES = frozenset(
    ("m/m", "f/f", "m/f", "f/m", "het", "slash", "gen", "femslash", "femmeslash")
)
_NONE = late(
    r"(?i)(?:gen\b.*|none\b.*|no pairings?.*|n/?a|nobody|no one|team|keine?|aucune?|"
    r"ningun[ao]?|not? really.*|see summary)"
)
_NAME = r"[^\W\d_][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}"
_PAIR = late(rf"(?:{_NAME}|\d{{1,2}})(?:\s?[/&]\s?(?:{_NAME}|\d{{1,2}}))+")
_NUMBERS = late(r"\w{1,3}(?:[x+]\w{1,3})+")
_WITH_X = late(rf"{_NAME}\s?[xX×]\s?{_NAME}|{_NAME}\s?-?>\s?{_NAME}")


def is_relationship(text: str) -> bool:
    """Tell whether the words are one pairing and nothing else."""
    value = text.strip(" .")
    if value.lower() in _CATEGORIES:
        return False
    return value.upper() in _CODES or any(
        form.fullmatch(value) for form in (_PAIR, _NUMBERS, _WITH_X)
    )


def couples_of(text: str) -> tuple[str, ...]:
    """Return a list of couples that blanks alone part (``M/L M/M A/I``), else ()."""
    words = text.strip(" .\t\n").split()
    if len(words) < 2 or "(" in text or not all("/" in each[1:-1] for each in words):
        return ()
    parts = tuple(each.strip(",;") for each in words)
    return () if all(each.lower() in _CATEGORIES for each in parts) else parts


def relationships_of(text: str) -> tuple[str, ...]:
    """Return the pairings stated, as stated; () for "none", "gen" and categories."""
    value = " ".join(text.split()).strip(" .")
    if _NONE.fullmatch(value):
        return ()
    couples = couples_of(value)
    return couples or tuple(
        each for each in split_list(text) if each.strip(" .").lower() not in _CATEGORIES
    )
