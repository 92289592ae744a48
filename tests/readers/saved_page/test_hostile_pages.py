"""Pages made to take long: each 300 kB, each read whole in about a second of CPU."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.readers import saved_page
from fanfold.readers.contract import Source
from tests.pace import within


@pytest.mark.parametrize(
    "piece",
    [
        *("<p>a", "<hr>a", "<h2>a", "<li>a", "<dd>a", "<dt>a<dd>b", "<td>a", "a<br>"),
        *("<p>&nbsp;a</p>\n", "<b>Title:</b> a<br>", "<p><a href=x>a</a>", "<p><i>a"),
        *(
            "<p>The End<p>Title: A<p>by B<p>c d. ",
            "<p>2 comments",
            "<h2>Chapter 1</h2>a",
        ),
    ],
)
def test_a_run_of_anything_is_read_in_linear_time(piece: str, tmp_path: Path) -> None:
    content = ("<html><body>" + piece * (300_000 // len(piece))).encode()
    digest = hashlib.sha256(content).hexdigest()
    (tmp_path / digest).write_bytes(content)
    page = Original(digest, len(content), "run.html", path=tmp_path / digest)

    with within(2):
        works = [
            each
            for each in saved_page.reader.read(Source((page,)), scratch=tmp_path)
            if isinstance(each, DraftWork)
        ]

    assert works
