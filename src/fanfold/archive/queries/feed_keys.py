"""Whose a key of a feed is."""

from __future__ import annotations

import re

from fanfold.archive.addresses import keyed_hash
from fanfold.archive.models import Account, FeedKey
from fanfold.errors import NotFoundError

#: Letters of a key: 160 bits that nobody guesses.
LENGTH = 40
_FORM = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


def hash_of(key: str) -> str:
    """Return what is kept of a key; no address of a person has the same."""
    return keyed_hash(f"feed:{key}")


def account_of(key: str) -> Account:
    """Return the open account that a key belongs to.

    Raises NotFoundError for a key that was never given out, or was ended.
    """
    row = None
    if _FORM.fullmatch(key):
        rows = FeedKey.objects.filter(account__is_active=True)
        row = rows.select_related("account").filter(keyed_hash=hash_of(key)).first()
    if row is None:
        raise NotFoundError("There is no such feed here.")
    return row.account
