"""Answers to programs: JSON with a mark to ask by again, and who may have them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from fanfold.text.addresses import removed_within
from fanfold.web.access import reader_of
from fanfold.web.api import pace
from fanfold.web.problems import open_to, problem

Json: TypeAlias = dict[str, Any]
View: TypeAlias = Callable[..., HttpResponse]


def answered(view: Callable[..., Json | HttpResponse]) -> View:
    """Make a page for programs of a function that returns what it tells.

    view: takes the request, the reader, and what the address names.
    """

    @wraps(view)
    def ask(request: HttpRequest, **named: str) -> HttpResponse:
        reader = reader_of(request)
        if request.method not in ("GET", "HEAD"):
            response = problem("read-only")
            response.headers["Allow"] = "GET, HEAD"
        elif not pace.may_ask(_address(request), pace.OF_AN_ADDRESS):
            response = problem("too-often")
            response.headers["Retry-After"] = str(pace.seconds_left())
        else:
            told = view(request, reader, **named)
            response = told if isinstance(told, HttpResponse) else _sent(request, told)
        return open_to(response, reader)

    return ask


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


def _address(request: HttpRequest) -> str:
    # Behind a web server of ours, the one that it names (site.proxies).
    return str(get_adapter(request).get_client_ip(request))
