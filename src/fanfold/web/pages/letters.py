"""Lists by their first letter: A to Z, and "#" for whatever begins otherwise."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models.functions import Left
from django.http import HttpRequest

T = TypeVar("T")
_PAGE = 300
OTHER = "#"
LETTERS = (*string.ascii_uppercase, OTHER)
#: Up to the end of Latin Extended-B: Á and Ž stand under A and Z.
_LATIN = range(0x41, 0x250)


def wanted(request: HttpRequest) -> str:
    """Return the letter that a request asks for; "" for all."""
    letter = request.GET.get("letter", "").upper()
    return letter if letter in LETTERS else ""


def letter_of(name: str) -> str:
    """Return the letter under which a name stands."""
    first = unicodedata.normalize("NFKD", name.strip()[:1])[:1].upper()
    return first if first in string.ascii_uppercase and first else OTHER


def under(letter: str, rows: Any, column: str) -> Any:
    """Return a query cut down to what stands under a letter by a column; all for ""."""
    if not letter:
        return rows
    rows = rows.annotate(initial=Left(column, 1))
    if letter == OTHER:
        return rows.exclude(
            initial__in=[c for group in _spelled().values() for c in group]
        )
    return rows.filter(initial__in=_spelled()[letter])


def paged(
    request: HttpRequest, letter: str, found: Sequence[T]
) -> tuple[list[T], dict[str, Any]]:
    """Return the part of a list that a request asks for, and what its links need."""
    rows = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    return list(rows), {
        "letters": LETTERS,
        "letter": letter,
        "query": urlencode({"letter": letter}) if letter else "",
        "number": rows.number,
        "last": rows.paginator.num_pages,
        "before": rows.previous_page_number() if rows.has_previous() else 0,
        "after": rows.next_page_number() if rows.has_next() else 0,
    }


@cache
def _spelled() -> dict[str, list[str]]:
    """Return, by letter, every sign that stands under it."""
    found: dict[str, list[str]] = {letter: [] for letter in string.ascii_uppercase}
    for code in _LATIN:
        letter = letter_of(chr(code))
        if letter != OTHER:
            found[letter].append(chr(code))
    return found
