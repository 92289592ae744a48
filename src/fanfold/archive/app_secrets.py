"""Passwords for reading apps: how they are drawn, and what of them is stored."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

#: No letters that look like others: they are typed on small screens.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
#: 31²⁴ of them (118 bits): nobody guesses one, so a fast keyed hash is enough.
_GROUPS, _IN_A_GROUP = 6, 4


def new_password() -> str:
    """Return a new password: ``kx4t-…``, six groups of four, drawn at random."""
    groups = (
        "".join(secrets.choice(_SIGNS) for _ in range(_IN_A_GROUP))
        for _ in range(_GROUPS)
    )
    return "-".join(groups)


def digest_of(password: str) -> str:
    """Return HMAC-SHA-256 of a password under the archive's key, in hexadecimal.

    Capitals, dashes and spaces count for nothing: devices put them in by themselves.
    """
    told = "".join(sign for sign in password.lower() if sign.isalnum())
    key = hashlib.sha256(b"fanfold.app-password/1" + settings.SECRET_KEY.encode())
    return hmac.new(key.digest(), told.encode(), hashlib.sha256).hexdigest()
