"""An archive of the examples, served as people serve it."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r"([A-Z]{4}-[A-Z]{4}) \(")


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("FANFOLD_")}


def fanfold(*words: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run one command."""
    return subprocess.run(
        [sys.executable, "-m", "fanfold", *map(str, words)],
        check=False,
        cwd=cwd,
        env=_environment(),
        capture_output=True,
        text=True,
    )


@dataclass(frozen=True, slots=True)
class Served:
    """A served archive: where it answers, where it lies, what its terminal shows."""

    address: str
    folder: Path
    terminal: Path

    def fanfold(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command on this archive; it must succeed."""
        done = fanfold(*words, "--archive", self.folder)
        assert done.returncode in (0, 3), done.stderr
        return done

    def inside(self, lines: str) -> str:
        """Run lines of Python that see this archive's rows; return what they print."""
        start = "from pathlib import Path\nfrom fanfold.cli import door\n"
        start += f"door.open_archive(Path({str(self.folder)!r}))\n"
        words = [sys.executable, "-c", start + lines]
        done = subprocess.run(
            words, check=True, env=_environment(), cwd=ROOT, stdout=subprocess.PIPE
        )
        return done.stdout.decode()

    def told(self, lines: str) -> Any:
        """Run lines that see this archive's rows and set ``told``; return that."""
        return json.loads(self.inside(f"{lines}\nimport json\nprint(json.dumps(told))"))

    def codes(self) -> list[str]:
        """Return the codes that the terminal has shown, in order."""
        return _CODE.findall(self.terminal.read_text(encoding="utf-8"))


@contextmanager
def serve(
    folder: Path,
    *,
    filled: bool = True,
    audience: str = "all",
    also: Sequence[Path] = (),
    settings: str = "",
) -> Iterator[Served]:
    """Make an archive in a folder, and serve it. filled: with the examples.

    audience: whom stories are shown to as they come in. also: folders of further
    stories. settings: lines more of its fanfold.toml.
    """
    name = ["--name", "The Example Shelf", "--audience", audience]
    assert fanfold("init", folder, *name).returncode == 0
    with (folder / "fanfold.toml").open("a", encoding="utf-8") as told:
        told.write(settings)
    for each in (*(["examples"] if filled else []), *also):
        options = ["--archive", folder, "--commit", "--yes"]
        assert fanfold("import", each, *options).returncode in (0, 3)
    assert fanfold("reindex", "--archive", folder).returncode == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    terminal = folder.parent / "terminal.txt"
    words = ["serve", "--archive", str(folder), "--address", address]
    with terminal.open("w") as shown:
        server = subprocess.Popen(
            [sys.executable, "-m", "fanfold", *words],
            env=_environment(),
            stderr=shown,
        )
        try:
            _wait_for(f"http://{address}/", server)
            yield Served(f"http://{address}", folder, terminal)
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"{address} did not answer within a minute")
