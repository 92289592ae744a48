"""One work as the record ``fanfold/1``: a line of JSON, without e-mail addresses."""

from __future__ import annotations

import json
from typing import BinaryIO

from fanfold.model.record import Recorded, to_json, without_emails
from fanfold.model.work import Work
from fanfold.text.addresses import removed_within
from fanfold.writers.contract import Writer


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as one line, UTF-8."""
    stream.write(line_of(work).encode("utf-8", "replace"))


def line_of(value: Recorded, *, emails: tuple[str, ...] = ()) -> str:
    """Return a work, or any other object, as a line without anybody's address.

    emails: a work's own, for a line that is handed on sealed; only in that field.
    """
    bare = without_emails(value) if isinstance(value, Work) else value
    told = removed_within(to_json(bare))
    if emails:
        told["emails"] = list(emails)
    return json.dumps(told, ensure_ascii=False) + "\n"


writer = Writer(
    name="records",
    title="Fanfold record, JSON Lines",
    suffix=".jsonl",
    media_type="application/jsonl",
    write=write,
)
