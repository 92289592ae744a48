"""Parts of lists that stand there by the hundred: made here, not by a template.

A page of search results has twenty bylines, three hundred tags and a hundred values to
narrow by. Each costs a template several times what the words themselves do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from fanfold.web.templatetags.stories import address, bare, inline, linked_tag

register = template.Library()

#: Which field of a work has which kind of tags, in the order they are shown.
_KINDS = {
    "fandoms": "fandom",
    "relationships_raw": "relationship",
    "characters_raw": "character",
    "warnings_raw": "warning",
}


@register.simple_tag
def byline(
    names: Sequence[str], authors: Mapping[str, str] | None = None
) -> SafeString:
    """The authors' names, each linked where `authors` has its public id."""
    if not names:
        return mark_safe(escape(gettext("Author unknown")))  # noqa: S308
    made = (_author(name, (authors or {}).get(name, "")) for name in names)
    return mark_safe(", ".join(made))  # noqa: S308 - each is escaped


def _author(name: str, public: str) -> str:
    text = escape(bare(name))
    return f'<a href="{address("author", public)}">{text}</a>' if public else text


@register.simple_tag
def tag_list(
    work: Any, tags: dict[tuple[str, str], str], *, folded: bool = False
) -> SafeString:
    """A work's tags as a list. folded: without its warnings, which stand elsewhere."""
    made = [
        f"<li{marked}>{linked_tag(name, tags.get((kind, name), ''))}</li>"
        for field, kind in _KINDS.items()
        if not (folded and kind == "warning")
        for marked in (' class="warning"' if kind == "warning" else "",)
        for name in getattr(work, field)
    ]
    for tag in work.tags:
        public = tags.get((f"free {tag.type}", tag.name), "")
        made.append(f"<li>{linked_tag(tag.name, public)}</li>")
    if not made and not work.warnings_raw:
        return mark_safe("")
    label = escape(gettext("Tags"))
    inner = "".join(made)
    return mark_safe(  # noqa: S308 - each is escaped
        f'<ul class="tags" aria-label="{label}">{inner}</ul>'
    )


@register.simple_tag
def word_count(words: int) -> str:
    """How many words, as "1,234 words"."""
    return ngettext("%(n)s word", "%(n)s words", words) % {"n": _number(words)}


def _number(count: int) -> str:
    return str(count) if -1000 < count < 1000 else _grouped(count, get_language())


@lru_cache(maxsize=20_000)
def _grouped(count: int, language: str | None) -> str:
    """Return a number as people of a language write it, who must be those asking."""
    return str(localize(count))


@register.simple_tag
def facet_values(links: Sequence[Any]) -> SafeString:
    """The values of a facet: each wanted by its name, left out by "not"."""
    no = escape(gettext("not"))
    return mark_safe("\n".join(_value(each, no) for each in links))  # noqa: S308


def _value(link: Any, no: str) -> str:
    name = escape(bare(link.name))
    return (
        f'<li><a href="?{escape(link.wanted)}" rel="nofollow">{name}</a> '
        f'<span class="quiet">{_number(link.works)}</span> '
        f'<a class="not" href="?{escape(link.unwanted)}" rel="nofollow">{no}'
        f'<span class="unseen"> {name}</span></a></li>'
    )


@register.simple_tag
def chapter_list(work: Any, chapters: Sequence[Any]) -> SafeString:
    """Chapters as entries of an index: some works have thousands."""
    stands = "00000000"
    before, after = reverse("work-chapter", args=[work.id, stands]).split(stands)
    made = (
        f'<li><a href="{escape(before)}{each.id}{escape(after)}">'
        f"{inline(each.title) if each.title else escape(_untitled(each.position))}</a> "
        f'<span class="quiet small">{escape(word_count(each.words))}</span></li>'
        for each in chapters
    )
    return mark_safe("".join(made))  # noqa: S308 - each is escaped or cleaned


def _untitled(number: int) -> str:
    return gettext("Chapter %(number)s") % {"number": localize(number)}
