"""Feeds of new stories, in Atom: what anybody may see, whoever asks.

A feed's address is kept by programs that sign in nowhere, and handed on. So it never
tells more than a visitor's lists do.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanfold.archive import shelf
from fanfold.archive.models import Work
from fanfold.archive.queries import gatherings
from fanfold.archive.queries.tagging import shown_tag
from fanfold.archive.reader import ANYONE
from fanfold.web.settings import CONFIGURATION
from fanfold.web.templatetags.stories import bare

_ENTRIES = 40
#: What XML holds in no spelling.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: When a feed without stories changed last: never.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def new(request: HttpRequest) -> HttpResponse:
    """The newest stories of the archive."""
    return _feed(request, Work.objects.all(), "", reverse("home"))


def of_author(request: HttpRequest, pseud_id: str) -> HttpResponse:
    """The newest stories of an author."""
    pseud, works = gatherings.author(pseud_id, ANYONE)
    return _feed(request, works, pseud.name, reverse("author", args=[pseud_id]))


def of_tag(request: HttpRequest, tag_id: str) -> HttpResponse:
    """The newest stories under a tag."""
    tag = shown_tag(tag_id, ANYONE)
    return _feed(request, tag.works, tag.row.name, reverse("tag", args=[tag_id]))


def _feed(request: HttpRequest, rows: Any, name: str, page: str) -> HttpResponse:
    rows = rows.order_by("-added_at", "-pk")
    works = shelf.cards(rows, reader=ANYONE, stop=_ENTRIES)
    known = Work.objects.filter(public__in=[work.id for work in works])
    added = dict(known.values_list("public", "added_at"))
    title = _told(
        f"{name} · {CONFIGURATION.site.name}" if name else CONFIGURATION.site.name
    )
    feed = _Feed(
        title=title,
        link=request.build_absolute_uri(page),
        description=_("New stories"),
        language=get_language(),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=f"urn:fanfold:feed:{page}",
        newest=max(added.values(), default=_NEVER),
    )
    for work in works:
        feed.add_item(
            title=_told(work.title),
            link=request.build_absolute_uri(reverse("work", args=[work.id])),
            # Not its address: that may change with the archive's host.
            unique_id=f"urn:fanfold:work:{work.id}",
            author_name=_told(", ".join(work.authors)),
            description=escape(_told(work.summary)),
            pubdate=added[work.id],
            updateddate=added[work.id],
            categories=[_told(each) for each in work.fandoms],
        )
    told = feed.writeString("utf-8")
    return HttpResponse(told, content_type="application/atom+xml; charset=utf-8")


class _Feed(Atom1Feed):
    """Atom; its date is that of the newest story, not of the asking."""

    def latest_post_date(self) -> datetime:
        """Return when the newest story came."""
        newest: datetime = self.feed["newest"]
        return newest


def _told(words: str | None) -> str:
    return _CONTROLS.sub("", bare(words))
