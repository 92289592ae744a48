"""Books as calibre keeps them: a folder with metadata.opf beside the book's files.

What a person put in order there is RECORDED; the text comes from the form of the book
that keeps most of it. Other forms of the same book, and the cover, are kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fanfold.errors import SourceError, UnreadableSourceError
from fanfold.model.draft import Draft, DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source, readers
from fanfold.readers.peek import beginning

_METADATA = "metadata.opf"
#: Forms of a book by how much of its text they keep, the best first.
_FORMS = (
    *("epub", "html", "htm", "xhtml", "htmlz", "docx", "odt", "rtf", "doc", "txt"),
    *("pdf", "mobi", "azw3", "azw", "lit", "prc", "pdb", "lrf", "zip"),
)
_PACKAGE = b"http://www.idpf.org/2007/opf"


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield each folder's metadata.opf with the files of its book."""
    folders = {
        each.name.rpartition("/")[0]: [each]
        for each in originals
        if _last(each) == _METADATA and _is_metadata(each)
    }
    if not folders:
        return
    for each in originals:
        folder = folders.get(each.name.rpartition("/")[0])
        if folder is not None and each is not folder[0]:
            folder.append(each)
    yield from (tuple(each) for each in folders.values() if len(each) > 1)


def recognise(source: Source) -> Recognition:
    """CERTAIN where a metadata.opf of calibre is among the files of one folder."""
    held = [each for each in source if _last(each) == _METADATA]
    folders = {each.name.rpartition("/")[0] for each in source}
    alone = len(source.originals) == 1 and _is_metadata(source.originals[0])
    if alone or (len(held) == 1 and len(folders) == 1 and _is_metadata(held[0])):
        return Recognition.CERTAIN
    return Recognition.NO


def _last(original: Original) -> str:
    return original.name.rpartition("/")[2].lower()


def _is_metadata(original: Original) -> bool:
    begun = beginning(original, 1024)
    marked = begun.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return marked and _PACKAGE in begun and b"<package" in begun


def prepare(source: Source, *, scratch: Path) -> None:
    """Let a converter open the form of the book that will be read."""
    for original in _books(source):
        reader = _reader_of(original)
        if reader is not None:
            if reader.prepare is not None:
                reader.prepare(Source((original,)), scratch=scratch)
            return


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of a folder, from the best of its forms that can be read."""
    books = _books(source)
    metadata = next((each for each in source if _is_metadata(each)), None)
    if metadata is None:
        raise UnreadableSourceError(
            f"{source.originals[0].name} is not what calibre keeps beside a book"
        )
    for original in books:
        reader = _reader_of(original)
        if reader is None:
            continue
        try:
            found = list(
                reader.read(Source((original,), original.name), scratch=scratch)
            )
        except SourceError as error:
            yield Problem(error.code, original.name, str(error), Severity.LOSS)
            continue
        yield from (each for each in found if not isinstance(each, DraftWork))
        works = [each for each in found if isinstance(each, DraftWork)]
        if works:
            yield from _aside(source, original, metadata)
            yield from (_with(work, metadata) for work in works)
            return
    detail = "what calibre says of a book, without the book; it is kept"
    yield Problem("not-a-story", metadata.name, detail, Severity.NOTE)


def _books(source: Source) -> list[Original]:
    """Return the files that may be the book, the best form first."""
    ranked = [
        (_FORMS.index(ending), each)
        for each in source
        if (ending := _last(each).rpartition(".")[2]) in _FORMS
    ]
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


def _reader_of(original: Original) -> Reader | None:
    """Return the reader that is surest of a file, if one alone is."""
    answers = {
        each: each.recognise(Source((original,)))
        for each in readers()
        if each.name != "calibre_library"
    }
    best = max(answers.values())
    surest = [each for each, answer in answers.items() if answer is best]
    return surest[0] if best and len(surest) == 1 else None


def _aside(source: Source, read: Original, metadata: Original) -> Iterator[Problem]:
    """Tell of what lies beside the form that was read."""
    others = [
        each.name.rpartition("/")[2] for each in source if each not in (read, metadata)
    ]
    if others:
        names = ", ".join(others[:8]) + (" …" if len(others) > 8 else "")
        detail = f"kept beside it, the same book or its cover: {names}"
        yield Problem("other-forms", read.name, detail, Severity.NOTE)


def _with(work: DraftWork, metadata: Original) -> DraftWork:
    """Return the work with what metadata.opf says, which a person has put in order."""
    from fanfold.readers.epub_book.book import Book
    from fanfold.readers.epub_book.claims import Told, claims_of
    from fanfold.readers.epub_book.package import read_package
    from fanfold.text.decode import decode

    with metadata.open() as stream:
        text, _ = decode(stream, name=metadata.name)
    package = read_package(Book(metadata, {}), _METADATA, text)
    told = Told(metadata.sha256)
    # Where the book itself tells its tags apart, a mixed list of them says less.
    claims_of(package, told, subjects=not (work.tags or work.fandoms))
    if "creators" not in told.made:
        # Nobody put it in order: the title is that of a page's head, or of a file.
        told.doubt("title")
    return told.over(work)


reader = Reader(
    name="calibre_library",
    title="A book in a folder of calibre",
    recognise=recognise,
    read=read,
    gather=gather,
    prepare=prepare,
    reading="fanfold.readers.epub_book.claims",
)
