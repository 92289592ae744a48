"""A story as one HTML file that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from fanfold.model.work import Work
from fanfold.text.house import escape
from fanfold.writers._front import byline_of, heading_of, title_of
from fanfold.writers._markup import (
    chapter_body,
    end_notes,
    front,
    language_of,
    text_of,
)
from fanfold.writers.contract import Writer

_STYLE = """\
:root { color-scheme: light dark; }
body { max-width: 36em; margin: 2em auto; padding: 0 1em;
  font: 1.15em/1.5 Georgia, "Times New Roman", serif; overflow-wrap: break-word; }
h1, h2 { line-height: 1.2; }
nav ol, .facts, .note { font-family: system-ui, sans-serif; font-size: .85em; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1em; }
.facts dt { font-weight: bold; } .facts dd { margin: 0; }
hr { border: 0; text-align: center; margin: 2em 0; }
hr::before { content: "* * *"; letter-spacing: .5em; }
.note { border-left: 3px solid; padding-left: 1em; margin: 1em 0; }
.centre { text-align: center; } .right { text-align: right; }
table { display: block; overflow-x: auto; }
pre { white-space: pre-wrap; }
"""


def write(work: Work, stream: BinaryIO) -> None:
    """Write the work as one page: title page, contents, chapters."""
    for line in _lines(work):
        stream.write(f"{line}\n".encode("utf-8", "replace"))


def _lines(work: Work) -> Iterator[str]:
    title, names = text_of(title_of(work)), escape(byline_of(work))
    whole = f"{title} by {names}" if names else title
    yield "<!DOCTYPE html>"
    yield f'<html lang="{language_of(work)}">'
    yield '<head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{whole}</title>"
    yield f"<style>\n{_STYLE}</style></head>"
    yield "<body><header>"
    yield from front(work)
    yield "</header>"
    yield from _contents(work)
    yield "<main>"
    for chapter in work.chapters:
        yield f'<section id="chapter-{chapter.position}">'
        yield from chapter_body(chapter, work)
        yield "</section>"
    yield from end_notes(work)
    yield "</main></body></html>"


def _contents(work: Work) -> Iterator[str]:
    if len(work.chapters) < 2:
        return
    yield '<nav aria-label="Contents"><ol>'
    for chapter in work.chapters:
        heading = text_of(heading_of(chapter, work))
        yield f'<li><a href="#chapter-{chapter.position}">{heading}</a></li>'
    yield "</ol></nav>"


writer = Writer(
    name="html_page",
    title="One HTML page",
    suffix=".html",
    media_type="text/html; charset=utf-8",
    write=write,
)
