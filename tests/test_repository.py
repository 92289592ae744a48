"""What must never stand in any file of this repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: In pieces, so that this file holds none of them.
_REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.",
    "yarn" + "pkg",
    "crates" + ".io",
    "anaconda" + ".org",
]
_ADDRESS = re.compile(rb"[\w.+-]{1,64}@((?:[\w-]{1,63}\.)+[a-z]{2,24})\b")
_OURS = re.compile(
    rb"(?:.*\.)?(?:example\.(?:org|com|net)(?:\.\w+)?|example|invalid|test)\Z"
)
_LARGEST = 400_000
_RUBBISH = {
    ".git",
    ".venv",
    ".venv-core",
    ".demo",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "results",
}


def files() -> list[Path]:
    """Every file that is, or would be, committed; without git all but rubbish."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if path.is_file()]
        return [path for path in found if not _RUBBISH & set(path.parts)]
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    for path in files():
        content = path.read_bytes().lower()
        for registry in _REGISTRIES:
            assert registry.encode() not in content, path


def test_locks_hold_hashes_and_no_address() -> None:
    locks = sorted(ROOT.glob("requirements*.lock"))

    assert len(locks) == 6
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("--hash=sha256:") > text.count("==")
    assert not list(ROOT.glob("uv.lock"))


def test_no_real_address_stands_anywhere() -> None:
    for path in files():
        if "keep/cases" in str(path):
            continue  # damaged containers: their bytes are noise
        for found in _ADDRESS.finditer(path.read_bytes()):
            assert _OURS.fullmatch(found[1]), f"{path}: {found[0]!r}"


def test_no_file_is_large() -> None:
    assert [path for path in files() if path.stat().st_size > _LARGEST] == []


def test_every_change_leaves_a_fragment() -> None:
    fragments = list((ROOT / "changelog.d").glob("*.md"))

    assert fragments
    for path in fragments:
        assert path.read_text(encoding="utf-8").startswith("- "), path


def test_the_two_commands_stand_on_top_of_the_readme() -> None:
    top = (ROOT / "README.md").read_text(encoding="utf-8")[:200]

    assert "make demo" in top
    assert "make test" in top
