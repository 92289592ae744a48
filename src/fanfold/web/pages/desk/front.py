"""The desk's first page: what waits, and what was done last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fanfold.archive.queries.desk import may_undo, steps_of, waiting
from fanfold.web.access import reader_of

_LATEST = 10


def page(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by harm, and the person's latest steps."""
    latest = steps_of(request.user)[:_LATEST]
    steps = [(each, may_undo(request.user, each)) for each in latest]
    told = {"waiting": waiting(request.user, reader_of(request)), "steps": steps}
    return render(request, "desk/front.html", told)
