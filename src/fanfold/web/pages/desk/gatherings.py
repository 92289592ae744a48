"""Series, collections and ties of works at the desk, each answer one step."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanfold.archive.actions import arrange_collections as collecting
from fanfold.archive.actions import arrange_series as arranging
from fanfold.archive.actions.tie_works import named, tie_works, untie_works
from fanfold.archive.models import Work
from fanfold.archive.queries.desk import seen
from fanfold.archive.queries.desk_gatherings import (
    DeskSeries,
    collections_with,
    desk_collection,
    desk_series,
    series_with,
)
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.gathering import RelatedKind
from fanfold.model.series import Openness
from fanfold.text.addresses import removed
from fanfold.text.house import clean_inline
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.saying import say_done, why_of

_PAGE, _WORKS = 50, 100
_LAST = 1_000_000
#: An id by itself, or at the end of a story's address.
_ID = re.compile(r"(?:\S*/works/)?([0-9a-z]{1,16})/?\Z")
OPEN: dict[str, Any] = {
    Openness.CLOSED: gettext_lazy("nobody else"),
    Openness.MODERATED: gettext_lazy("others, and each waits for a yes"),
    Openness.OPEN: gettext_lazy("everybody"),
}
KINDS: dict[str, Any] = {
    RelatedKind.SEQUEL: gettext_lazy("a sequel of"),
    RelatedKind.INSPIRED_BY: gettext_lazy("inspired by"),
    RelatedKind.TRANSLATION: gettext_lazy("a translation of"),
    RelatedKind.GIFT: gettext_lazy("a gift with"),
    RelatedKind.VERSION: gettext_lazy("a version of"),
}


def all_series(request: HttpRequest) -> HttpResponse:
    """Every series by the alphabet, and a form for a new one."""
    words = _line(request.GET.get("words", ""))[:100]
    rows = Paginator(series_with(words, reader_of(request)), _PAGE)
    told = {"rows": rows.get_page(request.GET.get("page")), "words": words}
    return render(request, "desk/all_series.html", told)


@require_POST
def new_series(request: HttpRequest) -> HttpResponse:
    """Make a series."""
    return _make(request, arranging.make_series, "desk-series", "desk-all-series")


def series(request: HttpRequest, series_id: str) -> HttpResponse:
    """One series: its words, its entries, the series in it."""
    told = {"series": desk_series(series_id, reader_of(request)), "open": OPEN.items()}
    return render(request, "desk/series.html", told)


@require_POST
def do_series(request: HttpRequest, series_id: str) -> HttpResponse:
    """Do what a button says to one series."""
    one = desk_series(series_id, reader_of(request))
    acts: dict[str, Callable[[dict[str, str]], object]] = {
        "describe": lambda who: arranging.describe_series(
            series_id,
            title=_line(request.POST.get("title", "")),
            summary=_words(request.POST.get("summary", "")),
            open_=request.POST.get("open", ""),
            **who,
        ),
        "order": lambda who: arranging.order_series(
            series_id, _places(request, one), **who
        ),
        "confirm": lambda who: arranging.confirm_entries(
            series_id, _ticked(request, one), **who
        ),
        "take": lambda who: arranging.take_from_series(
            series_id, _ticked(request, one), **who
        ),
        "add": lambda who: arranging.put_into_series(series_id, _ids(request), **who),
        "nest": lambda who: arranging.nest_series(
            series_id, desk_series(_one(request), reader_of(request)).row.public, **who
        ),
        "part": lambda who: arranging.part_series(
            series_id, _inner(request, one), **who
        ),
        "drop": lambda who: arranging.drop_series(series_id, **who),
    }
    gone = _try(request, acts)
    if gone and request.POST.get("act") == "drop":
        return redirect("desk-all-series")
    return redirect("desk-series", series_id=series_id)


def all_collections(request: HttpRequest) -> HttpResponse:
    """Every collection by the alphabet, and a form for a new one."""
    words = _line(request.GET.get("words", ""))[:100]
    rows = Paginator(collections_with(words, reader_of(request)), _PAGE)
    told = {"rows": rows.get_page(request.GET.get("page")), "words": words}
    return render(request, "desk/all_collections.html", told)


@require_POST
def new_collection(request: HttpRequest) -> HttpResponse:
    """Make a collection."""
    return _make(
        request,
        collecting.make_collection,
        "desk-collection",
        "desk-all-collections",
    )


def collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """One collection: its words and its works."""
    row, places = desk_collection(collection_id, reader_of(request))
    page = Paginator(places, _WORKS).get_page(request.GET.get("page"))
    return render(request, "desk/collection.html", {"row": row, "rows": page})


@require_POST
def do_collection(request: HttpRequest, collection_id: str) -> HttpResponse:
    """Do what a button says to one collection."""
    desk_collection(collection_id, reader_of(request))
    acts: dict[str, Callable[[dict[str, str]], object]] = {
        "describe": lambda who: collecting.describe_collection(
            collection_id,
            title=_line(request.POST.get("title", "")),
            about=_words(request.POST.get("about", "")),
            **who,
        ),
        "add": lambda who: collecting.collect_works(
            collection_id, _ids(request), **who
        ),
        "take": lambda who: collecting.uncollect_works(
            collection_id, _seen(request, request.POST.getlist("work")), **who
        ),
        "drop": lambda who: collecting.drop_collection(collection_id, **who),
    }
    gone = _try(request, acts)
    if gone and request.POST.get("act") == "drop":
        return redirect("desk-all-collections")
    return redirect("desk-collection", collection_id=collection_id)


@require_POST
def tie(request: HttpRequest, work_id: str) -> HttpResponse:
    """Tie a story to another, or take a tie away."""
    _seen(request, [work_id])
    kind, _sep, other = request.POST.get("tie", "").partition(" ")
    said = request.POST.get("kind", "")
    acts: dict[str, Callable[[dict[str, str]], object]] = {
        "tie": lambda who: tie_works(
            work_id, _seen(request, [_one(request)])[0], RelatedKind(said), **who
        ),
        "untie": lambda who: untie_works(work_id, other, RelatedKind(kind), **who),
    }
    known = said if request.POST.get("act") == "tie" else kind
    if known not in list(RelatedKind):
        raise NotFoundError("There is no such thing to do here.")
    _try(request, acts)
    return redirect("desk-work", work_id=work_id)


@dataclass(frozen=True, slots=True)
class ToldTie:
    """One tie of a story. far: names its other end in a form; public: "" where that is
    not here."""

    kind: str
    name: Any
    far: str
    public: str
    title: str


def ties_of(row: Work, reader: Reader) -> list[ToldTie]:
    """Return what a story says of others, without those that the person may not see."""
    shown = Q(target=None) | Q(target__in=seen(reader))
    found = row.related.filter(shown).select_related("target").order_by("position")
    return [
        ToldTie(
            each.kind,
            KINDS[RelatedKind(each.kind)],
            named(each),
            each.target.public if each.target else "",
            each.target.title if each.target else each.title or each.url or "",
        )
        for each in found
    ]


def gathered(row: Work, reader: Reader) -> list[tuple[str, str, str]]:
    """Return (name of the page, id, title) of the series and collections of a story."""
    series = row.series_places.select_related("series").order_by("order", "id")
    under = row.collected.select_related("collection").order_by("id")
    return [
        *(("desk-series", e.series.public, e.series.title) for e in series),
        *(("desk-collection", e.collection.public, e.collection.title) for e in under),
    ]


def _make(
    request: HttpRequest, act: Callable[..., Any], there: str, back: str
) -> HttpResponse:
    by, why = request.user.get_username(), why_of(request)
    try:
        row = act(_line(request.POST.get("title", "")), by=by, why=why)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect(back)
    say_done(request, _("It is made. Put stories into it."))
    return redirect(there, row.public)


def _try(
    request: HttpRequest, acts: dict[str, Callable[[dict[str, str]], object]]
) -> bool:
    """Do the act of the button by (who, why); return whether it changed anything."""
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise NotFoundError("There is no such thing to do here.")
    who = {"by": request.user.get_username(), "why": why_of(request)}
    try:
        changed = bool(act(who))
    except (RefusedDecisionError, NotFoundError) as error:
        messages.error(request, str(error))
        return False
    say_done(request, _("It is done."), changed=changed)
    return changed


def _ids(request: HttpRequest) -> list[str]:
    """Return the works that were typed, by ids or addresses; each exists for whoever
    asks. Raises NotFoundError."""
    typed = request.POST.get("works", "").replace("\0", " ").split()[:_WORKS]
    found = [told[1] for each in typed if (told := _ID.match(each))]
    if not typed or len(found) < len(typed):
        raise NotFoundError(_("Type ids or addresses of stories. Nothing was changed."))
    return _seen(request, found)


def _seen(request: HttpRequest, ids: list[str]) -> list[str]:
    known = seen(reader_of(request)).filter(public__in=ids)
    if known.count() < len(set(ids)):
        raise NotFoundError("There is no such story here. Nothing was changed.")
    return ids


def _one(request: HttpRequest) -> str:
    told = _ID.match(request.POST.get("other", "").replace("\0", " ").strip())
    return told[1] if told else ""


def _ticked(request: HttpRequest, one: DeskSeries) -> list[str]:
    """Return the entries that were ticked, each one that is shown."""
    keys = request.POST.getlist("entry")
    if not keys or not set(keys) <= {each.key for each in one.entries}:
        raise NotFoundError(_("Tick the entries you mean. Nothing was changed."))
    return keys


def _inner(request: HttpRequest, one: DeskSeries) -> str:
    wanted = request.POST.get("inner", "")
    if wanted not in {each.public for each in one.inner}:
        raise NotFoundError(_("Tick the entries you mean. Nothing was changed."))
    return wanted


def _places(request: HttpRequest, one: DeskSeries) -> dict[str, int]:
    """Return the places that were typed, by what names an entry."""
    found: dict[str, int] = {}
    for each in one.entries:
        told = request.POST.get(f"at-{each.key}", "").strip()
        if told:
            if not (told.isascii() and told.isdigit() and int(told[:9]) < _LAST):
                raise RefusedDecisionError(
                    _("A place is a whole number. Nothing was changed.")
                )
            found[each.key] = int(told[:9])
    return found


def _line(typed: str) -> str:
    return removed(" ".join(typed.replace("\0", " ").split()))


def _words(typed: str) -> str:
    return clean_inline(removed(typed.replace("\0", " ").strip()))
