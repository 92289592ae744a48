"""More like this: other stories that share a story's tags, on a page of their own.

So the story's own page, which most readers ask for, asks no index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from fanfold.archive import shelf
from fanfold.archive.models import TagKind
from fanfold.archive.queries.barring import muted_names
from fanfold.archive.search.alike import Shared, alike
from fanfold.errors import SearchNotReadyError
from fanfold.web.access import reader_of
from fanfold.web.pages.lists import Shown

#: Why two stories are alike, the weightiest reason first.
_SAME: dict[TagKind, Any] = {
    TagKind.RELATIONSHIP: _("same pairing"),
    TagKind.CHARACTER: _("same characters"),
    TagKind.FANDOM: _("same fandom"),
    TagKind.FREE: _("same tags"),
}


def page(request: HttpRequest, work_id: str) -> HttpResponse:
    """Stories like one that the reader may read."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE, claims=False)
    told: dict[str, Any] = {"work": work}
    try:
        found = alike(work.id, reader, muted_names(reader.account))
    except SearchNotReadyError as error:
        told["error"] = str(error)
        return render(request, "works/like.html", told, status=503)
    told["shown"] = Shown(
        works=found.cards.works,
        total=len(found.cards.works),
        number=1,
        last=1,
        sort="",
        tags=found.cards.tags,
        authors=found.cards.authors,
        words=found.cards.words,
    )
    told["reasons"] = {id_: reasons(each) for id_, each in found.shared.items()}
    return render(request, "works/like.html", told)


def reasons(shared: Sequence[Shared]) -> list[tuple[Any, list[str]]]:
    """Return (why, names of tags) for what two stories share."""
    told = (
        (name, [each.name for each in shared if each.kind is kind])
        for kind, name in _SAME.items()
    )
    return [(name, names) for name, names in told if names]
