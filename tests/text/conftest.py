"""What tests of headers and parts share: a text read as a reader reads its file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.record import to_json
from fanfold.readers.contract import Source
from fanfold.readers.posted_text import reader

ReadText = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Return the works of a text file, as records."""

    def read(text: str) -> list[dict[str, Any]]:
        path = tmp_path / "any.txt"
        path.write_bytes(text.encode())
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        original = Original(sha256, path.stat().st_size, path.name, path=path)
        drafts = reader.read(Source((original,)), scratch=tmp_path)
        return [
            to_json(settled(each)) for each in drafts if isinstance(each, DraftWork)
        ]

    return read


@pytest.fixture
def read_work(read_text: ReadText) -> Callable[[str], dict[str, Any]]:
    """Return the one work of a text file, as a record."""

    def read(text: str) -> dict[str, Any]:
        (work,) = read_text(text)
        return work

    return read
