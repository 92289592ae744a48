"""Who asks as a program: a visit, anybody, or whoever's key came along."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from fanfold.archive.actions.app_passwords import key_of, note_use
from fanfold.archive.queries.barring import muted_names
from fanfold.archive.reader import Reader
from fanfold.archive.search.kept import NOTHING, Kept
from fanfold.web.access import reader_for, reader_of
from fanfold.web.api import pace
from fanfold.web.pages.kept import kept_with

#: Longest header that is looked at.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. counted: under which name requests are counted; most: of a minute."""

    reader: Reader
    counted: str
    most: int

    @property
    def kept(self) -> Kept:
        """What a member never wants to find; a visitor's device is not asked."""
        account = self.reader.account
        if account is None:
            return NOTHING
        return kept_with(account).without_authors(muted_names(account))


def asker_of(request: HttpRequest) -> Asker | None:
    """Return who asks; None where a key came that is nobody's (any more)."""
    header = request.headers.get("Authorization", "")
    if not header:
        return Asker(reader_of(request), address_of(request), pace.OF_AN_ADDRESS)
    kind, _space, key = header[:_LONGEST].partition(" ")
    row = key_of(key) if kind.lower() == "bearer" else None
    if row is None:
        return None
    note_use(row)
    # A key shows what its account is set to, whatever else the visit may be.
    return Asker(reader_for(row.account), f"key {row.pk}", pace.OF_A_KEY)


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from."""
    # Behind a web server of ours, the one that it names (site.proxies).
    return str(get_adapter(request).get_client_ip(request))
