"""Figures: how much there is, year by year; of the archive, and of an author's stories.

Nothing of them is about one reader: whole numbers a year, and of what readers keep only
the bookmarks they show to others. Nobody counts who reads what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any

from django.db.models import Count, Q, Sum, TextField
from django.db.models.functions import Cast, Left

from fanfold.archive.models import Account, Bookmark, Comment, Kudos, Work
from fanfold.archive.queries.claiming import own_works
from fanfold.archive.queries.gatherings import is_listed
from fanfold.archive.queries.unchanged import while_unchanged
from fanfold.archive.reader import ANYONE
from fanfold.model.work import Stage


@dataclass(frozen=True, slots=True)
class Counts:
    """Sums. works, words: of stories written then; came: stories that came here then;
    comments: at the source and here; kudos; bookmarks: those that others may see."""

    works: int = 0
    words: int = 0
    came: int = 0
    comments: int = 0
    kudos: int = 0
    bookmarks: int = 0

    def __add__(self, other: Counts) -> Counts:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Counts(*(one + more for one, more in pairs))


@dataclass(frozen=True, slots=True)
class Figures:
    """Years with their sums, in order; None for what has no known year."""

    years: tuple[tuple[int | None, Counts], ...]

    @property
    def total(self) -> Counts:
        """Return the sums over all years."""
        return sum((each for _year, each in self.years), Counts())


def archive_figures() -> Figures:
    """Return the archive's figures, over what anybody may see, whoever asks."""
    return while_unchanged(
        "figures",
        ANYONE,
        lambda: _figures(Work.objects.listed_for(ANYONE), Q(is_listed(ANYONE))),
    )


def own_figures(account: Account) -> Figures:
    """Return the figures of an account's own stories, but for those taken down."""
    return _figures(_own(account), _on(_own(account)))


def figures_of_works(account: Account) -> list[tuple[Work, Counts]]:
    """Return each own story with its sums, by title; a fixed number of questions."""
    works = list(_own(account).order_by("sort_title", "pk"))
    counted = [
        dict(rows.order_by().values_list("work").annotate(n=Count("pk")))
        for rows in _said_and_kept(_on(_own(account)))
    ]
    return [
        (row, Counts(1, row.word_count, 1, *(each.get(row.pk, 0) for each in counted)))
        for row in works
    ]


def _own(account: Account) -> Any:
    return own_works(account).exclude(stage=Stage.WITHDRAWN).order_by()


def _on(works: Any) -> Q:
    """Return the condition that a row is on one of a few works."""
    return Q(work__in=works.order_by().values("pk"))


def _figures(works: Any, on_them: Q) -> Figures:
    comments, kudos, bookmarks = _said_and_kept(on_them)
    columns: dict[str, Mapping[int | None, int]] = {
        **_written(works),
        "came": _by_year(works, "added_at"),
        "comments": _by_year(comments, "date_from"),
        "kudos": _by_year(kudos, "at"),
        "bookmarks": _by_year(bookmarks, "made_at"),
    }
    known = {year for column in columns.values() for year in column}
    names = [each.name for each in fields(Counts)]
    return Figures(
        tuple(
            (year, Counts(*(columns[name].get(year, 0) for name in names)))
            for year in sorted(known, key=lambda year: (year is None, year))
        )
    )


def _said_and_kept(on_them: Q) -> tuple[Any, Any, Any]:
    """Return the queries of comments, thanks and shown bookmarks on some works."""
    said = Comment.objects.filter(on_them, hidden=False, waiting=False)
    shown = Q(chapter=None) | Q(chapter__hidden=False)
    return (
        said.filter(shown),
        Kudos.objects.filter(on_them),
        Bookmark.objects.filter(on_them, is_public=True),
    )


def _written(works: Any) -> dict[str, dict[int | None, int]]:
    """Return works and words by the year they are from, where that is one year."""
    rows = works.order_by().values_list(_year("date_from"), _year("date_to"))
    number: dict[int | None, int] = {}
    words: dict[int | None, int] = {}
    for first, last, works_, words_ in rows.annotate(
        works=Count("pk"), sum_of_words=Sum("word_count")
    ):
        year = int(first) if first and first == last else None
        number[year] = number.get(year, 0) + works_
        words[year] = words.get(year, 0) + (words_ or 0)
    return {"works": number, "words": words}


def _by_year(rows: Any, column: str) -> dict[int | None, int]:
    counted = rows.order_by().values_list(_year(column)).annotate(n=Count("pk"))
    return {int(year) if year else None: n for year, n in counted}


def _year(column: str) -> Any:
    """Return the year of a date as text. SQLite would ask Python for it, row by row."""
    return Left(Cast(column, TextField()), 4)
