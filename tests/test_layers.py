"""The layers hold, and a deliberate violation of each contract is seen to fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("importlinter")
ROOT = Path(__file__).parents[1]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        "--config",
        str(folder / "pyproject.toml"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        cwd=folder,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", "templates", "static", "locale")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=ignored)
    return tmp_path


def test_imports_point_only_downward(copy: Path) -> None:
    done = lint(copy)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("vocab/lists.py", "import fanfold.text.words", "only downward"),
        ("text/words.py", "import fanfold.keep.names", "only downward"),
        ("intake/limits.py", "import fanfold.configuration", "only downward"),
        ("readers/records.py", "import fanfold.writers.contract", "only downward"),
        ("intake/limits.py", "import django", "neither Django nor click"),
        ("writers/records.py", "import click", "neither Django nor click"),
        ("model/work.py", "import nh3", "standard library only"),
    ],
)
def test_a_violation_fails(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / "src" / "fanfold" / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    done = lint(copy)

    assert done.returncode != 0
    broken = [each for each in done.stdout.splitlines() if each.endswith("BROKEN")]
    assert any(contract in each for each in broken)
