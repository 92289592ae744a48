"""Suggestions while somebody types, as JSON: what the reader's own lists hold."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.utils.translation import ngettext

from fanfold.archive.queries.suggesting import suggestions
from fanfold.text.addresses import removed
from fanfold.text.house import plain
from fanfold.web.access import reader_of


def suggest(request: HttpRequest) -> JsonResponse:
    """What begins with ``q``; ``in``: author, fandom … or any."""
    typed, way = request.GET.get("q", "")[:100], request.GET.get("in", "any")
    found = [
        {
            "in": each.way,
            "name": name,
            "id": each.public,
            "works": each.works,
            "label": _label(name, each.works),
        }
        for each in suggestions(typed, way, reader_of(request))
        if (name := removed(plain(each.name)))
    ]
    return JsonResponse({"suggestions": found})


def _label(name: str, works: int) -> str:
    count = ngettext("%(n)s story", "%(n)s stories", works) % {"n": works}
    return f"{name} · {count}"
