"""Who asks, which rule stands before each page, and what refusals look like."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from fanfold.archive.models import Account, KnownAddress, Role
from fanfold.archive.powers import Power, may
from fanfold.archive.queries.addresses import found_at
from fanfold.archive.reader import ANYONE, Reader
from fanfold.errors import GatedError, NotFoundError, WithdrawnError
from fanfold.web.crawling import PRIVATE, robots_tag
from fanfold.web.problems import open_to, problem, wants_problems

#: Key of the visit's own memory: the person went past the gate.
PAST_THE_GATE = "past-the-gate"


class Rule(Enum):
    """What a page shows, and so who may ask for it.

    NOTHING: nothing of any work. LISTS: only what `listed_for` lets through.
    WORK: one work, through `shelf.work`. ACCOUNT: signing in or writing to the staff,
    for anybody. OWN: what belongs to who is signed in; others are led to sign in.
    """

    NOTHING = "nothing"
    LISTS = "lists"
    WORK = "work"
    ACCOUNT = "account"
    OWN = "own"


#: Every URL by name: a rule, or the power one needs at the desk. One without is
#: refused: AccessMiddleware sees to it.
RULES: dict[str, Rule | Power] = {
    "home": Rule.LISTS,
    "search": Rule.LISTS,
    "search-kept": Rule.LISTS,
    "suggest": Rule.LISTS,
    "works": Rule.LISTS,
    "authors": Rule.LISTS,
    "author": Rule.LISTS,
    "author-download": Rule.LISTS,
    "tags": Rule.LISTS,
    "tag": Rule.LISTS,
    "tag-kind": Rule.LISTS,
    "shelves": Rule.LISTS,
    "series": Rule.LISTS,
    "series-download": Rule.LISTS,
    "collection": Rule.LISTS,
    "random": Rule.LISTS,
    "top": Rule.LISTS,
    "feed": Rule.LISTS,
    "feed-author": Rule.LISTS,
    "feed-tag": Rule.LISTS,
    "api": Rule.NOTHING,
    "api-works": Rule.LISTS,
    "api-work": Rule.WORK,
    "api-text": Rule.WORK,
    "api-search": Rule.LISTS,
    "feed-series": Rule.LISTS,
    "feed-collection": Rule.LISTS,
    "feed-search": Rule.LISTS,
    "feed-comments": Rule.WORK,
    "oembed": Rule.WORK,
    "sitemap": Rule.LISTS,
    "sitemap-piece": Rule.LISTS,
    "feed-own-new": Rule.LISTS,
    "feed-own-followed": Rule.LISTS,
    "feed-own-search": Rule.LISTS,
    "own-feeds": Rule.OWN,
    "news": Rule.NOTHING,
    "figures": Rule.LISTS,
    "figures-sheet": Rule.LISTS,
    "work": Rule.WORK,
    "work-whole": Rule.WORK,
    "work-chapters": Rule.WORK,
    "work-chapter": Rule.WORK,
    "work-origin": Rule.WORK,
    "work-comments": Rule.WORK,
    "work-like": Rule.WORK,
    "work-download": Rule.WORK,
    "old-story": Rule.WORK,
    "old-author": Rule.LISTS,
    "gate": Rule.ACCOUNT,
    "sign-in": Rule.ACCOUNT,
    "sign-out": Rule.ACCOUNT,
    "account_login": Rule.ACCOUNT,
    "account_request_login_code": Rule.ACCOUNT,
    "account_confirm_login_code": Rule.ACCOUNT,
    "sign-in-again": Rule.ACCOUNT,
    "account_signup": Rule.ACCOUNT,
    "register-code": Rule.ACCOUNT,
    "register-invited": Rule.ACCOUNT,
    "mfa_authenticate": Rule.ACCOUNT,
    "mfa_reauthenticate": Rule.OWN,
    "mfa_index": Rule.OWN,
    "mfa_activate_totp": Rule.OWN,
    "mfa_deactivate_totp": Rule.OWN,
    "second-step-picture": Rule.OWN,
    "mfa_view_recovery_codes": Rule.OWN,
    "mfa_generate_recovery_codes": Rule.OWN,
    "mfa_download_recovery_codes": Rule.OWN,
    "desk": Power.DESK,
    "desk-ledger": Power.DESK,
    "desk-step": Power.DESK,
    "desk-undo": Power.DESK,
    "desk-imports": Power.IMPORT,
    "desk-imports-send": Power.IMPORT,
    "desk-imports-path": Power.SERVER,
    "desk-imports-begin": Power.IMPORT,
    "desk-import": Power.IMPORT,
    "desk-import-do": Power.IMPORT,
    "desk-import-send": Power.IMPORT,
    "desk-import-expect": Power.IMPORT,
    "desk-import-piece": Power.IMPORT,
    "desk-import-seen": Power.IMPORT,
    "desk-import-show": Power.IMPORT,
    "desk-import-back": Power.IMPORT,
    "desk-import-report": Power.IMPORT,
    "desk-import-json": Power.IMPORT,
    "desk-import-sheet": Power.IMPORT,
    "desk-claims": Power.CLAIMS,
    "desk-claim": Power.CLAIMS,
    "desk-after": Power.CLAIMS,
    "desk-news": Power.NEWS,
    "desk-news-one": Power.NEWS,
    "desk-after-settle": Power.CLAIMS,
    "desk-letters": Power.LETTERS,
    "desk-letters-new": Power.LETTERS,
    "desk-letter": Power.LETTERS,
    "desk-letter-sure": Power.LETTERS,
    "desk-letter-stop": Power.LETTERS,
    "desk-letter-record": Power.LETTERS,
    "desk-letter-files": Power.LETTERS,
    "letters-never": Rule.ACCOUNT,
    "digests-stop": Rule.ACCOUNT,
    "desk-tags": Power.TAGS,
    "desk-tags-answer": Power.TAGS,
    "desk-tag-sheet": Power.TAGS,
    "desk-tag-sheet-out": Power.TAGS,
    "desk-reports": Power.HIDE,
    "desk-report": Power.HIDE,
    "desk-names": Power.NAMES,
    "desk-name": Power.NAMES,
    "desk-name-rename": Power.NAMES,
    "desk-name-part": Power.NAMES,
    "desk-name-join": Power.NAMES,
    "desk-import-reviews": Power.IMPORT,
    "desk-import-review": Power.IMPORT,
    "desk-import-review-undo": Power.IMPORT,
    "desk-import-review-on": Power.IMPORT,
    "desk-import-review-group": Power.IMPORT,
    "desk-import-review-item": Power.IMPORT,
    "desk-import-review-page": Power.IMPORT,
    "desk-rules": Power.IMPORT,
    "desk-rule-undo": Power.IMPORT,
    "desk-works": Power.REVIEW,
    "desk-works-do": Power.REVIEW,
    "desk-work": Power.REVIEW,
    "desk-work-edit": Power.REVIEW,
    "desk-work-state": Power.REVIEW,
    "desk-work-chapters": Power.REVIEW,
    "desk-work-join": Power.REVIEW,
    "desk-chapter": Power.REVIEW,
    "desk-work-ties": Power.REVIEW,
    "desk-all-series": Power.REVIEW,
    "desk-series-new": Power.REVIEW,
    "desk-series": Power.REVIEW,
    "desk-series-do": Power.REVIEW,
    "desk-all-collections": Power.REVIEW,
    "desk-collection-new": Power.REVIEW,
    "desk-collection": Power.REVIEW,
    "desk-collection-do": Power.REVIEW,
    "claim": Rule.OWN,
    "claim-code": Rule.OWN,
    "claim-vouching": Rule.OWN,
    "claim-vouch": Rule.OWN,
    "mine": Rule.OWN,
    "mine-decide": Rule.OWN,
    "mine-all": Rule.OWN,
    "mine-new": Rule.OWN,
    "mine-work": Rule.OWN,
    "mine-post": Rule.OWN,
    "mine-delete": Rule.OWN,
    "mine-order": Rule.OWN,
    "mine-chapter-new": Rule.OWN,
    "mine-chapter": Rule.OWN,
    "mine-undo": Rule.OWN,
    "mine-comments": Rule.OWN,
    "mine-together": Rule.OWN,
    "mine-together-end": Rule.OWN,
    "together": Rule.OWN,
    "after": Rule.OWN,
    "after-one": Rule.OWN,
    "after-do": Rule.OWN,
    "mine-figures": Rule.OWN,
    "mine-figures-sheet": Rule.OWN,
    "mine-comments-mark": Rule.OWN,
    "author-mute": Rule.OWN,
    "subscriptions": Rule.OWN,
    "subscriptions-stop": Rule.OWN,
    "subscription-end": Rule.OWN,
    "mine-appeal": Rule.OWN,
    "report": Rule.ACCOUNT,
    "reports": Rule.OWN,
    "say": Rule.OWN,
    "kudos": Rule.OWN,
    "comments-open": Rule.OWN,
    "comment": Rule.OWN,
    "comment-away": Rule.OWN,
    "comment-mind": Rule.OWN,
    "comment-bar": Rule.OWN,
    "barred": Rule.OWN,
    "barred-off": Rule.OWN,
    "apps": Rule.ACCOUNT,
    "apps-new": Rule.OWN,
    "apps-end": Rule.OWN,
    "opds": Rule.LISTS,
    "opds-new": Rule.LISTS,
    "opds-search": Rule.LISTS,
    "opds-search-how": Rule.NOTHING,
    "opds-names": Rule.LISTS,
    "opds-stories": Rule.LISTS,
    "opds-book": Rule.WORK,
    "opds-sign-in": Rule.NOTHING,
    "opds-mine": Rule.LISTS,
    "opds-mine-new": Rule.LISTS,
    "opds-mine-search": Rule.LISTS,
    "opds-mine-search-how": Rule.NOTHING,
    "opds-mine-names": Rule.LISTS,
    "opds-mine-stories": Rule.LISTS,
    "opds-mine-book": Rule.WORK,
    "account": Rule.OWN,
    "account-adult": Rule.OWN,
    "account-history": Rule.OWN,
    "account-everywhere": Rule.OWN,
    "account-export": Rule.OWN,
    "account-stories": Rule.OWN,
    "account-close": Rule.OWN,
    "bookmarks": Rule.OWN,
    "bookmark": Rule.OWN,
    "bookmark-off": Rule.OWN,
    "later": Rule.OWN,
    "later-on": Rule.OWN,
    "later-off": Rule.OWN,
    "later-empty": Rule.OWN,
    "history": Rule.OWN,
    "history-off": Rule.OWN,
    "history-empty": Rule.OWN,
    "bookmarks-of": Rule.LISTS,
    "accounts": Power.ACCOUNTS,
    "account-role": Power.ACCOUNTS,
    "accounts-invite": Power.ACCOUNTS,
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
    return reader_for(user, past=past)


def reader_for(account: Account, *, past: bool = False) -> Reader:
    """Return the reader that an account is. past: went past the gate in this visit."""
    return Reader(
        account=account.pk,
        shows_adult=past or account.shows_adult,
        is_staff=account.role in (Role.MODERATOR, Role.ADMIN),
        imports=account.username if account.role == Role.ARCHIVIST else "",
    )


class AccessMiddleware:
    """Refuses pages without a rule; turns refusals of the archive into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        rule = RULES.get(name or "", Rule.NOTHING)
        robots = robots_tag(for_anybody=_is_for_anybody(request, response, rule))
        if robots:
            response.headers.setdefault("X-Robots-Tag", robots)
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Answer as if nothing was there where nobody wrote a rule."""
        name = request.resolver_match.url_name if request.resolver_match else None
        rule = RULES.get(name or "")
        # Nothing is called so, and PostgreSQL takes no NUL in what it is asked.
        if rule is None or "\0" in request.path:
            return missing(request)
        apart = rule is Rule.OWN or isinstance(rule, Power)
        if apart and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if isinstance(rule, Power) and not may(request.user, rule):
            return missing(request)
        return None

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """Return the page for what the shelf refused."""
        if isinstance(error, NotFoundError):
            return missing(request)
        if isinstance(error, WithdrawnError):
            return gone(request)
        if isinstance(error, GatedError):
            return gate_page(request, error)
        return None


def _is_for_anybody(
    request: HttpRequest, response: HttpResponse, rule: Rule | Power
) -> bool:
    """Tell whether any visitor would get the same; of refusals all do."""
    if rule is Rule.NOTHING or response.status_code != 200:
        return True
    return rule in (Rule.LISTS, Rule.WORK) and reader_of(request) == ANYONE


def missing(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Return the page for what is not there; it repeats nothing of the address.

    An address under which a story was once read, on a host we answer for, leads to it.
    """
    if wants_problems(request):
        return open_to(request, problem("missing"), reader_of(request))
    if exception is not None and request.method in ("GET", "HEAD"):
        known = found_at(request.build_absolute_uri(), reader_of(request))
        if known is not None:
            return redirect(place_of(known))
    return render(request, "frame/missing.html", status=404)


def gone(request: HttpRequest) -> HttpResponse:
    """Return the page for what was taken down: neutral words."""
    if wants_problems(request):
        return open_to(request, problem("taken-down"), reader_of(request))
    return render(request, "frame/gone.html", status=410)


def too_many(request: HttpRequest) -> HttpResponse:
    """Return the page for what was asked too often."""
    return render(request, "accounts/too_many.html", status=429)


#: What is about a work and not the work: behind the gate it is as if not there.
_NO_GATE = (
    *("work-download", "work-origin", "work-comments", "work-like"),
    *("api-work", "api-text", "oembed", "feed-comments"),
    *("opds-book", "opds-mine-book"),
)


def place_of(known: KnownAddress) -> str:
    """Return our own address of what a known address led to."""
    if known.chapter is not None and not known.chapter.hidden:
        ids = [known.work.public, known.chapter.public]
        return reverse("work-chapter", args=ids)
    return reverse("work", args=[known.work.public])


def gate_page(request: HttpRequest, error: GatedError) -> HttpResponse:
    """Return the gate: rating and warnings, nothing else of the work."""
    match = request.resolver_match
    if match is not None and match.url_name in _NO_GATE:
        return missing(request)
    told = {"rating": error.rating, "warnings": error.warnings, "next": request.path}
    response = render(request, "frame/gate.html", told)
    response["X-Robots-Tag"] = PRIVATE
    return response
