"""The Lamplight site read and counted against the truth."""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.record import lines
from fanfold.readers import efiction_dump
from fanfold.readers.contract import Source

DATA = Path(__file__).parent / "lamplight"


@cache
def truth() -> Any:
    return json.loads(gzip.decompress((DATA / "truth.json.gz").read_bytes()))


def dump(name: str) -> bytes:
    return gzip.decompress((DATA / f"{name}.sql.gz").read_bytes())


@cache
def chapter_files() -> dict[str, bytes]:
    """Chapter files by their path: ``stories/10/141.txt``."""
    with tarfile.open(DATA / "stories.tar.gz") as archive:
        found = ((member.name, archive.extractfile(member)) for member in archive)
        return {name.removeprefix("./"): f.read() for name, f in found if f is not None}


def texts() -> dict[int, bytes]:
    """Texts of chapters by number, where files lie as they should."""
    made: dict[int, bytes] = {}
    for name, content in chapter_files().items():
        number = name.rpartition("/")[2].removesuffix(".txt")
        if number.isdigit():
            made[int(number)] = content
    return made


def laid_out(files: dict[str, bytes], folder: Path) -> list[Original]:
    """Put files into a folder and return them as originals."""
    made = []
    for name, content in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        made.append(Original(digest, len(content), name, path=path))
    return made


def records_of(originals: list[Original], scratch: Path) -> str:
    """Return what the reader makes of all that it gathers, as JSON Lines."""
    gather = efiction_dump.reader.gather
    assert gather is not None
    (together,) = gather(originals)
    scratch.mkdir()
    drafts = efiction_dump.reader.read(Source(together), scratch=scratch)
    values = (settled(e) if isinstance(e, DraftWork) else e for e in drafts)
    return "".join(lines(values))


def scored(records: str, **how: Any) -> dict[str, Any]:
    """Return what the scoring program says: aspects, overall, loss, misses."""
    module = _program()
    found: dict[str, Any] = module.score(truth(), module.records(records), **how)
    return found


@cache
def _program() -> ModuleType:
    made = ModuleType("score")
    code = compile((DATA / "score.txt").read_text("utf-8"), "score", "exec")
    exec(code, made.__dict__)  # noqa: S102 - our own file beside this one
    return made


def mean(aspects: dict[str, Any]) -> float:
    """Return the mean of the aspects' percentages."""
    return float(sum(each["percent"] for each in aspects.values()) / len(aspects))


def missed(found: dict[str, Any]) -> list[str]:
    """Return what keeps a score from being as good as it must be, in words."""
    said = [f"overall {found['overall']:.2f}"] if found["overall"] < 99.5 else []
    said += [f"lost: {each}" for each in found["lost"]]
    for name, aspect in found["aspects"].items():
        if aspect["percent"] < 98:
            said += [f"{name}: {each}" for each in found["misses"][name][:5]]
    return said
