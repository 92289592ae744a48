"""One work as the record ``fanfold/1``: a line of JSON, without e-mail addresses."""

from __future__ import annotations

import json
from typing import BinaryIO

from fanfold.model.record import to_json, without_emails
from fanfold.model.work import Work
from fanfold.text.addresses import removed_within
from fanfold.writers.contract import Writer


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as one line, UTF-8."""
    stream.write(line_of(work).encode("utf-8", "replace"))


def line_of(work: Work) -> str:
    """Return the work as a line of JSON, without anybody's address."""
    public = removed_within(to_json(without_emails(work)))
    return json.dumps(public, ensure_ascii=False) + "\n"


writer = Writer(
    name="records",
    title="Fanfold record, JSON Lines",
    suffix=".jsonl",
    media_type="application/jsonl",
    write=write,
)
