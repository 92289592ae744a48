"""Which field a header's label stands for."""

from __future__ import annotations

import re
from functools import cache

from fanfold.vocab.patterns import late
from fanfold.vocab.tables import table

_AROUND = " \t*_[]<>{}\"'“”‘’«».,:;!?~|#+-="
_NUMBER = late(r"\s*#?\d{1,2}$")
_FIRST = late(rf"[\s{re.escape(_AROUND)}]*+([^\W\d_]*)")


def field_of(label: str) -> str | None:
    """Return the field of a label as found ("AUTHOR'S NOTE 2"), None if unknown."""
    word = normal(label)
    found = _fields().get(word)
    if found is None and word.endswith(("'s", "s'")):
        found = _fields().get(word[:-2])
    if found is None:
        found = _fields().get(_NUMBER.sub("", word))
    if found is None and "/" in word:
        # "Spoilers/Season" says what its first half says.
        found = _fields().get(word.partition("/")[0].strip())
    return found


def may_name(text: str) -> bool:
    """Tell whether a text may begin with a label of the table, by its first letters.

    Most lines of a story do not, and are told in a tenth of the time of `field_of`.
    """
    first = _FIRST.match(text)
    return first is not None and first[1].lower() in _firsts()


@cache
def _firsts() -> frozenset[str]:
    """Return the letters that labels begin with, up to the first other sign."""
    found = (_FIRST.match(label) for label in _fields())
    return frozenset(first[1] for first in found if first is not None)


def is_weak(label: str) -> bool:
    """Tell whether the label also stands in front of other things in stories."""
    return _NUMBER.sub("", normal(label)) in _weak()


def normal(label: str) -> str:
    """Return a label as the table spells it."""
    return " ".join(label.replace("’", "'").strip(_AROUND).lower().split())


def is_spelled(label: str) -> bool:
    """Tell whether the label stands in the table just so, case and quotes aside."""
    return " ".join(label.replace("’", "'").lower().split()) in _fields()


@cache
def _fields() -> dict[str, str]:
    fields: dict[str, list[str]] = table("labels")["fields"]
    return {normal(word): field for field, words in fields.items() for word in words}


@cache
def _weak() -> frozenset[str]:
    return frozenset(table("labels")["weak"]["labels"])
