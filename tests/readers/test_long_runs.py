"""Runs of 300 kB of any sign, or of any tag in itself, cost no more than their length.

A pattern that goes back over what it has read takes minutes for what takes a second.
"""

from __future__ import annotations

import hashlib
import string
from pathlib import Path

import pytest

from fanfold.model.original import Original
from fanfold.readers import posted_text, saved_page
from fanfold.readers.contract import Reader, Source
from tests.pace import within

SIZE = 300_000
#: Half of that at rest: benchmarks/long_runs.py.
SECONDS = 2
SIGNS = [
    *string.punctuation,
    *"aAxX0 \t\n\xa0—–…“’Ãâí雪",
    *("a ", "a.", "a: ", ": ", "A/B ", "a@", "a@b.", " at ", "at dot ", "1/", "* "),
    *("_a", "é—"),
    *("&#", "&#1", "&lt;", "\\'", "<!--", "-->", "<a ", "</", "<p", "='", '="', "]]>"),
    *(
        "Part 1\n",
        "Title: a\n",
        "\n\n\n",
        "a\n\n",
        "> ",
        "From: a\n",
        "***\n",
        "by a\n",
    ),
]
TAGS = (
    *("a", "b", "i", "p", "q", "u", "br", "dd", "div", "em", "font", "h1", "hr", "img"),
    *("li", "ol", "pre", "script", "span", "style", "table", "td", "tr", "ul", "title"),
    *("blockquote", "center", "small", "textarea", "svg", "select", "wbr", "xyz"),
)


def read_swiftly(reader: Reader, content: bytes, folder: Path) -> None:
    path = folder / "run"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    source = Source((Original(digest, len(content), "run.txt", path=path),))
    with within(SECONDS):
        list(reader.read(source, scratch=folder))


def run_of(unit: str) -> bytes:
    """A run with a word before it: signs alone are no text and would not be read."""
    raw = unit.encode()
    return b"Snow.\n" + raw * (SIZE // len(raw))


@pytest.mark.parametrize("unit", SIGNS, ids=ascii)
def test_a_run_of_any_sign(unit: str, tmp_path: Path) -> None:
    read_swiftly(posted_text.reader, run_of(unit), tmp_path)


@pytest.mark.parametrize("unit", ["<", "&", "</", "<!--", "<a ", "='", "<p", "a "])
def test_a_run_of_markup_in_a_page(unit: str, tmp_path: Path) -> None:
    read_swiftly(saved_page.reader, run_of(unit), tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("unit", SIGNS, ids=ascii)
def test_a_run_of_any_sign_in_a_page(unit: str, tmp_path: Path) -> None:
    read_swiftly(saved_page.reader, run_of(unit), tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("unit", SIGNS, ids=ascii)
def test_a_run_of_any_sign_behind_a_header(unit: str, tmp_path: Path) -> None:
    head = b"Title: Home\nAuthor: Marrow\nRating: PG\nNotes: "

    read_swiftly(posted_text.reader, head + run_of(unit), tmp_path)


@pytest.mark.parametrize("tag", ["b", "div", "font", "table", "li", "script", "xyz"])
def test_a_tag_in_itself(tag: str, tmp_path: Path) -> None:
    read_swiftly(saved_page.reader, run_of(f"<{tag}>a"), tmp_path)


@pytest.mark.nightly
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("form", ["<{0}>", "<{0}>a", "</{0}>", "<{0}>a</{0}>\n"])
def test_any_tag_in_itself(tag: str, form: str, tmp_path: Path) -> None:
    read_swiftly(saved_page.reader, run_of(form.format(tag)), tmp_path)
