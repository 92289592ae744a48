"""Sample files: ``tests/readers/<reader>/<case>/{source.*,expected.json,about.md}``.

Where a source is several files they lie in a folder ``source/``.

After a change: ``pytest tests/readers --accept-expected``, READ expected.json, commit.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.record import to_json
from fanfold.readers.contract import Source, reader_named, readers

HERE = Path(__file__).parent
CASES = sorted({path.parent for path in HERE.glob("*/*/source*")})


def source_of(case: Path) -> Source:
    """The case's files as one source; what its reader gathers comes first."""
    folder = case / "source"
    paths = sorted(folder.rglob("*")) if folder.is_dir() else case.glob("source.*")
    originals = [_original(path, folder) for path in paths if path.is_file()]
    gather = reader_named(case.parent.name).gather
    if len(originals) > 1 and gather is not None:
        (together,) = gather(originals)
        assert set(together) == set(originals)
        return Source(together)
    (only,) = originals
    return Source((only,))


def _original(path: Path, folder: Path) -> Original:
    content = path.read_bytes()
    name = path.relative_to(folder).as_posix() if folder.is_dir() else path.name
    sha256 = hashlib.sha256(content).hexdigest()
    return Original(sha256, len(content), name, path=path)


def found_in(case: Path, scratch: Path) -> list[dict[str, Any]]:
    reader = reader_named(case.parent.name)
    drafts = reader.read(source_of(case), scratch=scratch)
    return [
        to_json(settled(each) if isinstance(each, DraftWork) else each)
        for each in drafts
    ]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}"
)
def test_a_case_is_read_as_expected(
    case: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    expected = case / "expected.json"

    found = found_in(case, tmp_path)

    if request.config.getoption("--accept-expected"):
        expected.write_text(
            json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}"
)
def test_a_sample_is_won_by_its_reader_alone(case: Path) -> None:
    source = source_of(case)

    answers = {reader.name: reader.recognise(source) for reader in readers()}

    best = max(answers.values())
    assert best > 0
    assert [name for name, answer in answers.items() if answer == best] == [
        case.parent.name
    ]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}"
)
def test_a_case_says_where_it_is_from(case: Path) -> None:
    assert (case / "about.md").read_text(encoding="utf-8").strip()


def test_every_reader_has_a_case_and_a_page() -> None:
    docs = HERE.parent.parent / "docs" / "readers"

    for reader in readers():
        if reader.name != "records":
            assert any(case.parent.name == reader.name for case in CASES), reader.name
        assert (docs / f"{reader.name}.md").is_file(), reader.name
