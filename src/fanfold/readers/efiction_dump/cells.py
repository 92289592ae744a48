"""One row's cells as claims: the value, where it stood, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from fanfold.model.evidence import (
    QUOTE_LENGTH,
    Claim,
    Evidence,
    Standing,
    Step,
)
from fanfold.model.problem import Severity
from fanfold.readers.efiction_dump import letters
from fanfold.readers.efiction_dump.letters import Letters
from fanfold.readers.efiction_dump.spill import Record
from fanfold.readers.efiction_dump.telling import Telling
from fanfold.text.addresses import quoted
from fanfold.text.values import Value

T = TypeVar("T")

#: A field of the dump as it stands, a token of a list by its table, a name by rules.
COLUMN, TOKEN, FLAG = "efiction.column/1", "efiction.token/1", "efiction.flag/1"
_QUOTED = 400


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row. name: the row in words, ``fanfiction_stories[sid=12]``."""

    record: Record
    name: str
    letters: Letters
    telling: Telling

    def evidence(self, column: str, rule: str = COLUMN) -> Evidence:
        """Return where a cell stands, with the beginning of what it holds."""
        raw = (self.record[column] or b"")[:_QUOTED]
        original = self.record.table.original.sha256
        return Evidence(original, f"{self.name}.{column}", _quote_of(raw), rule)

    def claim(self, column: str, value: T, rule: str = COLUMN) -> tuple[Claim[T], ...]:
        """Return the claim that a value worked out from a cell is the field's."""
        return (Claim(value, Standing.RECORDED, self.evidence(column, rule)),)

    def bare(self, column: str) -> str:
        """Return a cell as a name."""
        text = self._read(column)[0]
        return letters.bare(text) if text else ""

    def prose(self, column: str) -> str:
        """Return a cell as inline house HTML."""
        text = self._read(column)[0]
        return letters.prose(text) if text else ""

    def prose_of(self, raw: bytes, column: str) -> str:
        """Return a part of a cell as inline house HTML."""
        text = self._read_bytes(raw, column)[0]
        return letters.prose(text) if text else ""

    def title(self, column: str) -> tuple[Claim[str], ...]:
        """Return the claim of a title; none where it is empty."""
        return self._texts(column, letters.title)

    def texts(self, column: str) -> tuple[Claim[str], ...]:
        """Return the claim of a text with inline markup; none where it is empty."""
        return self._texts(column, letters.prose)

    def _texts(self, column: str, made: Callable[[str], str]) -> tuple[Claim[str], ...]:
        text, steps = self._read(column)
        html = made(text) if text else ""
        if not html:
            return ()
        seen = self.evidence(column)
        return (Claim(html, Standing.RECORDED, seen, steps),)

    def _read(self, column: str) -> tuple[str, tuple[Step, ...]]:
        return self._read_bytes(self.record[column], column)

    def _read_bytes(
        self, raw: bytes | None, column: str
    ) -> tuple[str, tuple[Step, ...]]:
        if not raw:
            return "", ()
        value = self.letters.value(raw)
        # Most values are letters and signs of ASCII: nothing is to be said of them.
        if value.steps or "?" in value.text or not value.text.isprintable():
            self.look(value, column)
        text, steps = letters.unslashed(value.text)
        return self.letters.links.whole(text), (*value.steps, *steps)

    def look(self, value: Value, column: str) -> None:
        """Tell what a person should know about how a value was read."""
        place = f"{self.name}.{column}"
        if value.doubled:
            detail = "it had been encoded twice and was brought back"
            self.telling.count("mojibake-repaired", place, detail)
        if value.strays:
            detail = f"{value.strays} bytes are not {value.encoding}; they were kept"
            self.telling.count("stray-bytes", place, detail, Severity.WARNING)
        if letters.has_controls(value.text):
            detail = "control characters that no page can show were left out"
            self.telling.count("bad-characters", place, detail)
        if "?" in value.text and letters.lost(value.text):
            detail = (
                "question marks stand where the server had no letter; gone for good"
            )
            self.telling.count("lossy-characters", place, detail, Severity.WARNING)


def _quote_of(raw: bytes) -> str:
    """Return what a cell holds, near enough to find it there."""
    # Ids, flags and dates in seconds: half of all that is quoted.
    if raw.isdigit() and len(raw) < QUOTE_LENGTH:
        return raw.decode("ascii")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("windows-1252", "replace")
    return quoted(letters.clean_of_controls(text))
