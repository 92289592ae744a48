"""The word tables beside this module, each read once when it is first needed."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return ``<name>.toml`` of this package as a dict."""
    text = files("fanfold.vocab").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
