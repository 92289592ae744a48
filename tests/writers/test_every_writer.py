"""What holds for every form a story is given back in."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.errors import UnknownFormatError
from fanfold.model.creator import Credit
from fanfold.model.work import Chapter, Work
from fanfold.writers.contract import Writer, writer_for, writers

DOCS = Path(__file__).parents[2] / "docs" / "writers"
ADDRESS = "marrow@example.org"

WORK = Work(
    id="w1",
    title="Snow & <em>Rain</em>",
    creators=(Credit("Marrow"),),
    emails=(ADDRESS,),
    summary="Tarn < Rook.",
    notes=f"Write to {ADDRESS}",
    fandoms=("The Cold Harbour",),
    chapters=(
        Chapter("c1", 1, "<p>It <em>snowed</em>.</p>\n<hr>\n<p>Twice.</p>", "", 3),
        Chapter("c2", 2, f"<p>Mail {ADDRESS}, he said.</p>", "", 4, title="Thaw"),
    ),
)

each_writer = pytest.mark.parametrize("writer", writers(), ids=lambda each: each.name)


def bytes_of(writer: Writer, work: Work) -> bytes:
    stream = io.BytesIO()
    writer.write(work, stream)
    return stream.getvalue()


@each_writer
def test_the_same_work_gives_the_same_bytes(writer: Writer) -> None:
    again = replace(WORK, chapters=tuple(map(replace, WORK.chapters)))

    assert bytes_of(writer, WORK) == bytes_of(writer, again)


@each_writer
def test_another_work_gives_other_bytes(writer: Writer) -> None:
    other = replace(WORK, title="Thaw")

    assert bytes_of(writer, WORK) != bytes_of(writer, other)


@each_writer
def test_a_work_without_anything_can_be_written(writer: Writer) -> None:
    assert bytes_of(writer, Work("w0", "")) != b""


@pytest.mark.parametrize("suffix", [".html", ".txt", ".jsonl"])
def test_a_story_that_nobody_signed_gets_no_name(suffix: str) -> None:
    text = bytes_of(writer_for(suffix), replace(WORK, creators=())).decode("utf-8")

    assert "Unknown" not in text
    assert "Author" not in text
    assert "by " not in text


@each_writer
def test_a_writer_has_a_page(writer: Writer) -> None:
    text = (DOCS / f"{writer.name}.md").read_text(encoding="utf-8")

    assert writer.suffix in text


@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_no_address_of_a_person_is_written(suffix: str) -> None:
    text = bytes_of(writer_for(suffix), WORK).decode("utf-8")

    assert ADDRESS not in text
    assert text.count("[address removed]") == 2


def test_a_page_shows_markup_of_a_title_and_escapes_the_rest() -> None:
    page = bytes_of(writer_for(".html"), WORK).decode("utf-8")

    assert "<h1>Snow &amp; <em>Rain</em></h1>" in page
    assert "<title>Snow &amp; Rain by Marrow</title>" in page
    assert "Tarn &lt; Rook." in page


def test_text_has_emphasis_as_people_type_it() -> None:
    text = bytes_of(writer_for(".txt"), WORK).decode("utf-8")

    assert "It *snowed*.\n\n* * *\n\nTwice." in text
    assert "~ Thaw ~" in text


def test_no_writer_is_found_for_a_made_up_ending() -> None:
    with pytest.raises(UnknownFormatError, match=r"\.epub"):
        writer_for(".xyz")


@given(st.text(max_size=200))
def test_a_page_never_runs_what_a_text_holds(text: str) -> None:
    hostile = f"<p>{text}<script>alert(1)</script></p>"
    work = Work("w", text, chapters=(Chapter("c", 1, hostile, text, 1),))

    page = bytes_of(writer_for(".html"), work).decode("utf-8")

    assert "<script" not in page.lower().partition("</style>")[2].replace("&lt;", "")
