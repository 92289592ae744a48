"""When the program itself fails on a page: what is logged, and what a reader sees.

A log holds the place in the program and the number of a work at most: never a title, a
text, an address or the words of a search (docs/trip.md; reliability of a log).
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Brief(logging.Formatter):
    """A fault as one line: when, which page, which error, where in the program."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; the words of the error itself are left out."""
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        page = match.view_name if match else "no page"
        work = match.kwargs.get("work_id", "") if match else ""
        error, _, trail = record.exc_info or (None, None, None)
        name = error.__name__ if error else record.levelname
        return f"{when} {name} on page {page} {work[:16]}{_place(trail)}"


def _place(trail: TracebackType | None) -> str:
    frames = traceback.extract_tb(trail)
    if not frames:
        return ""
    last = frames[-1]
    return f" at {last.filename.rpartition('/')[2]}:{last.lineno} in {last.name}"


def fault(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of the program."""
    return render(request, "frame/fault.html", status=500)
