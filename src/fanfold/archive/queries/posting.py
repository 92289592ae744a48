"""What an author has to post with, and what is the author's to change."""

from __future__ import annotations

from fanfold.archive.actions.post_works import OWN
from fanfold.archive.models import Account, Chapter, Pseud, Work
from fanfold.archive.queries.claiming import own_works
from fanfold.errors import NotFoundError


def own_names(account: Account) -> list[str]:
    """Return the names an account has proven to be its own, the current ones first."""
    rows = Pseud.objects.filter(creator__account=account)
    return list(rows.order_by("-current", "name").values_list("name", flat=True))


def own_work(account: Account, public: str) -> Work:
    """Return a work that its author may change. Raises NotFoundError."""
    rows = own_works(account).filter(stage__in=OWN)
    row: Work | None = rows.filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such story of yours here.")
    return row


def own_chapter(work: Work, public: str) -> Chapter:
    """Return a chapter of an own work. Raises NotFoundError."""
    row: Chapter | None = work.chapters.filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such chapter of yours here.")
    return row
