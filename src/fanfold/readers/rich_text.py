"""Stories in Rich Text Format (.rtf): docs/readers/rich_text.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning
from fanfold.vocab.patterns import late

#: TeX has commands that begin with the same letters.
_RTF = late(rb"\{\\rtf(?![a-z])")
#: Bytes of one file that are read; pictures in it are as long as they like to be.
_MOST = 256 << 20


def recognise(source: Source) -> Recognition:
    """CERTAIN for a file that begins as RTF does."""
    if len(source.originals) != 1:
        return Recognition.NO
    begun = beginning(source.originals[0], 64).lstrip(b"\xef\xbb\xbf \t\r\n")
    return Recognition.CERTAIN if _RTF.match(begun) else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each file, after what was hard about it."""
    for original in source:
        yield from _read(original)


def _read(original: Original) -> Iterator[Draft | Problem]:
    from fanfold.readers._pages import drafted_html
    from fanfold.readers._rtf import read_rtf

    with original.open() as stream:
        found = read_rtf(stream.read(_MOST))
    if found.open_groups or original.size > _MOST:
        detail = "it ends before its end; what came before was read"
        yield Problem("document-cut", original.name, detail, Severity.LOSS)
    if found.strays:
        detail = f"{found.strays} bytes mean no letter in {found.codec}; they were kept"
        yield Problem("stray-bytes", original.name, detail)
    step = Step("rtf.html/1", found.codec, "RTF was brought to HTML.")
    yield drafted_html(original, found.html, (step,), title=found.title)


reader = Reader(
    name="rich_text",
    title="Rich Text Format (.rtf)",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._rtf",
)
