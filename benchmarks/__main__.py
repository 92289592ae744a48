"""Runs every benchmark, prints a table, writes benchmarks/results/<moment>.json."""

from __future__ import annotations

import argparse
import json
import pkgutil
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import benchmarks
from benchmarks.rows import Row

_NO_QUESTION = {
    *("__main__", "archives", "corpus", "dumps", "load_of", "page_of", "peers"),
    *("phrase_of", "rows", "search_of", "shelf_of", "stories"),
}


def main() -> None:
    """Measure, show, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="the sizes of big sites")
    every = {m.name for m in pkgutil.iter_modules(benchmarks.__path__)} - _NO_QUESTION
    parser.add_argument("names", nargs="*", help="some of the files; else all")
    told = parser.parse_args()
    names, large = set(told.names) or every, told.large
    if names - every:
        parser.error(f"no such benchmark: {', '.join(sorted(names - every))}")
    rows: list[Row] = []
    print(f"{'question':<28}{'ours':>10}{'theirs':>10}  {'ratio':>6}  beside")
    for name in sorted(names):
        for row in import_module(f"benchmarks.{name}").measure(large=large):
            rows.append(row)
            figures = f"{row.ours:>10.1f}{row.theirs:>10.1f}  {row.ratio:>6.2f}"
            print(f"{row.question:<28}{figures}  {row.beside} ({row.unit})")
    _write(rows)


def _write(rows: list[Row]) -> None:
    folder = Path(__file__).parent / "results"
    folder.mkdir(exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
    told = [{**asdict(row), "ratio": round(row.ratio, 3)} for row in rows]
    path = folder / f"{moment}.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"\n{path.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
