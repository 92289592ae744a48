"""What caches between us and readers may keep: our own files, and no answer.

Nearly every page differs from reader to reader, if only in its first line; one that a
cache keeps would stay there after a story was hidden.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from fanfold.web.faults import forms_alone


class CachingMiddleware:
    """Says of every answer that it is for one reader, unless its page says otherwise.

    It stands around all that may answer, so that no refusal is forgotten.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code == 405 and not response.content:
            forms_alone(response)
        # What a password opened is kept nowhere, refusals of it neither.
        kept = "no-store" if "Authorization" in request.headers else "no-cache"
        response.headers.setdefault("Cache-Control", f"private, {kept}")
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response
