"""How a reader likes to read: kept in a cookie, served as /reader.css.

The pages themselves are the same for everybody.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from fanfold.web.pages.gate import safe_path

COOKIE = "reading"
_YEAR = 365 * 24 * 3600
_SEPIA = (
    "color-scheme:light;--paper:#f6ecd9;--raised:#efe2ca;--ink:#3b2f20;"
    "--quiet:#6b5a43;--line:#d8c7a8;--edge:#8a7657;--accent:#7b2d2b;"
)
#: Setting → (its name, {word: (name, what it sets)}); the first is what nobody chose.
SETTINGS = {
    "size": (
        _("Letters"),
        {
            "middle": (_("middle"), ""),
            "small": (_("small"), "--text-size:1.0625rem;"),
            "large": (_("large"), "--text-size:1.375rem;"),
            "huge": (_("very large"), "--text-size:1.75rem;"),
        },
    ),
    "face": (
        _("Typeface"),
        {
            "serif": (_("with serifs"), ""),
            "sans": (_("without serifs"), "--text-face:var(--sans);"),
            "mono": (_("like a typewriter"), "--text-face:var(--mono);"),
        },
    ),
    "width": (
        _("Lines"),
        {
            "middle": (_("middle"), ""),
            "narrow": (_("short"), "--text-width:26rem;"),
            "wide": (_("long"), "--text-width:44rem;"),
        },
    ),
    "space": (
        _("Between lines"),
        {
            "middle": (_("middle"), ""),
            "wide": (_("more"), "--text-line:1.8;"),
        },
    ),
    "paper": (
        _("Paper"),
        {
            "auto": (_("as the device has it"), ""),
            "light": (_("light"), "color-scheme:light;"),
            "dark": (_("dark"), "color-scheme:dark;"),
            "sepia": (_("sepia"), _SEPIA),
        },
    ),
}


def page(request: HttpRequest) -> HttpResponse:
    """The form, and keeping what it says."""
    if request.method == "POST":
        chosen = {
            name: request.POST[name]
            for name, (_title, words) in SETTINGS.items()
            if request.POST.get(name) in words
        }
        response = redirect(safe_path(request.POST.get("next", "/reading/")))
        response.set_cookie(
            COOKIE, urlencode(chosen), max_age=_YEAR, samesite="Lax", httponly=True
        )
        return response
    now = _chosen(request)
    fields = [
        (
            name,
            title,
            [(word, told[0], now.get(name) == word) for word, told in w.items()],
        )
        for name, (title, w) in SETTINGS.items()
    ]
    return render(request, "frame/reading.html", {"fields": fields})


def sheet(request: HttpRequest) -> HttpResponse:
    """The reader's own style sheet: custom properties and nothing else."""
    chosen = _chosen(request)
    rules = "".join(SETTINGS[name][1][word][1] for name, word in chosen.items())
    body = f":root{{{rules}}}\n" if rules else ""
    response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


def _chosen(request: HttpRequest) -> dict[str, str]:
    told = dict(parse_qsl(request.COOKIES.get(COOKIE, "")[:200]))
    return {
        name: told[name]
        for name, (_t, words) in SETTINGS.items()
        if told.get(name) in words
    }
