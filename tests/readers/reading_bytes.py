"""Any bytes given to a reader, as a test of what holds for all of them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

from fanfold.errors import SourceError
from fanfold.model.draft import DraftWork
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source


def original_of(content: bytes, path: Path) -> Original:
    """The bytes as a file at that path."""
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    return Original(sha256, len(content), path.name, path=path)


def read(
    reader: Reader, content: bytes, name: str = "any.bin"
) -> tuple[list[DraftWork], list[Problem]]:
    """What a reader finds in bytes; an error of a source counts as its problem."""
    works, problems = list[DraftWork](), list[Problem]()
    with TemporaryDirectory() as folder:
        source = Source((original_of(content, Path(folder) / name),), name=name)
        assert isinstance(reader.recognise(source), Recognition)
        try:
            for item in reader.read(source, scratch=Path(folder)):
                if isinstance(item, DraftWork):
                    works.append(item)
                else:
                    assert isinstance(item, Problem)
                    problems.append(item)
        except SourceError as error:
            problems.append(Problem(error.code, name, str(error)))
    return works, problems


def cut_and_changed(content: bytes, at: int, byte: int, until: int) -> bytes:
    """The bytes with one changed and the end cut off, at places within them."""
    changed = bytearray(content)
    if changed:
        changed[at % len(changed)] = byte
    return bytes(changed[: until % (len(changed) + 1) or len(changed)])
