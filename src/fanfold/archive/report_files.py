"""Reports of imports on disk, where names stand in titles, questions and samples."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from fanfold.archive.unnaming import Names


def unname(folder: Path, names: Names, items: Collection[str] | None) -> int:
    """Take names out of the reports in a folder; return how many were changed.

    items: only what is told of these; None: of everything. It is not put back when the
    step is taken back: going over the import once more writes its report anew.
    """
    changed = 0
    for path in sorted(folder.glob("*.json")):
        try:
            told = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            continue
        cleaned = names.out_of(told) if items is None else _of(told, names, items)
        if cleaned != told:
            temporary = path.with_suffix(".part")
            text = json.dumps(cleaned, ensure_ascii=False, indent=1)
            temporary.write_text(text + "\n", "utf-8")
            temporary.replace(path)
            changed += 1
    return changed


def _of(value: Any, names: Names, items: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_of(each, names, items) for each in value]
    if isinstance(value, dict):
        if value.get("item") in items:
            return names.out_of(value)
        return {key: _of(each, names, items) for key, each in value.items()}
    return value
