"""Lists by their first letter: A to Z, and "#" for whatever begins otherwise."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Protocol, TypeVar

from django.db.models.functions import Left
from django.http import HttpRequest

OTHER = "#"
LETTERS = (*string.ascii_uppercase, OTHER)
#: Up to the end of Latin Extended-B: Á and Ž stand under A and Z.
_LATIN = range(0x41, 0x250)


class Named(Protocol):
    """Anything with a name."""

    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=Named)


def wanted(request: HttpRequest) -> str:
    """Return the letter that a request asks for; "" for all."""
    letter = request.GET.get("letter", "").upper()
    return letter if letter in LETTERS else ""


def letter_of(name: str) -> str:
    """Return the letter under which a name stands."""
    first = unicodedata.normalize("NFKD", name.strip()[:1])[:1].upper()
    return first if first in string.ascii_uppercase and first else OTHER


def under(letter: str, names: Iterable[_Named]) -> list[_Named]:
    """Return what stands under a letter; all for ""."""
    return [each for each in names if not letter or letter_of(each.name) == letter]


def works_under(letter: str, rows: Any) -> Any:
    """Return a query on works cut down to titles under a letter; all for ""."""
    if not letter:
        return rows
    rows = rows.annotate(initial=Left("sort_title", 1))
    if letter == OTHER:
        return rows.exclude(
            initial__in=[c for group in _spelled().values() for c in group]
        )
    return rows.filter(initial__in=_spelled()[letter])


@cache
def _spelled() -> dict[str, list[str]]:
    """Return, by letter, every sign that stands under it."""
    found: dict[str, list[str]] = {letter: [] for letter in string.ascii_uppercase}
    for code in _LATIN:
        letter = letter_of(chr(code))
        if letter != OTHER:
            found[letter].append(chr(code))
    return found
