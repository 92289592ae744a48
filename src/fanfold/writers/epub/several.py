"""Several stories in one book: a title page, then each with its own front matter.

Stories are written as they come, one after the other: of those before, only names and
headings stay in memory. Their records lie in the book as those of single books do, a
line each, so that it can be read back as the stories it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, BinaryIO
from zipfile import ZipFile

from fanfold.model.creator import Credit
from fanfold.model.work import Chapter, Work
from fanfold.text.house import escape, escape_attribute, xhtml
from fanfold.writers._front import byline_of, heading_of, title_of
from fanfold.writers._markup import front, inline, language_of, text_of
from fanfold.writers.epub.members import RECORD, add, add_stream, begin
from fanfold.writers.epub.package import (
    closing,
    manifest,
    modified,
    name_of,
    opening,
    people,
    spine,
    subjects,
    xml,
)
from fanfold.writers.epub.pages import chapter_page, contents, old_contents, page
from fanfold.writers.epub.record import Kept, kept_on, record_of


@dataclass(frozen=True, slots=True)
class Binding:
    """What a book of several stories is called.

    seed: names it for ever, among all there are; title, summary: inline house HTML.
    is_series: the stories go on from one another under this title.
    """

    seed: str
    title: str
    summary: str = ""
    is_series: bool = False


@dataclass(frozen=True, slots=True)
class _Story:
    """A story that is in the book: what its lists say of it.

    pages: files of all of it, in order; chapters: (file, heading) of those that a table
    of contents names below it; credits: each with whether it is an author's.
    """

    title: str
    byline: str
    pages: tuple[str, ...]
    chapters: tuple[tuple[str, str], ...]
    language: str
    modified: str
    credits: tuple[tuple[Credit, bool], ...]
    subjects: tuple[str, ...]


def write_several(binding: Binding, works: Iterable[Work], stream: BinaryIO) -> int:
    """Write stories as one book and return how many they are.

    works: taken one by one. Without any, nothing of use is written.
    """
    stories: list[_Story] = []
    with ZipFile(stream, "w") as book, TemporaryFile() as records:
        begin(book)
        for number, work in enumerate(works, start=1):
            stories.append(_added(book, number, work, records))
        add(book, "OPS/title.xhtml", _title_page(binding, stories))
        add(book, "OPS/nav.xhtml", _navigation(binding, stories))
        add(book, "OPS/toc.ncx", _ncx(binding, stories))
        add(book, "OPS/package.opf", "\n".join(_package(binding, stories)) + "\n")
        records.seek(0)
        add_stream(book, RECORD, records)
    return len(stories)


def _added(book: ZipFile, number: int, work: Work, records: IO[bytes]) -> _Story:
    """Write the pages of a story and its record; return what lists say of it."""
    first, chapters = f"story-{number:04}.xhtml", list(_chapter_files(number, work))
    body = front(work)
    add(book, f"OPS/{first}", page(language_of(work), title_of(work), body))
    kept: list[Kept] = []
    for name, chapter in chapters:
        text = chapter_page(chapter, work)
        add(book, f"OPS/{name}", text)
        kept.append(kept_on(f"OPS/{name}", text, chapter))
    records.write(record_of(work, kept).encode("utf-8", "replace"))
    return _Story(
        text_of(title_of(work)) or str(number),
        escape(byline_of(work)),
        (first, *(name for name, _ in chapters)),
        tuple(_headed(chapters, work)),
        work.language or "und",
        modified(work),
        tuple((each, each.name in work.authors) for each in work.creators),
        tuple(subjects(work)),
    )


def _chapter_files(number: int, work: Work) -> Iterator[tuple[str, Chapter]]:
    for chapter in work.chapters:
        yield f"story-{number:04}-{chapter.position:04}.xhtml", chapter


def _headed(
    chapters: Sequence[tuple[str, Chapter]], work: Work
) -> Iterator[tuple[str, str]]:
    """Yield (file, heading) of chapters that are called something."""
    for name, chapter in chapters:
        if heading := heading_of(chapter, work):
            yield name, text_of(heading) or str(chapter.position)


def _title_page(binding: Binding, stories: Sequence[_Story]) -> str:
    return page(
        _language(stories),
        binding.title,
        _title_lines(binding, stories),
        kind="titlepage",
    )


def _title_lines(binding: Binding, stories: Sequence[_Story]) -> Iterator[str]:
    yield f"<h1>{inline(binding.title)}</h1>"
    if binding.summary:
        yield f'<section class="summary"><p>{inline(binding.summary)}</p></section>'
    yield "<ol>"
    for each in stories:
        by = f' <span class="byline">by {each.byline}</span>' if each.byline else ""
        yield f'<li><a href="{each.pages[0]}">{each.title}</a>{by}</li>'
    yield "</ol>"


def _navigation(binding: Binding, stories: Sequence[_Story]) -> str:
    title = text_of(binding.title)
    entries = [f'<li><a href="title.xhtml">{title}</a></li>']
    entries += (f"<li>{_entry(each)}</li>" for each in stories)
    return contents(_language(stories), binding.title, "\n".join(entries))


def _entry(story: _Story) -> str:
    below = "".join(
        f'<li><a href="{name}">{heading}</a></li>' for name, heading in story.chapters
    )
    link = f'<a href="{story.pages[0]}">{story.title}</a>'
    return f"{link}<ol>{below}</ol>" if below else link


def _ncx(binding: Binding, stories: Sequence[_Story]) -> str:
    title = xhtml(text_of(binding.title))
    points = "\n".join(_points([("title.xhtml", title, ()), *_places(stories)]))
    return old_contents(name_of(binding.seed), binding.title, points)


def _places(
    stories: Sequence[_Story],
) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    for each in stories:
        yield each.pages[0], each.title, each.chapters


def _points(
    places: Iterable[tuple[str, str, tuple[tuple[str, str], ...]]],
) -> Iterator[str]:
    """Yield entries of the older contents, those below a story inside its own."""
    number = 0
    for name, title, below in places:
        number += 1
        yield _point(number, name, title)
        for file, heading in below:
            number += 1
            yield f"{_point(number, file, heading)}</navPoint>"
        yield "</navPoint>"


def _point(number: int, name: str, title: str) -> str:
    return (
        f'<navPoint id="n{number}" playOrder="{number}"><navLabel>'
        f'<text>{xhtml(title)}</text></navLabel><content src="{name}"/>'
    )


def _package(binding: Binding, stories: Sequence[_Story]) -> Iterator[str]:
    languages = list(dict.fromkeys(each.language for each in stories)) or ["und"]
    yield from opening(name_of(binding.seed), binding.title, languages)
    yield from people(_people(stories))
    if binding.summary:
        yield f"<dc:description>{xml(binding.summary)}</dc:description>"
    for subject in dict.fromkeys(word for each in stories for word in each.subjects):
        yield f"<dc:subject>{subject}</dc:subject>"
    if binding.is_series:
        title = xml(binding.title)
        yield f'<meta property="belongs-to-collection" id="s1">{title}</meta>'
        yield '<meta refines="#s1" property="collection-type">series</meta>'
    yield from closing(max((each.modified for each in stories), default="2000-01-01"))
    pages = [name for each in stories for name in each.pages]
    yield from manifest(pages)
    yield from spine(len(pages))


def _people(stories: Sequence[_Story]) -> Iterator[tuple[Credit, bool]]:
    """Yield whoever made any of the stories, once, with the first role."""
    seen: set[tuple[str, bool]] = set()
    for credit, is_author in (told for each in stories for told in each.credits):
        if (credit.name, is_author) not in seen:
            seen.add((credit.name, is_author))
            yield credit, is_author


def _language(stories: Sequence[_Story]) -> str:
    """Return the language of all stories; of several languages, none."""
    spoken = {each.language for each in stories}
    return escape_attribute(spoken.pop()) if len(spoken) == 1 else "und"
