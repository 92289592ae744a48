"""Fandoms, pairings, characters, warnings, and the stories under them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from fanfold.archive.models import TagKind
from fanfold.archive.queries import gatherings
from fanfold.web.access import reader_of
from fanfold.web.pages.lists import choices, shown

_KINDS = {
    TagKind.FANDOM: _("Fandoms"),
    TagKind.RELATIONSHIP: _("Pairings"),
    TagKind.CHARACTER: _("Characters"),
    TagKind.WARNING: _("Warnings"),
    TagKind.FREE: _("Other tags"),
}
_ONE = {
    TagKind.FANDOM: _("Fandom"),
    TagKind.RELATIONSHIP: _("Pairing"),
    TagKind.CHARACTER: _("Character"),
    TagKind.WARNING: _("Warning"),
    TagKind.FREE: _("Tag"),
}


def list_page(request: HttpRequest) -> HttpResponse:
    """Every tag of the reader's lists, kind by kind."""
    reader = reader_of(request)
    shelves = [(name, gatherings.tags(kind, reader)) for kind, name in _KINDS.items()]
    return render(request, "tags/list.html", {"shelves": shelves})


def page(request: HttpRequest, tag_id: str) -> HttpResponse:
    """One tag."""
    reader = reader_of(request)
    tag, works = gatherings.tag(tag_id, reader)
    told = {
        "name": tag.name,
        "kind": tag.type or _ONE[TagKind(tag.kind)],
        "shown": shown(request, works, reader, "title"),
        "sorts": choices(),
    }
    return render(request, "tags/page.html", told)
