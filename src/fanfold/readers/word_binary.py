"""Stories in Word's older files (.doc): docs/readers/word_binary.md.

Only another program can open them: LibreOffice, else antiword, where one is installed
(_converting.py). Without one the file is kept, and what would help is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "WordDocument".encode("utf-16-le")
#: Word files from before OLE: Word 2 for Windows, Word 1 to 6 for DOS and Macintosh.
_OLDER = (b"\xdb\xa5\x2d\x00", b"\x31\xbe\x00\x00", b"\xfe\x37\x00\x23")
_OFFICE = Step("word.libreoffice/1", note="LibreOffice opened it and saved it as ODT.")
_ANTIWORD = Step("word.antiword/1", note="antiword took the text out of it.")


def recognise(source: Source) -> Recognition:
    """CERTAIN for a compound file with a stream of Word, or an older file of its."""
    if len(source.originals) != 1:
        return Recognition.NO
    (original,) = source.originals
    begun = beginning(original, 512)
    if begun.startswith(_OLDER):
        return Recognition.CERTAIN
    if not begun.startswith(_OLE) or len(begun) < 512:
        return Recognition.NO
    return Recognition.CERTAIN if _names_word(original, begun) else Recognition.NO


def _names_word(original: Original, head: bytes) -> bool:
    """Tell whether the first sectors of the directory name a stream of Word."""
    shift = int.from_bytes(head[30:32], "little")
    sector = int.from_bytes(head[48:52], "little")
    if not 7 <= shift <= 16:
        return False
    with original.open() as stream:
        stream.seek((sector + 1) << shift)
        return _STREAM in stream.read(4 << shift)


def prepare(source: Source, *, scratch: Path) -> None:
    """Let the converter that is installed open each file."""
    from fanfold.readers._converting import convert_word

    for original in source:
        convert_word(original, scratch)


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each file that a converter could open."""
    for original in source:
        made = scratch / f"{original.sha256}.odt"
        text = scratch / f"{original.sha256}.txt"
        if made.exists():
            yield from _of_office(original, made)
        elif text.exists():
            yield from _of_antiword(original, text)
        else:
            yield _unread(original)


def _of_office(original: Original, made: Path) -> Iterator[Draft | Problem]:
    from fanfold.readers.open_document import read_document

    opened = replace(original, path=made, size=made.stat().st_size)
    yield from read_document(opened, original, _OFFICE)


def _of_antiword(original: Original, text: Path) -> Iterator[Draft | Problem]:
    from fanfold.readers._pages import drafted_html
    from fanfold.text.house import escape

    detail = "antiword gave its text, which has no italics; LibreOffice would keep them"
    yield Problem("emphasis-lost", original.name, detail)
    lines = text.read_text("utf-8", "replace").split("\n")
    html = "\n".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())
    yield drafted_html(original, html, (_ANTIWORD,))


def _unread(original: Original) -> Problem:
    detail = (
        "a file of an older Word, kept and not read: neither LibreOffice nor antiword "
        "is there and could open it. Install one, or save it as .docx or .rtf"
    )
    return Problem("not-converted", original.name, detail, Severity.LOSS)


reader = Reader(
    name="word_binary",
    title="Older Word document (.doc)",
    recognise=recognise,
    read=read,
    prepare=prepare,
    reading="fanfold.readers._pages",
)
