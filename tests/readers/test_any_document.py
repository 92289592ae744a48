"""What holds for every reader of office files and downloads, whatever bytes it gets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.intake.examine import examine
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import best
from fanfold.model.problem import Problem
from fanfold.readers.contract import Recognition, Source, reader_named
from fanfold.text.house import plain
from tests.pace import within
from tests.readers import documents
from tests.readers.documents import OPEN, PDF, RICH, WORD, docx, o_p, odt, pdf, rtf, w_p
from tests.readers.reading_bytes import cut_and_changed, original_of, read

HERE = Path(__file__).parent
READERS = ("word_file", "open_document", "rich_text", "pdf_file", "fanficfare")
#: How each kind of file begins, so that random bytes get past the first look.
BEGINNINGS = {
    "word_file": WORD["header"][0](),
    "open_document": OPEN["header"][0](),
    "rich_text": RICH["header"][0](),
    "pdf_file": PDF["header"][0](),
    "fanficfare": (HERE / "fanficfare" / "text" / "source.txt").read_bytes(),
}
others = st.sampled_from(READERS)


def texts(name: str, content: bytes) -> list[str]:
    (work,), _ = read(reader_named(name), content)
    return [chapter.text for chapter in work.chapters]


def codes(name: str, content: bytes) -> set[str]:
    return {each.code for each in read(reader_named(name), content)[1]}


@settings(max_examples=100, deadline=None)
@given(others, st.binary(max_size=500))
def test_any_bytes_give_works_problems_or_a_clear_error(
    name: str, content: bytes
) -> None:
    works, problems = read(reader_named(name), content)

    assert works or problems


@settings(max_examples=120, deadline=None)
@given(others, st.integers(0), st.integers(0, 255), st.integers(0))
def test_a_damaged_document_gives_works_problems_or_a_clear_error(
    name: str, at: int, byte: int, until: int
) -> None:
    content = cut_and_changed(BEGINNINGS[name], at, byte, until)

    works, problems = read(reader_named(name), content)

    assert works or problems


WORDS = (
    r"{|}|{\*\x |\i |\i0 |\b |\par |\pard |\qc |\u8212 ?|\u-1 |\'e9|\'81|\uc0 |\bin2 |"
    r"\fldinst |{\field|{\footnote |\v |\plain |\s1 |{\stylesheet|{\info{\title |word |"
    "\\|\r\n|\xff|;|\\~|\\*"
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split("|")), max_size=40))
def test_no_order_of_control_words_stops_rtf(words: list[str]) -> None:
    content = b"{\\rtf1\\ansi " + "".join(words).encode("latin-1")

    works, _ = read(reader_named("rich_text"), content)

    assert len(works) == 1


TAGS = (
    "<text:p>|</text:p>|<text:span text:style-name='I'>|</text:span>|<text:a>|</text:a>"
    "|"
    "<text:note-body>|</text:note-body>|<text:s/>|word |<office:annotation>|"
    "</office:annotation>|<table:table-cell>|</text:h>|<text:h>|</office:text>|&x;|<|]]>"
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TAGS.split("|")), max_size=25))
def test_no_order_of_tags_stops_opendocument(tags: list[str]) -> None:
    works, problems = read(reader_named("open_document"), odt("".join(tags)))

    assert works or problems


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rich_text", b"{\\rtf1 " + b"{" * 200_000),
        ("rich_text", b"{\\rtf1 " + b"\\'" * 150_000),
        ("rich_text", b"{\\rtf1 " + b"{\\i x}" * 60_000),
        ("rich_text", b"{\\rtf1 " + b"\\u8212 " * 50_000),
        ("open_document", odt("<text:span>" * 30_000)),
        ("open_document", odt("<text:p>" * 30_000)),
        ("word_file", docx("<w:p>" * 20_000)),
        ("word_file", docx(w_p("x") * 1_500)),
    ],
)
def test_time_grows_with_length_alone(name: str, content: bytes) -> None:
    with within(3):
        read(reader_named(name), content)


def test_a_bomb_of_entities_is_disarmed_in_every_xml() -> None:
    lol = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9)
    )
    dtd = f"?><!DOCTYPE x [{lol}]>"
    word = documents.zipped(
        {
            name: content.replace(b"?>", dtd.encode(), 1).replace(b"lamp", b"l&l8;amp")
            for name, content in _parts(WORD["header"][0]()).items()
        }
    )
    open_text = documents.zipped(
        {
            name: content.replace(b"?>", dtd.encode(), 1).replace(b"lamp", b"l&l8;amp")
            for name, content in _parts(OPEN["header"][0]()).items()
        }
    )

    for name, content in (("word_file", word), ("open_document", open_text)):
        assert texts(name, content)[0].startswith("The lamp was still lit")
        assert "xml-dtd" in codes(name, content)


def _parts(content: bytes) -> dict[str, bytes]:
    import io
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(content)) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_locked_and_empty_documents_are_named() -> None:
    locked = odt(o_p("x"), manifest="<encryption-data/>")

    assert codes("open_document", locked) == {"document-locked"}
    assert codes("pdf_file", pdf([[]])) == {"pdf-no-text"}
    assert codes("pdf_file", b"%PDF-1.4\nnothing") == {"document-damaged"}


def test_letters_that_mean_nothing_are_kept_and_told_of() -> None:
    content = rtf(r"Title: X\par It \'81 was.\par")

    assert "stray-bytes" in codes("rich_text", content)


@pytest.mark.parametrize("name", READERS)
def test_an_address_in_a_document_is_private(name: str, tmp_path: Path) -> None:
    said = "He wrote to anna@example.org and to bea at example dot org."
    made = {
        "word_file": docx(w_p("Title: X") + w_p("Author: Wren") + w_p(said)),
        "open_document": odt(o_p("Title: X") + o_p("Author: Wren") + o_p(said)),
        "rich_text": rtf(rf"Title: X\par Author: Wren\par {said}\par"),
        "pdf_file": pdf([[(72, 500, "F1", "Title: X"), (72, 480, "F1", said)]]),
        "fanficfare": BEGINNINGS["fanficfare"].replace(b"It was on.", said.encode()),
    }

    (work,), _ = read(reader_named(name), made[name])

    assert "anna@" not in repr(work.chapters)
    assert "example dot" not in repr(work.chapters)
    assert "[address removed]" in repr(work.chapters)


def test_a_text_called_a_word_file_is_read_for_what_it_is(tmp_path: Path) -> None:
    original = original_of(RICH["header"][0](), tmp_path / "story.doc")

    assert (
        reader_named("rich_text").recognise(Source((original,))) is Recognition.CERTAIN
    )
    assert reader_named("word_binary").recognise(Source((original,))) is Recognition.NO


def test_an_older_word_file_is_read_by_a_converter_or_told_of() -> None:
    """In its own process, as an import reads it: the walls go up behind it."""
    found = list(examine([HERE / "word_binary" / "header" / "source.doc"]))

    works = [each for each in found if isinstance(each, DraftWork)]
    problems = {each.code for each in found if isinstance(each, Problem)}
    if works:
        title = best(works[0].title)
        assert title is not None
        assert title.value == "The Last Watch"
        assert "lamp was" in plain(best(works[0].chapters[0].html).value)  # type: ignore[union-attr]
    else:
        assert "not-converted" in problems


@pytest.mark.nightly
@settings(max_examples=3000, deadline=None)
@given(others, st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=30))
def test_fuzz_of_damaged_documents(name: str, changes: list[tuple[int, int]]) -> None:
    content = BEGINNINGS[name]
    for at, byte in changes:
        content = cut_and_changed(content, at, byte, 0)

    works, problems = read(reader_named(name), content)

    assert works or problems
