"""Books of makers whose forms are not read: kept, and what would help is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning

#: What stands where in a file of each form: (offset, bytes, name).
_FORMS = (
    (60, b"BOOKMOBI", "a Kindle or Mobipocket book"),
    (60, b"TEXtREAd", "a PalmDOC book"),
    (60, b"PNRdPPrs", "an eReader book"),
    (0, b"TPZ0", "a Topaz book of a Kindle"),
    (0, b"\xeaDRMION\xee", "a locked Kindle book"),
    (0, b"CONT\x02\x00", "a Kindle book in KFX form"),
    (0, b"ITOLITLS", "a Microsoft Reader book (LIT)"),
    (0, b"L\0R\0F\0", "a Sony BBeB book (LRF)"),
)


def _form_of(original: Original) -> str:
    begun = beginning(original, 128)
    for offset, mark, name in _FORMS:
        if begun[offset : offset + len(mark)] == mark:
            return name
    return ""


def recognise(source: Source) -> Recognition:
    """CERTAIN for a book whose form is known and not read."""
    if len(source.originals) != 1:
        return Recognition.NO
    return Recognition.CERTAIN if _form_of(source.originals[0]) else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Problem]:
    """Yield what would make each book readable; it brings no work."""
    for original in source:
        detail = (
            f"{_form_of(original)}; it is kept and not read. calibre's ebook-convert "
            "makes an EPUB of it where it is not locked: bring that beside it"
        )
        yield Problem("book-not-read", original.name, detail, Severity.LOSS)


reader = Reader(
    name="other_book",
    title="Books that are kept and not read (MOBI, AZW, LIT …)",
    recognise=recognise,
    read=read,
)
