"""What holds for any file of text."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.errors import NoTextError, UnreadableSourceError
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Standing, best
from fanfold.model.original import Original
from fanfold.readers import posted_text
from fanfold.readers.contract import Source
from fanfold.text.decode import decode


def read(content: bytes, folder: Path) -> list[object]:
    path = folder / "any.txt"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    original = Original(sha256, len(content), path.name, path=path)
    return list(posted_text.read(Source((original,)), scratch=folder))


def read_one(text: str, folder: Path) -> DraftWork:
    (draft,) = (
        each for each in read(text.encode(), folder) if isinstance(each, DraftWork)
    )
    return draft


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400).filter(lambda content: b"\0" not in content))
def test_any_text_bytes_give_exactly_one_draft(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            found = read(content, Path(folder))
        except NoTextError:
            assert not any(map(str.isalnum, decode(content)[0]))
            return

    assert sum(isinstance(each, DraftWork) for each in found) == 1


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Title: X",
                "by Anna",
                "Rating: PG",
                "",
                "Part 1",
                "* * *",
                "THE END",
                "back",
                "Notes:",
                "It snowed all day and nobody came.",
                "[Main] [Links]",
                "1/2",
            ]
        ),
        max_size=14,
    ).filter(lambda rows: any(map(str.isalnum, "".join(rows))))
)
def test_no_order_of_rows_stops_the_grammar(rows: list[str]) -> None:
    with TemporaryDirectory() as folder:
        draft = read_one("\n".join(rows), Path(folder))

    assert len(draft.chapters) >= 1


def test_nul_bytes_are_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSourceError) as raised:
        read(b"abc\0def\0" * 20, tmp_path)

    assert raised.value.code == "nul-bytes"


def test_title_comes_with_the_line_it_was_on(tmp_path: Path) -> None:
    draft = read_one("Fandom: due South\nTitle: Home\n\nIt snowed.\n", tmp_path)

    title = best(draft.title)
    assert title is not None
    assert title.value == "Home"
    assert title.standing is Standing.LABELLED
    assert title.evidence.place == "line 2"
    assert title.evidence.quote == "Title: Home"


def test_no_address_stands_outside_of_emails(tmp_path: Path) -> None:
    text = (
        "Title: Home anna@example.org\nAuthor: Anna (anna@example.org)\n"
        "Rating: PG anna@example.org\nShoe size: anna@example.org 40\n\n"
        "He wrote to anna@example.org and to anna at example dot org.\n"
    )

    draft = read_one(text, tmp_path)

    assert draft.emails == ("anna@example.org",)
    assert "anna@" not in repr(draft).replace(repr(draft.emails), "")
    assert "example dot" not in repr(draft)
