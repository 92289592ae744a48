"""Whom a letter would go to, counted; never at which address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from fanfold.archive.actions.author_says import contacts_of
from fanfold.archive.models import (
    Account,
    Contact,
    Creator,
    Creatorship,
    DoNotWrite,
    ImportPlan,
    Letter,
    Mailing,
    NameClaim,
    Work,
)
from fanfold.errors import NotFoundError
from fanfold.model.work import Stage
from fanfold.text.addresses import removed
from fanfold.text.house import plain

#: Titles that a letter names; the rest is counted.
MOST_TITLES = 30
#: A letter in one of these states was written to its person.
WRITTEN = ("sending", "sent", "given", "unsure", "bounced")
#: Works that a letter may name to their author.
_TOLD = (Stage.SHOWN, Stage.UNREVIEWED)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody a letter would go to, by the keyed hash of an address."""

    to: str
    creator: Creator | None = None
    account: Account | None = None


@dataclass(slots=True)
class Recipients:
    """Who gets a letter, and how many do not, with the reason.

    nowhere: no address is known. barred: asked never to be written to. before: got a
    letter of this kind already. claimed: decides here already.
    """

    to: list[Recipient] = field(default_factory=list)
    nowhere: int = 0
    barred: int = 0
    before: int = 0
    claimed: int = 0


def recipients(mailing: Mailing) -> Recipients:
    """Return whom a mailing would go to: each person once, each address once."""
    found, taken = Recipients(), set[str]()
    barred = set(DoNotWrite.objects.values_list("keyed_hash", flat=True))
    before = set() if mailing.again else _written(mailing)
    for creator, account, hashes in _people(mailing):
        if mailing.kind == "author" and creator and creator.account_id:
            found.claimed += 1
        elif not hashes:
            found.nowhere += 1
        # One of a person's addresses on the list is the person's word for all.
        elif barred & set(hashes):
            found.barred += 1
        elif before & set(hashes):
            found.before += 1
        else:
            free = [each for each in hashes if each not in taken]
            taken |= set(hashes)
            found.to += [Recipient(each, creator, account) for each in free[:1]]
    return found


def mailings() -> Any:
    """Return all mailings, the latest first, with how many letters each has."""
    return Mailing.objects.annotate(number=Count("letters")).order_by("-pk")


def mailing_of(public: str) -> Mailing:
    """Return one. Raises NotFoundError."""
    row: Mailing | None = mailings().filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such letter here.")
    return row


def outcomes(mailing: Mailing) -> dict[str, int]:
    """Return how many letters are in each state, the most first."""
    rows = mailing.letters.order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows.order_by("-n", "state"))


def titles_for(creator: Creator | None, among: Any = None) -> list[str]:
    """Return titles that a letter names to an author, and a sign where some are left.

    among: only of these works. Works under "Anonymous" are named in no letter.
    """
    if creator is None:
        return []
    rows = Work.objects.filter(
        creatorships__pseud__creator=creator,
        creatorships__anonymous=False,
        stage__in=_TOLD,
    )
    if among is not None:
        rows = rows.filter(pk__in=among.values("pk"))
    rows = rows.distinct().order_by("sort_title", "pk")
    told = rows.values_list("title", flat=True)[: MOST_TITLES + 1]
    titles = [removed(plain(each)) for each in told]
    return [*titles[:MOST_TITLES], "…"] if len(titles) > MOST_TITLES else titles


def _written(mailing: Mailing) -> set[str]:
    rows = Letter.objects.filter(mailing__kind=mailing.kind, state__in=WRITTEN)
    return set(rows.exclude(mailing=mailing).values_list("to", flat=True))


def _people(
    mailing: Mailing,
) -> Iterator[tuple[Creator | None, Account | None, Sequence[str]]]:
    """Yield whom it is about, with the keyed hashes of the addresses known of each."""
    if mailing.audience == "members":
        for account in Account.objects.filter(is_active=True).order_by("pk"):
            yield None, account, _own(account)
    elif mailing.audience == "claim":
        claims = NameClaim.objects.filter(public=mailing.on)
        for claim in claims.select_related("account", "creator"):
            yield claim.creator, claim.account, _own(claim.account)
    else:
        creators = list(_creators(mailing))
        known = _contacts(creators)
        for creator in creators:
            account = creator.account
            yield creator, account, _own(account) if account else known[creator.pk]


def _contacts(creators: Sequence[Creator]) -> dict[int, list[str]]:
    """Return what `contacts_of` says of each; a fixed number of queries for many."""
    if len(creators) == 1:
        return {creators[0].pk: contacts_of(creators[0])}
    of_work: dict[int, set[int]] = {}
    rows = Creatorship.objects.order_by().values_list("work", "pseud__creator")
    for work, creator in rows.distinct():
        of_work.setdefault(work, set()).add(creator)
    known: dict[int, list[str]] = {each.pk: [] for each in creators}
    contacts = Contact.objects.order_by("pk")
    for creator, work, told in contacts.values_list("creator", "work", "keyed_hash"):
        alone = of_work.get(work, set())
        who = creator or (next(iter(alone)) if len(alone) == 1 else None)
        if who in known and told not in known[who]:
            known[who].append(told)
    return known


def _own(account: Account) -> list[str]:
    return [account.address_hash] if account.address_hash else []


def _creators(mailing: Mailing) -> Any:
    rows = Creator.objects.select_related("account").order_by("pk")
    if mailing.audience == "author":
        return rows.filter(public=mailing.on)
    works = Work.objects.filter(stage__in=_TOLD)
    if mailing.audience == "import":
        works = works.filter(plan__in=ImportPlan.objects.filter(key=mailing.on))
    pseuds = works.values("creatorships__pseud__creator")
    return rows.filter(pk__in=pseuds)
