"""Who is asking. Everything that is shown is shown to one of these."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader, as far as it matters for what may be seen.

    account: row id of the account, None for a visitor. shows_adult: past the gate in
    this visit, or by setting. is_staff: moderator or admin. imports: the name under
    which an archivist imports (`fanfold import --by`); empty for others. keeps: the
    person at the archive's own command line, who sees all but withdrawn works.
    """

    account: int | None = None
    shows_adult: bool = False
    is_staff: bool = False
    imports: str = ""
    keeps: bool = False

    @property
    def is_member(self) -> bool:
        """Signed in."""
        return self.account is not None or self.keeps


ANYONE = Reader()
KEEPER = Reader(shows_adult=True, is_staff=True, keeps=True)
