"""What holds for any book: nothing fetched, nothing lost, our own given back whole."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.intake.examine import examine
from fanfold.keep.containers import Form, form_of
from fanfold.model.advice import Status
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import best
from fanfold.model.record import to_json
from fanfold.model.work import Chapter, Work
from fanfold.readers.contract import Recognition, Source
from fanfold.readers.epub_book import reader
from fanfold.text.addresses import removed_within
from fanfold.text.house import plain
from fanfold.writers.epub import writer
from tests import strategies
from tests.pace import within
from tests.readers.epub_book import making
from tests.readers.epub_book.making import NAV, SIMPLE, book, nav, page
from tests.readers.reading_bytes import cut_and_changed, original_of, read

ROOT = Path(__file__).parents[3]
PLAIN = SIMPLE.format(title="Bound", name="Wren")


def one(content: bytes) -> DraftWork:
    (work,), _ = read(reader, content, "a.epub")
    return work


def codes(content: bytes) -> set[str]:
    return {each.code for each in read(reader, content, "a.epub")[1]}


def texts(work: DraftWork) -> list[str]:
    return [chapter.text for chapter in work.chapters]


def titles(work: DraftWork) -> list[str | None]:
    claims = (best(chapter.title) for chapter in work.chapters)
    return [claim and claim.value for claim in claims]


# -- left alone ------------------------------------------------------------------------


def test_a_zip_of_pages_is_no_book(tmp_path: Path) -> None:
    content = making.zipped({"a.html": page("<p>A.</p>")}, type_first=False)
    original = original_of(content, tmp_path / "pages.zip")

    assert reader.recognise(Source((original,))) is Recognition.NO
    assert form_of(tmp_path / "pages.zip", "pages.zip") is Form.ZIP


def test_an_office_document_is_no_book(tmp_path: Path) -> None:
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}
    content = making.zipped(parts, type_first=False)
    original = original_of(content, tmp_path / "a.odt")

    assert reader.recognise(Source((original,))) is Recognition.NO


def test_a_book_in_any_order_is_not_opened_as_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    path.write_bytes(book(PLAIN, {"a.xhtml": page("<p>A.</p>")}, type_first=False))

    works = [each for each in examine([path]) if isinstance(each, DraftWork)]

    assert form_of(path, path.name) is None
    assert [best(work.title) is not None for work in works] == [True]


# -- our own books ---------------------------------------------------------------------


def own_book(work: Work) -> bytes:
    stream = io.BytesIO()
    writer.write(work, stream)
    return stream.getvalue()


def public(work: Work) -> dict[str, Any]:
    made: dict[str, Any] = removed_within(to_json(replace(work, emails=())))
    return made


def found_works() -> Iterator[Work]:
    for item in examine([ROOT / "examples"]):
        if isinstance(item, DraftWork):
            yield settled(item)


def test_every_example_comes_back_from_its_book_as_the_record_it_was() -> None:
    count = 0
    for work in found_works():
        again = settled(one(own_book(work)))

        assert public(again) == public(work)
        count += 1
    assert count > 20


@settings(max_examples=60, deadline=None)
@given(strategies.storable_works)
def test_any_work_comes_back_from_its_book_with_every_value(work: Work) -> None:
    again = public(settled(one(own_book(work))))

    wanted = public(work)
    claimed = {entry["field"] for entry in wanted.pop("evidence")}
    found = {entry["field"] for entry in again.pop("evidence")}
    assert claimed <= found
    for key, value in wanted.items():
        # Where claims say something else than the value, the claims are the draft.
        if key not in claimed | {"chapters", "authors", "word_count"}:
            assert again.get(key) == value, key
    for made, chapter in zip(again["chapters"], wanted["chapters"], strict=True):
        assert (made["html"], made["text"]) == (chapter["html"], chapter["text"])


def test_the_text_lies_in_the_pages_alone() -> None:
    html = "<p>A <em>lamp</em>.<br>\nNo\xa0wind &amp; no rain.</p>\n<hr>"
    chapter = Chapter("1", 1, html, plain(html), 6)

    made = ZipFile(io.BytesIO(own_book(Work("w", "T", chapters=(chapter,)))))

    line = json.loads(made.read("META-INF/fanfold.jsonl"))
    assert line["chapters"][0]["html"] == ""
    assert line["chapters"][0]["page"] == "OPS/chapter-0001.xhtml"


def test_a_page_that_was_changed_counts_and_is_told_of() -> None:
    html = "<p>A lamp.</p>"
    made = own_book(Work("w", "T", chapters=(Chapter("1", 1, html, plain(html), 2),)))
    parts = {
        name: ZipFile(io.BytesIO(made)).read(name)
        for name in ZipFile(io.BytesIO(made)).namelist()
        if name != "mimetype"
    }
    name = "OPS/chapter-0001.xhtml"
    parts[name] = parts[name].replace(b"A lamp.", b"Two lamps burnt.")
    changed = making.zipped(parts)

    work = settled(one(changed))

    assert [c.text for c in work.chapters] == ["Two lamps burnt."]
    assert work.chapters[0].words == 3
    assert codes(changed) == {"book-changed"}


# -- foreign books ---------------------------------------------------------------------


def test_the_sources_of_the_cases_are_what_the_script_makes() -> None:
    for name, (make, _) in making.CASES.items():
        if name != "own":
            made = (making.HERE / name / "source.epub").read_bytes()
            with ZipFile(io.BytesIO(made)) as one, ZipFile(io.BytesIO(make())) as other:
                assert one.namelist() == other.namelist()
                assert all(one.read(n) == other.read(n) for n in one.namelist())


def test_empty_elements_of_xml_swallow_nothing() -> None:
    body = '<a id="x"/><p>It blew.</p><p/><div/><script src="a.js"/>'
    body += "<p>It rained.</p><title/>"

    work = one(book(PLAIN, {"a.xhtml": page(body + "<p>It snowed.</p>")}))

    assert texts(work) == ["It blew.\n\nIt rained.\n\nIt snowed."]


def test_what_stands_in_character_data_is_text() -> None:
    work = one(book(PLAIN, {"a.xhtml": page("<p><![CDATA[1 < 2 & so]]></p>")}))

    assert texts(work) == ["1 < 2 & so"]


def test_entities_of_its_own_are_left_out_and_told_of() -> None:
    lol = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9)
    )
    bomb = page("<p>Before &l8; after&mdash;wards.</p>").replace(
        "?>\n", f"?>\n<!DOCTYPE html [{lol}]>\n", 1
    )

    content = book(PLAIN, {"a.xhtml": bomb})

    assert texts(one(content)) == ["Before after—wards."]
    assert codes(content) == {"xml-dtd"}


def test_garbled_fonts_are_no_lock() -> None:
    def locked(algorithm: str, part: str) -> bytes:
        return book(
            PLAIN,
            {"a.xhtml": page("<p>A.</p>")},
            others={
                "META-INF/encryption.xml": "<encryption><EncryptedData>"
                f'<EncryptionMethod Algorithm="{algorithm}"/><CipherData>'
                f'<CipherReference URI="{part}"/></CipherData></EncryptedData>'
                "</encryption>"
            },
        )

    fonts = locked("http://www.idpf.org/2008/embedding", "OEBPS/a.ttf")
    text = locked("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/a.xhtml")

    assert codes(fonts) == set()
    assert codes(text) == {"epub-drm"}
    assert read(reader, text)[0] == []


def test_a_heading_alone_stands_before_the_next_chapters() -> None:
    pages = {
        "p.xhtml": page("<h1>Part One</h1>"),
        "a.xhtml": page("<h2>Rope</h2><p>A.</p>"),
        "b.xhtml": page("<h2>Knot</h2><p>B.</p>"),
    }

    work = one(book(PLAIN, pages))

    assert titles(work) == ["Rope", "Knot"]
    assert texts(work) == ["A.", "B."]


def test_a_header_in_pieces_of_a_page_is_found_behind_its_menu() -> None:
    pages = {
        "a.xhtml": page(
            '<p><a href="i.html">home</a> | <a href="s.html">stories</a></p>'
        ),
        "b.xhtml": page(
            "<h2>Bound</h2><p>By Quill</p><p>Fandom: Rope</p><p>Rating: PG</p><hr/>"
        ),
        "c.xhtml": page("<h2>Chapter 1: Rope</h2><p>It was coiled.</p>"),
        "d.xhtml": page("<h2>Chapter 2: Knot</h2><p>It was tied.</p><p>THE END</p>"),
    }

    work = one(book(PLAIN, pages))

    fandoms, status = best(work.fandoms), best(work.status)
    assert (titles(work), texts(work)) == (
        ["Rope", "Knot"],
        ["It was coiled.", "It was tied."],
    )
    assert fandoms is not None
    assert fandoms.value == ("Rope",)
    assert status is not None
    assert status.value is Status.COMPLETE


def test_contents_with_links_that_lead_nowhere_lose_no_page() -> None:
    places = nav(("One", "a.xhtml"), ("Lost", "z.xhtml"), ("Two", "b.xhtml#none"))
    pages = {"a.xhtml": page("<p>A.</p>"), "b.xhtml": page("<p>B.</p>")}

    work = one(book(PLAIN, pages, extra=NAV, others={"nav.xhtml": places}))

    assert (titles(work), texts(work)) == (["One", "Two"], ["A.", "B."])


def test_an_address_in_a_book_is_private() -> None:
    metadata = SIMPLE.format(
        title="For anna@example.org", name="Wren (wren@example.org)"
    )
    body = page("<p>He wrote to anna at example dot org.</p>")

    work = one(book(metadata, {"a.xhtml": body}))

    assert set(work.emails) >= {"anna@example.org", "wren@example.org"}
    rest = repr(replace(work, emails=()))
    assert "anna@" not in rest
    assert "wren@" not in rest
    assert "example dot" not in rest


# -- any bytes -------------------------------------------------------------------------

SAMPLES = sorted(making.HERE.glob("*/source.epub"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_give_works_problems_or_a_clear_error(content: bytes) -> None:
    read(reader, content)
    works, problems = read(reader, b"PK\x03\x04" + content, "a.epub")
    assert works or problems


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SAMPLES), st.integers(0), st.integers(0, 255), st.integers(0))
def test_a_damaged_book_gives_works_problems_or_a_clear_error(
    sample: Path, at: int, byte: int, until: int
) -> None:
    works, problems = read(
        reader, cut_and_changed(sample.read_bytes(), at, byte, until), "a.epub"
    )
    assert works or problems


PIECES = (
    "<p>|</p>|<h1>Chapter 1|</h1>|<section id='a'>|</section>|word |<br/>|<hr/>|<nav>|"
    "<a href='#a'>|</a>|<![CDATA[|]]>|<!DOCTYPE|[|]>|<!ENTITY x 'y'>|&x;|&amp;|<|>|/>|"
    "<title/>|Title: X|<dl><dt>|</dl>|<body>|<item id='b' href='b.xhtml'/>|</metadata>|"
    "<dc:title>|</dc:title>|<meta property='x'>|<itemref idref='b'/>|<?xml?>|<!--|-->|'"
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=25), st.booleans())
def test_no_order_of_tags_stops_the_reading(pieces: list[str], opf: bool) -> None:
    soup = "".join(pieces)
    content = book(
        PLAIN + (soup if opf else ""),
        {"a.xhtml": page("" if opf else soup), "b.xhtml": page("<p>B.</p>")},
        extra=NAV,
        others={"nav.xhtml": nav(("A", "a.xhtml")) + soup},
    )

    works, problems = read(reader, content, "a.epub")

    assert works or problems


@pytest.mark.parametrize(
    "run", ["<a ", "<![CDATA[", "&", "<p>", "<p ", "</p>", "<!--", "<!DOCTYPE [", "/>"]
)
def test_time_grows_with_length_alone(run: str) -> None:
    content = book(PLAIN, {"a.xhtml": page(run * (300_000 // len(run)))})

    with within(1):
        read(reader, content, "a.epub")


@pytest.mark.nightly
@settings(max_examples=3000, deadline=None)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=30),
)
def test_fuzz_of_damaged_books(sample: Path, changes: list[tuple[int, int]]) -> None:
    content = sample.read_bytes()
    for at, byte in changes:
        content = cut_and_changed(content, at, byte, 0)

    works, problems = read(reader, content, "a.epub")

    assert works or problems
