"""Files are brought in at the desk: gathered, rehearsed, added, stopped, taken away.

What an arrival is asked to do stands in the ledger; doing it is another process's work
(working_off.py). What its import adds to the archive are acts of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.incoming import Incoming
from fanfold.archive.models import Arrival, ArrivalState, ArrivedFile
from fanfold.archive.models.columns import TITLE, URL
from fanfold.errors import NotFoundError, RefusedDecisionError, UploadError
from fanfold.keep.names import as_label, below, numbered
from fanfold.text.addresses import removed

#: Files of one arrival; each is a row.
MOST_FILES = 20_000
_REST = (ArrivalState.GATHERING, ArrivalState.STOPPED, ArrivalState.FAILED)
_GOING = (ArrivalState.WAITING, ArrivalState.RUNNING, ArrivalState.STOPPING)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that a form has sent. part: where its bytes lie for now."""

    given: str
    part: Path
    size: int


@transaction.atomic
def open_arrival(*, name: str, by: str, server_path: str = "") -> Arrival:
    """Return a new arrival. name: what its heap is called, else the day.

    Raises RefusedDecisionError where the path is longer than any can be.
    """
    if len(server_path) > URL:
        raise RefusedDecisionError("No path is so long. Nothing was changed.")
    now = timezone.now()
    # It is a folder's name and stands with the stories: no slash, no address.
    label = below(removed(name.strip()).replace("/", "-")) if name.strip() else ""
    row = Arrival.objects.create(
        by=by,
        name=(label or f"{now:%Y-%m-%d}")[:TITLE],
        server_path=server_path,
        at=now,
    )
    _tell("bring-in", row, by, on_server=bool(server_path))
    return row


@transaction.atomic
def expect_file(
    arrival: str, *, given: str, size: int, changed: int, incoming: Incoming
) -> ArrivedFile:
    """Return the row of a file that is about to come; the same one for the same file.

    Raises UploadError where it has no room; RefusedDecisionError once the import runs.
    """
    row = _open(arrival)
    known = row.files.filter(given=_stored(given), size=size, changed=changed).first()
    if known is not None:
        return known
    held = sum(row.files.values_list("size", flat=True))
    incoming.check(size, held=held)
    return _file(row, given, size, changed=changed)


@transaction.atomic
def file_came(file: ArrivedFile, *, incoming: Incoming) -> None:
    """Put a file whose last byte is here to the others."""
    row = _locked(file.arrival.public)
    part = incoming.part(row.public, file.public)
    target = incoming.files(row.public, row.name) / file.name
    if part.exists() or not target.exists():
        incoming.settle(part, target)
    ArrivedFile.objects.filter(pk=file.pk).update(whole=True)


@transaction.atomic
def take_files(arrival: str, sent: Sequence[Sent], *, incoming: Incoming) -> int:
    """Put what a form has sent to an arrival's files; return how many came.

    Raises UploadError where they are too many or too much together.
    """
    row = _open(arrival)
    held = sum(row.files.values_list("size", flat=True))
    # The bytes are on this disk already: only the heap may be too large for them.
    if held + sum(each.size for each in sent) > incoming.heap:
        incoming.check(incoming.heap, held=1)
    rows = [_file(row, each.given, each.size) for each in sent]
    row.files.filter(pk__in=[each.pk for each in rows]).update(whole=True)
    for each, file in zip(sent, rows, strict=True):
        incoming.settle(each.part, incoming.files(row.public, row.name) / file.name)
    return len(sent)


@transaction.atomic
def rehearse(arrival: str, *, by: str) -> None:
    """Have it read, kept and compared; nothing is added.

    Raises RefusedDecisionError where nothing is there, or it is in already.
    """
    row = _open(arrival)
    if not row.server_path and not row.files.filter(whole=True).exists():
        raise RefusedDecisionError("No file came whole yet. Nothing was started.")
    _ask(row, by, "rehearse-arrival", commit=False)


@transaction.atomic
def add_stories(arrival: str, *, by: str) -> None:
    """Have its stories added.

    Raises RefusedDecisionError before a rehearsal is done.
    """
    row = _locked(arrival)
    if row.state != ArrivalState.DONE or row.commit:
        raise RefusedDecisionError(
            "Stories are added after a rehearsal that was done. Nothing was changed."
        )
    _refuse_cleared(row)
    _ask(row, by, "add-arrival", commit=True)


@transaction.atomic
def stop(arrival: str, *, by: str) -> None:
    """Wish that it stops; what was done stays. Does nothing where it rests."""
    row = _locked(arrival)
    if row.state == ArrivalState.WAITING:
        row.state = ArrivalState.STOPPED
    elif row.state == ArrivalState.RUNNING:
        row.state = ArrivalState.STOPPING
    else:
        return
    row.save(update_fields=["state"])
    _tell("stop-arrival", row, by)


@transaction.atomic
def go_on(arrival: str, *, by: str) -> None:
    """Have it go on where it was: a stopped or failed one, or one with new answers.

    Raises RefusedDecisionError while it goes on anyhow.
    """
    row = _locked(arrival)
    if row.state in (*_GOING, ArrivalState.GATHERING):
        raise RefusedDecisionError("There is nothing to go on with.")
    _refuse_cleared(row)
    _ask(row, by, "go-on-with-arrival", commit=row.commit)


@transaction.atomic
def clear(arrival: str, *, by: str, incoming: Incoming) -> None:
    """Remove the files that were sent; kept originals, plan and stories stay.

    Raises RefusedDecisionError while they are read.
    """
    row = _locked(arrival)
    if row.state in _GOING:
        raise RefusedDecisionError("Its files are being read. Stop it first.")
    row.cleared_at = timezone.now()
    row.save(update_fields=["cleared_at"])
    _tell("clear-arrival", row, by)
    transaction.on_commit(lambda: incoming.clear(row.public))


def _locked(arrival: str) -> Arrival:
    row = Arrival.objects.select_for_update().filter(public=arrival).first()
    if row is None:
        raise NotFoundError("There is no such import here.")
    return row


def _open(arrival: str) -> Arrival:
    """Return an arrival that may still take files, or raise RefusedDecisionError."""
    row = _locked(arrival)
    rehearsed = row.state == ArrivalState.DONE and not row.commit
    if row.commit or not (row.state in _REST or rehearsed):
        raise RefusedDecisionError(
            "This import runs, or is done. Bring further files in as another one."
        )
    _refuse_cleared(row)
    return row


def _refuse_cleared(row: Arrival) -> None:
    if row.cleared_at is not None:
        raise RefusedDecisionError(
            "The files that were sent were taken away. Send them again as another "
            "import: what is in already is known again."
        )


def _file(row: Arrival, given: str, size: int, *, changed: int = 0) -> ArrivedFile:
    if row.server_path:
        raise RefusedDecisionError("This import reads a path; it takes no files.")
    if row.files.count() >= MOST_FILES:
        raise UploadError(
            f"One import takes {MOST_FILES} files at most. Those before are here. Send "
            "a zip of all instead.",
            code="upload-many",
        )
    if row.state != ArrivalState.GATHERING:
        row.state = ArrivalState.GATHERING
        row.save(update_fields=["state"])
    return ArrivedFile.objects.create(
        arrival=row,
        given=_stored(given),
        name=_free(row, below(given)),
        size=size,
        changed=changed,
    )


def _stored(given: str) -> str:
    # No database takes a NUL in a text, nor half a surrogate pair.
    spelt = given.replace("\0", "\\0").encode("utf-8", "backslashreplace")
    return spelt.decode("utf-8")[:URL]


def _free(row: Arrival, name: str) -> str:
    """Return the name, numbered where a file or a folder of this arrival has it."""
    parts = name.split("/")
    above = ["/".join(parts[:end]) for end in range(1, len(parts))]
    if above and row.files.filter(name__in=above).exists():
        name = parts[-1]
    wanted, number = name, 1
    while (
        row.files.filter(name=name).exists()
        or row.files.filter(name__startswith=f"{name}/").exists()
    ):
        number += 1
        name = as_label(numbered(wanted, number))
    return name


def _ask(row: Arrival, by: str, act: str, *, commit: bool) -> None:
    row.state, row.commit, row.numbers = ArrivalState.WAITING, commit, {}
    row.code = row.told = ""
    row.finished_at = None
    row.save()
    _tell(act, row, by)


def _tell(act: str, row: Arrival, by: str, **details: Any) -> None:
    ledger.write(act, on=row.public, by=by, details=details)
