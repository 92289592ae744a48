"""How fast is a dump of an eFiction site read, and how much memory does it take?"""

from __future__ import annotations

import hashlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.dumps import write_dump
from benchmarks.rows import Row, wall_of
from fanfold.readers.efiction_dump.tokenizer import events

#: What must be reached: docs/performance.md.
TOKENS, CHAPTERS, MEMORY, GROWTH = 35.0, 1000.0, 250.0, 2.3
_PROBE = """
import json, resource, sys, time
from pathlib import Path
from benchmarks.dump_read import read_whole
began = time.process_time()
read_whole(Path(sys.argv[1]), Path(sys.argv[2]))
spent = time.process_time() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([spent, peak]))
"""


def measure(*, large: bool = False) -> list[Row]:
    """Return rows for 10 and 20 MB (large: 50, 100 and 500 MB too)."""
    sizes = (10, 20, 50, 100, 500) if large else (10, 20)
    rows: list[Row] = []
    spent_before = 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for megabytes in sizes:
            dump = folder / "site.sql"
            chapters = write_dump(dump, megabytes)
            if megabytes == sizes[0]:
                rows += _tokens(dump, folder)
            spent, peak = _read_apart(dump, folder)
            per = spent * 1000 / chapters
            rows += [
                Row(f"chapter of a {megabytes} MB dump", per, 1.0, "ms", "limit"),
                Row(f"memory, {megabytes} MB dump", peak, MEMORY, "MB", "limit"),
            ]
            if spent_before and megabytes == sizes[1]:
                grown = spent / spent_before
                rows.append(
                    Row("a dump twice as long", grown, GROWTH, "times", "limit")
                )
            spent_before = spent
    return rows


def read_whole(dump: Path, scratch: Path) -> int:
    """Read a dump to records, as lines of JSON; return how many there are."""
    from fanfold.model.draft import DraftWork, settled
    from fanfold.model.original import Original
    from fanfold.model.record import lines
    from fanfold.readers.contract import Source
    from fanfold.readers.efiction_dump import reader

    with dump.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    source = Source((Original(digest, dump.stat().st_size, dump.name, path=dump),))
    count = 0
    for each in reader.read(source, scratch=scratch):
        value = settled(each) if isinstance(each, DraftWork) else each
        count += sum(1 for _ in lines([value]))
    return count


def _read_apart(dump: Path, folder: Path) -> tuple[float, float]:
    """Return seconds of CPU and megabytes of a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        command = [sys.executable, "-c", _PROBE, str(dump), scratch]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    spent, peak = json.loads(done.stdout)
    return float(spent), float(peak)


def _tokens(dump: Path, folder: Path) -> list[Row]:
    megabytes = dump.stat().st_size / 1e6
    ours = wall_of(lambda: _tokenised(dump), 3) / megabytes
    rows = [Row("a megabyte of a dump", ours, 1000 / TOKENS, "ms", "limit")]
    peer = _sqlglot(folder)
    if peer is not None:
        rows.append(Row("a megabyte of a dump", ours, peer, "ms", "sqlglot"))
    server = _mariadb(dump)
    if server is not None:
        rows.append(Row("a megabyte of a dump", ours, server, "ms", "MariaDB's load"))
    else:
        print("no MariaDB answers at 127.0.0.1:3306: its load is not measured")
    return rows


def _tokenised(dump: Path) -> int:
    with dump.open("rb") as stream:
        return sum(1 for _ in events(stream))


def _sqlglot(folder: Path) -> float | None:
    """Return milliseconds a megabyte of a peer that parses SQL, where it is there."""
    try:
        import sqlglot
    except ImportError:
        return None
    small = folder / "small.sql"
    write_dump(small, 0.3)
    text = small.read_text("utf-8")
    spent: Any = wall_of(lambda: sqlglot.parse(text, read="mysql"), 1)
    return float(spent / (len(text.encode()) / 1e6))


def _mariadb(dump: Path) -> float | None:
    """Return milliseconds a megabyte of a server's load, where one answers."""
    client = shutil.which("mariadb") or shutil.which("mysql")
    if client is None:
        return None
    try:
        socket.create_connection(("127.0.0.1", 3306), 2).close()
    except OSError:
        return None
    base = [client, "-h", "127.0.0.1", "-u", "root"]
    name = "fanfold_bench"
    made = subprocess.run([*base, "-e", f"CREATE DATABASE {name}"], capture_output=True)
    if made.returncode != 0:
        return None
    try:
        with dump.open("rb") as stream:
            began = time.perf_counter()
            loaded = subprocess.run([*base, name], stdin=stream, capture_output=True)
            spent = time.perf_counter() - began
    finally:
        subprocess.run([*base, "-e", f"DROP DATABASE {name}"], capture_output=True)
    return spent * 1000 / (dump.stat().st_size / 1e6) if not loaded.returncode else None
