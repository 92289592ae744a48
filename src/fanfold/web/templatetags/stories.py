"""What templates do with a story's values: made safe, linked, counted."""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from fanfold.archive.queries.owned import Ties, ties
from fanfold.text.addresses import removed
from fanfold.text.house import clean, clean_inline, plain
from fanfold.web.access import reader_of
from fanfold.web.addresses import absolute
from fanfold.web.anchors import anchored
from fanfold.web.telling import PERMISSIONS, RATINGS, STATUSES, TIES

register = template.Library()

_WORDS_A_MINUTE = 230


@register.filter
def house(html: str | None) -> SafeString:
    """House HTML, cleaned on its way out, without anybody's address."""
    return mark_safe(removed(clean(html or "")))  # noqa: S308 - clean() is the point


@register.filter
def paragraphs(html: str | None, before: str = "") -> SafeString:
    """The same with an id on every paragraph; `before` stands in front of each."""
    cleaned = removed(clean(html or ""))
    return mark_safe(anchored(cleaned, before))  # noqa: S308 - only ids are added


@register.filter
def inline(html: str | None) -> SafeString:
    """The same for one line: titles, summaries."""
    return mark_safe(removed(clean_inline(html or "")))  # noqa: S308


@register.filter
def bare(html: str | None) -> str:
    """The same as plain text, to be escaped by the template."""
    return _bare(html or "") if len(html or "") < _NAME else _bared(html or "")


@register.filter
def marked(passage: str) -> SafeString:
    """A passage of archive/search/snippets.py: escaped there, with its marks."""
    return mark_safe(passage)  # noqa: S308 - made of escaped text and <mark> alone


@register.filter
def unaddressed(words: str) -> str:
    """What a reader typed, without anybody's address; to be escaped by the template."""
    return removed(words)


@register.simple_tag(takes_context=True)
def own_ties(context: Any, work_id: str) -> Ties:
    """How who is signed in is tied to a work; asked of the rows for them alone."""
    return ties(work_id, reader_of(context["request"]))


@register.simple_tag(takes_context=True, name="absolute")
def whole_address(context: Any, path: str) -> str:
    """A path of ours with its host, as other sites need it."""
    return absolute(context["request"], path)


@register.simple_tag(takes_context=True)
def oembed_query(context: Any, path: str) -> str:
    """The query string that asks /oembed/ for the story of a page."""
    return urlencode({"url": whole_address(context, path)})


@register.filter
def minutes(words: int) -> int:
    """About how long it takes to read so many words."""
    return max(1, round(words / _WORDS_A_MINUTE))


@register.filter
def of_key(known: dict[Any, str], key: Any) -> str:
    """What a dictionary has under a key; empty where it has nothing."""
    return (known or {}).get(key, "")


@register.simple_tag
def tag_link(known: dict[tuple[str, str], str], kind: str, name: str) -> SafeString:
    """A tag's name, linked where `known` has its public id under (kind, name)."""
    return linked_tag(name, (known or {}).get((kind, name), ""))


@lru_cache(maxsize=20_000)
def linked_tag(name: str, public: str) -> SafeString:
    """Return a tag's name, linked where its public id is known."""
    text = escape(_bared(name))
    made = f'<a href="{address("tag", public)}">' if public else '<span class="tag">'
    return mark_safe(f"{made}{text}{'</a>' if public else '</span>'}")  # noqa: S308


def address(page: str, public: str) -> SafeString:
    """Return the address of the page of a work, author or tag, to stand in HTML."""
    before, after = _around(page)
    return mark_safe(f"{before}{escape(public)}{after}")  # noqa: S308 - escaped


@cache
def _around(page: str) -> tuple[str, str]:
    """Return what stands in an address before and after the id.

    To ask Django for each takes more than all the rest of a link.
    """
    stands = "22222bbbb"
    before, after = reverse(page, args=[stands]).split(stands)
    return escape(before), escape(after)


def _bared(html: str) -> str:
    return removed(" ".join(plain(html).split()))


#: Names stand on page after page; texts do not.
_NAME = 200
_bare = lru_cache(maxsize=20_000)(_bared)


@register.simple_tag
def rating_name(value: str) -> Any:
    """A rating in words."""
    return RATINGS.get(value, value)


@register.simple_tag
def status_name(value: str) -> Any:
    """Whether it is finished, in words."""
    return STATUSES.get(value, value)


@register.simple_tag
def tie_name(kind: str, back: bool) -> Any:
    """How two works are tied, in words. back: as the other work says."""
    return TIES[kind][back]


@register.simple_tag
def permission_sentence(value: str) -> Any:
    """What the author allows, as a sentence."""
    return PERMISSIONS.get(value, value)
