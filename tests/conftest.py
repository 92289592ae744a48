"""Options of the test run, and the archive folder that Django's tests live in."""

from __future__ import annotations

import os
import socket
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import settings

# How long an example takes says nothing on a busy machine: benchmarks/ measure.
settings.register_profile("fanfold", deadline=None)
settings.load_profile("fanfold")

POSTGRESQL = os.environ.get(
    "FANFOLD_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/fanfold"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-expected",
        action="store_true",
        default=False,
        help="write what each reader's case gives now as its expected.json; READ it",
    )
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="what tests of the archive run on; make test runs both",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if find_spec("django") is None:
        return
    folder = Path(tempfile.mkdtemp(prefix="fanfold-tests-"))
    os.environ["FANFOLD_ARCHIVE"] = str(folder)
    if config.getoption("--database") == "postgresql":
        os.environ["FANFOLD_DATABASE__URL"] = POSTGRESQL
    from fanfold.configuration import create

    create(folder, name="The Test Shelf", stage="shown", audience="all")
    os.environ["DJANGO_SETTINGS_MODULE"] = "fanfold.web.settings"
    import django

    # pytest-django has looked for settings before this and found none.
    django.setup()


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    # The longest come first, or one core is left alone with them in the end.
    items.sort(key=lambda item: "visibility" not in item.path.parts)
    if config.getoption("--database") != "postgresql" or _answers(POSTGRESQL):
        return
    where = urlsplit(POSTGRESQL).netloc.rpartition("@")[2]
    no_server = pytest.mark.skip(reason=f"no PostgreSQL server answers at {where}")
    for item in items:
        if item.get_closest_marker("archive"):
            item.add_marker(no_server)


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 5432), 2).close()
    except OSError:
        return False
    return True
