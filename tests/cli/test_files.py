"""Names of files that commands write."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import pytest

from fanfold.cli.files import free_name, written
from fanfold.model.work import Work
from fanfold.text.slugs import slug
from fanfold.writers.contract import Writer


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("The Long Way Home", "the-long-way-home"),
        ("../../etc/passwd", "etc-passwd"),
        ("Зима", "зима"),
        ("<em>Bite</em> Me, Please?", "bite-me-please"),
        ("...", "untitled"),
    ],
)
def test_a_title_becomes_a_safe_name(title: str, stem: str) -> None:
    assert slug(title) == stem


def test_two_works_of_one_title_get_two_names() -> None:
    taken: set[str] = set()

    names = [free_name(Work(id=str(n), title="Home"), ".epub", taken) for n in (1, 2)]

    assert names == ["home.epub", "home-2.epub"]


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "home.txt"
    target.write_bytes(b"old")

    def fail(work: Work, stream: BinaryIO) -> None:
        stream.write(b"half")
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        written(target, Work(id="1", title=""), Writer("x", "X", ".txt", "x/x", fail))

    assert target.read_bytes() == b"old"
