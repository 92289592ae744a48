"""Searches that a reader keeps, and what the reader never wants to find.

With the account where somebody is signed in, else in a cookie on the device.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from fanfold.archive.actions.keep_wishes import keep_wishes
from fanfold.archive.models import Wishes
from fanfold.archive.search.facets import named
from fanfold.archive.search.kept import NOTHING, Kept, kept_of
from fanfold.archive.search.wish import wish_of
from fanfold.errors import SearchNotReadyError
from fanfold.web.access import reader_of
from fanfold.web.pages.gate import safe_path

COOKIE = "searching"
#: Browsers refuse longer cookies; the oldest kept things go first.
_LONGEST = 3500
_YEAR = 365 * 24 * 3600


def page(request: HttpRequest) -> HttpResponse:
    """What is kept, and changing it."""
    if request.method == "POST":
        return _changed(request)
    kept = kept_for(request)
    try:
        names = named(kept.barred, reader_of(request))
    except SearchNotReadyError:
        names = {}
    barred = [
        (each.facet, each.value, names.get((each.facet, each.value), ""))
        for each in kept.barred
    ]
    told = {"kept": kept, "barred": barred}
    return render(request, "search/kept.html", told)


def kept_for(request: HttpRequest) -> Kept:
    """Return what whoever asks keeps."""
    user: Any = request.user
    if user.is_authenticated:
        return kept_with(user.pk)
    return _from_cookie(request.COOKIES.get(COOKIE, ""))


def kept_with(account: int) -> Kept:
    """Return what an account keeps."""
    row = Wishes.objects.filter(account=account).first()
    return kept_of(row.told) if row else NOTHING


def _changed(request: HttpRequest) -> HttpResponse:
    kept, told = kept_for(request), request.POST
    match told.get("do"):
        case "save":
            # Through the wish, so that only what a search can be is kept.
            address = wish_of(QueryDict(told.get("address", ""))).address()
            kept = kept.with_saved(told.get("name", ""), address)
        case "drop":
            kept = kept.without_saved(told.get("name", ""))
        case "bar":
            kept = kept.with_barred(told.get("facet", ""), told.get("value", ""))
        case "let":
            kept = kept.without_barred(told.get("facet", ""), told.get("value", ""))
    response = redirect(safe_path(told.get("next", "/search/kept/")))
    user: Any = request.user
    if user.is_authenticated:
        keep_wishes(kept, account=user.pk)
    else:
        response.set_cookie(
            COOKIE,
            _as_cookie(kept),
            max_age=_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    return response


def _as_cookie(kept: Kept) -> str:
    while True:
        told = json.dumps(kept.told(), ensure_ascii=False, separators=(",", ":"))
        cookie = base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")
        if len(cookie) <= _LONGEST:
            return cookie
        shorter = Kept(kept.saved[:-1], kept.barred, kept.phrases[:-1])
        kept = shorter if shorter != kept else Kept((), kept.barred[:-1], ())


def _from_cookie(cookie: str) -> Kept:
    try:
        padded = cookie[:_LONGEST] + "=" * (-len(cookie) % 4)
        return kept_of(json.loads(base64.urlsafe_b64decode(padded)))
    except (binascii.Error, ValueError, RecursionError):
        return NOTHING
