"""Work pages of the Archive of Our Own, as a browser saves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.readers.saved_page.laid import (
    Laid,
    Said,
    Site,
    Tokens,
    gap,
    heading,
    inside,
    is_in,
    labelled,
    text_of,
)
from fanfold.readers.saved_page.sites.archive_download import byline
from fanfold.readers.saved_page.sites.archive_tags import said_by_terms
from fanfold.text.lines import Kind, Line
from fanfold.text.page import Page, PageLine
from fanfold.vocab.patterns import late

_LANDMARK = late(
    r"(?i)^(?:chapter text|work text|actions|work header|chapter notes)\W*$"
)
_CHAPTER = late(r"(?i)^chapter\s+\d{1,4}\b.{0,250}$")
_LABEL = late(r"(?i)^(?:summary|notes?|end notes)\W*$")
_SEE_NOTES = late(
    r"(?i)^\(?see the end of the (?:work|chapter) for .{0,30}notes\.?\)?$"
)


def _known(_page: Page, _lines: Sequence[PageLine], tokens: Tokens) -> bool:
    framed = ".preface" in tokens or ".meta" in tokens
    return "#workskin" in tokens or (
        "#chapters" in tokens and ".work" in tokens and framed
    )


def _laid(_page: Page, lines: Sequence[PageLine]) -> Laid:
    terms = [
        each
        for each in lines
        if each.line.kind is Kind.CELL
        and is_in(each, ".meta", ".work")
        and not is_in(each, ".preface", "#chapters")
    ]
    said = [*said_by_terms(terms), *_preface(lines)]
    body = list(_chapters(inside(lines, "#chapters"), said))
    return Laid("archive_page", tuple(said), tuple(body), whole=True)


def _preface(lines: Sequence[PageLine]) -> Iterator[Said]:
    for each in lines:
        if is_in(each, "#chapters") or not is_in(each, ".preface", "#workskin"):
            continue
        text = each.line.text.strip()
        if each.line.kind is Kind.HEADING and is_in(each, ".title") and text:
            yield Said("title", text, each)
        elif is_in(each, ".byline") and text:
            yield from byline(text.removeprefix("by "), each)
    front = [each for each in lines if not is_in(each, "#chapters")]
    yield from _modules(front)


def _modules(lines: Sequence[PageLine]) -> Iterator[Said]:
    """Yield summary, notes and notes at the end, each in an element of its class."""
    for token, name in (
        (".summary", "summary"),
        (".notes", "notes"),
        (".end", "end_notes"),
    ):
        part = [
            each
            for each in lines
            if is_in(each, token)
            and not (name == "notes" and is_in(each, ".end"))
            and not _LABEL.match(each.line.text)
            and not _SEE_NOTES.match(each.line.text.strip())
        ]
        text = text_of(part)
        if text:
            yield Said(name, text, part[0], name.capitalize())


def _chapters(lines: Sequence[PageLine], said: list[Said]) -> Iterator[PageLine]:
    """Yield each chapter: its heading, what is said of it, its text."""
    front: list[PageLine] = []
    below: Line | None = None
    for each in lines:
        if is_in(each, ".preface"):
            front.append(each)
            continue
        if front:
            yield from _front(front, said, below)
            front = []
        if not is_in(each, ".landmark") and not _LANDMARK.match(each.line.text):
            below = each.line if each.line.text else below
            yield each
    if front:
        yield from _front(front, said, below)


def _front(
    lines: Sequence[PageLine], said: list[Said], below: Line | None
) -> Iterator[PageLine]:
    """Yield what stands between two chapters; notes at the end of one go to `said`.

    below: the last line of the chapter above.
    """
    titles = [
        each for each in lines if is_in(each, ".title") and each.line.text.strip()
    ]
    for each in titles[:1]:
        if _CHAPTER.match(each.line.text):
            yield gap(each)
            yield heading(each.line.text.strip(), each)
            yield gap(each)
    named = set(map(id, titles))
    for told in _modules([each for each in lines if id(each) not in named]):
        if told.name == "end_notes":
            said.append(told._replace(below=below))
        else:
            yield labelled(told.name.capitalize(), told.value, told.like)
            yield gap(told.like)


SITE = Site("archive_page", _known, _laid)
