"""When something fails on a page: what is logged, and what a reader sees.

A log holds the place in the program and the number of a work at most: never a title, a
text, an address or the words of a search (docs/trip.md; reliability of a log). A page
of these says nothing of the request, and asks nothing of a database that may be down.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from fanfold.web.problems import problem, wants_problems

#: A number of ours. What else stands in that place of an address somebody typed.
_NUMBER = re.compile("[2-9a-z]{9}")
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: Seconds after which asking again may help.
_A_MOMENT = "5"


class Brief(logging.Formatter):
    """A fault as one line: when, which page, which error, where in the program."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; the words of the error itself are left out."""
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        page = match.view_name if match else "no page"
        work = match.kwargs.get("work_id", "") if match else ""
        number = work if _NUMBER.fullmatch(work) else ""
        error, _error, trail = record.exc_info or (None, None, None)
        # A refused answer has no error but a status: 503 while the index is made.
        said = getattr(record, "status_code", record.levelname)
        name = error.__name__ if error else said
        return f"{when} {name} on page {page} {number}{_place(trail)}"


def _place(trail: TracebackType | None) -> str:
    frames = traceback.extract_tb(trail)
    if not frames:
        return ""
    last = frames[-1]
    return f" at {last.filename.rpartition('/')[2]}:{last.lineno} in {last.name}"


def fault(request: HttpRequest | None = None) -> HttpResponse:
    """Return the page for a fault of the program, or for a database not there."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = _page(request, "busy", 503)
        response.headers["Retry-After"] = _A_MOMENT
        return response
    return _page(request, "fault", 500)


def not_understood(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Return the page for a request that is broken, or holds too much."""
    if isinstance(exception, _TOO_MUCH):
        return _page(request, "too-much", 413)
    return _page(request, "not-understood", 400)


def refused(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Return the page for what is not allowed."""
    return _page(request, "refused", 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form without its token: too old, or from elsewhere."""
    return HttpResponse(_words("form"), status=403)


def forms_alone(response: HttpResponse) -> None:
    """Put words into an answer that a page takes no such request."""
    response.content = _words("method")
    response.headers["Content-Type"] = "text/html; charset=utf-8"


def _page(request: HttpRequest | None, kind: str, status: int) -> HttpResponse:
    if wants_problems(request):
        return problem(kind)
    return HttpResponse(_words(kind), status=status)


def _words(kind: str) -> str:
    # Without the request: what a page's frame asks for may be what is broken.
    return render_to_string("frame/fault.html", {"kind": kind})
