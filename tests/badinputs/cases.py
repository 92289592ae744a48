"""The shared cases: what each is, its bytes, and the codes it must meet.

``cases.json`` and ``files.tar.xz`` are copies of the shared set, whose meaning its
keys have: outcome, works, code, warn, keep, forbid, never_public, max_seconds.
"""

from __future__ import annotations

import json
import tarfile
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KNOWN = HERE.parents[1] / "docs" / "problems" / "known.md"


@dataclass(frozen=True, slots=True)
class Case:
    """One bad input. works: how many must come of it; None where the set says no
    number; warn, code: in the words of the shared set; status: allowed answers."""

    id: str
    kind: str
    outcome: str
    file: str
    why: str
    works: int | None
    code: str | None
    warn: tuple[str, ...]
    keep: tuple[str, ...]
    forbid: tuple[str, ...]
    never_public: tuple[str, ...]
    max_seconds: float
    max_rss_mb: int
    status: tuple[int, ...] = ()

    def content(self) -> bytes:
        """The file's bytes."""
        return _files()[self.file]


def cases(*kinds: str) -> list[Case]:
    """Return the cases of these kinds, in order of kind and name."""
    told = json.loads((HERE / "cases.json").read_text("utf-8"))
    found = [_case(each) for each in told if each["kind"] in kinds]
    return sorted(found, key=lambda case: (case.kind, case.id))


def _case(told: dict[str, Any]) -> Case:
    return Case(
        id=told["id"],
        kind=told["kind"],
        outcome=told["outcome"],
        file=told["file"],
        why=told["why"],
        works=told.get("works"),
        code=told.get("code"),
        warn=tuple(told.get("warn", ())),
        keep=tuple(told.get("keep", ())),
        forbid=tuple(told.get("forbid", ())),
        never_public=tuple(told.get("never_public", ())),
        max_seconds=told.get("max_seconds", 10),
        max_rss_mb=told.get("max_rss_mb", 300),
        status=tuple(told.get("status", ())),
    )


@cache
def _files() -> dict[str, bytes]:
    with tarfile.open(HERE / "files.tar.xz") as archive:
        return {
            member.name: stream.read()
            for member in archive
            if (stream := archive.extractfile(member)) is not None
        }


@cache
def _codes() -> dict[str, Any]:
    return tomllib.loads((HERE / "codes.toml").read_text("utf-8"))


def ours(code: str, kind: str) -> tuple[str, ...]:
    """Return our problem codes that say what a shared code says; any one will do."""
    told = _codes()[code]
    if isinstance(told, dict):
        told = told[kind]
    return (told,) if isinstance(told, str) else tuple(told)


@cache
def known_misses() -> dict[str, str]:
    """Return the cases of docs/problems/known.md that miss their outcome, and why."""
    rows = [
        [cell.strip(" `") for cell in line.strip().strip("|").split("|")]
        for line in KNOWN.read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    return {row[0]: row[-1] for row in rows}
