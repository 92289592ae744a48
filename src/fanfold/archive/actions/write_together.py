"""An author invites a co-author; who is invited says yes, under a name of the own.

Nobody is named before that. Inviting is nobody's business; the yes is a step.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fanfold.archive.actions.post_works import OWN, own_pseud
from fanfold.archive.models import Account, Creatorship, Together, Work
from fanfold.archive.queries.claiming import own_works
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.creator import Role

ACT = "join-as-author"
#: How long an invitation is good for.
LASTS = timedelta(days=30)
#: Most invitations of one story that are open at once.
MOST = 10


@transaction.atomic
def invite(work: Work, *, account: Account) -> Together:
    """Open an invitation to write a work together; return it.

    Raises NotFoundError where the work is not this account's, RefusedDecisionError
    where too many are open.
    """
    row = _own(work.public, account)
    now = timezone.now()
    if open_on(row).count() >= MOST:
        raise RefusedDecisionError(
            f"{MOST} invitations are open already. Nothing was changed. End one first."
        )
    return Together.objects.create(work=row, account=account, at=now, until=now + LASTS)


def open_on(work: Work) -> Any:
    """Return the query of invitations of a work that can be accepted."""
    rows = Together.objects.filter(work=work, state="open")
    return rows.filter(until__gt=timezone.now())


@transaction.atomic
def end_invitation(public: str, *, account: Account) -> None:
    """Take an open invitation back; nothing where there is none of one's own works."""
    rows = Together.objects.filter(public=public, state="open")
    rows.filter(work__in=own_works(account).order_by().values("pk")).delete()


def open_invitation(public: str) -> Together:
    """Return an invitation that can be accepted. Raises NotFoundError for any other:
    one that is over, taken back, or of who is no author of the work any more."""
    rows = Together.objects.select_related("work", "account")
    found = rows.filter(public=public, state="open", until__gt=timezone.now()).first()
    if found is None:
        raise NotFoundError("There is no such invitation here.")
    _own(found.work.public, found.account)
    return found


def accept_invitation(public: str, pen_name: str, *, account: Account) -> Work:
    """Say yes: from now on the account is an author of the work; return it.

    pen_name: one of the account's own names, or a new one. Raises NotFoundError where
    there is no such invitation, RefusedDecisionError for who is its author already, and
    for a name that somebody else has here.
    """
    with step(ACT, by=account.username) as doing:
        row = open_invitation(public)
        # Two who say yes at once are one after the other.
        work = Work.objects.select_for_update().get(pk=row.work_id)
        if own_works(account).filter(pk=work.pk).exists():
            raise RefusedDecisionError(
                "You are an author of this story. Nothing was changed. Send this "
                "address to somebody else."
            )
        pseud = own_pseud(account, pen_name)
        held = work.creatorships.filter(chapter=None).aggregate(last=Max("position"))
        doing.add(
            Creatorship(
                work=work,
                pseud=pseud,
                role=Role.CO_AUTHOR.value,
                position=(held["last"] or 0) + 1,
            )
        )
        doing.change(row, state="accepted", other=account)
        doing.tell(work, invitation=row.public)
    return work


def _own(public: str, account: Account) -> Work:
    rows = own_works(account).filter(public=public, stage__in=OWN)
    found: Work | None = rows.first()
    if found is None:
        raise NotFoundError("There is no such story of yours here.")
    return found
