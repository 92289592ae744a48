"""``fanfold serve`` as a browser, a scanner and a keeper of logs meet it."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("django")

from tests.cli.test_archive_commands import fanfold

#: Words that lie in the story, are searched for, and are sent.
WORD = "zeldafrost"
STORY = f"Title: Quite {WORD}\nAuthor: Marrow\nRating: G\n\nIt was {WORD} all night.\n"


@dataclass(frozen=True, slots=True)
class Server:
    """A served archive. log: all that it writes anywhere."""

    folder: Path
    port: int
    log: Path

    def ask(self, target: str, *, host: str = "127.0.0.1", body: str = "") -> bytes:
        """Send one request as it is written here; return all that comes back."""
        method = "POST" if body else "GET"
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close"]
        if body:
            lines.append("Content-Type: multipart/form-data; boundary=x")
            lines.append(f"Content-Length: {len(body)}")
        return self.send("\r\n".join([*lines, "", body]))

    def send(self, words: str) -> bytes:
        """Send anything."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as line:
            line.sendall(words.encode())
            came = b""
            while part := line.recv(1 << 16):
                came += part
        return came


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served") / "shelf"
    story = folder.parent / "snow.txt"
    story.write_text(STORY, "utf-8")
    fanfold("init", folder, "--audience", "all", cwd=folder.parent)
    here = ("--archive", folder)
    done = fanfold("import", story, *here, "--commit", "--yes", cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder.parent / "log.txt"
    words = ["serve", *map(str, here), "--address", f"127.0.0.1:{port}"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FANFOLD_")}
    with log.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "fanfold", *words],
            stdout=stream,
            stderr=stream,
            env=environment,
        )
        try:
            found = Server(folder, port, log)
            _wait_for(found)
            yield found
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(server: Server) -> None:
    for _ in range(300):
        try:
            if server.ask("/robots.txt"):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within half a minute")


def test_files_of_the_folder_are_not_on_the_web(server: Server) -> None:
    backup = server.folder / "backup.zip"
    done = fanfold(
        "backup", "-o", backup, "--archive", server.folder, cwd=server.folder
    )
    assert done.returncode == 0, done.stderr
    key = (server.folder / "secret.key").read_bytes().strip()
    ways = ("/{}", "/static/{}", "/static/../{}", "/static/%2e%2e/{}", "/static//{}")
    outside = [f"..{'/..' * up}{server.folder}/backup.zip" for up in range(9)]
    names = ("backup.zip", "secret.key", "archive.sqlite3", *outside)

    came = [server.ask(way.format(name)) for way in ways for name in names]
    styles = server.ask("/static/fanfold.css")

    assert styles.startswith(b"HTTP/1.1 200")
    assert not any(b"PK\3\4" in each or key in each for each in came)
    assert not any(each.startswith(b"HTTP/1.1 200") for each in came)
    assert backup.stat().st_mode & 0o777 == 0o600


def test_the_log_has_faults_and_nothing_of_who_asked_for_what(server: Server) -> None:
    with sqlite3.connect(server.folder / "archive.sqlite3") as rows:
        (work,) = next(rows.execute("select public from archive_work"))
    asks = f"?q={WORD}&name=Marrow"
    good = server.ask(f"/works/{work}/")
    server.ask(f"/works/{asks}")
    server.ask(f"/search/{asks}")
    server.ask(f"/{WORD}/{asks}")
    server.ask(f"/works/{asks}", host=f"{WORD}.example.org")
    server.ask("/gate/", body=f"--{WORD}\r\n{WORD}")
    server.ask(f"/works/%ff%00%0a{WORD}{asks}")
    server.send(f"GET /{WORD}{asks} HTTP/7.5\r\nHost: {WORD}\r\n\r\n")
    server.send(f"{WORD} {WORD}\r\n\r\n")
    with sqlite3.connect(server.folder / "archive.sqlite3") as rows:
        rows.execute("alter table archive_creatorship rename to archive_elsewhere")
    broken = server.ask(f"/works/{work}/whole/{asks}")
    with sqlite3.connect(server.folder / "archive.sqlite3") as rows:
        rows.execute("alter table archive_elsewhere rename to archive_creatorship")

    log = server.log.read_text("utf-8")
    assert WORD.encode() in good
    assert broken.startswith(b"HTTP/1.1 503")
    assert f"OperationalError on page work-whole {work}" in log
    for each in (WORD, "Marrow", "q=", "GET /", "Traceback", "127.0.0.1 -"):
        assert each not in log
