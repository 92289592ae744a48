"""Who asks, which rule stands before each page, and what refusals look like."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.models import Role
from fanfold.archive.reader import Reader
from fanfold.errors import GatedError, NotFoundError, WithdrawnError

#: Key of the visit's own memory: the person went past the gate.
PAST_THE_GATE = "past-the-gate"


class Rule(Enum):
    """What a page shows, and so who may ask for it.

    NOTHING: nothing of any work. LISTS: only what `listed_for` lets through.
    WORK: one work, through `shelf.work`. ACCOUNT: the reader's own sign-in.
    """

    NOTHING = "nothing"
    LISTS = "lists"
    WORK = "work"
    ACCOUNT = "account"


#: Every URL by name. One without a rule is refused: AccessMiddleware sees to it.
RULES = {
    "home": Rule.LISTS,
    "works": Rule.LISTS,
    "authors": Rule.LISTS,
    "author": Rule.LISTS,
    "tags": Rule.LISTS,
    "tag": Rule.LISTS,
    "work": Rule.WORK,
    "work-whole": Rule.WORK,
    "work-chapters": Rule.WORK,
    "work-chapter": Rule.WORK,
    "work-origin": Rule.WORK,
    "work-download": Rule.WORK,
    "gate": Rule.ACCOUNT,
    "sign-in": Rule.ACCOUNT,
    "sign-out": Rule.ACCOUNT,
    "reading": Rule.NOTHING,
    "reader-css": Rule.NOTHING,
    "set_language": Rule.NOTHING,
    "robots": Rule.NOTHING,
}


def reader_of(request: HttpRequest) -> Reader:
    """Return who is asking. Only the visit and the account count, never the address."""
    user: Any = request.user
    past = bool(request.session.get(PAST_THE_GATE))
    if not user.is_authenticated:
        return Reader(shows_adult=past)
    return Reader(
        account=user.pk,
        shows_adult=past or user.shows_adult,
        is_staff=user.role in (Role.MODERATOR, Role.ADMIN),
        imports=user.username if user.role == Role.ARCHIVIST else "",
    )


class AccessMiddleware:
    """Refuses pages without a rule; turns refusals of the archive into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        if RULES.get(name or "") in (Rule.LISTS, Rule.WORK, Rule.ACCOUNT):
            # What one reader got is no answer for another.
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Answer as if nothing was there where nobody wrote a rule."""
        name = request.resolver_match.url_name if request.resolver_match else None
        return None if name in RULES else missing(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Return the page for what the shelf refused."""
        if isinstance(error, NotFoundError):
            return missing(request)
        if isinstance(error, WithdrawnError):
            return render(request, "frame/gone.html", status=410)
        if isinstance(error, GatedError):
            return gate_page(request, error)
        return None


def missing(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Return the page for what is not there; it repeats nothing of the address."""
    return render(request, "frame/missing.html", status=404)


def gate_page(request: HttpRequest, error: GatedError) -> HttpResponse:
    """Return the gate: rating and warnings, nothing else of the work."""
    match = request.resolver_match
    if match is not None and match.url_name in ("work-download", "work-origin"):
        return missing(request)
    told = {"rating": error.rating, "warnings": error.warnings, "next": request.path}
    return render(request, "frame/gate.html", told)
