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
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

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
        name = error.__name__ if error else record.levelname
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
        words = _(
            "Its database is busy, or cannot be reached. Nothing was changed, and the "
            "stories are safe. Wait a moment, then ask again."
        )
        head = _("The archive does not answer just now")
        return _page(head, words, 503, {"Retry-After": _A_MOMENT})
    words = _(
        "This is a fault of the program, not yours. Nothing was changed, and the "
        "stories are safe."
    )
    return _page(_("Something went wrong"), words, 500)


def not_understood(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Return the page for a request that is broken, or holds too much."""
    if isinstance(exception, _TOO_MUCH):
        words = _(
            "What was sent is more than this page takes at once. Nothing was changed. "
            "Go back, and send less."
        )
        return _page(_("Too much at once"), words, 413)
    words = _(
        "The browser sent what cannot be understood here. Nothing was changed. Go "
        "back, load the page anew, and try again."
    )
    return _page(_("This was not understood"), words, 400)


def refused(request: HttpRequest, exception: object = None) -> HttpResponse:
    """Return the page for what is not allowed."""
    return _page(_("Not allowed"), _("This cannot be done. Nothing was changed."), 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form without its token: too old, or from elsewhere."""
    words = _(
        "This form is too old, or came from another site. Nothing was changed. Go "
        "back, load the page anew, and send it again. Your browser must keep this "
        "site's cookies."
    )
    return _page(_("Please send it again"), words, 403)


def forms_alone(response: HttpResponse) -> None:
    """Put words into an answer that a page takes no such request."""
    words = _("This address is for a button of a page. Nothing was changed.")
    response.content = _words(_("Nothing to see here"), words)
    response.headers["Content-Type"] = "text/html; charset=utf-8"


def _page(
    head: str, words: str, status: int, headers: dict[str, Any] | None = None
) -> HttpResponse:
    return HttpResponse(_words(head, words), status=status, headers=headers)


def _words(head: str, words: str) -> str:
    # Without the request: what a page's frame asks for may be what is broken.
    return render_to_string("frame/fault.html", {"head": head, "words": words})
