"""Words that the database holds and cannot tell: sealed under the archive's key."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from fanfold.errors import SealError

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


def seal(words: str) -> str:
    """Return the words sealed: another text each time, of letters, digits, ``-_=``."""
    return _fernet(settings.SECRET_KEY).encrypt(words.encode("utf-8")).decode("ascii")


def unseal(sealed: str) -> str:
    """Return what was sealed. Raises SealError where key or text is another."""
    from cryptography.fernet import InvalidToken

    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed).decode("utf-8")
    except InvalidToken:
        raise SealError(
            "Something sealed cannot be opened with this archive's secret.key. Nothing "
            "was changed. Put back the key that belongs to this database"
        ) from None


@cache
def _fernet(secret: str) -> Fernet:
    from cryptography.fernet import Fernet

    key = hashlib.sha256(b"fanfold.seal/1" + secret.encode("utf-8")).digest()
    return Fernet(base64.urlsafe_b64encode(key))
