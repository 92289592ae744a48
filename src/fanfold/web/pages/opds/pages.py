"""What every page of a catalogue has: its links, its paging, when it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Max
from django.db.models.functions import Now
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _

from fanfold.archive.models import LedgerEntry, Work
from fanfold.web.pages.opds.asking import Asked
from fanfold.web.pages.opds.credentials import DOCUMENT
from fanfold.web.pages.opds.writing import NAVIGATION, Feed, Link, written

_SEARCH = "application/opensearchdescription+xml"
_AUTH_DOCUMENT = "http://opds-spec.org/auth/document"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
#: Dates of HTTP are to the second: what changed in this one may change once more.
_SETTLED = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands. page, args: as `Asked.path` takes them; query: without the
    number of the page; up: path of what led here."""

    page: str
    args: tuple[str, ...] = ()
    query: str = ""
    up: str = ""
    number: int = 1
    last: int = 1


def links(asked: Asked, place: Place, kind: str) -> Iterator[Link]:
    """Yield what stands above the entries of a feed of a kind."""

    def at(number: int) -> str:
        more = f"page={number}" if number > 1 else ""
        query = "&".join(filter(None, (place.query, more)))
        return asked.path(place.page, *place.args, query=query)

    yield Link("self", at(place.number), kind)
    yield Link("start", asked.path(), NAVIGATION)
    if place.up:
        yield Link("up", place.up, NAVIGATION)
    yield Link("search", asked.path("search-how"), _SEARCH, _("Search"))
    yield Link(_AUTH_DOCUMENT, reverse("opds-sign-in"), DOCUMENT)
    if place.last > 1:
        yield Link("first", at(1), kind)
        yield Link("last", at(place.last), kind)
    if place.number > 1:
        yield Link("previous", at(place.number - 1), kind)
    if place.number < place.last:
        yield Link("next", at(place.number + 1), kind)


def sent(feed: Feed, kind: str, asked: Asked, *, dated: bool = True) -> HttpResponse:
    """Return the answer with a feed. dated: False where more than the rows counts.

    KOReader keeps a page for as long as its date stays, whoever asks for it then: so
    what only some may see has none.
    """
    response = HttpResponse(written(feed), content_type=kind)
    settled = timezone.now() - feed.updated > _SETTLED
    if dated and settled and asked.is_anybodys:
        response["Last-Modified"] = http_date(feed.updated.timestamp())
    return response


def last_changed() -> datetime:
    """Return when anything last changed in the archive that a list may show.

    Acts stand in the ledger; a work whose day came does without one.
    """
    last = LedgerEntry.objects.order_by("-number").values_list("at", flat=True).first()
    acted = datetime.fromisoformat(last) if last else _NEVER
    due = Work.objects.filter(reveal_at__lte=Now()).aggregate(at=Max("reveal_at"))
    return max(acted, due["at"] or _NEVER)
