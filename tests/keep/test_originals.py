"""The write-once store."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import os
from pathlib import Path

import pytest

from fanfold.errors import KeepError, MissingOriginalError, StoreFullError
from fanfold.keep.originals import Originals

STORY = b"Title: Home\n\nIt snowed.\n"
DIGEST = hashlib.sha256(STORY).hexdigest()


def store(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def unfinished(originals: Originals) -> list[Path]:
    return list((originals.folder / "incoming").iterdir())


def test_kept_bytes_come_back_as_they_were(tmp_path: Path) -> None:
    originals = store(tmp_path)

    original = originals.keep(io.BytesIO(STORY), name="home.txt", found_in="a disk")

    assert (original.sha256, original.size) == (DIGEST, len(STORY))
    assert original.media_type == "text/plain"
    assert original.found_at is not None
    with originals.open(DIGEST) as stream:
        assert stream.read() == STORY
    assert original.path == originals.path(DIGEST)


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    originals = store(tmp_path)
    originals.keep(io.BytesIO(STORY), name="a.txt")
    before = originals.path(DIGEST).stat()

    again = originals.keep(io.BytesIO(STORY), name="b.txt")

    after = originals.path(DIGEST).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert again.name == "b.txt"
    assert list(originals.digests()) == [DIGEST]


def test_a_kept_file_cannot_be_written_by_mistake(tmp_path: Path) -> None:
    originals = store(tmp_path)

    originals.keep(io.BytesIO(STORY), name="a.txt")

    assert originals.path(DIGEST).stat().st_mode & 0o222 == 0


def test_a_file_cut_short_in_the_store_is_healed_by_its_bytes(tmp_path: Path) -> None:
    originals = store(tmp_path)
    originals.keep(io.BytesIO(STORY), name="a.txt")
    originals.path(DIGEST).unlink()
    originals.path(DIGEST).write_bytes(STORY[:5])

    originals.keep(io.BytesIO(STORY), name="a.txt")

    assert originals.path(DIGEST).read_bytes() == STORY


def test_missing_bytes_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingOriginalError, match=DIGEST[:12]):
        store(tmp_path).open(DIGEST)


@pytest.mark.parametrize("name", ["../../x", "a" * 63, "A" * 64, ""])
def test_a_path_is_only_given_for_a_digest(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        store(tmp_path).path(name)


class Failing(io.RawIOBase):
    """Gives some bytes, then an error of the disk it is read from."""

    def __init__(self) -> None:
        self._given = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self._given:
            raise OSError(errno.EIO, "bad disk")
        self._given = True
        return STORY


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    originals = store(tmp_path)

    with pytest.raises(OSError, match="bad disk"):
        originals.keep(Failing(), name="a.txt")  # type: ignore[arg-type]

    assert list(originals.digests()) == []
    assert unfinished(originals) == []


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.ENOSPC, StoreFullError),
        (errno.EDQUOT, StoreFullError),
        (errno.EIO, KeepError),
    ],
)
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_disk_that_fails_says_so_and_leaves_nothing_half(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    code: int,
    error: type[KeepError],
) -> None:
    originals = store(tmp_path)
    originals.keep(io.BytesIO(b"before"), name="before.txt")

    def fail(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(error, match=r"a\.txt"):
        originals.keep(io.BytesIO(STORY), name="a.txt")
    monkeypatch.undo()

    assert not originals.has(DIGEST)
    assert unfinished(originals) == []
    assert originals.has(hashlib.sha256(b"before").hexdigest())


def test_bytes_are_flushed_before_they_get_their_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = store(tmp_path)
    originals.keep(io.BytesIO(b"before"), name="before.txt")
    calls: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def flushing(descriptor: int) -> None:
        folder = os.path.isdir(f"/proc/self/fd/{descriptor}")  # noqa: PTH112
        calls.append("flush folder" if folder else "flush file")
        fsync(descriptor)

    def naming(self: Path, target: Path) -> Path:
        calls.append("name")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(Path, "replace", naming)
    originals.keep(io.BytesIO(STORY), name="a.txt")

    first = calls.index("flush file")
    named = calls.index("name")
    assert first < named < len(calls) - 1
    assert calls[-1] == "flush folder"


def test_many_are_flushed_each_and_their_folders_once_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    originals = store(tmp_path)
    flushed: list[str] = []
    fsync = os.fsync

    def flushing(descriptor: int) -> None:
        flushed.append(os.readlink(f"/proc/self/fd/{descriptor}"))  # noqa: PTH115
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", flushing)
    with originals.many():
        for number in range(40):
            originals.keep(io.BytesIO(b"%d" % number), name="a.txt")
        meanwhile = list(flushed)

    folders = {str(path.parent) for path in originals.files()}
    assert len(meanwhile) == 40
    assert all("/incoming/" in path for path in meanwhile)
    after = flushed[40:]
    assert folders <= set(after)
    assert len(after) == len(set(after))
    assert {str(originals.folder), str(originals.folder.parent)} <= set(after)


def test_what_a_killed_run_left_is_swept_and_what_a_living_one_writes_is_not(
    tmp_path: Path,
) -> None:
    originals = store(tmp_path)
    incoming = originals.folder / "incoming"
    incoming.mkdir(parents=True)
    (incoming / "dead").write_bytes(b"half")
    living = incoming / "living"
    with living.open("xb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)

        swept = originals.sweep()

    assert swept == 1
    assert unfinished(originals) == [living]
