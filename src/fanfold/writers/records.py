"""One work as the record ``fanfold/1``: a line of JSON, without e-mail addresses."""

from __future__ import annotations

from typing import BinaryIO

from fanfold.model.record import lines, without_emails
from fanfold.model.work import Work
from fanfold.writers.contract import Writer


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as one line, UTF-8."""
    for line in lines([without_emails(work)]):
        stream.write(line.encode("utf-8"))


writer = Writer(
    name="records",
    title="Fanfold record, JSON Lines",
    suffix=".jsonl",
    media_type="application/jsonl",
    write=write,
)
