"""Every change of a kept byte is found and named."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from fanfold.errors import DamagedOriginalError, MissingOriginalError
from fanfold.keep.fixity import Condition, check, require
from fanfold.keep.originals import Originals
from fanfold.model.original import Original


def two(tmp_path: Path) -> tuple[Originals, list[Original]]:
    originals = Originals(tmp_path / "originals")
    kept = [
        originals.keep(io.BytesIO(f"{name} snow".encode()), name=f"{name}.txt")
        for name in ("home", "wolf")
    ]
    return originals, kept


def rewrite(path: Path, content: bytes) -> None:
    before = path.stat()
    path.chmod(0o644)
    path.write_bytes(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_whole_store_has_no_findings(tmp_path: Path) -> None:
    originals, kept = two(tmp_path)

    assert list(check(originals, [*kept, *kept])) == []


def test_each_flipped_byte_is_found_in_the_right_file(tmp_path: Path) -> None:
    originals, kept = two(tmp_path)
    path = originals.path(kept[0].sha256)
    content = path.read_bytes()

    for at in range(len(content)):
        rewrite(path, content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        found = list(check(originals, kept))

        assert [(each.condition, each.name) for each in found] == [
            (Condition.CHANGED, "home.txt")
        ]
        assert found[0].expected == kept[0].sha256


@pytest.mark.parametrize("change", [b"", b"home sno", b"home snow!", b"wolf snow"])
def test_an_emptied_cut_grown_or_exchanged_file_is_found(
    tmp_path: Path, change: bytes
) -> None:
    originals, kept = two(tmp_path)

    rewrite(originals.path(kept[0].sha256), change)

    assert [each.condition for each in check(originals, kept)] == [Condition.CHANGED]
    with pytest.raises(DamagedOriginalError, match="home"):
        require(originals, kept[0])


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    originals, kept = two(tmp_path)

    originals.path(kept[1].sha256).unlink()

    assert [(each.condition, each.name) for each in check(originals, kept)] == [
        (Condition.MISSING, "wolf.txt")
    ]
    with pytest.raises(MissingOriginalError):
        require(originals, kept[1])


def test_a_file_that_nobody_recorded_is_found(tmp_path: Path) -> None:
    originals, kept = two(tmp_path)
    (originals.folder / "aa").mkdir(exist_ok=True)
    (originals.folder / "aa" / "stray.txt").write_bytes(b"?")

    assert [(each.condition, each.file) for each in check(originals, kept)] == [
        (Condition.UNTRACKED, "aa/stray.txt")
    ]


def test_a_renamed_file_is_missing_and_untracked(tmp_path: Path) -> None:
    originals, kept = two(tmp_path)
    path = originals.path(kept[0].sha256)

    path.rename(path.with_name("renamed"))

    conditions = [each.condition for each in check(originals, kept)]
    assert conditions == [Condition.MISSING, Condition.UNTRACKED]
