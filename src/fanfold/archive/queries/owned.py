"""What a reader keeps, as that reader and as others may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from fanfold.archive import shelf
from fanfold.archive.models import (
    Account,
    Bookmark,
    BookmarkTag,
    Later,
    Reading,
    Work,
)
from fanfold.archive.queries.barring import is_blocked
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model import work as model
from fanfold.model.work import Stage


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of a list and its work. work: None where it is not to be shown.

    removed: the work was taken down; else it is only not shown to this reader now.
    """

    row: Any
    work: model.Work | None
    removed: bool


@dataclass(frozen=True, slots=True)
class Ties:
    """How a reader is tied to one work: the rows, or None."""

    bookmark: Bookmark | None
    later: Later | None


def account_of(reader: Reader) -> int:
    """Return the row id of the reader's account.

    Raises RefusedDecisionError for visitors: they keep nothing here.
    """
    if reader.account is None:
        raise RefusedDecisionError("Sign in to keep things. Nothing was changed.")
    return reader.account


def readable(work_id: str, reader: Reader) -> Work:
    """Return the row of a work that the reader may read now.

    Raises NotFoundError for all others alike, what is behind the gate included.
    """
    row: Work | None = Work.objects.visible_to(reader).filter(public=work_id).first()
    if row is None or (row.gated and not reader.shows_adult):
        raise NotFoundError("There is no such story here.")
    return row


def ties(work_id: str, reader: Reader) -> Ties:
    """Return the reader's own rows on a work."""
    mine = {"account": reader.account, "work__public": work_id}
    return Ties(
        Bookmark.objects.filter(**mine).prefetch_related("tags").first(),
        Later.objects.filter(**mine).first(),
    )


def own_bookmarks(reader: Reader, tag: str = "") -> QuerySet[Bookmark]:
    """Return the reader's bookmarks, newest first. tag: only those with this one."""
    rows = Bookmark.objects.filter(account=reader.account).prefetch_related("tags")
    return rows.filter(tags__name=tag) if tag else rows


def own_tags(reader: Reader) -> list[tuple[str, int]]:
    """Return the words of the reader's bookmarks, each with how many have it."""
    rows = BookmarkTag.objects.filter(bookmark__account=reader.account)
    counted = rows.values_list("name").annotate(n=Count("bookmark")).order_by("name")
    return [(str(name), int(count)) for name, count in counted]


def own_later(reader: Reader) -> QuerySet[Later]:
    """Return what the reader put by, newest first."""
    return Later.objects.filter(account=reader.account)


def own_readings(reader: Reader) -> QuerySet[Reading]:
    """Return what the reader has opened, latest first."""
    return Reading.objects.filter(account=reader.account).select_related("chapter")


def public_bookmarks(
    account_id: str, reader: Reader
) -> tuple[Account, QuerySet[Bookmark]]:
    """Return an account and those of its public bookmarks that the reader may see.

    Raises NotFoundError where there are none: that somebody has an account, or only
    private bookmarks, is told to nobody.
    """
    listed = Work.objects.listed_for(reader)
    rows = Bookmark.objects.filter(
        account__public=account_id, is_public=True, work__in=listed.values("pk")
    ).prefetch_related("tags")
    owner = Account.objects.filter(public=account_id, is_active=True).first()
    if owner is None or not rows.exists() or is_blocked(reader, by=owner.pk):
        raise NotFoundError("There are no such bookmarks here.")
    return owner, rows


def with_works(
    rows: QuerySet[Any], reader: Reader, start: int = 0, stop: int | None = None
) -> list[Kept]:
    """Return rows with their works, in their order; a fixed number of queries."""
    found = list(rows.select_related("work")[start:stop])
    ids = [row.work_id for row in found]
    works = shelf.cards(Work.objects.filter(pk__in=ids), reader=reader)
    by_id = {work.id: work for work in works}
    return [
        Kept(row, by_id.get(row.work.public), removed=row.work.stage == Stage.WITHDRAWN)
        for row in found
    ]
