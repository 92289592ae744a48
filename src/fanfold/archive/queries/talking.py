"""Who may say something about a work, who watches over it, who bars whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from fanfold.archive.models import Account, Barring, Comment, Work
from fanfold.archive.powers import Power, may
from fanfold.archive.queries.barring import BLOCK
from fanfold.archive.queries.owned import readable
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError


def is_minder(account: Any, work: Work) -> bool:
    """Tell whether an account watches over what is said: its authors, moderators."""
    return may(account, Power.HIDE) or account.pk in authors_of(work)


def authors_of(work: Work) -> set[int]:
    """Return the row ids of the accounts of a work's authors, by proven claim."""
    told = Account.objects.filter(creators__pseuds__creatorships__work=work)
    return set(told.values_list("pk", flat=True))


def may_comment(account: Any, work: Work) -> bool:
    """Tell whether an account may say something about a work that it may read."""
    if not account.is_authenticated or work.comments_from == "nobody":
        return False
    barred = Barring.objects.filter(
        kind=BLOCK, account__in=authors_of(work), other=account
    )
    return not barred.exists()


def comment_of(comment_id: str, reader: Reader) -> Comment:
    """Return a comment on a work that the reader may read. Raises NotFoundError."""
    rows = Comment.objects.select_related("work", "account")
    row: Comment | None = rows.filter(public=comment_id).exclude(work=None).first()
    if row is None or row.work is None:
        raise NotFoundError("There is no such comment here.")
    readable(row.work.public, reader)
    return row


def thanks_for(work: Work, reader: Reader) -> int | None:
    """Return how often a work was thanked for; None where no list of the reader's has
    it: a draft or what is hidden is nothing to thank for.
    """
    listed = Work.objects.listed_for(reader).filter(pk=work.pk).order_by()
    return (
        listed.annotate(thanks=Count("kudos")).values_list("thanks", flat=True).first()
    )


def waiting_on(works: Any) -> dict[str, int]:
    """Return how many comments wait to be let in, by public id of the work."""
    rows = works.filter(comments__waiting=True).annotate(waits=Count("comments"))
    return {row.public: row.waits for row in rows}


def may_answer(row: Comment) -> bool:
    """Tell whether a comment can be answered as it stands."""
    return not (row.frozen or row.waiting or row.hidden) and row.at is not None
