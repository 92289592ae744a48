"""Books, judged by their own rules; epubcheck judges them in tests/epub (.ci/run)."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree
from zipfile import ZIP_STORED, ZipFile

from hypothesis import given
from hypothesis import strategies as st

from fanfold.model.advice import Rating
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.gathering import Place
from fanfold.model.record import parse_line
from fanfold.model.work import Chapter, FieldClaim, Work
from fanfold.writers.epub import writer

OPF = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}
HTML = {"h": "http://www.w3.org/1999/xhtml"}

WORK = Work(
    id="w1",
    title="Snow & Rain",
    creators=(Credit("Marrow"), Credit("Linnet", Role.TRANSLATOR)),
    emails=("marrow@example.org",),
    urls=("http://shelf.example.org/snow.html",),
    rating=Rating.EXPLICIT,
    rating_raw="NC-17",
    language="de",
    date=PartialDate("2003-11"),
    updated=PartialDate("2004"),
    series=(Place("Winter", 2),),
    chapters=(
        Chapter("c1", 1, "<p>Line<br>line &nbsp; end</p>\n<hr>", "", 3),
        Chapter("c2", 2, "<p>Thaw.</p>", "", 1, title="Thaw & after"),
    ),
)


SOUP = (
    "<p>|</p>|<em>|</em>|<br>|<hr>|<table>|<td>|</ul>|<li>|&|<|>|<a href=x>|\x0c|\x00"
    '|<img alt=y>|&nbsp;|&#1;|]]>|<!--|-->|<ruby>|<pre>|<dd>|"'
)


def book_of(work: Work) -> ZipFile:
    stream = io.BytesIO()
    writer.write(work, stream)
    return ZipFile(stream)


def package_of(work: Work) -> ElementTree.Element:
    return ElementTree.fromstring(book_of(work).read("OPS/package.opf"))


def texts(package: ElementTree.Element, path: str) -> list[str]:
    return [each.text or "" for each in package.findall(path, OPF)]


def properties(package: ElementTree.Element) -> dict[str, str]:
    found = package.findall(".//opf:meta[@property]", OPF)
    return {each.attrib["property"]: each.text or "" for each in found}


def test_the_first_member_says_what_it_is_uncompressed() -> None:
    first = book_of(WORK).infolist()[0]

    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert first.extra == b""
    assert book_of(WORK).read("mimetype") == b"application/epub+zip"


def test_metadata_says_what_readers_sort_by() -> None:
    package = package_of(WORK)

    assert texts(package, ".//dc:title") == ["Snow & Rain"]
    assert texts(package, ".//dc:creator") == ["Marrow"]
    assert texts(package, ".//dc:contributor") == ["Linnet"]
    assert texts(package, ".//dc:language") == ["de"]
    assert texts(package, ".//dc:source") == ["http://shelf.example.org/snow.html"]
    assert texts(package, ".//dc:date") == ["2003-11"]
    assert "NC-17" in texts(package, ".//dc:subject")
    known = properties(package)
    assert known["dcterms:modified"] == "2004-12-31T00:00:00Z"
    assert known["belongs-to-collection"] == "Winter"
    assert known["group-position"] == "2"
    for needed in ("accessMode", "accessibilityFeature", "accessibilityHazard"):
        assert f"schema:{needed}" in known


def test_everything_in_the_book_is_in_its_manifest_and_the_other_way_round() -> None:
    book, package = book_of(WORK), package_of(WORK)
    named = {item.attrib["href"] for item in package.iterfind(".//opf:item", OPF)}

    there = {
        name.removeprefix("OPS/")
        for name in book.namelist()
        if name.startswith("OPS/") and not name.endswith(".opf")
    }

    assert named == there


def test_both_tables_of_contents_lead_to_every_chapter() -> None:
    book = book_of(WORK)
    nav = ElementTree.fromstring(book.read("OPS/nav.xhtml"))

    links = [(a.attrib["href"], a.text) for a in nav.iterfind(".//h:a", HTML)]

    assert links == [
        ("title.xhtml", "Snow & Rain"),
        ("chapter-0001.xhtml", "Chapter 1"),
        ("chapter-0002.xhtml", "Thaw & after"),
    ]
    ncx = book.read("OPS/toc.ncx").decode()
    assert all(f'src="{href}"' in ncx for href, _ in links)


def test_the_record_lies_in_the_book_without_text_and_addresses() -> None:
    html = "<p>x</p>"
    claimed = FieldClaim(
        "html",
        Claim(html, Standing.LABELLED, Evidence("1" * 64, "line 1", "", "r/1")),
    )
    chapter = replace(WORK.chapters[0], html=html, text="x", evidence=(claimed,))
    line = book_of(replace(WORK, chapters=(chapter,))).read("META-INF/fanfold.jsonl")

    found = parse_line(line)

    assert isinstance(found, Work)
    assert (found.title, found.emails, found.rating) == (WORK.title, (), WORK.rating)
    assert b"<p>" not in line
    whole: dict[str, Any] = json.loads(line)
    assert whole["chapters"][0]["evidence"][0]["place"] == "line 1"


def test_the_same_story_of_another_archive_has_another_name() -> None:
    from fanfold.model.work import Audience, Stage, State
    from fanfold.writers.epub.package import identifier_of

    state = State(Stage.SHOWN, Audience.ALL, gated=False)
    here = replace(WORK, state=state)

    assert identifier_of(here) == identifier_of(replace(here, title="Other"))
    assert identifier_of(here) != identifier_of(replace(here, id="w2"))


@given(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(SOUP.split("|")),
        max_size=30,
    ),
)
def test_every_page_is_well_formed_whatever_the_text_holds(
    title: str, soup: list[str]
) -> None:
    html = "word".join(soup)
    chapters = (Chapter("c", 1, html, "", 1, title=title, notes=html),)
    work = Work("w", title, summary=html, end_notes=html, chapters=chapters)

    book = book_of(work)

    for name in book.namelist():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            ElementTree.fromstring(book.read(name))
