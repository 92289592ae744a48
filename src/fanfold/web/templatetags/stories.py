"""What templates do with a story's values: made safe, linked, counted."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from fanfold.text.addresses import removed
from fanfold.text.house import clean, clean_inline, plain
from fanfold.web.telling import PERMISSIONS, RATINGS, STATUSES

register = template.Library()

_WORDS_A_MINUTE = 230


@register.filter
def house(html: str | None) -> SafeString:
    """House HTML, cleaned on its way out, without anybody's address."""
    return mark_safe(removed(clean(html or "")))  # noqa: S308 - clean() is the point


@register.filter
def inline(html: str | None) -> SafeString:
    """The same for one line: titles, summaries."""
    return mark_safe(removed(clean_inline(html or "")))  # noqa: S308


@register.filter
def bare(html: str | None) -> str:
    """The same as plain text, to be escaped by the template."""
    return removed(" ".join(plain(html or "").split()))


@register.filter
def minutes(words: int) -> int:
    """About how long it takes to read so many words."""
    return max(1, round(words / _WORDS_A_MINUTE))


@register.filter
def of_key(known: dict[Any, str], key: Any) -> str:
    """What a dictionary has under a key; empty where it has nothing."""
    return (known or {}).get(key, "")


@register.filter
def tag_of(known: dict[tuple[str, str], str], kind: str) -> dict[str, str]:
    """The public ids of one kind of tags, by name."""
    return {name: id_ for (of, name), id_ in (known or {}).items() if of == kind}


@register.simple_tag
def rating_name(value: str) -> Any:
    """A rating in words."""
    return RATINGS.get(value, value)


@register.simple_tag
def status_name(value: str) -> Any:
    """Whether it is finished, in words."""
    return STATUSES.get(value, value)


@register.simple_tag
def permission_sentence(value: str) -> Any:
    """What the author allows, as a sentence."""
    return PERMISSIONS.get(value, value)
