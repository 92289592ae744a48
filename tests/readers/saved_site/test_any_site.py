"""What holds for any bytes as pages of a site, or as a web archive's file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.errors import SourceError
from fanfold.model.original import Original
from fanfold.readers import saved_site
from fanfold.readers.contract import Source

PIECES = [
    *(
        b"<html><body>",
        b"<title>Snow - Part 2</title>",
        b"<h2>Snow</h2>",
        b"Part 1 of 2",
    ),
    *(
        b'<a href="0.html">',
        b'<a href="1.html">Next</a>',
        b"<a href='2.html#x'>[3]</a>",
    ),
    *(
        b'<a href="http://[">x</a>',
        b'<a href="//">',
        b'<a href="?sid=3&chapter=2">2</a>',
    ),
    *(b"<frameset><frame src=1.html>", b"<base href='http://example.org/a/b.html'>"),
    *(b"<!-- saved from url=(0023)http://example.org/c.html -->", b"<img alt='Ice'>"),
    *(
        b"<p>It had been snowing for days.</p>" * 8,
        b"by Wren",
        b"<li>",
        b"\0",
        b"\xe9\x93",
    ),
    *(b"<hr>", b"<br>", b"</a>", b"Guestbook", b"THE END"),
]
ANY = st.lists(st.sampled_from(PIECES) | st.binary(max_size=5), max_size=14)
RECORDS = [
    *(b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"WARC-Type: revisit\r\n", b"\r\n"),
    *(b"WARC-Target-URI: http://example.org/a\r\n", b"Content-Length: 60\r\n"),
    *(b"Content-Type: application/http; msgtype=response\r\n", b"\r\n\r\n"),
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>It snowed.",
]


def read(contents: dict[str, bytes], folder: Path) -> list[object]:
    originals = []
    for number, (name, content) in enumerate(contents.items()):
        path = folder / str(number)
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        originals.append(Original(sha256, len(content), name, path=path))
    list(saved_site.gather(originals))
    return list(saved_site.read(Source(tuple(originals)), scratch=folder))


def read_any(pages: list[list[bytes]]) -> None:
    contents = {f"{n}.html": b"".join(page) for n, page in enumerate(pages)}
    with TemporaryDirectory() as folder:
        try:
            read(contents, Path(folder))
        except SourceError:
            return


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=4))
def test_any_pages_give_records_problems_or_a_clear_error(
    pages: list[list[bytes]],
) -> None:
    read_any(pages)


@pytest.mark.nightly
@settings(max_examples=5_000, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=6))
def test_fuzz_any_pages(pages: list[list[bytes]]) -> None:
    read_any(pages)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(RECORDS) | st.binary(max_size=8), max_size=20))
def test_any_records_give_problems_or_a_clear_error(records: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        read({"a.warc": b"WARC/1.0\r\n" + b"".join(records)}, Path(folder))


@pytest.mark.nightly
@settings(max_examples=5_000, deadline=None)
@given(st.lists(st.sampled_from(RECORDS) | st.binary(max_size=8), max_size=40))
def test_fuzz_any_records(records: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        read({"a.warc": b"WARC/1.0\r\n" + b"".join(records)}, Path(folder))
