"""Every file of what was brought in, in a stable order, containers opened.

Links are not followed and nothing but plain files is opened. What cannot be taken is
a `Problem` with the file's name; the rest goes on.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from fanfold.errors import ContainerError
from fanfold.keep import containers
from fanfold.keep.bounds import Bounds, Meter, as_stream, too_large
from fanfold.keep.containers import Form, Member
from fanfold.keep.names import as_label
from fanfold.model.original import Original
from fanfold.model.problem import Problem, loss, note

_CHUNK = 1 << 20
_OPENING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
#: What systems leave beside files: kept, and never taken for a story.
_LITTER = {
    *(".ds_store", "thumbs.db", "desktop.ini", ".htaccess", ".htpasswd"),
    # Of a library of calibre, which keeps the same beside each book.
    *("metadata.db", "metadata_db_prefs_backup.json"),
}
#: Ends of names of programs and of what pages need beside their words. Server
#: scripts are not among them: pages are saved under such names.
_NO_STORIES = (
    *(".exe", ".dll", ".bat", ".cmd", ".scr", ".msi", ".sh", ".jar", ".swf"),
    *(".js", ".css", ".ttf", ".ico", ".cur", ".lnk"),
)
_LITTER_FOLDERS = {"__MACOSX", ".git", ".svn", "CVS", "@eaDir"}


#: Names of what a story lies in; a container called so was compressed and not renamed.
_STORIES = (".eml", ".htm", ".html", ".mbox", ".sql", ".txt")


class Part:
    """What an original is for: told beside it, as the readers need it."""

    CONTAINER = "container"
    STORY = "story"
    ASIDE = "aside"


class Found(NamedTuple):
    """A kept original. part: a value of `Part`; ASIDE goes to no reader."""

    original: Original
    part: str


Hold: TypeAlias = Callable[[BinaryIO, str, str | None, str, Path | None], Original]
"""Take the bytes of (stream, name, container, found in, path where one is known)."""


class _Walk:
    def __init__(self, hold: Hold, bounds: Bounds) -> None:
        self.hold, self.bounds = hold, bounds
        self.opened: set[str] = set()


def survey(
    paths: Sequence[Path], *, hold: Hold, bounds: Bounds
) -> Iterator[Found | Problem]:
    """Yield what was found under `paths`, each file held before it is looked at.

    Names are relative to the path that was brought in; where several folders or
    containers were, its own name comes first. What `hold` raises passes through.
    """
    walk = _Walk(hold, bounds)
    several = len(paths) > 1
    for path in paths:
        # A link that a person names is meant; one that lies in a folder is not.
        path = path.resolve()
        label = as_label(path.name)
        if path.is_dir():
            yield from _folder(walk, path, f"{label}/" if several else "", label)
        else:
            yield from _file(walk, path, label, label, within=label if several else "")


def _folder(
    walk: _Walk, folder: Path, above: str, root: str
) -> Iterator[Found | Problem]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield _unreadable(above or root, error)
        return
    for entry in entries:
        name = above + as_label(entry.name)
        if as_label(entry.name) != entry.name:
            yield note("name-changed", name, "the name was made safe to show")
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
        except OSError as error:
            yield _unreadable(name, error)
            continue
        if is_folder:
            yield from _folder(walk, Path(entry.path), f"{name}/", root)
        else:
            yield from _file(walk, Path(entry.path), name, root, within=None)


def _file(
    walk: _Walk, path: Path, name: str, root: str, *, within: str | None
) -> Iterator[Found | Problem]:
    """Yield one file and what it holds.

    within: what stands before the names of a container's entries; None: `name`.
    """
    held = _held(walk, path, name, root)
    if isinstance(held, Problem):
        yield held
        return
    original, changed = held
    if changed:
        yield Found(original, Part.ASIDE)
        yield loss("file-changed", name, "it changed while it was read; bring it again")
        return
    meter = Meter(walk.bounds, original.size)
    inner = name if within is None else within
    yield from _held_file(walk, original, root, inner, meter, depth=0)


def _held(
    walk: _Walk, path: Path, name: str, root: str
) -> tuple[Original, bool] | Problem:
    try:
        descriptor = os.open(path, _OPENING)
    except OSError as error:
        with suppress(OSError):
            if stat.S_ISLNK(path.lstat().st_mode):
                return loss("file-link", name, "a link; links are not followed")
            if stat.S_ISSOCK(path.lstat().st_mode):
                return loss("file-special", name, "no plain file; it was not opened")
        return _unreadable(name, error)
    with io.FileIO(descriptor, "rb") as stream:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return loss("file-special", name, "no plain file; it was not opened")
        entry = walk.bounds.entry
        if entry is not None and before.st_size > entry:
            return loss("size-limit", name, str(too_large(entry)))
        try:
            original = walk.hold(as_stream(_read(stream)), name, None, root, path)
        except _ReadError as error:
            return _unreadable(name, error.reason)
        after = os.fstat(descriptor)
    changed = original.size != after.st_size or before.st_mtime_ns != after.st_mtime_ns
    return original, changed


class _ReadError(Exception):
    """Tells a failure to read the file from one to write its copy."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason


def _read(stream: io.FileIO) -> Iterator[bytes]:
    while True:
        try:
            chunk = stream.read(_CHUNK)
        except OSError as error:
            raise _ReadError(error) from None
        if not chunk:
            return
        yield chunk


def _held_file(
    walk: _Walk, original: Original, root: str, within: str, meter: Meter, *, depth: int
) -> Iterator[Found | Problem]:
    assert original.path is not None  # noqa: S101 - whoever holds bytes says where
    if _is_litter(original.name):
        yield Found(original, Part.ASIDE)
        yield note(
            "not-a-story",
            original.name,
            "a file of a system or program; kept, not read",
        )
        return
    form = containers.form_of(original.path, original.name)
    if form is None:
        yield Found(original, Part.STORY)
        return
    yield Found(original, Part.CONTAINER)
    if original.name.lower().endswith(_STORIES):
        yield note("type-mismatch", original.name, f"it is a {form.value} file")
    if original.sha256 in walk.opened:
        yield note("container-twice", original.name, "the same as one opened before")
    elif depth >= walk.bounds.depth:
        detail = f"containers lie in one another more than {walk.bounds.depth} deep"
        yield loss("nesting-limit", original.name, detail)
    else:
        walk.opened.add(original.sha256)
        yield from _opened(walk, original, form, root, within, meter, depth=depth + 1)


def _opened(
    walk: _Walk,
    container: Original,
    form: Form,
    root: str,
    within: str,
    meter: Meter,
    *,
    depth: int,
) -> Iterator[Found | Problem]:
    assert container.path is not None  # noqa: S101 - see _held_file
    before = f"{within}/" if within else ""
    last = container.name.rpartition("/")[2]
    try:
        for each in containers.members(
            container.path, name=last, form=form, meter=meter
        ):
            if isinstance(each, Problem):
                place = before + each.place if each.place else container.name
                yield replace(each, place=place)
                continue
            taken = _taken(walk, each, before + each.name, container, root)
            if isinstance(taken, Problem):
                yield taken
                continue
            inner = before + each.name
            yield from _held_file(walk, taken, root, inner, meter, depth=depth)
    except ContainerError as error:
        yield loss(error.code, container.name, str(error))
    except OSError as error:
        yield _unreadable(container.name, error)


def _taken(
    walk: _Walk, member: Member, name: str, container: Original, root: str
) -> Original | Problem:
    try:
        with member.open() as stream:
            return walk.hold(stream, name, container.sha256, root, None)
    except ContainerError as error:
        return loss(error.code, name, str(error))


def _is_litter(name: str) -> bool:
    *folders, last = name.split("/")
    return (
        last.lower() in _LITTER
        or last.startswith("._")
        or last.lower().endswith(_NO_STORIES)
        or any(folder in _LITTER_FOLDERS for folder in folders)
    )


def _unreadable(name: str, error: OSError) -> Problem:
    return loss(
        "file-unreadable", name, f"it cannot be read: {error.strerror or error}"
    )
