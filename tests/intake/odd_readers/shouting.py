"""Reads ``.odd`` files; their first line says how the reading shall go."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from fanfold.errors import UnreadableSourceError
from fanfold.model.creator import Credit
from fanfold.model.draft import Draft, DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source

#: What a careless reader never lets go.
HOARD: list[bytes] = []


def recognise(source: Source) -> Recognition:
    named = all(original.name.endswith(".odd") for original in source)
    return (
        Recognition.CERTAIN if named and len(source.originals) == 1 else Recognition.NO
    )


def claim(value: object, digest: str) -> Claim[object]:
    return Claim(value, Standing.RECORDED, Evidence(digest, "line 1", "", "odd/1"))


def work(title: str, digest: str) -> DraftWork:
    html = (claim(f"<p>{title} \u2603</p>", digest),)
    return DraftWork(
        title=(claim(title, digest),),  # type: ignore[arg-type]
        creators=(claim((Credit("Anna"),), digest),),  # type: ignore[arg-type]
        chapters=(DraftChapter(html, title, 1),),  # type: ignore[arg-type]
    )


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    (original,) = source
    with original.open() as stream:
        order, _, outside = stream.readline().decode().strip().partition(" ")
    yield work(f"before {original.name}", original.sha256)
    if order == "eat":
        _hoard = [bytes(1 << 20) for _ in range(1 << 20)]
    elif order == "spin":
        while True:
            pass
    elif order == "sleep":
        time.sleep(600)
    elif order == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "abort":
        signal.raise_signal(signal.SIGTERM)
    elif order == "fail":
        raise LookupError("a fault with words of the story")
    elif order == "unreadable":
        raise UnreadableSourceError(f"{original.name} holds nothing to read")
    elif order == "socket":
        socket.create_connection(("127.0.0.1", 9), timeout=1)
    elif order == "swallow":
        # What a careless reader would do.
        with contextlib.suppress(BaseException):
            socket.socket()
    elif order == "program":
        subprocess.run(["true"], check=False)
    elif order == "fork":
        os.fork()
    elif order == "write":
        Path(outside).write_text("harm", "utf-8")
    elif order == "remove":
        Path(outside).unlink()
    elif order == "rename":
        (scratch / "a").write_text("a", "utf-8")
        (scratch / "a").rename(outside)
    elif order == "large":
        with (scratch / "large").open("wb") as stream:
            for _ in range(1 << 10):
                stream.write(bytes(1 << 16))
    elif order == "print":
        print('\n{"worker": "done"}\n' * 10_000, flush=True)  # noqa: T201
    elif order == "who":
        yield Problem("odd", original.name, str(os.getpid()))
    elif order == "hoard":
        HOARD.append(bytes(100 << 20))
    elif order == "toil":
        began = time.process_time()
        while time.process_time() - began < 0.4:
            pass
        yield Problem("odd", original.name, str(os.getpid()))
    elif order == "tell":
        for number in range(20):
            yield work(f"{number} {'x' * (1 << 20)}", original.sha256)
    elif order == "scratch":
        assert not list(scratch.iterdir())
        (scratch / "rows").write_text("joined", "utf-8")
        assert (scratch / "rows").read_text("utf-8") == "joined"
    elif order == "many":
        for number in range(500):
            yield work(f"{number} {'x' * 1000}", original.sha256)
    yield Problem("odd", original.name, "read to its end")
    yield work(f"after {original.name}", original.sha256)


reader = Reader("shouting", "Orders for tests", recognise, read)
