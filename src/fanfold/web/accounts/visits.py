"""Visits: kept in the database, sealed, since they hold addresses for a while."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept

from fanfold.archive.sealing import seal, unseal
from fanfold.errors import SealError


class SessionStore(Kept):
    """Django's own, whose rows tell nothing to who has the database alone.

    Between "send me a code" and the right code a visit holds the address and the code.
    """

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return a visit's memory, signed and sealed."""
        return seal(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> Any:
        """Return the memory; an empty one where it does not open."""
        try:
            return super().decode(unseal(str(session_data)))
        except SealError:
            return {}
