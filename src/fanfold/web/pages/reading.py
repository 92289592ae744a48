"""How a reader likes to read: kept in a cookie, and with the account of who is signed
in; served as /reader.css.

The pages themselves are the same for everybody.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from fanfold.archive.actions.change_account import keep_display
from fanfold.web import display
from fanfold.web.pages.gate import safe_path

_YEAR = 365 * 24 * 3600


def page(request: HttpRequest) -> HttpResponse:
    """The form, and keeping what it says."""
    if request.method == "POST":
        return _kept(request)
    now = chosen(request)
    fields = [
        (
            name,
            setting.name,
            [
                (word, told.name, now.get(name, setting.unchosen) == word)
                for word, told in setting.words.items()
            ],
        )
        for name, setting in display.SETTINGS.items()
    ]
    return render(request, "frame/reading.html", {"fields": fields})


def sheet(request: HttpRequest) -> HttpResponse:
    """The reader's own style sheet."""
    body = display.sheet(chosen(request))
    response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


def _kept(request: HttpRequest) -> HttpResponse:
    """Keep what was posted beside what was chosen before, and go back."""
    told = display.only_known(request.POST.dict())
    now = {} if "reset" in request.POST else {**chosen(request), **told}
    response = redirect(safe_path(request.POST.get("next", "/reading/")))
    cookie = display.written(now)
    user: Any = request.user
    if user.is_authenticated:
        keep_display(cookie, account=user.pk)
    response.set_cookie(
        display.COOKIE,
        cookie,
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
    )
    return response


def chosen(request: HttpRequest) -> dict[str, str]:
    """Return what was chosen: by the account where it chose, else on this device."""
    user: Any = request.user
    of_account = user.reading if user.is_authenticated else ""
    return display.read(of_account or request.COOKIES.get(display.COOKIE, ""))
