"""What each role may do at the desk (reliability: the roles' matrix). Levels that a
source gave somebody grant nothing here."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from fanfold.archive.models import Role


class Power(StrEnum):
    """One thing that may be done at the desk.

    DESK: be there. IMPORT: bring files in. SERVER: name a path on the server.
    REVIEW: settle questions, edit, show, part and join works.
    TAGS: say what tags mean. NAMES: join and part authors.
    CLAIMS: decide who is an author. HIDE: hide works and comments, answer reports.
    LETTERS: prepare and send letters. NEWS: post notices. ACCOUNTS: roles.
    LEDGER: all that was done.
    """

    DESK = "desk"
    IMPORT = "import"
    SERVER = "server"
    REVIEW = "review"
    TAGS = "tags"
    NAMES = "names"
    CLAIMS = "claims"
    HIDE = "hide"
    LETTERS = "letters"
    NEWS = "news"
    ACCOUNTS = "accounts"
    LEDGER = "ledger"


_STAFF = frozenset((Role.ARCHIVIST, Role.MODERATOR, Role.ADMIN))
_KEEPERS = frozenset((Role.ARCHIVIST, Role.ADMIN))
_WATCHERS = frozenset((Role.MODERATOR, Role.ADMIN))
HOLDERS = {
    Power.DESK: _STAFF,
    Power.IMPORT: _KEEPERS,
    Power.SERVER: frozenset((Role.ADMIN,)),
    Power.REVIEW: _STAFF,
    Power.TAGS: _STAFF,
    Power.NAMES: _KEEPERS,
    Power.CLAIMS: _KEEPERS,
    Power.HIDE: _WATCHERS,
    Power.LETTERS: _KEEPERS,
    Power.NEWS: _KEEPERS,
    Power.ACCOUNTS: frozenset((Role.ADMIN,)),
    Power.LEDGER: frozenset((Role.ADMIN,)),
}


def may(account: Any, power: Power) -> bool:
    """Tell whether an account, or the visitor Django has in its place, may do it."""
    if not getattr(account, "is_authenticated", False) or not account.is_active:
        return False
    return account.role in HOLDERS[power]
