"""Fandoms, pairings, characters, warnings, and the stories under them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from fanfold.archive.models import Tag, TagKind
from fanfold.archive.queries import holdings
from fanfold.archive.queries.tagging import ShownTag, shown_tag
from fanfold.archive.reader import Reader
from fanfold.archive.search.facets import Value, together
from fanfold.errors import NotFoundError, SearchNotReadyError
from fanfold.web.access import reader_of
from fanfold.web.pages import letters
from fanfold.web.pages.feeds import has_feed
from fanfold.web.pages.kept import kept_for
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
#: Tags of a kind on the page of all kinds, and tags that stand beside one.
_FIRST, _BESIDE = 60, 15


def list_page(request: HttpRequest) -> HttpResponse:
    """The tags of every kind that most listed stories bear."""
    reader = reader_of(request)
    shelves = []
    for kind, name in _KINDS.items():
        tags = holdings.most_used(kind, reader, _FIRST)
        shelves.append((kind.value, name, tags, len(tags) == _FIRST))
    return render(request, "tags/list.html", {"shelves": shelves})


def kind_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Every tag of one kind, by letter."""
    if kind not in TagKind.values:
        raise NotFoundError("There is no such kind of tags.")
    of, reader, letter = TagKind(kind), reader_of(request), letters.wanted(request)
    rows = letters.under(letter, Tag.objects.filter(kind=of), "name")
    tags, told = letters.paged(request, letter, holdings.tags_among(rows, of, reader))
    tags = holdings.tags_of_page(tags, of, reader)
    told |= {"name": _KINDS[of], "tags": tags}
    return render(request, "tags/kind.html", told)


def page(request: HttpRequest, tag_id: str) -> HttpResponse:
    """One tag."""
    reader = reader_of(request)
    tag = shown_tag(tag_id, reader)
    facet = tag.choice.facet
    told = {
        "tag": tag,
        "facet": facet,
        "kind": tag.row.type or _ONE[TagKind(tag.row.kind)],
        "has_feed": has_feed(tag.works, tag.choice),
        "is_kept": _is_kept(request, f"{facet}={tag.row.public}"),
        "together": _together(tag, facet, reader),
        "shown": shown(request, tag.works, reader, "title", choice=tag.choice),
        "sorts": choices(),
    }
    return render(request, "tags/page.html", told)


def _is_kept(request: HttpRequest, address: str) -> bool:
    return any(each.address == address for each in kept_for(request).saved)


def _together(tag: ShownTag, facet: str, reader: Reader) -> list[Value]:
    """Return what stands beside a tag; nothing while there is no index to count by."""
    try:
        return together(tag.row.public, facet, reader, _BESIDE)
    except SearchNotReadyError:
        return []
