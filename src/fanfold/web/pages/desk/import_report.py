"""The report of an import: as a page, as JSON, as a sheet."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from fanfold.archive.models import Arrival
from fanfold.archive.queries.arrivals import arrival_of, report_of
from fanfold.errors import NotFoundError
from fanfold.intake import report_sheet
from fanfold.vocab.advice import advice_on
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.imports import review_of
from fanfold.web.settings import CONFIGURATION
from fanfold.web.telling import RATINGS

#: Places of a problem, ratings and copies that the page names; the sheet has all.
_PLACES, _ROWS = 12, 60
_GRAVE = {"loss": 0, "warning": 1, "note": 2}
SEVERITIES: dict[str, Any] = {
    "loss": gettext_lazy("lost"),
    "warning": gettext_lazy("look at it"),
    "note": gettext_lazy("to know"),
}
OUTCOMES: dict[str, Any] = {
    "added": gettext_lazy("added"),
    "merged": gettext_lazy("kept as further versions"),
    "unchanged": gettext_lazy("there already"),
    "waiting": gettext_lazy("wait for an answer"),
    "refused": gettext_lazy("left out"),
    "failed": gettext_lazy("could not be added"),
}
PROPOSALS: dict[str, Any] = {
    "add": gettext_lazy("would be added"),
    "merge": gettext_lazy("would be further versions of stories"),
    "ask": gettext_lazy("would wait for an answer"),
    "skip": gettext_lazy("there already, or not to come back"),
}
FILES: dict[str, Any] = {
    "read": gettext_lazy("read"),
    "unread": gettext_lazy("kept and not read"),
    "containers": gettext_lazy("opened (zip, tar and the like)"),
    "aside": gettext_lazy("kept aside (files of systems)"),
}


def page(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """What the import did and did not do, with sums that agree."""
    row, told = _report(request, arrival_id)
    ratings = told.get("ratings", [])
    shown = {
        "arrival": row,
        "report": told,
        "files": [(name, told["files"][word]) for word, name in FILES.items()],
        "twice": told["files"]["found"] - told["files"]["different"],
        "items": _counted(OUTCOMES, told["items"]),
        "proposals": _counted(PROPOSALS, told["proposals"]),
        "rows": [
            (each["said"], RATINGS.get(each["rating"], ""), each["stories"])
            for each in ratings[:_ROWS]
        ],
        "more_ratings": len(ratings[_ROWS:]),
        "problems": _grouped(told["problems"]),
        "missing": _grouped(told.get("missing", [])),
        "unplaced": _grouped(told.get("unplaced", [])),
        "questions": _asked(told["questions"]),
        "copies": told["duplicates"]["named"][:_ROWS],
        "severities": SEVERITIES,
        "verdicts": PROPOSALS,
        "review": review_of(row, request.user),
    }
    return render(request, "desk/import_report.html", shown)


def as_json(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """All of it, as `fanfold import --json` has it."""
    row, told = _report(request, arrival_id)
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return _file(text, "application/json", f"import-{row.public}.json")


def as_sheet(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """The same as CSV, a line for every number, problem, question and copy."""
    row, told = _report(request, arrival_id)
    text = report_sheet.written(told)
    return _file(text, "text/csv; charset=utf-8", f"import-{row.public}.csv")


def _report(request: HttpRequest, arrival_id: str) -> tuple[Arrival, dict[str, Any]]:
    row = arrival_of(request.user, arrival_id)
    told = report_of(row, CONFIGURATION.reports, reader_of(request))
    if told is None:
        raise NotFoundError("There is no report of this import (yet).")
    return row, told


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _counted(words: dict[str, Any], counts: dict[str, int]) -> list[tuple[Any, int]]:
    return [(name, counts[word]) for word, name in words.items() if counts.get(word)]


def _grouped(problems: list[dict[str, str]]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for each in problems:
        groups.setdefault(each["code"], []).append(each)
    told = [_group(code, alike) for code, alike in groups.items()]
    return sorted(told, key=lambda group: (group["grave"], -group["count"]))


def _group(code: str, alike: list[dict[str, str]]) -> dict[str, Any]:
    advice = advice_on(code)
    places = list(dict.fromkeys(each["place"] for each in alike))
    gravest = min((e.get("severity", "note") for e in alike), key=_GRAVE.__getitem__)
    return {
        "code": code,
        "count": len(alike),
        "what": advice.what or alike[0]["detail"],
        "do": advice.do,
        "places": places[:_PLACES],
        "more": len(places[_PLACES:]),
        "severity": gravest,
        "grave": _GRAVE[gravest],
    }


def _asked(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, bool], int] = {}
    for each in questions:
        key = (each["code"], each["group"], each["holds"])
        groups[key] = groups.get(key, 0) + 1
    told = [
        {
            "code": code,
            "group": group,
            "holds": holds,
            "count": count,
            "what": advice_on(code).what,
        }
        for (code, group, holds), count in groups.items()
    ]
    return sorted(told, key=lambda each: (not each["holds"], -each["count"]))
