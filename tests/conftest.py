"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept-expected",
        action="store_true",
        default=False,
        help="write what each reader's case gives now as its expected.json; READ it",
    )
