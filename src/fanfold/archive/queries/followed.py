"""The newest of what a member follows, in a fixed number of questions.

A letter tells it part by part, of a stretch of time (archive/news.py); a feed is asked
for by the hour and tells what came last.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from fanfold.archive.models import Account, Chapter, SeriesWork, TextVersion, Work
from fanfold.archive.queries.barring import muted_names, without_muted
from fanfold.archive.queries.gatherings import bylines
from fanfold.archive.queries.subscribing import wish_in
from fanfold.archive.queries.tagging import works_under
from fanfold.archive.reader import Reader
from fanfold.archive.search import finding
from fanfold.archive.search.kept import NOTHING, Kept, kept_of
from fanfold.archive.search.wish import Wish, newest
from fanfold.errors import SearchLanguageError, SearchNotReadyError


def followed_works(account: Account, reader: Reader) -> Any:
    """Return the query of works that stand in what an account follows, the latest
    first; what is shown to whom, lists decide."""
    on = _followed(account)
    if "archive" in on:
        return without_muted(Work.objects.all(), reader).order_by("-added_at", "-pk")
    found = _ids_found(on.get("search", []), account, reader)
    inside = Q(public__in=found) | Q(pk__in=works_under(on.get("tag", [])).values("pk"))
    rows = Work.objects.filter(inside | _of_names(on, reader))
    return without_muted(rows, reader).order_by("-added_at", "-pk")


def followed_chapters(account: Account, reader: Reader) -> Any:
    """Return the query of chapters that came later than their works, the latest first:
    of works, authors and series that an account follows. came: when each did."""
    on = _followed(account)
    works = Work.objects.filter(
        Q(public__in=on.get("work", [])) | _of_names(on, reader)
    )
    works = without_muted(works.listed_for(reader), reader)
    # Not by the work's own day alone: of an archive that was taken over it is older.
    texts = TextVersion.objects.filter(chapter__work=OuterRef("work"))
    first = Subquery(texts.order_by("at").values("at")[:1])
    rows = Chapter.objects.filter(
        Q(texts__at__gt=F("work__added_at")) & Q(texts__at__gt=first),
        hidden=False,
        work__in=works.order_by().values("pk"),
        texts__number=1,
    )
    rows = rows.annotate(came=F("texts__at")).select_related("work")
    return rows.order_by("-came", "-pk")


def searches_of(account: Account) -> Kept:
    """Return the searches that an account keeps, and what it never wants to find."""
    row: Any = getattr(account, "wishes", None)
    kept = kept_of(row.told) if row else NOTHING
    return kept.without_authors(muted_names(account.pk))


def _followed(account: Account) -> dict[str, list[str]]:
    on: dict[str, list[str]] = {}
    for kind, each in account.subscriptions.order_by("pk").values_list("kind", "on"):
        on.setdefault(kind, []).append(each)
    return on


def _of_names(on: dict[str, list[str]], reader: Reader) -> Q:
    """Return the condition for works of the authors and series that are followed."""
    authors = bylines(reader).filter(pseud__public__in=on.get("author", []))
    places = SeriesWork.objects.filter(
        confirmed=True, series__public__in=on.get("series", [])
    )
    return Q(pk__in=authors.values("work")) | Q(pk__in=places.values("work"))


def _ids_found(searches: list[str], account: Account, reader: Reader) -> list[str]:
    kept = searches_of(account) if searches else NOTHING
    return [id_ for each in searches for id_ in _sought(wish_in(each), reader, kept)]


def _sought(wish: Wish, reader: Reader, kept: Kept) -> tuple[str, ...]:
    """Return what a search finds last; nothing while it cannot be asked."""
    try:
        return finding.seek(newest(wish), reader, kept).ids
    except (SearchLanguageError, SearchNotReadyError):
        return ()
