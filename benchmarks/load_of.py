"""Runs the load of load.py in an archive made for it and prints what came of it."""

from __future__ import annotations

import gzip
import json
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Lock, Thread

from benchmarks import archives
from benchmarks.stories import as_text

#: Seconds a reader rests between two answers, and waits for one.
_REST, _PATIENCE = (0.5, 1.5), 60
_LETTERS = 33_000
#: Works taken down while it runs, and seconds between two of them.
_GONE, _EVERY = 20, 0.5
_NAMED = re.compile(rb'href="/works/([2-9a-z]{9})/')
_FANFOLD = (sys.executable, "-I", "-m", "fanfold")


@dataclass(slots=True)
class Load:
    """What everybody knows while it runs. gone: work → when its withdrawal was done."""

    port: int
    works: list[str]
    gone: dict[str, float] = field(default_factory=dict)
    taken: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)
    over: Event = field(default_factory=Event)


def main(readers: int, before: int, more: int) -> None:
    """Fill, serve, read, import, take down; then tell."""
    archives.start()
    from django.conf import settings

    archive = settings.CONFIGURATION.folder
    with tempfile.TemporaryDirectory(prefix="fanfold-load-") as folder:
        _import(archive, _stories(Path(folder) / "before", before, seed=1))
        load = Load(_free_port(), _public_ids())
        brought = _stories(Path(folder) / "more", more, seed=2)
        with _Served(archive, load.port):
            seconds = _under_load(load, archive, brought, readers)
    print(json.dumps(_told(load, seconds)))


def _under_load(load: Load, archive: Path, brought: Path, readers: int) -> float:
    """Let everybody go at once; return how many seconds the import took."""
    threads = [Thread(target=_read, args=(load, number)) for number in range(readers)]
    threads.append(Thread(target=_take_down, args=(load,)))
    for each in threads:
        each.start()
    began = time.monotonic()
    try:
        _import(archive, brought)
    except subprocess.CalledProcessError as error:
        load.errors.append(f"the import ended with {error.returncode}")
    seconds = time.monotonic() - began
    while len(load.gone) < min(_GONE, len(load.works)) or seconds < 10:
        time.sleep(0.2)
        if time.monotonic() - began > max(30, seconds + 30):
            break
    load.over.set()
    for each in threads:
        each.join()
    return seconds


def _told(load: Load, seconds: float) -> dict[str, float]:
    told: dict[str, float] = {}
    for kind in ("page", "search", "download"):
        taken = sorted(load.taken.get(kind, [0.0]))
        told[kind] = taken[int(len(taken) * 0.95)] * 1000
    answers = sum(len(each) for each in load.taken.values())
    for each in (*load.errors[:5], *load.stale[:5]):
        print(each, file=sys.stderr)
    return told | {
        "answers": answers,
        "a second": answers / max(seconds, 10),
        "import seconds": seconds,
        "errors": len(load.errors),
        "stale": len(load.stale),
    }


# readers


def _read(load: Load, number: int) -> None:
    """One reader, until it is over."""
    dice = random.Random(number)
    link = HTTPConnection("127.0.0.1", load.port, timeout=_PATIENCE)
    while not load.over.is_set():
        kind, path = _wish(load, dice)
        began = time.monotonic()
        try:
            link.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = link.getresponse()
            body = answer.read()
            if answer.getheader("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
        except (OSError, HTTPException) as error:
            link.close()
            with load.lock:
                load.errors.append(f"{path}: {error!r}")
            continue
        taken = time.monotonic() - began
        with load.lock:
            load.taken.setdefault(kind, []).append(taken)
            _judge(load, path, answer.status, body, began)
        load.over.wait(dice.uniform(*_REST))
    link.close()


def _wish(load: Load, dice: random.Random) -> tuple[str, str]:
    work = dice.choice(load.works)
    chance = dice.random()
    if chance < 0.7:
        page = dice.choice(["", "", "whole/", "chapters/", "comments/"])
        address = dice.choice([f"/works/{work}/{page}"] * 4 + ["/", "/works/?sort=new"])
        return "page", address
    if chance < 0.9:
        words = dice.choice(["harbour rain", '"the lamp"', "title:watch", "", "kettle"])
        return "search", f"/search/?q={words.replace(' ', '+').replace(chr(34), '%22')}"
    return "download", f"/works/{work}/download/x.{dice.choice(['epub', 'txt'])}"


def _judge(load: Load, path: str, status: int, body: bytes, began: float) -> None:
    """Note errors, and what was shown though it had gone before it was asked for."""
    gone = {work for work, since in load.gone.items() if since < began}
    own = path.split("/")[2] if path.startswith("/works/") else ""
    withdrawn = own in load.gone
    if status >= 400 and not (withdrawn and status in (404, 410)):
        load.errors.append(f"{path}: {status}")
    if own in gone and status == 200:
        load.stale.append(f"{path} is still there")
    named = {each.decode() for each in _NAMED.findall(body)}
    load.stale.extend(f"{path} names {each}" for each in named & gone)


def _take_down(load: Load) -> None:
    """Withdraw a work, and one more, while others read them."""
    from django.db import connection

    from fanfold.archive.actions.withdraw_work import withdraw_work

    chosen = load.works[:: max(1, len(load.works) // _GONE)][:_GONE]
    for work in chosen:
        if load.over.wait(_EVERY):
            break
        withdraw_work(work, by="load")
        with load.lock:
            load.gone[work] = time.monotonic()
    connection.close()


# the archive


class _Served:
    """`fanfold serve` for as long as the block runs."""

    def __init__(self, archive: Path, port: int) -> None:
        self._command = [
            *_FANFOLD,
            *("serve", "--archive", str(archive), "--workers", "2"),
            *("--address", f"127.0.0.1:{port}"),
        ]
        self._port = port

    def __enter__(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=sys.stderr)
        for _ in range(600):
            with suppress(OSError, HTTPException):
                link = HTTPConnection("127.0.0.1", self._port, timeout=30)
                link.request("GET", "/search/?q=kettle")
                if link.getresponse().status == 200:
                    return
            time.sleep(0.2)
        raise SystemExit("the server did not start")

    def __exit__(self, *_told: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _stories(folder: Path, number: int, *, seed: int) -> Path:
    folder.mkdir()
    dice = random.Random(seed)
    for at in range(number):
        text = as_text(dice, _LETTERS).replace("The Last Watch", f"Watch {seed}-{at}")
        (folder / f"{seed}-{at}.txt").write_text(text, encoding="utf-8")
    return folder


def _import(archive: Path, brought: Path) -> None:
    subprocess.run(
        [
            *_FANFOLD,
            *("import", str(brought), "--archive", str(archive), "--commit", "--yes"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )


def _public_ids() -> list[str]:
    from fanfold.archive.models import Work

    Work.objects.update(gated=False)
    return list(Work.objects.order_by("pk").values_list("public", flat=True))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
