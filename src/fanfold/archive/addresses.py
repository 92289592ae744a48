"""Addresses of people as keyed hashes: comparable, but not to be read back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings


def keyed_hash(address: str) -> str:
    """Return HMAC-SHA-256 of an address, letters lowered, under the archive's key.

    The key lies outside the database (`Configuration.secret`), so the hashes alone
    tell nothing: plain digests of addresses can be guessed.
    """
    key = hashlib.sha256(b"fanfold.contact/1" + settings.SECRET_KEY.encode()).digest()
    told = address.strip().lower().encode("utf-8")
    return hmac.new(key, told, hashlib.sha256).hexdigest()


def keyed_hashes(addresses: Iterable[str]) -> list[str]:
    """Return the keyed hash of each address, each once, in order."""
    return list(dict.fromkeys(map(keyed_hash, addresses)))


def name_hash(name: str) -> str:
    """Return the keyed hash under which a tombstone knows an author's name."""
    return keyed_hash(f"name:{' '.join(name.casefold().split())}")
