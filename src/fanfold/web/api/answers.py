"""Answers to programs: JSON with a mark to ask by again, and who may have them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from fanfold.text.addresses import removed_within
from fanfold.web.access import reader_of
from fanfold.web.api import pace
from fanfold.web.api.asking import Asker, address_of, asker_of
from fanfold.web.problems import open_to, problem

Json: TypeAlias = dict[str, Any]
View: TypeAlias = Callable[..., HttpResponse]


def answered(view: Callable[..., Json | HttpResponse]) -> View:
    """Make a page for programs of a function that returns what it tells.

    view: takes the request, who asks, and what the address names.
    """

    @wraps(view)
    def ask(request: HttpRequest, **named: str) -> HttpResponse:
        asker = asker_of(request)
        refusal = _refused(request, asker)
        if refusal is not None:
            return open_to(request, refusal, reader_of(request))
        assert asker is not None  # noqa: S101 - else it was refused
        told = view(request, asker, **named)
        response = told if isinstance(told, HttpResponse) else _sent(request, told)
        return open_to(request, response, asker.reader)

    return ask


def _refused(request: HttpRequest, asker: Asker | None) -> HttpResponse | None:
    """Return the answer to who may not ask so; None where nothing is against it."""
    if request.method not in ("GET", "HEAD"):
        response = problem("read-only")
        response.headers["Allow"] = "GET, HEAD"
        return response
    # Keys that are nobody's are counted as their sender's.
    counted = asker.counted if asker else address_of(request)
    if not pace.may_ask(counted, asker.most if asker else pace.OF_AN_ADDRESS):
        response = problem("too-often")
        response.headers["Retry-After"] = str(pace.seconds_left())
        return response
    if asker is None:
        response = problem("key")
        response.headers["WWW-Authenticate"] = 'Bearer realm="Fanfold"'
        return response
    return None


def _sent(request: HttpRequest, told: Json) -> HttpResponse:
    body = json.dumps(removed_within(told), ensure_ascii=False) + "\n"
    content = body.encode("utf-8", "replace")
    response = HttpResponse(content, content_type="application/json")
    tag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    found = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(found, HttpResponse)  # noqa: S101 - one was handed in
    return found
