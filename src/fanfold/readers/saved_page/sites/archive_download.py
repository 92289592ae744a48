"""Downloads of the Archive of Our Own: preface, chapters, afterword.

Told by ids, classes and the words of labels, never by order: older files and copies
that calibre made differ in small ways. Tags stand one a link and are never split.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fanfold.readers.saved_page.laid import (
    Laid,
    Said,
    Site,
    Tokens,
    gap,
    heading,
    is_in,
    labelled,
    last_words,
    text_of,
)
from fanfold.readers.saved_page.sites.archive_tags import said_by_terms
from fanfold.text.lines import Kind, Line
from fanfold.text.page import Page, PageLine
from fanfold.vocab.patterns import late

_BYLINE = late(r"(?i)^by\s+(.{1,400})$")
#: What stands alone on a line before the passage it names, and its field.
_PASSAGES = {
    "summary": "summary",
    "notes": "notes",
    "note": "notes",
    "chapter summary": "summary",
    "chapter notes": "notes",
    "chapter end notes": "end_notes",
    "end notes": "end_notes",
}
_FRAME = frozenset({"preface", "afterword", "chapter text", "work text:"})
_SEE_NOTES = late(r"(?i)^see the end of the (?:work|chapter) for (?:more )?notes\.?$")
_RELATED = late(
    r"(?i)^(?:inspired by|a translation of|translation into|restricted work|for )"
)


_BODIES = frozenset({"#chapters", ".message", ".tags"})


def _known(_page: Page, _lines: Sequence[PageLine], tokens: Tokens) -> bool:
    return "#preface" in tokens and not _BODIES.isdisjoint(tokens)


def _laid(_page: Page, lines: Sequence[PageLine]) -> Laid:
    preface = [each for each in lines if is_in(each, "#preface")]
    after = [each for each in lines if is_in(each, "#afterword")]
    body = [each for each in lines if not is_in(each, "#preface", "#afterword")]
    title = next(
        (
            each.line.text
            for each in preface
            if each.line.level == 1
            or (each.line.kind is Kind.HEADING and not is_in(each, ".toc-heading"))
        ),
        "",
    )
    said = [*_preface(preface), *_passages(after)]
    kept = list(_chapters(body, title, said))
    return Laid("archive_download", tuple(said), tuple(kept), whole=True)


def _preface(lines: Sequence[PageLine]) -> Iterator[Said]:
    terms = [
        each
        for each in lines
        if each.line.kind is Kind.CELL and is_in(each, "dl", ".tags")
    ]
    yield from said_by_terms(terms)
    listed = set(map(id, terms))
    rest = [
        each for each in lines if id(each) not in listed and not is_in(each, ".message")
    ]
    yield from _passages(rest)
    for each in rest:
        by = _BYLINE.match(each.line.text) if is_in(each, ".byline") else None
        if by:
            yield from byline(by[1], each)
        elif each.line.kind is Kind.HEADING and not is_in(each, ".toc-heading"):
            yield Said("title", each.line.text, each)


def byline(names: str, each: PageLine) -> Iterator[Said]:
    """Yield who wrote it; for works brought in from elsewhere, without who did that."""
    outer = names.partition(" [archived by")[0].strip()
    if outer.lower() != "anonymous":
        people = tuple(name.strip() for name in outer.split(", "))
        yield Said("author", outer, each, "by", values=people)


def _passages(lines: Sequence[PageLine]) -> Iterator[Said]:
    name, like = "", None
    passage: list[PageLine] = []
    for each in lines:
        text = each.line.text.strip()
        lower = text.lower().rstrip(":")
        starts = lower in _PASSAGES
        if starts or each.line.kind is Kind.HEADING or is_in(each, ".message"):
            if name and passage and like is not None:
                yield Said(name, text_of(passage), like, like.line.text)
            name, like, passage = _PASSAGES.get(lower, ""), each, []
        elif name and text and not _SEE_NOTES.match(text):
            passage.append(each)
    if name and passage and like is not None:
        yield Said(name, text_of(passage), like, like.line.text)


def _chapters(
    lines: Sequence[PageLine], title: str, said: list[Said]
) -> Iterator[PageLine]:
    """Yield the chapters: headings, what is said of each, texts; frames left out."""
    below: Line | None = None
    for meta, part in _by_meta(lines):
        if not meta:
            text = [each for each in part if not _is_frame(each, title)]
            below = last_words(text) or below
            yield from text
            continue
        for each in part:
            if is_heading(each, title):
                yield gap(each)
                yield heading(each.line.text, each)
                yield gap(each)
        for told in _passages(part):
            if told.name == "end_notes":
                said.append(told._replace(below=below))
            else:
                yield labelled(told.name.capitalize(), told.value, told.like)
                yield gap(told.like)


def _by_meta(lines: Sequence[PageLine]) -> Iterator[tuple[bool, list[PageLine]]]:
    """Yield what is said of chapters (True) and their texts; gaps go with either."""
    meta, part = False, list[PageLine]()
    for each in lines:
        if each.line.kind is not Kind.BLANK and is_in(each, ".meta") != meta:
            yield meta, part
            meta, part = not meta, []
        part.append(each)
    yield meta, part


def is_heading(each: PageLine, title: str) -> bool:
    """Tell whether a line is a chapter's heading, not the work's title again."""
    return (
        each.line.kind is Kind.HEADING
        and each.line.text != title
        and each.line.text.lower() not in _FRAME
    )


def _is_frame(each: PageLine, title: str) -> bool:
    text = each.line.text.strip()
    return (
        text.lower() in _FRAME
        or is_in(each, ".toc-heading", ".message", ".endnote-link")
        or _SEE_NOTES.match(text) is not None
        or (each.line.kind is Kind.HEADING and text == title)
    )


SITE = Site("archive_download", _known, _laid)
