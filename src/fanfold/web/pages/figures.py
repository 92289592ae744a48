"""Figures as pages, pictures and sheets: of the archive, and of one's own stories."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.queries.figures import (
    Counts,
    Figures,
    archive_figures,
    figures_of_works,
    own_figures,
)
from fanfold.archive.tag_sheets import guarded
from fanfold.text.addresses import removed
from fanfold.text.house import plain

_HEADS = (
    "stories",
    "words",
    "came here",
    "comments",
    "thanks",
    "bookmarks shown",
)
#: A picture's height and a bar's width, in its own units; most years it has room for.
_HIGH, _WIDE, _MOST = 100, 12, 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One year in a picture: where it stands and how high it is."""

    year: int
    value: int
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars for years without gaps, so that an empty year shows. most: the highest."""

    bars: tuple[Bar, ...]
    most: int

    @property
    def width(self) -> int:
        """In the picture's own units."""
        return len(self.bars) * _WIDE


def page(request: HttpRequest) -> HttpResponse:
    """The archive's figures: the same for whoever asks."""
    return render(request, "figures/page.html", _told(archive_figures()))


def sheet(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    return _sheet("figures", "year", _years(archive_figures()))


def mine(request: HttpRequest) -> HttpResponse:
    """The figures of the reader's own stories; nobody else sees these pages."""
    account: Any = request.user
    told = {**_told(own_figures(account)), "works": figures_of_works(account)}
    return render(request, "figures/mine.html", told)


def mine_sheet(request: HttpRequest) -> HttpResponse:
    """The same as CSV, a story a row."""
    account: Any = request.user
    rows = (
        (guarded(removed(plain(row.title))), counts)
        for row, counts in figures_of_works(account)
    )
    return _sheet("my-stories", "story", rows, leave=("stories", "came here"))


def picture_of(figures: Figures, name: str) -> Picture:
    """Return a column of figures as bars; the last years where there are too many."""
    values = {
        year: getattr(counts, name)
        for year, counts in figures.years
        if year is not None
    }
    seen = [year for year, value in values.items() if value]
    most = max(values.values(), default=0)
    if not seen or not most:
        return Picture((), 0)
    first = max(min(seen), max(seen) - _MOST + 1)
    bars = []
    for place, year in enumerate(range(first, max(seen) + 1)):
        value = values.get(year, 0)
        height = max(round(value / most * _HIGH), int(value > 0))
        bars.append(Bar(year, value, place * _WIDE, _HIGH - height, height))
    return Picture(tuple(bars), most)


def _told(figures: Figures) -> dict[str, Any]:
    return {
        "years": figures.years,
        "total": figures.total,
        "pictures": {
            "works": picture_of(figures, "works"),
            "words": picture_of(figures, "words"),
        },
    }


def _years(figures: Figures) -> Iterable[tuple[object, Counts]]:
    for year, counts in figures.years:
        yield "" if year is None else year, counts


def _sheet(
    name: str,
    first: str,
    rows: Iterable[tuple[object, Counts]],
    leave: Sequence[str] = (),
) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    out = csv.writer(response)
    out.writerow([first, *(head for head in _HEADS if head not in leave)])
    for label, counts in rows:
        pairs = zip(_HEADS, astuple(counts), strict=True)
        out.writerow([label, *(value for head, value in pairs if head not in leave)])
    return response
