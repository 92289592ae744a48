"""The front matter and the chapters as HTML that both books and pages use."""

from __future__ import annotations

from collections.abc import Iterator

from fanfold.model.work import Chapter, Work
from fanfold.text.addresses import removed
from fanfold.text.bound import bound
from fanfold.text.house import clean, clean_inline, escape, escape_attribute, plain
from fanfold.writers._front import byline_of, facts, heading_of, passages, title_of


def inline(html: str) -> str:
    """Return inline house HTML safe to write, without addresses."""
    return removed(clean_inline(html))


def text_of(html: str) -> str:
    """Return inline house HTML as plain text, escaped: for titles and lists."""
    return escape(removed(" ".join(plain(html).split())))


def language_of(work: Work) -> str:
    """Return the language for ``lang``; ``und`` where nobody knows it."""
    return escape_attribute(work.language or "und")


def front(work: Work) -> Iterator[str]:
    """Yield the title page: title, byline, passages, facts."""
    yield f"<h1>{inline(title_of(work))}</h1>"
    if names := byline_of(work):
        yield f'<p class="byline">by {escape(names)}</p>'
    for passage in passages(work):
        yield f'<section class="{passage.field}"><h2>{passage.label}</h2>'
        yield f"<p>{inline(passage.html)}</p></section>"
    yield '<dl class="facts">'
    for fact in facts(work):
        yield f"<dt>{removed(fact.label)}</dt><dd>{inline(fact.html)}</dd>"
    yield "</dl>"


def chapter_body(chapter: Chapter, work: Work) -> Iterator[str]:
    """Yield a chapter: heading, its own notes, text, end notes."""
    heading = heading_of(chapter, work)
    if heading:
        yield f"<h2>{inline(heading)}</h2>"
    if chapter.authors:
        yield f'<p class="byline">by {escape(removed(", ".join(chapter.authors)))}</p>'
    for note in (chapter.summary, chapter.notes):
        if note:
            yield f'<div class="note"><p>{inline(note)}</p></div>'
    yield bound(removed(clean(chapter.html)))
    if chapter.end_notes:
        yield f'<div class="note"><p>{inline(chapter.end_notes)}</p></div>'


def end_notes(work: Work) -> Iterator[str]:
    """Yield the notes after the last chapter, if there are any."""
    if work.end_notes:
        yield '<section class="end-notes"><h2>Notes</h2>'
        yield f"<p>{inline(work.end_notes)}</p></section>"
