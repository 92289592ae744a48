"""The trial set of headers and chapters, read in process and scored.

The marks below may only go up. What is still wrong: docs/known-misses.md.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.record import to_json
from fanfold.readers.contract import Source, readers

HERE = Path(__file__).parent
OPEN = HERE / "open"

#: What each kind reaches at least.
KINDS = {"tx": 0.99, "ht": 0.98, "em": 0.98, "lj": 0.98, "tk": 0.98}
#: What a field reaches over all kinds that are scored, where it has ten answers.
FIELD = 0.92
BOUNDS = 0.97


@cache
def _scoring() -> Any:
    spec = importlib.util.spec_from_file_location("gold_scoring", HERE / "scoring.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(path: Path, scratch: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    source = Source((Original(sha256, len(content), path.name, path=path),))
    surest = max(readers(), key=lambda reader: reader.recognise(source))
    drafts = surest.read(source, scratch=scratch)
    return [to_json(settled(each)) for each in drafts if isinstance(each, DraftWork)]


@pytest.fixture(scope="module")
def scored(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, dict[str, list[float]]]:
    """Return the marks of each document by field."""
    scratch = tmp_path_factory.mktemp("scratch")
    found = {}
    for truth in sorted(OPEN.glob("*.json")):
        if truth.name[:2] not in KINDS:
            continue
        (path,) = (p for p in OPEN.glob(f"{truth.stem}.*") if p.suffix != ".json")
        gold = json.loads(truth.read_text(encoding="utf-8"))["works"]
        found[path.name] = _scoring().document(gold, _read(path, scratch))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_of_documents_is_read_as_well_as_it_was(
    kind: str, scored: dict[str, dict[str, list[float]]]
) -> None:
    marks = {
        name: _scoring().mark(scores)
        for name, scores in scored.items()
        if name.startswith(kind)
    }

    assert marks
    assert sum(marks.values()) / len(marks) >= KINDS[kind], _worst(scored, kind)


def test_every_field_is_read_well(scored: dict[str, dict[str, list[float]]]) -> None:
    by_field: dict[str, list[float]] = defaultdict(list)
    for scores in scored.values():
        for name, marks in scores.items():
            by_field[name] += marks

    poor = {
        name: round(sum(marks) / len(marks), 3)
        for name, marks in by_field.items()
        if len(marks) >= 10 and sum(marks) / len(marks) < FIELD
    }
    bounds = by_field["chapter_bounds"]
    assert poor == {}
    assert sum(bounds) / len(bounds) >= BOUNDS


def test_each_miss_is_explained(scored: dict[str, dict[str, list[float]]]) -> None:
    page = (HERE.parent.parent / "docs" / "known-misses.md").read_text(encoding="utf-8")

    for name, scores in scored.items():
        if any(min(marks) < 1 for marks in scores.values()):
            assert f"`{name}`" in page, f"{name}: {_wrong(scores)}"


def test_a_blank_answer_earns_little() -> None:
    truth = json.loads(next(OPEN.glob("tx*.json")).read_text(encoding="utf-8"))["works"]

    assert _scoring().mark(_scoring().document(truth, [])) < 0.1
    assert _scoring().mark(_scoring().document(truth, [{"chapters": []}])) < 0.4


def _worst(scored: dict[str, dict[str, list[float]]], kind: str) -> str:
    return "; ".join(
        f"{name} {_scoring().mark(scores):.3f} ({_wrong(scores)})"
        for name, scores in scored.items()
        if name.startswith(kind) and _wrong(scores)
    )


def _wrong(scores: dict[str, list[float]]) -> str:
    return ", ".join(name for name, marks in scores.items() if min(marks) < 1)
