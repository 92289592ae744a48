"""eFiction's own addresses, kept alive: ``/viewstory.php?sid=3`` and its kin.

Old links lead somewhere, and programs that fetch stories from eFiction sites
(FanFicFare) find the marks they know: title and author in ``#pagetitle``, labels in
``.infobox``, chapters numbered. Behind the same rule as every other page; the gate may
be passed by address here (``ageconsent=ok``), for that one answer.

Pages are ASCII with numbered characters: such programs try Windows-1252 first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from fanfold.archive import shelf
from fanfold.archive.queries import gatherings
from fanfold.archive.queries.addresses import by_number
from fanfold.errors import GatedError, NotFoundError
from fanfold.model.dates import PartialDate
from fanfold.model.work import Chapter, Work
from fanfold.web.access import reader_of
from fanfold.web.crawling import PRIVATE
from fanfold.web.telling import RATINGS

_MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]


def story(request: HttpRequest) -> HttpResponse:
    """A story, one chapter of it, its index, or all of it to print."""
    reader = reader_of(request)
    if request.GET.get("ageconsent") == "ok":
        reader = replace(reader, shows_adult=True)
    public = by_number("stories", _number(request, "sid"), reader)
    if public is None:
        raise NotFoundError("There is no such story here.")
    try:
        work = shelf.work(public, reader=reader, claims=False)
    except GatedError as error:
        return _gate(request, error)
    told = {
        "work": work,
        "sid": _number(request, "sid"),
        "author": _author(work),
        "labels": _labels(work),
        "chapters": _numbered(work),
        "shown": _chosen(request, work),
    }
    return _page("old/story.html", told, request)


def author(request: HttpRequest) -> HttpResponse:
    """An author: our own page of that name."""
    reader = reader_of(request)
    creator = by_number("authors", _number(request, "uid"), reader)
    pseud = gatherings.pseud_of_creator(creator, reader) if creator else None
    if pseud is None:
        raise NotFoundError("There is no such author here.")
    return redirect("author", pseud_id=pseud)


def _number(request: HttpRequest, name: str) -> str:
    told = request.GET.get(name, "")
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        raise NotFoundError("There is no such story here.")
    return str(int(told))


def _numbered(work: Work) -> list[tuple[int, Chapter]]:
    """Return the chapters with their numbers, each with a title: programs want one."""
    only = len(work.chapters) == 1
    return [
        (n, replace(each, title=each.title or (work.title if only else f"Chapter {n}")))
        for n, each in enumerate(work.chapters, start=1)
    ]


def _chosen(request: HttpRequest, work: Work) -> list[tuple[int, Chapter]]:
    """Return the chapters whose text is asked for, with their numbers."""
    numbered = _numbered(work)
    wanted = request.GET.get("chapter", "")
    if request.GET.get("index") == "1":
        return []
    if wanted.isascii() and wanted.isdigit() and wanted != "":
        return [each for each in numbered if each[0] == int(wanted)]
    if wanted == "all" or request.GET.get("action") == "printable":
        return numbered
    return numbered if len(numbered) == 1 else []


def _author(work: Work) -> tuple[str, str]:
    """Return (name, number at the source) of the first author; "0" for none."""
    for credit in work.creators:
        number = (credit.source_id or "").rpartition("/")[2]
        return credit.name, number if number.isdigit() else "0"
    return "Unknown", "0"


def _labels(work: Work) -> list[tuple[str, str]]:
    """Return (label, value) as eFiction's pages have them; values are plain text."""
    kinds: dict[str, list[str]] = {}
    for tag in work.tags:
        kinds.setdefault(tag.type, []).append(tag.name)
    rows = [
        ("Rated", str(work.rating_raw or RATINGS[work.rating.value])),
        ("Categories", ", ".join(path[-1] for path in work.categories if path)),
        ("Characters", ", ".join(work.characters_raw)),
        *((kind, ", ".join(names)) for kind, names in kinds.items()),
        ("Warnings", ", ".join(work.warnings_raw)),
        ("Challenges", ", ".join(work.challenges)),
        ("Series", ", ".join(place.title for place in work.series)),
        ("Chapters", str(len(work.chapters))),
        ("Completed", "Yes" if work.status == "complete" else "No"),
        ("Word count", str(work.word_count)),
        ("Published", _day(work.published or work.date)),
        ("Updated", _day(work.updated or work.published or work.date)),
    ]
    return [(label, value or "None") for label, value in rows]


def _day(date: PartialDate | None) -> str:
    """Return ``12 Jan 2004``, or "" where the day is not known."""
    if date is None or len(date.text) < 10:
        return ""
    day = date.interval()[0]
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def _gate(request: HttpRequest, error: GatedError) -> HttpResponse:
    """The gate as eFiction had it: rating and warnings, and a way through."""
    told = request.GET.copy()
    told["ageconsent"], told["warning"] = "ok", "1"
    rating = RATINGS.get(error.rating, error.rating)
    page = {"address": told.urlencode(), "rating": rating, "warnings": error.warnings}
    return _page("old/gate.html", page, request)


def _page(template: str, told: dict[str, Any], request: HttpRequest) -> HttpResponse:
    html = render_to_string(template, told, request)
    response = HttpResponse(html.encode("ascii", "xmlcharrefreplace"))
    response["X-Robots-Tag"] = PRIVATE
    if "ageconsent" in request.GET:
        # What was given out for this one asking alone.
        response["Cache-Control"] = "private, no-store"
    return response
