"""Stories in OpenDocument text files (.odt): docs/readers/open_document.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.errors import UnreadableSourceError
from fanfold.model.draft import Draft
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning

_TYPE = b"application/vnd.oasis.opendocument.text"
_OLDER = b"application/vnd.sun.xml.writer"
_STEP = Step("opendocument.html/1", note="OpenDocument was brought to HTML.")


def recognise(source: Source) -> Recognition:
    """CERTAIN where the first entry says that it is a text of OpenDocument."""
    if len(source.originals) != 1:
        return Recognition.NO
    begun = beginning(source.originals[0], 128)
    if not begun.startswith(b"PK\x03\x04") or begun[30:38] != b"mimetype":
        return Recognition.NO
    said = begun[38:]
    return Recognition.CERTAIN if _TYPE in said or _OLDER in said else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each document, after what was hard about it."""
    for original in source:
        yield from read_document(original, original, _STEP)


def read_document(
    opened: Original, original: Original, step: Step
) -> Iterator[Draft | Problem]:
    """Yield the work of an OpenDocument file, told as found in `original`.

    opened: the file itself; another one where a program made it of the original.
    """
    from fanfold.readers._opendocument import html_and_title
    from fanfold.readers._pages import drafted_html
    from fanfold.readers._parts import opened as parts_of

    with parts_of(opened) as parts:
        if "encryption-data" in parts.text("META-INF/manifest.xml"):
            raise UnreadableSourceError(
                f"{original.name} is locked with a password. It is kept as it is; save "
                "it without the password and bring it again",
                code="document-locked",
            )
        content = parts.text("content.xml")
        if not content:
            raise UnreadableSourceError(
                f"{original.name} holds no text that can be read. It is kept as it is",
                code="document-damaged",
            )
        html, title = html_and_title(
            content, parts.text("styles.xml"), parts.text("meta.xml")
        )
        yield from parts.problems
    yield drafted_html(original, html, (step,), title=title)


reader = Reader(
    name="open_document",
    title="OpenDocument text (.odt)",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._opendocument",
)
