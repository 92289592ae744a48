"""Something to know about a source that did not stop the reading."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much it matters.

    NOTE: worth knowing. WARNING: somebody should look. LOSS: something is not there.
    """

    NOTE = "note"
    WARNING = "warning"
    LOSS = "loss"


@dataclass(frozen=True, slots=True)
class Problem:
    """A difficulty with a name.

    code: kebab-case, with a page of that name in docs/problems/.
    place: ``fanfiction_chapters[chapid=339]``, ``line 12``, a file's name.
    detail: one plain sentence; no e-mail address, no text of a story.
    """

    code: str
    place: str
    detail: str
    severity: Severity = Severity.WARNING


def note(code: str, place: str, detail: str) -> Problem:
    """Return a problem that is worth knowing and no more."""
    return Problem(code, place, detail, Severity.NOTE)


def loss(code: str, place: str, detail: str) -> Problem:
    """Return the problem of something that is not there."""
    return Problem(code, place, detail, Severity.LOSS)
