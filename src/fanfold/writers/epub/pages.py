"""The files of a book: title page, chapters, both tables of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fanfold.model.work import Chapter, Work
from fanfold.text.house import xhtml
from fanfold.writers._front import heading_of, title_of
from fanfold.writers._markup import (
    chapter_body,
    end_notes,
    front,
    language_of,
    text_of,
)
from fanfold.writers.epub.package import chapter_files, identifier_of

STYLE = """\
h1, h2 { line-height: 1.2; }
.byline { font-style: italic; }
dl.facts { font-size: .9em; }
dl.facts dt { font-weight: bold; }
dl.facts dd { margin: 0 0 .3em 1em; }
hr { border: 0; border-top: 1px solid; width: 30%; margin: 2em auto; }
.note { border-left: 3px solid; padding-left: 1em; margin: 1em 0; font-size: .9em; }
.centre { text-align: center; }
.right { text-align: right; }
pre { white-space: pre-wrap; }
"""


def title_page(work: Work) -> str:
    """Return the page before the first chapter."""
    return page(language_of(work), title_of(work), front(work), kind="titlepage")


def chapter_page(chapter: Chapter, work: Work) -> str:
    """Return a chapter's page; the last one ends with the work's end notes."""
    body = [*chapter_body(chapter, work)]
    if chapter is work.chapters[-1]:
        body += end_notes(work)
    title = heading_of(chapter, work) or title_of(work)
    return page(language_of(work), title, body, kind="chapter")


def navigation(work: Work) -> str:
    """Return the table of contents of EPUB 3."""
    items = "\n".join(
        f'<li><a href="{name}">{heading}</a></li>' for name, heading in _places(work)
    )
    return contents(language_of(work), title_of(work), items)


def contents(language: str, title: str, items: str) -> str:
    """Return a table of contents. items: its entries, as XHTML."""
    body = f'<nav epub:type="toc"><h1>Contents</h1>\n<ol>\n{items}\n</ol></nav>'
    return page(language, title, [body])


def ncx(work: Work) -> str:
    """Return the table of contents that readers for EPUB 2 know."""
    points = "\n".join(
        f'<navPoint id="n{number}" playOrder="{number}"><navLabel><text>{heading}'
        f'</text></navLabel><content src="{name}"/></navPoint>'
        for number, (name, heading) in enumerate(_places(work), start=1)
    )
    return old_contents(identifier_of(work), title_of(work), points)


def old_contents(identifier: str, title: str, points: str) -> str:
    """Return the same for readers for EPUB 2. points: its entries."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">\n'
        f'<head><meta name="dtb:uid" content="{identifier}"/></head>\n'
        f"<docTitle><text>{xhtml(text_of(title))}</text></docTitle>\n"
        f"<navMap>\n{points}\n</navMap></ncx>\n"
    )


def _places(work: Work) -> Iterator[tuple[str, str]]:
    """Yield (file, heading) in reading order; headings are never empty."""
    yield "title.xhtml", xhtml(text_of(title_of(work)))
    for name, chapter in chapter_files(work):
        heading = heading_of(chapter, work) or title_of(work)
        yield name, xhtml(text_of(heading)) or str(chapter.position)


def page(language: str, title: str, body: Iterable[str], *, kind: str = "") -> str:
    """Return a page of a book. language: fit for an attribute."""
    semantics = f' epub:type="{kind}"' if kind else ""
    content = "\n".join(body)
    return xhtml(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}">\n'
        f"<head><title>{text_of(title) or 'Untitled'}</title>"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body{semantics}>\n{content}\n</body></html>\n"
    )
