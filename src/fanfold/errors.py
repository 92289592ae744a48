"""Every error that Fanfold raises on purpose.

    FanfoldError
    ├── UsageError                  the request itself cannot be met as it stands
    │   ├── NoArchiveError          no archive folder was named or found
    │   ├── ConfigurationError      fanfold.toml or the environment is not right
    │   ├── UnknownFormatError      no reader or writer of that name
    │   ├── SearchLanguageError     what was typed to search for is not understood
    │   ├── SearchNotReadyError     the search index is not there yet, or not ours
    │   └── KeyOfPageError          no page of a list goes on behind such a key
    ├── SourceError                 something about what was brought in
    │   ├── UnreadableSourceError   its bytes are not what a reader can read
    │   ├── NoTextError             there is no letter and no digit in it
    │   ├── ContainerError          a zip, tar or gz breaks a limit or is damaged
    │   ├── BagError                a bundle that is cut off or was changed
    │   └── RecordError             a line of fanfold/1 that cannot be understood
    ├── KeepError                   something about the kept originals
    │   ├── MissingOriginalError    the store does not hold these bytes
    │   ├── DamagedOriginalError    kept bytes are not what was recorded
    │   └── StoreFullError          the disk has no room for a copy
    ├── UploadError                 files that were sent cannot be taken
    ├── WorkerError                 a reading worker did not finish
    │   ├── WorkerTimeoutError      it took longer than it may
    │   └── WorkerCrashedError      it died or went over its memory
    └── ArchiveError                something the archive will not do
        ├── RefusedDecisionError    a decision is missing or not allowed
        ├── NotFoundError           nothing there that this reader may see
        ├── TooLongError            more than one book can be made of
        ├── GatedError              a choice stands before it
        ├── SealError               what was sealed does not open with this key
        └── WithdrawnError          taken down by wish of its creator

An error's text says what happened, where, what is still safe and what to do.
A difficulty that does not stop reading is no error but a `Problem`.
"""

from __future__ import annotations


class FanfoldError(Exception):
    """The family. Caught at the edges (command line, pages) and nowhere else."""


class UsageError(FanfoldError):
    """The request itself cannot be met as it stands."""


class NoArchiveError(UsageError):
    """No archive folder was named or found."""

    def __init__(self, looked: str) -> None:
        super().__init__(
            f"No archive found: {looked}. Nothing was changed. "
            "Make one with: fanfold init DIR, or name one with --archive DIR"
        )
        self.looked = looked


class ConfigurationError(UsageError):
    """fanfold.toml or the environment is not right."""


class UnknownFormatError(UsageError):
    """No reader or writer of that name."""


class SearchLanguageError(UsageError):
    """What was typed to search for cannot be understood.

    place: of the letter in it, from 0, at which the trouble stands.
    """

    def __init__(self, message: str, place: int) -> None:
        super().__init__(f"{message} (at letter {place + 1})")
        self.place = place


class SearchNotReadyError(UsageError):
    """The search index is not there yet, or is of another archive or an older form.

    Nothing is lost: it is a copy of what the database says.
    """


class KeyOfPageError(UsageError):
    """No page of a list goes on behind such a key."""


class SourceError(FanfoldError):
    """Something about what was brought in.

    code: the problem code (docs/problems/) that names it in a report.
    """

    code = "unreadable-source"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class UnreadableSourceError(SourceError):
    """Its bytes are not what a reader can read."""


class NoTextError(SourceError):
    """There is no letter and no digit in it."""

    code = "no-text"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds no words: no letter and no digit. It is kept as it is. "
            "Look for another copy"
        )


class ContainerError(SourceError):
    """A zip, tar or gz breaks a limit or is damaged."""

    code = "container-damaged"


class BagError(SourceError):
    """A bundle that is cut off, was changed, or lacks its key."""

    code = "bundle-damaged"


class RecordError(SourceError):
    """A line of fanfold/1 that cannot be understood."""

    code = "record-invalid"


class KeepError(FanfoldError):
    """Something about the kept originals."""


class MissingOriginalError(KeepError):
    """The store does not hold these bytes."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"The original {sha256[:12]}… is not in the store. The archive's rows are "
            "untouched. Bring the file in again with: fanfold import FILE"
        )
        self.sha256 = sha256


class DamagedOriginalError(KeepError):
    """Kept bytes are not what was recorded."""

    def __init__(self, name: str, *, expected: str, found: str) -> None:
        super().__init__(
            f"{name} has changed since it was kept: "
            f"recorded sha256 {expected[:12]}…, now {found[:12]}…. "
            "Everything else is untouched. Restore it from a copy"
        )
        self.expected, self.found = expected, found


class StoreFullError(KeepError):
    """The disk has no room for a copy."""

    def __init__(self, name: str, *, needed: int) -> None:
        super().__init__(
            f"No room to keep {name}: {needed} bytes are needed. What was kept before "
            "is whole. Free some space and run the same command again"
        )
        self.needed = needed


class UploadError(FanfoldError):
    """Files that were sent cannot be taken. code: the problem code that names why."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class WorkerError(FanfoldError):
    """A reading worker did not finish.

    code: the problem code that names it in a report.
    """

    code = "worker-failed"


class WorkerTimeoutError(WorkerError):
    """It took longer than it may."""

    code = "worker-timeout"


class WorkerCrashedError(WorkerError):
    """It died or went over its memory."""

    code = "worker-crashed"


class ArchiveError(FanfoldError):
    """Something the archive will not do."""


class RefusedDecisionError(ArchiveError):
    """A decision is missing or not allowed."""


class NotFoundError(ArchiveError):
    """Nothing there that this reader may see: missing and hidden look alike."""


class TooLongError(ArchiveError):
    """More than one book can be made of. words: how many; most: how many it may be."""

    def __init__(self, words: int, most: int) -> None:
        super().__init__(
            f"These stories have {words:,} words, and one book holds {most:,}. "
            "Nothing is lost: each story can be taken as a book of its own."
        )
        self.words, self.most = words, most


class GatedError(ArchiveError):
    """A choice stands before it. Holds what the gate may say: rating and warnings."""

    def __init__(self, rating: str, warnings: tuple[str, ...]) -> None:
        super().__init__("This story stands behind a gate.")
        self.rating, self.warnings = rating, warnings


class SealError(ArchiveError):
    """What was sealed does not open with this archive's key."""


class WithdrawnError(ArchiveError):
    """Taken down by wish of its creator."""
