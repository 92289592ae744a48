"""Who wants nothing to do with whom, and what is not shown to whom therefore."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fanfold.archive.models import Account, Barring, Pseud, Work
from fanfold.archive.queries import gatherings
from fanfold.archive.reader import Reader

BLOCK, MUTE = "block", "mute"


@dataclass(frozen=True, slots=True)
class Barred:
    """Whom an account blocks or mutes. name: as the reader may see it now, or "".
    is_author: no account, but an author; page: public id of the page, or ""."""

    row: Barring
    name: str
    is_author: bool = False
    page: str = ""


def own_barrings(account: Account, reader: Reader) -> list[Barred]:
    """Return whom an account blocks or mutes, the latest first."""
    rows = account.barrings.select_related("other", "creator").order_by("-pk")
    return [_barred(row, reader) for row in rows]


def is_blocked(reader: Reader, *, by: int) -> bool:
    """Tell whether an account wants nothing to do with who asks."""
    rows = Barring.objects.filter(kind=BLOCK, account=by, other=reader.account)
    return reader.account is not None and rows.exists()


def muted_by(account: int | None) -> set[int]:
    """Return the row ids of the accounts that are not shown to an account."""
    rows = Barring.objects.filter(account=account, kind=MUTE).exclude(other=None)
    return set() if account is None else set(rows.values_list("other", flat=True))


def muted_creators(account: int | None) -> set[int]:
    """Return the row ids of the authors whose stories are not shown to an account."""
    rows = Barring.objects.filter(account=account, kind=MUTE).exclude(creator=None)
    return set() if account is None else set(rows.values_list("creator", flat=True))


def muted_names(account: int | None) -> list[str]:
    """Return the public ids of the names of authors whose stories are not shown to an
    account."""
    muted = muted_creators(account)
    rows = Pseud.objects.filter(creator__in=muted).order_by("pk")
    return list(rows.values_list("public", flat=True)) if muted else []


def without_muted(works: Any, reader: Reader) -> Any:
    """Return a query of works without those of authors the reader does not want to
    see."""
    muted = muted_creators(reader.account)
    if not muted:
        return works
    theirs = Work.objects.filter(creatorships__pseud__creator__in=muted)
    return works.exclude(pk__in=theirs.values("pk"))


def _barred(row: Barring, reader: Reader) -> Barred:
    if row.creator is None:
        return Barred(row, row.other.username if row.other else "")
    page = gatherings.pseud_of_creator(row.creator.public, reader) or ""
    names = Pseud.objects.filter(public=page).values_list("name", flat=True)
    return Barred(row, names.first() or "", is_author=True, page=page)
