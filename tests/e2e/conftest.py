"""A served archive of the examples, and a Chromium to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip(
            "no Chromium on this machine (looked for: " + ", ".join(_NAMES) + ")"
        )
    return found


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a served archive that holds the examples."""
    folder = tmp_path_factory.mktemp("archive") / "shelf"
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("FANFOLD_")
    }

    def fanfold(*words: str) -> list[str]:
        return [sys.executable, "-m", "fanfold", *words]

    name = ["--name", "The Example Shelf", "--audience", "all"]
    subprocess.run(fanfold("init", str(folder), *name), check=True, env=environment)
    done = subprocess.run(
        fanfold("import", "examples", "--archive", str(folder), "--commit", "--yes"),
        check=False,
        cwd=ROOT,
        env=environment,
    )
    assert done.returncode in (0, 3)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen(
        fanfold("serve", "--archive", str(folder), "--address", address),
        env=environment,
    )
    try:
        _wait_for(f"http://{address}/", server)
        yield f"http://{address}"
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
