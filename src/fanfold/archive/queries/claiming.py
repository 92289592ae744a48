"""An author's own stories and claims, and what waits for somebody to judge."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q

from fanfold.archive.models import Account, Creator, NameClaim, Pseud, Step, Work
from fanfold.archive.queries import gatherings
from fanfold.archive.queries.desk import seen
from fanfold.archive.reader import Reader

#: Steps that their author may take back, while their window is open.
OWN_ACTS = (
    "take-name-off",
    "withdraw-work",
    "restrict-work",
    "leave-works",
    "never-import",
    "post-work",
    "change-own-work",
    "add-chapter",
    "write-chapter",
    "remove-chapter",
    "delete-draft",
    "join-as-author",
)


def own_works(account: Account) -> Any:
    """Return the works of an account by proven claim, taken down ones too, by title."""
    mine = Q(creatorships__pseud__creator__account=account)
    rows = Work.objects.filter(pk__in=Work.objects.filter(mine).values("pk"))
    return rows.order_by("sort_title", "pk")


def own_creators(account: Account) -> Any:
    """Return the creators an account has proven to be, each with its names."""
    return Creator.objects.filter(account=account).prefetch_related("pseuds")


def own_steps(account: Account) -> Any:
    """Return what an account did as an author, the latest first."""
    rows = Step.objects.filter(by=account.username, act__in=OWN_ACTS)
    # Somebody else may have had the name before.
    rows = rows.filter(at__gte=account.date_joined)
    return rows.select_related("undone_by").order_by("-pk")


def may_take_back(account: Account, step: Step) -> bool:
    """Tell whether an author may take a step of the own back."""
    own = step.by == account.username and step.at >= account.date_joined
    own = own and step.act in OWN_ACTS
    return own and step.undone_by_id is None and step.sealed_at is None


def claimable(pseud_id: str, reader: Reader) -> Pseud:
    """Return a name that the reader sees, to be claimed. Raises NotFoundError."""
    pseud: Pseud = gatherings.author(pseud_id, reader)[0]
    return pseud


def open_claims(reader: Reader) -> Any:
    """Return the claims that somebody has to judge, the oldest first.

    Each has only those of its works that this person may see; some: how many it has.
    """
    rows = NameClaim.objects.filter(state="open").exclude(
        way="code", code_until__isnull=False
    )
    rows = rows.select_related("account", "creator").prefetch_related(
        "creator__pseuds", Prefetch("works", seen(reader)), "vouchings__account"
    )
    some = Count("works", distinct=True)
    vouched = Count("vouchings", distinct=True)
    return rows.annotate(vouched=vouched, some=some).order_by("pk")
