"""Keeping what is read, for accounts whose person asked for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse

from fanfold.archive.actions.remember_reading import remember_reading
from fanfold.errors import NotFoundError
from fanfold.web.access import reader_of

#: Pages on which a story is read.
_READ = ("work", "work-whole", "work-chapter")


class HistoryMiddleware:
    """Notes which story was opened, once its page has been made.

    The one thing that asking for a page changes, so it is off until somebody turns it
    on, tells nobody else, and may be forgotten.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        match = request.resolver_match
        if (
            response.status_code == 200
            and request.method == "GET"
            and match is not None
            and match.url_name in _READ
        ):
            user: Any = request.user
            if user.is_authenticated and user.keeps_history:
                # Behind the gate nothing was read: that is not kept either.
                with suppress(NotFoundError):
                    remember_reading(
                        match.kwargs["work_id"],
                        match.kwargs.get("chapter_id"),
                        reader=reader_of(request),
                    )
        return response
