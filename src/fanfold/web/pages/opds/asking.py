"""Who asks a catalogue, and for which of the two: stands before each of its pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from fanfold.archive.models import Account
from fanfold.archive.queries.barring import muted_names
from fanfold.archive.reader import ANYONE, Reader
from fanfold.archive.search.kept import Kept
from fanfold.web.access import reader_for, reader_of
from fanfold.web.pages.kept import kept_for, kept_with
from fanfold.web.pages.opds.credentials import bearer

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page of a catalogue. mine: of the one that wants a password.

    by_key: an app's password came with it.
    """

    request: HttpRequest
    reader: Reader
    mine: bool
    by_key: bool

    @property
    def is_anybodys(self) -> bool:
        """Whether the answer is what any visitor gets."""
        return self.reader == ANYONE and not self.by_key

    @property
    def kept(self) -> Kept:
        """What who asks never wants to find."""
        by_account = self.by_key and self.reader.account is not None
        account = self.reader.account if by_account else None
        found = kept_for(self.request) if account is None else kept_with(account)
        return found.without_authors(muted_names(self.reader.account))

    def path(self, page: str = "", *args: str, query: str = "") -> str:
        """Return the address of a page of the same catalogue, by what it is called."""
        names = ["opds", *(["mine"] if self.mine else []), *([page] if page else [])]
        found = reverse("-".join(names), args=args)
        return f"{found}?{query}" if query else found

    def urn(self, *parts: str) -> str:
        """Return the id of a feed or of what leads to it; it names no host."""
        which = "mine" if self.mine else "all"
        return ":".join(("urn:fanfold:opds", which, *(each for each in parts if each)))


def catalogue(
    view: Callable[Concatenate[Asked, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Return the view that finds out who asks, and lets nobody in with a wrong word."""

    @wraps(view)
    def answered(
        request: HttpRequest, *args: Any, mine: bool = False, **told: Any
    ) -> HttpResponse:
        found = bearer(request, wanted=mine)
        if isinstance(found, HttpResponse):
            return found
        response = view(_asked(request, found, mine), *args, **told)
        patch_vary_headers(response, ["Authorization"])
        return response

    return answered


def _asked(request: HttpRequest, found: Account | None, mine: bool) -> Asked:
    # A password shows what its account is set to, whatever else the visit may be.
    reader = reader_for(found) if found is not None else reader_of(request)
    return Asked(request, reader, mine, by_key=found is not None)
