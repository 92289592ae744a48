"""Passwords of reading apps, as HTTP Basic brings them; what comes of wrong ones.

They are not the site's own sign-in, nor good for it: they open a catalogue and its
books. Authentication for OPDS 1.0: https://drafts.opds.io/authentication-for-opds-1.0.
"""

from __future__ import annotations

import base64
import binascii
import json

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fanfold.archive.actions.app_passwords import note_use, password_of
from fanfold.archive.models import Account
from fanfold.web.addresses import absolute
from fanfold.web.settings import CONFIGURATION

DOCUMENT = "application/opds-authentication+json"
_BASIC = "http://opds-spec.org/auth/basic"
_CHALLENGE = 'Basic realm="Fanfold", charset="UTF-8"'
#: Longest header that is looked at.
_LONGEST = 1000


def bearer(request: HttpRequest, *, wanted: bool) -> Account | HttpResponse | None:
    """Return whose password came along; None where none came and none is wanted.

    Else the answer that says what is missing.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        return asks_for_one(request) if wanted else None
    name, password = _told(header)
    row = password_of(name, password) if password else None
    if row is not None:
        note_use(row)
        return row.account
    return asks_for_one(request) if _may_try(request, name) else _too_many()


def sign_in(request: HttpRequest) -> HttpResponse:
    """How one signs in, for apps that ask before they are told."""
    return HttpResponse(_document(request), content_type=DOCUMENT)


def asks_for_one(request: HttpRequest) -> HttpResponse:
    """Return the answer to who came without a password, or with a wrong one."""
    response = HttpResponse(_document(request), content_type=DOCUMENT, status=401)
    response["WWW-Authenticate"] = _CHALLENGE
    response["Cache-Control"] = "private, no-store"
    return response


def _told(header: str) -> tuple[str, str]:
    """Return (name, password) of a header; empty where it is none of ours."""
    kind, _space, told = header[:_LONGEST].partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        words = base64.b64decode(told.strip(), validate=True)
    except (binascii.Error, ValueError):
        return "", ""
    try:
        text = words.decode("utf-8")
    except UnicodeDecodeError:
        text = words.decode("latin-1")
    name, _colon, password = text.replace("\0", "").partition(":")
    return name, password


def _may_try(request: HttpRequest, name: str) -> bool:
    """Count a wrong password; tell whether so many may be tried.

    Wrong ones alone: nobody can lock out the device of another by trying its name.
    """
    return bool(
        ratelimit.consume(
            request,
            app="allauth.account",
            action="app_password",
            key=name.strip().casefold(),
            # Else what is asked by GET is never counted.
            limit_get=True,
        )
    )


def _too_many() -> HttpResponse:
    words = _(
        "This was asked too often in a short time. Wait some minutes, then go on."
    )
    response = HttpResponse(words, "text/plain; charset=utf-8", status=429)
    response["Retry-After"] = "60"
    return response


def _document(request: HttpRequest) -> str:
    told = {
        "id": absolute(request, reverse("opds-sign-in")),
        "title": CONFIGURATION.site.name,
        "description": _(
            "The name of your account, and a password that you made for this app."
        ),
        "links": [
            {
                "rel": "help",
                "href": absolute(request, reverse("apps")),
                "type": "text/html",
            }
        ],
        "authentication": [
            {
                "type": _BASIC,
                "labels": {"login": _("Name"), "password": _("Password of the app")},
            }
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
