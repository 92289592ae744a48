"""Refusals for programs, as RFC 9457 has them: what happened, and what to do."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from fanfold.archive.reader import ANYONE, Reader

#: What stands before every address for programs.
PREFIX = "/api/"
_TYPE = "urn:fanfold:problem:"

#: By its code: status, what it is called, what to do.
PROBLEMS = {
    "not-understood": (
        400,
        "The request cannot be understood",
        "Nothing was changed. See docs/api.md for what may be asked.",
    ),
    "search-language": (
        400,
        "The words of the search are not understood",
        "Change what stands at `place`, or leave it out.",
    ),
    "key-of-page": (
        400,
        "The key of the page is not one that was given out",
        "Take `next` of the page before as it stands, or begin without `after`.",
    ),
    "key": (
        401,
        "The key is not known",
        "It may have been taken back. Make a new one on the page of the account, or "
        "ask without one for what anybody may read.",
    ),
    "refused": (403, "This cannot be done", "Nothing was changed."),
    "missing": (
        404,
        "Nothing here",
        "There is no such thing, or it is not for everybody: a key may help.",
    ),
    "read-only": (405, "This can only be read", "Ask with GET or HEAD."),
    "taken-down": (410, "No longer here", "What was here has been taken down."),
    "too-much": (413, "Too much at once", "Nothing was changed. Send less."),
    "too-often": (429, "Asked too often", "Wait a minute, and then ask more slowly."),
    "fault": (
        500,
        "A fault of the program",
        "Nothing was changed. Tell whoever keeps the archive.",
    ),
    "busy": (503, "The archive does not answer just now", "Wait, then ask again."),
    "no-index": (
        503,
        "The search index is being made",
        "Ask again in some minutes. The list of works can be read without it.",
    ),
}


def wants_problems(request: HttpRequest | None) -> bool:
    """Tell whether a program asks, and is to be answered as one."""
    return request is not None and request.path.startswith(PREFIX)


def problem(word: str, **more: object) -> HttpResponse:
    """Return the refusal of that code. more: members of its own."""
    status, title, detail = PROBLEMS[word]
    told = {"type": _TYPE + word, "title": title, "status": status, "detail": detail}
    response = HttpResponse(
        json.dumps(told | more, ensure_ascii=False) + "\n",
        status=status,
        content_type="application/problem+json",
    )
    response.headers["Content-Language"] = "en"
    return response


def open_to(
    request: HttpRequest, response: HttpResponse, reader: Reader
) -> HttpResponse:
    """Let scripts of other sites read what anybody may; tell what it depends on."""
    patch_vary_headers(response, ("Authorization", "Cookie"))
    response.headers["X-Robots-Tag"] = "noindex"
    if reader == ANYONE and "Authorization" not in request.headers:
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
