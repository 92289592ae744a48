"""Stories in PDF files: docs/readers/pdf_file.md.

A PDF knows letters and places, no paragraphs: what is read out of it is put together by
rule, and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.errors import UnreadableSourceError
from fanfold.model.draft import Draft
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning

_STEP = Step("pdf.paragraphs/1", note="Lines of the pages were put together by rule.")


def recognise(source: Source) -> Recognition:
    """CERTAIN for a file that begins as a PDF does."""
    if len(source.originals) != 1:
        return Recognition.NO
    begun = beginning(source.originals[0], 1024)
    return (
        Recognition.CERTAIN if begun.lstrip().startswith(b"%PDF-") else Recognition.NO
    )


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each file, after what was hard about it."""
    for original in source:
        yield from _read(original)


def _read(original: Original) -> Iterator[Draft | Problem]:
    from fanfold.readers._pages import drafted_html
    from fanfold.readers._pdf import html_of, printed_on

    with original.open() as stream:
        printed = printed_on(stream, original.name)
    if not any(page for page in printed.pages):
        raise UnreadableSourceError(
            f"{original.name} holds pictures of pages and no letters. It is kept as it "
            "is; a program that reads writing (OCR) can make a text of it",
            code="pdf-no-text",
        )
    if printed.failed:
        detail = f"{printed.failed} of its pages are damaged and could not be read"
        yield Problem("document-cut", original.name, detail, Severity.LOSS)
    detail = "paragraphs, scene breaks and page numbers were told apart by rule"
    yield Problem("pdf-guessed", original.name, detail, Severity.NOTE)
    yield drafted_html(original, html_of(printed.pages), (_STEP,), title=printed.title)


reader = Reader(
    name="pdf_file",
    title="PDF file",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._pdf",
)
