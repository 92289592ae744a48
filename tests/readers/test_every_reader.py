"""What every reader has and holds; a new one without it fails here.

Its cases are its fuzz corpus: each is changed in many ways and must still give records,
problems or a clear error. ``make nightly`` does the same for long.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanfold.errors import SourceError
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import Claim
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.record import from_json, to_json
from fanfold.readers.contract import (
    Reader,
    Recognition,
    Source,
    reader_named,
    readers,
)

HERE = Path(__file__).parent
PROBLEMS = HERE.parent.parent / "docs" / "problems"
NAMES = [reader.name for reader in readers()]
#: Of each reader, at the least.
FEWEST_CASES, FEWEST_LEFT_ALONE = 6, 2
#: Examples of each reader and kind of bytes, by night. Less for a quick look.
NIGHTLY = int(os.environ.get("FANFOLD_FUZZ", "2000"))
#: A case larger than this is for the night.
_LARGE = 40_000

Files = dict[str, bytes]


def cases_of(name: str) -> list[Path]:
    return sorted({path.parent for path in (HERE / name).glob("*/source*")})


def left_alone_by(name: str) -> list[Path]:
    """What the reader must answer NO to: a file, or a folder of files."""
    return sorted((HERE / name / "left_alone").glob("*"))


@cache
def files_of(case: Path) -> Files:
    """A case's files by their names as an import would have them."""
    folder = case / "source" if (case / "source").is_dir() else case
    paths = folder.rglob("*" if folder.name == "source" else "source.*")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.is_file()
    }


def originals_of(files: Files, folder: Path) -> tuple[Original, ...]:
    made = []
    for number, (name, content) in enumerate(files.items()):
        path = folder / str(number)
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        made.append(Original(sha256, len(content), name, path=path))
    return tuple(made)


# -- What a reader has -----------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_has_cases_enough(name: str) -> None:
    assert len(cases_of(name)) >= FEWEST_CASES


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_has_cases_that_must_be_left_alone(name: str) -> None:
    said = [
        case
        for case in cases_of(name)
        if "left alone" in (case / "about.md").read_text("utf-8")
    ]

    assert len(said) + len(left_alone_by(name)) >= FEWEST_LEFT_ALONE


@pytest.mark.parametrize(
    "path",
    [path for name in NAMES for path in left_alone_by(name)],
    ids=lambda path: f"{path.parent.parent.name}-{path.name}",
)
def test_what_only_looks_like_its_own_is_left_alone(path: Path, tmp_path: Path) -> None:
    reader = reader_named(path.parent.parent.name)
    inside = sorted(path.rglob("*")) if path.is_dir() else [path]
    files = {
        each.relative_to(path.parent).as_posix(): each.read_bytes()
        for each in inside
        if each.is_file()
    }

    originals = originals_of(files, tmp_path)

    for original in originals:
        assert reader.recognise(Source((original,))) is Recognition.NO, original.name
    assert list(reader.gather(originals) if reader.gather else ()) == []


# -- What a reader holds ---------------------------------------------------------------


def read_any(reader: Reader, files: Files) -> None:
    """Read files as sources of a reader, however little they look like its own."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        originals = originals_of(files, folder)
        for source in _sources(reader, originals):
            assert isinstance(reader.recognise(source), Recognition)
            scratch = folder / "scratch"
            scratch.mkdir(exist_ok=True)
            found = list(_found(reader, source, scratch))
            assert found, f"{reader.name} has nothing to say of {files!r:.300}"
            for each in found:
                _check(each)


def _sources(reader: Reader, originals: tuple[Original, ...]) -> Iterator[Source]:
    """Yield what the reader gathers, all together, and the first alone."""
    if reader.gather is not None:
        for together in reader.gather(originals):
            assert set(together) <= set(originals)
            yield Source(together)
        yield Source(originals)
    yield Source(originals[:1])


def _found(
    reader: Reader, source: Source, scratch: Path
) -> Iterator[DraftWork | Problem | object]:
    try:
        yield from reader.read(source, scratch=scratch)
    except SourceError as error:
        yield Problem(error.code, source.originals[0].name, str(error))


def _check(found: object) -> None:
    """A thing that is found can be written down and read again, and is explained."""
    assert isinstance(found, DraftWork | Claim | Problem)
    if isinstance(found, Problem):
        assert (PROBLEMS / f"{found.code}.md").is_file(), found.code
        assert found.place
    recorded = settled(found) if isinstance(found, DraftWork) else found
    assert from_json(to_json(recorded)) == recorded


#: (what is done, where, how much, with which byte): places go round a file's length.
_change = st.tuples(
    st.sampled_from(["set", "cut", "drop", "twice", "put", "swap", "end"]),
    st.integers(0, 2**20),
    st.integers(1, 200),
    st.integers(0, 255),
)
Changes = list[tuple[str, int, int, int]]


def changed(content: bytes, changes: Changes) -> bytes:
    """The content after each of the changes."""
    for kind, place, length, byte in changes:
        at = place % (len(content) + 1)
        before, piece, after = (
            content[:at],
            content[at : at + length],
            content[at + length :],
        )
        content = {
            "set": before + bytes([byte]) + content[at + 1 :],
            "cut": before or content,
            "drop": before + after,
            "twice": before + piece + piece + after,
            "put": before + bytes([byte]) * length + content[at:],
            "swap": after + piece + before,
            "end": content + piece,
        }[kind]
    return content


def _corpus(name: str, *, large: bool = False) -> list[Files]:
    found = [files_of(case) for case in cases_of(name)]
    return [
        files for files in found if large or sum(map(len, files.values())) <= _LARGE
    ]


def _with(files: Files, at: int, changes: Changes, gone: Sequence[int]) -> Files:
    """The files with one changed and a few gone; one at least stays."""
    names = list(files)
    chosen = names[at % len(names)]
    left = {
        name: content
        for n, (name, content) in enumerate(files.items())
        if n not in gone
    } or files
    if chosen in left:
        left = {**left, chosen: changed(left[chosen], changes)}
    return left


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=20)
@given(data=st.data())
def test_any_bytes_give_records_problems_or_a_clear_error(
    name: str, data: st.DataObject
) -> None:
    names = list(data.draw(st.sampled_from(_corpus(name))))
    contents = data.draw(st.lists(st.binary(max_size=300), min_size=1, max_size=4))

    read_any(reader_named(name), dict(zip(names, contents, strict=False)))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40)
@given(data=st.data())
def test_a_changed_case_gives_records_problems_or_a_clear_error(
    name: str, data: st.DataObject
) -> None:
    files = data.draw(st.sampled_from(_corpus(name)))
    changes = data.draw(st.lists(_change, max_size=6))
    gone = data.draw(st.lists(st.integers(0, len(files)), max_size=2))

    read_any(
        reader_named(name), _with(files, data.draw(st.integers(0, 50)), changes, gone)
    )


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15)
@given(data=st.data())
def test_a_foreign_case_gives_records_problems_or_a_clear_error(
    name: str, data: st.DataObject
) -> None:
    """Whoever calls a reader by its name for what is another's gets an answer."""
    other = data.draw(st.sampled_from(NAMES))
    files = data.draw(st.sampled_from(_corpus(other)))

    read_any(reader_named(name), files)


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=NIGHTLY)
@given(data=st.data())
def test_fuzz_of_every_reader(name: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([name] * 4 + NAMES))
    files = data.draw(st.sampled_from(_corpus(other, large=True)))
    changes = data.draw(st.lists(_change, max_size=30))
    gone = data.draw(st.lists(st.integers(0, len(files)), max_size=3))

    read_any(
        reader_named(name), _with(files, data.draw(st.integers(0, 50)), changes, gone)
    )
