"""Addresses of people as keyed hashes: comparable, but not to be read back."""

from __future__ import annotations

from collections.abc import Iterable

from fanfold.archive import keys


def keyed_hash(address: str) -> str:
    """Return HMAC-SHA-256 of an address, letters lowered, under the archive's key.

    The key lies outside the database (`Configuration.secret`), so the hashes alone
    tell nothing: plain digests of addresses can be guessed.
    """
    return keys.own().hashed(address)


def every_hash(address: str) -> list[str]:
    """Return its hash under the archive's own key, then under inherited ones.

    To look for what an archive before this one remembered; nothing new is kept so.
    """
    return [each.hashed(address) for each in keys.every()]


def keyed_hashes(addresses: Iterable[str]) -> list[str]:
    """Return the keyed hash of each address, each once, in order."""
    return list(dict.fromkeys(map(keyed_hash, addresses)))


def name_hash(name: str) -> str:
    """Return the keyed hash under which a tombstone knows an author's name."""
    return keyed_hash(_told_name(name))


def every_name_hash(name: str) -> list[str]:
    """Return the hashes of a name under all keys; see `every_hash`."""
    return every_hash(_told_name(name))


def _told_name(name: str) -> str:
    return f"name:{' '.join(name.casefold().split())}"
