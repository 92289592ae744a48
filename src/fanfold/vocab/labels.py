"""Which field a header's label stands for."""

from __future__ import annotations

from functools import cache

from fanfold.vocab.patterns import late
from fanfold.vocab.tables import table

_AROUND = " \t*_[]<>\"'“”‘’.~|#+-="
_NUMBER = late(r"\s*#?\d{1,2}$")


def field_of(label: str) -> str | None:
    """Return the field of a label as found ("AUTHOR'S NOTE 2"), None if unknown."""
    word = normal(label)
    found = _fields().get(word)
    if found is None and word.endswith(("'s", "s'")):
        found = _fields().get(word[:-2])
    if found is None:
        found = _fields().get(_NUMBER.sub("", word))
    return found


def is_weak(label: str) -> bool:
    """Tell whether the label also stands in front of other things in stories."""
    return normal(label) in _weak()


def normal(label: str) -> str:
    """Return a label as the table spells it."""
    return " ".join(label.replace("’", "'").strip(_AROUND).lower().split())


def spellings() -> tuple[str, ...]:
    """Return every known spelling, the longest first."""
    return tuple(sorted(_fields(), key=len, reverse=True))


@cache
def _fields() -> dict[str, str]:
    fields: dict[str, list[str]] = table("labels")["fields"]
    return {word: field for field, words in fields.items() for word in words}


@cache
def _weak() -> frozenset[str]:
    return frozenset(table("labels")["weak"]["labels"])
