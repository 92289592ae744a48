"""Parts of pages that are the same on page after page: rendered once in each language.

Half of the time a chapter's page takes would go into its frame.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import template
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from fanfold.web.display import LOOKS, OF_LISTS, SETTINGS

register = template.Library()

#: Stands in what is kept where the address of the page goes (`{{ here }}`).
_HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
_HERE_IN_A_LINK = quote(_HERE)
#: By template, language and section of the site: as many as those, and no more.
_rendered: dict[tuple[str, str, str], str] = {}


@register.simple_tag(takes_context=True)
def steady(context: Any, name: str) -> SafeString:
    """A part of the frame. It may show `section`, `archive_name` and `here` alone.

    What a visit has of its own (a name, a button with a token) is rendered each time.
    """
    request = context["request"]
    signed_in = getattr(context.get("user"), "is_authenticated", False)
    if signed_in or context.get("past_the_gate"):
        made = get_template(name).render({"here": request.path}, request)
        return mark_safe(made)  # noqa: S308 - templates escape
    shown = {key: context.get(key) for key in ("section", "archive_name")}
    return _with_path(name, str(shown["section"]), shown, request.path)


@register.simple_tag
def same_for_all(name: str, **told: Any) -> SafeString:
    """A part that is the same on every page in a language, whoever looks at it."""
    key = (name, get_language() or "", "")
    made = _rendered.get(key)
    if made is None:
        made = _rendered[key] = get_template(name).render(told)
    return mark_safe(made)  # noqa: S308 - templates escape


@register.simple_tag(takes_context=True)
def display_panel(context: Any) -> SafeString:
    """The settings of display, as a form of buttons: the same for every reader."""
    offered = [each for each in SETTINGS.items() if each[0] not in OF_LISTS]
    told = {
        "looks": [each for each in offered if each[0] in LOOKS],
        "parts": [each for each in offered if each[0] not in LOOKS],
    }
    return _with_path("frame/_display.html", "", told, context["request"].path)


def _with_path(name: str, section: str, told: dict[str, Any], path: str) -> SafeString:
    key = (name, get_language() or "", section)
    made = _rendered.get(key)
    if made is None:
        made = _rendered[key] = get_template(name).render({**told, "here": _HERE})
    made = made.replace(_HERE_IN_A_LINK, quote(path)).replace(_HERE, escape(path))
    return mark_safe(made)  # noqa: S308 - templates escape
