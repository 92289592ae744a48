"""Somebody names who decides after them; that person asks for it; an archivist decides.

Nobody is named without a yes of their own, and nothing is handed over before the person
it was named by had two weeks to say "I am here". Naming is nobody's business; asking
and deciding stand in the ledger.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.models import Account, Creator, Role, Succession
from fanfold.archive.models.accounts import visits_key
from fanfold.archive.sealing import seal
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError

KINDS = ("author", "archive")
#: How long the person who named another has to say no.
WAIT = timedelta(days=14)
_LONGEST = 5000


@transaction.atomic
def offer(kind: str, wish: str, *, account: Account) -> Succession:
    """Wish that somebody decides after this account; return it, open to a yes.

    wish: what is to be done, for that person. It takes the place of what was wished
    before. Anybody may name somebody for what is or will be under her names; an archive
    is handed on by its admins alone. Raises NotFoundError for all else,
    RefusedDecisionError where it was taken up already.
    """
    if kind not in KINDS or (kind == "archive" and account.role != Role.ADMIN):
        raise NotFoundError("There is nothing of that kind to hand over here.")
    own = Succession.objects.filter(account=account, kind=kind)
    own.exclude(state="taken").delete()
    if own.exists():
        raise RefusedDecisionError("It was handed over already. Nothing was changed.")
    return Succession.objects.create(
        kind=kind,
        account=account,
        wish=seal(wish.strip()[:_LONGEST]) if wish.strip() else "",
        at=timezone.now(),
    )


@transaction.atomic
def end(public: str, *, account: Account) -> None:
    """Take back what was wished or agreed to; nothing where it is taken up already."""
    row = Succession.objects.filter(public=public).exclude(state="taken").first()
    if row is not None and account.pk in (row.account_id, row.other_id):
        row.delete()


@transaction.atomic
def agree(public: str, *, account: Account) -> Succession:
    """Say yes to deciding after somebody. Raises NotFoundError where it is not offered,
    RefusedDecisionError for oneself."""
    row = _locked(public, "offered")
    if row.account_id == account.pk:
        raise RefusedDecisionError(
            "Send this address to somebody else. Nothing was changed."
        )
    row.other, row.state = account, "named"
    row.save(update_fields=["other", "state"])
    return row


@transaction.atomic
def ask(public: str, evidence: str, *, account: Account) -> Succession:
    """Say that the time has come, and how that can be seen; return it.

    Raises NotFoundError for who is not named, RefusedDecisionError without evidence.
    """
    row = _locked(public, "named", "refused")
    if row.other_id != account.pk:
        raise NotFoundError("There is nothing like that to decide on here.")
    if not evidence.strip():
        raise RefusedDecisionError("Say how it can be seen. Nothing was changed.")
    row.state, row.evidence = "asked", evidence.strip()[:_LONGEST]
    row.asked_at = timezone.now()
    row.save(update_fields=["state", "evidence", "asked_at"])
    _note("ask-to-succeed", row, account.username)
    return row


@transaction.atomic
def say_no(public: str, *, account: Account) -> None:
    """Say "I am here": whoever was named stays named, and nothing is handed over.

    Raises NotFoundError where nobody asked, or by another's account.
    """
    row = _locked(public, "asked")
    if row.account_id != account.pk:
        raise NotFoundError("There is nothing like that to decide on here.")
    row.state, row.evidence, row.asked_at = "named", "", None
    row.save(update_fields=["state", "evidence", "asked_at"])
    _note("refuse-to-be-succeeded", row, account.username)


def decide(public: str, *, accept: bool, by: Account, why: str) -> Succession:
    """Hand over, or refuse to, for a reason; return what was decided. One step.

    An author's names and the say over the stories go to the other account; of an
    archive the other account becomes an admin. Raises NotFoundError where nobody asks,
    RefusedDecisionError without a reason, before the time is over, or by who would
    get it: nothing is changed then.
    """
    with step("decide-succession", by=by.username, why=why) as doing:
        row = _locked(public, "asked")
        if not why.strip():
            raise RefusedDecisionError("Say why. Nothing was changed.")
        if row.other_id == by.pk:
            raise RefusedDecisionError(
                "Somebody else has to decide on this. Nothing was changed."
            )
        until = may_decide_from(row)
        if accept and timezone.now() < until:
            raise RefusedDecisionError(
                f"{row.account.username} has until {until:%Y-%m-%d} to say no. "
                "Nothing was changed."
            )
        handed = _hand_over(row, doing) if accept else 0
        doing.change(
            row,
            state="taken" if accept else "refused",
            why=why.strip(),
            decided_by=by.username,
            decided_at=timezone.now(),
        )
        told = {"accepted": accept, "kind": row.kind, "names": handed}
        doing.note(row.public, **told)
    return row


def may_decide_from(row: Succession) -> datetime:
    """Return from when on it may be handed over."""
    asked: datetime = row.asked_at or row.at
    return asked + WAIT


def _hand_over(row: Succession, doing: Doing) -> int:
    """Return how many authors' names are the other's now."""
    if row.kind == "archive":
        assert row.other is not None  # noqa: S101 - who asked
        doing.change(row.other, role=Role.ADMIN.value)
        # Not traced: a key is no value to keep beside the act.
        Account.objects.filter(pk=row.other.pk).update(visits_key=visits_key())
        return 0
    creators = Creator.objects.select_for_update().filter(account=row.account)
    for each in (found := list(creators.order_by("pk"))):
        doing.change(each, account=row.other)
    return len(found)


def _locked(public: str, *states: str) -> Succession:
    rows = Succession.objects.select_for_update(of=("self",))
    found = rows.select_related("account", "other").filter(
        public=public, state__in=states
    )
    row: Succession | None = found.first()
    if row is None:
        raise NotFoundError("There is nothing like that to decide on here.")
    return row


def _note(act: str, row: Succession, by: str) -> None:
    ledger.write(act, on=row.public, by=by, details={"kind": row.kind})
