"""Books of several stories: what is in them, and that they come back as they were."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

from hypothesis import given
from hypothesis import strategies as st

from fanfold.model.advice import Rating
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import best
from fanfold.model.permission import Permission
from fanfold.model.record import parse_line
from fanfold.model.work import Chapter, Work
from fanfold.readers.epub_book import reader
from fanfold.writers.epub.several import Binding, write_several
from tests.readers.reading_bytes import read
from tests.writers.test_epub import HTML, OPF, SOUP, properties, texts

BINDING = Binding("series/s1", "The Tides", "All of <em>it</em>.", is_series=True)
SNOW = Work(
    id="w1",
    title="Snow & Rain",
    creators=(Credit("Marrow"), Credit("Linnet", Role.TRANSLATOR)),
    emails=("marrow@example.org",),
    rating=Rating.TEEN,
    fandoms=("The Cold Harbour",),
    permission=Permission.ASK,
    distribution_raw="Ask me first.",
    language="en",
    updated=PartialDate("2004"),
    chapters=(
        Chapter("c1", 1, "<p>It snowed.</p>", "It snowed.", 2),
        Chapter("c2", 2, "<p>Thaw.</p>", "Thaw.", 1, title="Thaw & after"),
    ),
)
MOOR = Work(
    id="w2",
    title="Moor",
    creators=(Credit("Wren"), Credit("Marrow")),
    fandoms=("The Cold Harbour",),
    language="de",
    date=PartialDate("2003-11"),
    chapters=(Chapter("c3", 1, "<p>Heather.</p>", "Heather.", 1),),
)


def bytes_of(*works: Work, binding: Binding = BINDING) -> bytes:
    stream = io.BytesIO()
    write_several(binding, works, stream)
    return stream.getvalue()


def book_of(*works: Work) -> ZipFile:
    return ZipFile(io.BytesIO(bytes_of(*works)))


def test_the_same_stories_give_the_same_bytes() -> None:
    again = replace(SNOW, chapters=tuple(map(replace, SNOW.chapters)))

    assert bytes_of(SNOW, MOOR) == bytes_of(again, MOOR)
    assert bytes_of(SNOW, MOOR) != bytes_of(MOOR, SNOW)


def test_stories_are_taken_one_after_the_other() -> None:
    written: list[int] = []
    stream = io.BytesIO()

    def works() -> Iterator[Work]:
        for number in range(4):
            written.append(stream.tell())
            yield replace(MOOR, id=f"w{number}")

    assert write_several(BINDING, works(), stream) == 4
    assert written == sorted(set(written)), "each was written before the next came"


def test_contents_lead_by_story_and_then_by_chapter() -> None:
    book = book_of(SNOW, MOOR)
    nav = ElementTree.fromstring(book.read("OPS/nav.xhtml"))

    links = [(a.attrib["href"], a.text) for a in nav.iterfind(".//h:a", HTML)]
    below = nav.findall(".//h:li/h:ol/h:li/h:a", HTML)

    assert links == [
        ("title.xhtml", "The Tides"),
        ("story-0001.xhtml", "Snow & Rain"),
        ("story-0001-0001.xhtml", "Chapter 1"),
        ("story-0001-0002.xhtml", "Thaw & after"),
        ("story-0002.xhtml", "Moor"),
    ]
    assert [a.text for a in below] == ["Chapter 1", "Thaw & after"]
    ncx = book.read("OPS/toc.ncx").decode()
    assert [ncx.index(f'src="{href}"') for href, _ in links] == sorted(
        ncx.index(f'src="{href}"') for href, _ in links
    )


def test_each_story_has_its_own_front_matter_and_permission() -> None:
    book = book_of(SNOW, MOOR)
    snow, moor = (book.read(f"OPS/story-{n:04}.xhtml").decode() for n in (1, 2))

    assert "by Marrow" in snow
    assert "ask the author first" in snow
    assert "Ask me first." in snow
    assert "by Wren, Marrow" in moor
    assert "Ask me first." not in moor
    assert 'lang="de"' in moor
    assert "marrow@example.org" not in snow


def test_metadata_says_who_made_it_each_once() -> None:
    package = ElementTree.fromstring(book_of(SNOW, MOOR).read("OPS/package.opf"))

    assert texts(package, ".//dc:title") == ["The Tides"]
    assert texts(package, ".//dc:creator") == ["Marrow", "Wren"]
    assert texts(package, ".//dc:contributor") == ["Linnet"]
    assert texts(package, ".//dc:language") == ["en", "de"]
    assert texts(package, ".//dc:description") == ["All of it."]
    assert texts(package, ".//dc:subject") == ["The Cold Harbour", "teen", "unrated"]
    known = properties(package)
    assert known["dcterms:modified"] == "2004-12-31T00:00:00Z"
    assert known["belongs-to-collection"] == "The Tides"


def test_a_book_that_grows_keeps_its_name() -> None:
    def name(*works: Work) -> list[str]:
        package = ElementTree.fromstring(book_of(*works).read("OPS/package.opf"))
        return texts(package, ".//dc:identifier")

    other = replace(BINDING, seed="series/s2")
    assert name(SNOW) == name(SNOW, MOOR)
    assert bytes_of(SNOW) != bytes_of(SNOW, binding=other)


def test_everything_in_the_book_is_in_its_manifest_and_in_order() -> None:
    book = book_of(SNOW, MOOR)
    package = ElementTree.fromstring(book.read("OPS/package.opf"))
    items = {i.attrib["id"]: i.attrib["href"] for i in package.iterfind(".//*[@href]")}

    first = book.infolist()[0]
    there = {name[4:] for name in book.namelist() if name.startswith("OPS/")}
    spine = [items[i.attrib["idref"]] for i in package.iterfind(".//*[@idref]")]

    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert set(items.values()) == there - {"package.opf"}
    assert spine[:3] == ["title.xhtml", "story-0001.xhtml", "story-0001-0001.xhtml"]
    assert spine[-2:] == ["story-0002.xhtml", "story-0002-0001.xhtml"]
    assert OPF["opf"] in package.tag


def test_the_book_comes_back_as_the_stories_it_was_made_of() -> None:
    lines = book_of(SNOW, MOOR).read("META-INF/fanfold.jsonl").splitlines()
    records = [parse_line(line) for line in lines]
    assert [each.title for each in records if isinstance(each, Work)] == [
        "Snow & Rain",
        "Moor",
    ]

    drafts, problems = read(reader, bytes_of(SNOW, MOOR), "tides.epub")

    assert problems == []
    told = [best(each.title) for each in drafts]
    assert [each.value for each in told if each] == ["Snow & Rain", "Moor"]
    assert [len(each.chapters) for each in drafts] == [2, 1]
    html = best(drafts[1].chapters[0].html)
    assert html is not None
    assert html.value == "<p>Heather.</p>"


@given(
    st.text(max_size=60),
    st.lists(st.sampled_from(SOUP.split("|")), max_size=30),
)
def test_every_page_is_well_formed_whatever_the_texts_hold(
    title: str, soup: list[str]
) -> None:
    html = "word".join(soup)
    chapters = (Chapter("c", 1, html, "", 1, title=title, notes=html),)
    work = Work("w", title, summary=html, end_notes=html, chapters=chapters)
    stream = io.BytesIO()

    write_several(Binding("s", title, html), [work, work], stream)

    book = ZipFile(stream)
    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            ElementTree.fromstring(book.read(name))
