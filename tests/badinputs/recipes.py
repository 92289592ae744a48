"""Folders of the file system that no archive can hold: built by steps, at test time.

Four steps need somebody who acts while the import runs; they come back as `Acts`,
which a store that tells what it is about to keep (trial.py) carries out.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

#: Name of the file whose keeping sets an act off → the act.
Acts = dict[str, Callable[[], None]]


def build(folder: Path, recipe: bytes, *, first: str) -> Acts:
    """Run the recipe's steps in `folder`. first: a file there that is kept first."""
    acts: Acts = {}
    for operation, *given in json.loads(recipe)["ops"]:
        _STEPS[operation](folder, given, acts, first)
    return acts


def _file(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    (folder / given[0]).write_text(given[1], "utf-8")


def _filehex(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    name = os.fsdecode(bytes.fromhex(given[0]))
    (folder / name).write_text(given[1], "utf-8")


def _dir(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    (folder / given[0]).mkdir()


def _symlink(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    (folder / given[0]).symlink_to(given[1])


def _hardlink(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    (folder / given[0]).hardlink_to(folder / given[1])


def _fifo(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    os.mkfifo(folder / given[0])


def _socket(folder: Path, given: list[str], _acts: Acts, _first: str) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may be 107 bytes long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(given[0])
    finally:
        os.chdir(here)


def _chmod(folder: Path, given: list[object], _acts: Acts, _first: str) -> None:
    (folder / str(given[0])).chmod(int(str(given[1])))


def _sparse(folder: Path, given: list[object], _acts: Acts, _first: str) -> None:
    with (folder / str(given[0])).open("wb") as stream:
        stream.truncate(int(str(given[1])))


def _deepdir(folder: Path, given: list[object], _acts: Acts, _first: str) -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(int(str(given[0]))):
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.html").write_text(str(given[1]), "utf-8")
    finally:
        os.chdir(here)


def _grow(folder: Path, given: list[object], acts: Acts, _first: str) -> None:
    path = folder / str(given[0])
    text = "<html><title>Live</title><body><h1>Live</h1><p>Live words.</p>"
    path.write_text(text, "utf-8")

    def grow() -> None:
        with path.open("a", encoding="utf-8") as stream:
            stream.write("<p>And more of them.</p>" * int(str(given[1])))

    acts[path.name] = grow


def _vanish(folder: Path, given: list[str], acts: Acts, first: str) -> None:
    path = folder / given[0]
    path.write_text("<html><title>Gone</title><body><p>Gone.</p>", "utf-8")
    acts[first] = path.unlink


def _swap(folder: Path, given: list[str], acts: Acts, first: str) -> None:
    path = folder / given[0]
    path.write_text("<html><title>Real</title><body><p>Real.</p>", "utf-8")

    def swap() -> None:
        path.unlink()
        path.symlink_to(given[1])

    acts[first] = swap


def _note(_folder: Path, _given: list[str], _acts: Acts, _first: str) -> None:
    """Words for whoever tests."""


_STEPS: dict[str, Callable[[Path, list[str], Acts, str], None]] = {
    "file": _file,
    "filehex": _filehex,
    "dir": _dir,
    "symlink": _symlink,
    "hardlink": _hardlink,
    "fifo": _fifo,
    "socket": _socket,
    "chmod": _chmod,  # type: ignore[dict-item]
    "sparse": _sparse,  # type: ignore[dict-item]
    "deepdir": _deepdir,  # type: ignore[dict-item]
    "grow": _grow,  # type: ignore[dict-item]
    "vanish": _vanish,
    "swap": _swap,
    "note": _note,
}
