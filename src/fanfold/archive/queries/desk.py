"""What waits at the desk, and what was done there, for one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from fanfold.archive.models import (
    Comment,
    Creatorship,
    LedgerEntry,
    NameClaim,
    PermissionState,
    PlanItem,
    Report,
    Step,
    Work,
)
from fanfold.archive.powers import Power, may
from fanfold.archive.reader import Reader
from fanfold.archive.review import plans_of
from fanfold.intake.ports import Outcome
from fanfold.model.work import Stage


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for somebody; None for what is not this person's to do."""

    works: int | None
    questions: int | None
    claims: int | None
    reports: int | None
    comments: int | None


def seen(reader: Reader) -> Any:
    """Return the works that exist for a person: all pages of the desk start here."""
    return Work.objects.visible_to(reader)


def waiting(account: Any, reader: Reader) -> Waiting:
    """Return what waits for this account; a fixed number of queries."""

    def count(power: Power, rows: Any) -> int | None:
        return rows.count() if may(account, power) else None

    unreviewed = seen(reader).filter(stage=Stage.UNREVIEWED)
    return Waiting(
        works=count(Power.REVIEW, unreviewed),
        questions=count(
            Power.IMPORT,
            PlanItem.objects.filter(
                outcome=Outcome.WAITING.value, plan__in=plans_of(account)
            ),
        ),
        claims=count(Power.CLAIMS, NameClaim.objects.filter(state="open")),
        reports=count(Power.HIDE, Report.objects.filter(state="open")),
        comments=count(Power.HIDE, Comment.objects.filter(waiting=True)),
    )


def permissions_of(row: Work) -> Any:
    """Return how the archive stood with a work's authors, the latest state first.

    Of the work itself, and of those of its authors who are named: what is said for all
    that somebody wrote must not tell who wrote this.
    """
    named = Creatorship.objects.filter(work=row, anonymous=False)
    whose = Q(work=row) | Q(creator__in=named.values("pseud__creator"))
    return PermissionState.objects.filter(whose).order_by("-since", "-pk")


def steps_of(account: Any) -> Any:
    """Return the steps a person may see, the latest first: all, or the own ones."""
    rows = Step.objects.select_related("undone_by").order_by("-pk")
    return rows if may(account, Power.LEDGER) else rows.filter(by=account.username)


def entries_of(account: Any, on: str = "") -> Any:
    """Return the ledger's entries a person may see, the latest first.

    on: public id of the one thing that is asked about; "" for everything.
    """
    rows = LedgerEntry.objects.select_related("of_step__step").order_by("-number")
    if on:
        rows = rows.filter(on=on)
    return rows if may(account, Power.LEDGER) else rows.filter(by=account.username)


def last_step(account: Any) -> Step | None:
    """Return the latest step of a person, if any."""
    return Step.objects.filter(by=account.username).order_by("-pk").first()


def may_undo(account: Any, step: Step) -> bool:
    """Tell whether a person may take a step back: the own, or any for an admin.

    What an author had taken down is the author's alone to bring back.
    """
    if step.undone_by_id or step.sealed_at or step.act == "withdraw-work":
        return False
    # Somebody else may have had the name before.
    own = step.by == account.username and step.at >= account.date_joined
    own = own and may(account, Power.DESK)
    return own or may(account, Power.LEDGER)
