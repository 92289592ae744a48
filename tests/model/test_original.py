"""Bytes as they were received."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanfold.model.original import Original


def test_an_original_is_read_from_where_its_bytes_lie(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_bytes(b"It snowed.")
    original = Original("0" * 64, 10, "story.txt", path=kept)

    with original.open() as stream:
        assert stream.read() == b"It snowed."


def test_an_original_without_bytes_says_so() -> None:
    with pytest.raises(FileNotFoundError, match=r"story\.txt"):
        Original("0" * 64, 10, "story.txt").open()


def test_where_bytes_lie_now_is_no_part_of_what_they_are(tmp_path: Path) -> None:
    here = Original("0" * 64, 10, "story.txt", path=tmp_path)

    assert here == Original("0" * 64, 10, "story.txt")
