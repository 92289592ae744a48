"""Lists of stories: sorting, pages, and what a card links to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from fanfold.archive.cards import cards, cards_of
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.reader import Reader
from fanfold.archive.search import finding
from fanfold.archive.search.large import page_of
from fanfold.archive.search.whole import works_and_words
from fanfold.archive.search.wish import Choice
from fanfold.model.work import Work
from fanfold.web.pages.reading import chosen

PAGE = finding.PAGE
#: By the word in the address: its name for people, and the columns.
SORTS = {
    "new": (_("newest here first"), ("-added_at", "-id")),
    "title": (_("by title"), ("sort_title", "id")),
    "long": (_("longest first"), ("-word_count", "id")),
    "short": (_("shortest first"), ("word_count", "id")),
    "old": (_("oldest first"), ("date_from", "id")),
    "updated": (_("lately updated first"), ("-updated_from", "-id")),
}


#: The order that a query brings with it: a series has its own.
SERIES_ORDER = "series"


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of a list. number, last: from 1."""

    works: list[Work]
    total: int
    number: int
    last: int
    sort: str
    tags: dict[tuple[str, str], str]
    authors: dict[str, str]
    words: dict[str, int]

    @property
    def before(self) -> str:
        """The number of the page before this one, for its address."""
        return str(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The number of the page after this one, for its address."""
        return str(self.number + 1) if self.number < self.last else ""


def shown(
    request: HttpRequest,
    rows: Any,
    reader: Reader,
    sort: str,
    *,
    muted: bool = False,
    everything: bool = False,
    choice: Choice | None = None,
) -> Shown:
    """Return the page of a list that a request asks for; odd wishes count for none.

    muted: with what the reader muted, too. everything: rows are all works there are;
    choice: rows are the works that have this value.
    """
    all_rows = rows
    rows = rows if muted else without_muted(rows, reader)
    if rows is not all_rows:
        everything, choice = False, None
    wanted = request.GET.get("sort", "") or _usual(request, sort)
    sort = wanted if wanted in SORTS else sort
    if sort in SORTS:
        rows = rows.order_by(*SORTS[sort][1])
    asked = page_number(request)
    large = page_of(choice, reader, sort, asked) if choice and sort in SORTS else None
    if large is not None:
        total, ids = large
        found = cards_of(ids, reader=reader)
    else:
        total = _total(rows, reader, everything=everything)
        start = (min(asked, _last(total)) - 1) * PAGE
        found = cards(rows, reader=reader, start=start, stop=start + PAGE)
    return Shown(
        works=found.works,
        total=total,
        number=min(asked, _last(total)),
        last=_last(total),
        sort=sort,
        tags=found.tags,
        authors=found.authors,
        words=found.words,
    )


def _total(rows: Any, reader: Reader, *, everything: bool) -> int:
    """Return how many of these works the reader's lists show."""
    told = works_and_words(reader) if everything else None
    return rows.listed_for(reader).count() if told is None else told[0]


def _last(total: int) -> int:
    return max(1, -(-total // PAGE))


def _usual(request: HttpRequest, sort: str) -> str:
    """Return how the reader wants lists sorted; "" for one with an order of its own."""
    return chosen(request).get("sort", "") if sort == "title" else ""


def choices() -> list[tuple[str, Any]]:
    """Return the ways to sort, for the form."""
    return [(word, told[0]) for word, told in SORTS.items()]


def page_number(request: HttpRequest) -> int:
    """Return the number of the page that is asked for, from 1; 1 for odd wishes."""
    text = request.GET.get("page", "")
    return (
        int(text)
        if text.isascii() and text.isdigit() and len(text) < 8 and int(text)
        else 1
    )
