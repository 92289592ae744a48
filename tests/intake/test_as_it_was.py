"""Originals beside what was read: lines, marks, bytes, and nobody's address."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fanfold.intake import as_it_was
from fanfold.intake.as_it_was import Mark, Opened
from fanfold.keep.originals import Originals
from fanfold.model.draft import DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing

ADDRESS = "anna@example.org"


def text_of(*lines: str) -> Opened:
    raw = "\n".join(lines).encode()
    return Opened(raw, as_it_was.hidden(raw.decode()))


def told(line: as_it_was.Line) -> str:
    return "".join(text for text, _ in line.parts)


def drafted_from(place: str, digest: str = "1" * 64) -> DraftWork:
    seen = Evidence(digest, place, "", "test/1")
    html = Claim("<p>Snow.</p>", Standing.LABELLED, seen)
    return DraftWork(chapters=(DraftChapter(html=(html,), text="Snow.", words=1),))


def test_what_was_read_is_marked_where_it_stands() -> None:
    marks = [Mark("title", 2, "Title: Snow"), Mark("rating", 3, "elsewhere")]

    lines = as_it_was.source(text_of("", "** Title: Snow **", "PG"), marks)

    assert lines[1].parts == (("** ", ""), ("Title: Snow", "title"), (" **", ""))
    assert (lines[1].beside, lines[2].beside) == ((), ("rating",))


def test_lines_far_away_are_shown_where_something_was_seen() -> None:
    found = text_of(*(f"line of snow {n}" for n in range(1, 1001)))

    lines = as_it_was.source(found, [Mark("author", 900, "snow 900")])

    numbers = [line.number for line in lines]
    assert numbers == [*range(1, 201), *range(897, 904)]
    assert [line.number for line in lines if line.gap] == [897]


def test_a_line_as_long_as_a_story_is_shown_around_its_mark() -> None:
    found = text_of("x" * 50_000 + "Title: Snow" + "y" * 50_000)

    (line,) = as_it_was.source(found, [Mark("title", 1, "Title: Snow")])

    assert ("Title: Snow", "title") in line.parts
    assert len(told(line)) < 2 * 1000


@pytest.mark.parametrize(
    "text",
    [
        f"write to {ADDRESS} soon",
        "anna (at) example dot org",
        "write to anna@\nexample.org soon",
        "from [192.0.2.17] by list",
    ],
)
def test_addresses_are_hidden_and_lines_keep_their_numbers(text: str) -> None:
    hidden = as_it_was.hidden(f"one\n{text}\nthree")

    assert "anna" not in hidden
    assert "192.0" not in hidden
    assert hidden.count("\n") == text.count("\n") + 2
    assert "removed]" in hidden


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_addresses_are_hidden_in_bytes_too(encoding: str) -> None:
    raw = f"Mail: {ADDRESS}, snow. Host 192.0.2.17.".encode(encoding)

    rows = as_it_was.rows(raw, 0)
    letters = "".join(row.letters for row in rows).replace(".", "")
    figures = " ".join(row.figures for row in rows)

    assert "Mail: " in letters
    assert "snow Host " in letters
    wide = "utf-16-le" if encoding == "utf-16" else encoding
    for secret in ("anna", "192", "example"):
        assert secret not in letters
        bare = secret.encode("utf-32-le" if encoding == "utf-32" else wide)
        assert bare.hex(" ") not in figures


def test_an_address_cut_by_the_edge_of_a_page_is_hidden_on_both() -> None:
    page = as_it_was.WIDTH * as_it_was.ROWS
    raw = b"x" * (page - 6) + b" anna@example.org and on" + b"y" * 100

    before, behind = as_it_was.rows(raw, 0), as_it_was.rows(raw, page)

    assert before[-1].letters.endswith("x ·····")
    assert behind[0].letters.startswith("·" * 11 + " and")
    assert behind[0].offset == f"{page:06x}"


def test_a_line_is_found_in_the_bytes() -> None:
    assert as_it_was.offset_of(b"one\ntwo\nthree", 3) == 8
    assert as_it_was.offset_of(b"one", 9) == 0


@pytest.mark.parametrize("place", ["line 3", "lines 7-70", "text of part 2", ""])
def test_a_file_of_its_own_is_shown(place: str) -> None:
    assert as_it_was.own_original("posted_text", drafted_from(place))[0] == "1" * 64


@pytest.mark.parametrize(
    ("reader", "place"),
    [
        ("efiction_dump", "fanfiction_chapters[chapid=3].storytext"),
        ("mailbox", "message 1, line 3"),
        ("epub_book", "OEBPS/ch2.xhtml line 4"),
        ("records", "line 3"),
    ],
)
def test_a_file_of_many_is_not(reader: str, place: str) -> None:
    assert as_it_was.own_original(reader, drafted_from(place)) == ("", ())


def test_what_is_no_text_or_not_at_hand_is_not_opened(tmp_path: Path) -> None:
    store = Originals(tmp_path)
    raw = b"PK\x03\x04" + bytes(range(256)) * 4
    digest = hashlib.sha256(raw).hexdigest()
    path = store.path(digest)
    path.parent.mkdir(parents=True)
    path.write_bytes(raw)

    assert as_it_was.opened(store, digest, ()) is None
    assert as_it_was.opened(store, "2" * 64, ()) is None
    assert as_it_was.opened(store, "no digest", ()) is None


def test_plain_text_is_shown_as_such_and_a_page_as_a_page() -> None:
    assert "&lt;b>" in text_of("a <b> & c").page.replace("&gt;", ">")
    assert text_of("<html><body><p>Snow</p></body></html>").page.startswith("<html>")
