"""Whether a page is fit for all: what axe says against it, and its width."""

from __future__ import annotations

from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

#: An address, what is wrong there, and where on the page.
Fault = tuple[str, str, list[Any]]


def faults_of(page: Any, address: str, width: int) -> list[Fault]:
    """Return what is wrong with the page that is open. width: of the screen."""
    found = axe.Axe().run(page)
    faults: list[Fault] = [
        (address, each["id"], [node["html"][:120] for node in each["nodes"]][:3])
        for each in found.response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        faults.append((address, "wider than the screen", [wide]))
    return faults
