"""One folder with a sample of every reader: what `look` says of it, counted again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from fanfold.readers.contract import readers

CASES = Path(__file__).parents[1] / "readers"
#: Kinds of a record that the table counts as stories and as other things.
_OTHERS = ("creator", "series", "comment", "recommendation", "news")


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first case of each reader, side by side."""
    made = tmp_path_factory.mktemp("heap")
    for reader in readers():
        case = sorted((CASES / reader.name).glob("*/source*"))[0]
        called = f"{reader.name}-{case.parent.name}"
        if case.is_dir():
            shutil.copytree(case, made / called)
        else:
            shutil.copy(case, made / f"{called}{case.suffix}")
    return made


def looked(heap: Path, *options: str) -> str:
    command = [sys.executable, "-I", "-m", "fanfold", "look", *options, str(heap)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_every_count_of_the_table_is_that_of_the_records(heap: Path) -> None:
    kinds = Counter(
        json.loads(line)["kind"] for line in looked(heap, "--jsonl").splitlines()
    )
    table = looked(heap).rpartition("What it is")[2].partition("In all")

    # A long name of a kind goes on in a line of its own, without figures.
    rows = [found for line in table[0].splitlines()[1:] if (found := _figures(line))]
    total = _figures(table[2].splitlines()[0])

    files = sum(1 for path in heap.rglob("*") if path.is_file())
    others = sum(kinds[kind] for kind in _OTHERS)
    assert total == [files, kinds["work"], others, kinds["problem"]]
    assert sum(row[0] for row in rows) == files
    assert table[2].count(f"Problems: {kinds['problem']}.") == 1
    assert len(rows) >= len(readers())


def test_nothing_is_shown_as_a_program_writes_it(heap: Path) -> None:
    text = looked(heap)

    assert not re.search(r"\w+\((?:\w+=|')", text)
    assert "None" not in text


def _figures(line: str) -> list[int]:
    """The numbers at the end of a row of the table."""
    found = re.search(r"((?:\s+\d[\d,]*)+)$", line)
    return [int(each.replace(",", "")) for each in found[1].split()] if found else []
