"""Atom: entries, the feed that holds them, and the answer to a program that asks.

Ids name no host: an archive that moves keeps the places of its readers' programs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanfold.archive.models import Work as Rows
from fanfold.model.work import Work
from fanfold.web.addresses import absolute
from fanfold.web.settings import CONFIGURATION
from fanfold.web.templatetags.stories import bare

#: Most entries of a feed.
MOST = 40
#: What XML holds in no spelling.
_CONTROLS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: When a feed without stories changed last, or what nobody knows the day of: never.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. id: kind and public id, ``work:2b3c4d5f6``; page: its path; title,
    author, about: plain or house text; html: what it says, safe to be shown."""

    id: str
    title: str
    page: str
    at: datetime
    author: str = ""
    html: str = ""
    about: tuple[str, ...] = ()


def of_works(works: Sequence[Work]) -> list[Entry]:
    """Return an entry for each story, in order, with what lists show of it."""
    ids = [work.id for work in works]
    known = Rows.objects.filter(public__in=ids).order_by()
    added = dict(known.values_list("public", "added_at"))
    return [
        Entry(
            id=f"work:{work.id}",
            title=work.title,
            page=reverse("work", args=[work.id]),
            at=added[work.id],
            author=", ".join(work.authors),
            html=escape(bare(work.summary)),
            about=work.fandoms,
        )
        for work in works
    ]


def of_chapter(work: Work, id_: str, title: str, at: datetime) -> Entry:
    """Return an entry for a chapter that came to a story."""
    called = title or _("a new chapter")
    return Entry(
        id=f"chapter:{id_}",
        title=f"{work.title}: {called}",
        page=reverse("work-chapter", args=[work.id, id_]),
        at=at,
        author=", ".join(work.authors),
        about=work.fandoms,
    )


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that came last, those first; of one moment as they stood.

    The index tells moments to the second, and so its order.
    """
    return sorted(entries, key=lambda each: each.at, reverse=True)[:MOST]


def answer(
    request: HttpRequest,
    entries: Iterable[Entry],
    *,
    page: str,
    name: str = "",
    about: str = "",
    id: str = "",
    itself: str | None = None,
) -> HttpResponseBase:
    """Return the feed, or that nothing has changed since the program last asked.

    page: path of the page that shows the same; name: what the feed is of, "" for the
    whole archive; about: what its entries are. id: after ``urn:fanfold:feed:``, else
    the page. itself: the feed's own path and query, "" to leave it out.
    """
    told = list(entries)
    itself = request.path if itself is None else itself
    feed = _Feed(
        title=_plain(f"{name} · {_archive()}" if name else _archive()),
        link=absolute(request, page),
        description="",
        subtitle=about or _("New stories"),
        author_name=_archive(),
        language=get_language(),
        feed_url=absolute(request, itself) if itself else None,
        feed_guid=f"urn:fanfold:feed:{id or page}",
        newest=max((each.at for each in told), default=NEVER),
    )
    for each in told:
        feed.add_item(
            title=_plain(each.title),
            link=absolute(request, each.page),
            unique_id=f"urn:fanfold:{each.id}",
            author_name=_plain(each.author) or None,
            description=_CONTROLS.sub("", each.html),
            pubdate=each.at,
            updateddate=each.at,
            categories=[_plain(each) for each in each.about],
        )
    return _or_unchanged(request, feed.writeString("utf-8"))


def _or_unchanged(request: HttpRequest, told: str) -> HttpResponseBase:
    """Return the answer with its mark; without its body where the program has it.

    By the mark alone: a date would not tell that a story was taken out.
    """
    made = HttpResponse(told, content_type="application/atom+xml; charset=utf-8")
    mark = quote_etag(hashlib.sha256(made.content).hexdigest()[:32])
    made["ETag"] = mark
    return get_conditional_response(request, etag=mark, response=made) or made


class _Feed(Atom1Feed):
    """Atom; its date is that of the newest entry, not of the asking."""

    def latest_post_date(self) -> datetime:
        """Return when the newest entry came."""
        newest: datetime = self.feed["newest"]
        return newest


def _archive() -> str:
    return CONFIGURATION.site.name


def _plain(words: str | None) -> str:
    return _CONTROLS.sub("", bare(words))
