"""The story in a book: which stretches of its pages are which chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fanfold.readers.epub_book.contents import Entry
from fanfold.readers.epub_book.documents import Document
from fanfold.text.lines import Kind
from fanfold.text.page import PageLine
from fanfold.text.parts import bare, title_within

#: Lines at a chapter's top that can say its title over again.
_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that are one chapter. heading: what the contents or its first line call it;
    place: where that stands. whole: the lines with it. Numbers of lines count through
    the whole book."""

    lines: tuple[PageLine, ...]
    heading: str = ""
    place: str = ""
    whole: tuple[PageLine, ...] = ()

    @property
    def title(self) -> str:
        """The heading without the number of the chapter."""
        return title_within(self.heading)


class Numbering:
    """Lines of all pages counted through, and back to the page and its own line."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._starts: list[tuple[int, str]] = []
        lines: list[list[PageLine]] = []
        start, block = 0, 0
        for number, document in enumerate(documents, start=1):
            self._starts.append((start, document.name))
            lines.append(
                [_moved(each, start, block, number << 24) for each in document.lines]
            )
            start += max((each.line.number for each in document.lines), default=0) + 1
            block += max((each.line.block for each in document.lines), default=0) + 1
        self.lines = lines

    def place(self, number: int) -> tuple[str, int]:
        """Return the page and its line for a line of the whole book."""
        for start, name in reversed(self._starts):
            if start < number or not start:
                return name, number - start
        return "", number


def _moved(each: PageLine, start: int, block: int, serial: int) -> PageLine:
    line = each.line._replace(
        number=each.line.number + start,
        block=each.line.block + block if each.line.block else 0,
    )
    path = tuple((tag, number + serial) for tag, number in each.path)
    row = each.row and (each.row[0] + serial, each.row[1], each.row[2])
    return each._replace(line=line, path=path, row=row)


def stretches(
    documents: Sequence[Document],
    numbering: Numbering,
    contents: Sequence[Entry],
    title: str,
) -> list[Stretch]:
    """Return the chapters of a book's pages in order; at least one.

    Where contents name places, those begin chapters, and a page they pass over goes on
    with the one before, if it has no heading of its own. Else each page is a chapter.
    """
    there = {document.name for document in documents}
    entries = [entry for entry in contents if entry.part in there]
    found = list(_cut(documents, numbering, _beginnings(entries, title)))
    named = [_headed(each, title) for each in found]
    return list(_joined(named)) or [Stretch(())]


def _beginnings(contents: Sequence[Entry], title: str) -> dict[str, list[Entry]]:
    """Return the entries that begin chapters, by part.

    An entry below another that lies in the same page names a section, no chapter,
    unless that other one is all of the book: its title, or the only one of its level.
    """
    made: dict[str, list[Entry]] = {}
    top = min((each.level for each in contents), default=0)
    alone = sum(each.level == top for each in contents) == 1

    def is_whole(entry: Entry) -> bool:
        return bare(entry.title) == bare(title) or (alone and entry.level == top)

    above: list[Entry] = []
    for entry in contents:
        above = [each for each in above if each.level < entry.level]
        section = any(each.part == entry.part and not is_whole(each) for each in above)
        above.append(entry)
        if not section:
            made.setdefault(entry.part, []).append(entry)
    return made


def _cut(
    documents: Sequence[Document], numbering: Numbering, begin: dict[str, list[Entry]]
) -> Iterator[Stretch]:
    open_lines: list[PageLine] | None = None
    head = Stretch(())
    known = any(document.name in begin for document in documents)
    for document, lines in zip(documents, numbering.lines, strict=True):
        begun = begin.get(document.name, [])
        cuts: dict[int, Entry | None] = dict(_cuts(document, lines, begun))
        if not known or (0 not in cuts and (open_lines is None or _has_heading(lines))):
            cuts.setdefault(0, None)
        edges = sorted(cuts)
        if 0 not in cuts and open_lines is not None:
            open_lines += lines[: edges[0] if edges else len(lines)]
        if not edges:
            continue
        for at, until in zip(edges, [*edges[1:], len(lines)], strict=True):
            if open_lines is not None:
                yield replace(head, lines=tuple(open_lines))
            entry = cuts[at]
            head = Stretch((), entry.title, entry.source) if entry else Stretch(())
            open_lines = list(lines[at:until])
    if open_lines is not None:
        yield replace(head, lines=tuple(open_lines))


def _cuts(
    document: Document, lines: Sequence[PageLine], entries: Sequence[Entry]
) -> Iterator[tuple[int, Entry]]:
    """Yield the line at which each entry begins; of two at one line the first."""
    taken: set[int] = set()
    for entry in entries:
        at = 0
        if entry.anchor:
            mark = f"#{entry.anchor}"
            at = next((n for n, each in enumerate(lines) if mark in each.region), 0)
            before = any(each.line.text.strip() for each in lines[:at])
            at = at if before else 0
        if at not in taken:
            taken.add(at)
            yield at, entry


def _has_heading(lines: Sequence[PageLine]) -> bool:
    solid = (each for each in lines if each.line.kind is not Kind.BLANK)
    first = next(solid, None)
    return first is not None and first.line.kind is Kind.HEADING


def _headed(stretch: Stretch, title: str) -> Stretch:
    """Take the heading off the lines, and from them where no contents had it."""
    lines, heading, place = list(stretch.lines), stretch.heading, stretch.place
    for _ in range(_HEADINGS):
        while lines and lines[0].line.kind is Kind.BLANK:
            del lines[0]
        if not lines:
            break
        text = " ".join(lines[0].line.text.split())
        is_heading = lines[0].line.kind is Kind.HEADING
        again = bool(bare(text)) and (
            bare(text) in (bare(heading), bare(title), bare(title_within(heading)))
            or bare(f"{text} {title_within(heading)}") == bare(heading)
        )
        if again and (is_heading or place):
            del lines[0]
        elif is_heading and not heading:
            heading, place = text, f"line {lines[0].line.number}"
            del lines[0]
        else:
            break
    heading = "" if bare(heading) == bare(title) else heading
    return Stretch(tuple(lines), heading, place, stretch.lines)


def _joined(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches; one that is a heading alone stands before the next one's."""
    above = ""
    for number, each in enumerate(found):
        heading = f"{above}: {each.heading}" if above and each.heading else each.heading
        empty = not any(line.line.text.strip() or line.runs for line in each.lines)
        if empty and number + 1 < len(found):
            above = heading or above
            continue
        yield replace(each, heading=heading or above)
        above = ""
