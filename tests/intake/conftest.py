"""Odd readers where worker processes find them too."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def odd_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put ``odd_readers`` on the path; workers inherit it."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
