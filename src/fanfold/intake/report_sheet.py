"""The report of an import as a sheet: a line for every number and every place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

COLUMNS = ("part", "name", "number", "place", "detail")
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(report: dict[str, Any]) -> str:
    """Return a report, as `Report.as_json` has it, as CSV with its header."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    for line in _lines(report):
        sheet.writerow([_guarded(str(cell)) for cell in line])
    # The mark says that it is UTF-8 to programs that else would not think so.
    return "\ufeff" + out.getvalue()


def _lines(report: dict[str, Any]) -> Iterator[tuple[object, ...]]:
    for part in ("files", "items", "proposals", "authors", "sealed"):
        for name, number in report.get(part, {}).items():
            yield part, name, number, "", ""
    for each in report.get("kinds", []):
        yield "kinds", each["title"], each["files"], "", f"{each['works']} stories"
    for each in report.get("encodings", []):
        yield "encodings", each["encoding"], each["texts"], "", ""
    for each in report.get("ratings", []):
        yield "ratings", each["said"], each["stories"], "", each["rating"]
    for part in ("problems", "missing", "unplaced"):
        for each in report.get(part, []):
            yield part, each["code"], 1, each["place"], each["detail"]
    for each in report.get("questions", []):
        yield "questions", each["code"], 1, each["group"], each["asked"]
    for each in report.get("duplicates", {}).get("named", []):
        yield "duplicates", each["verdict"], 1, each["title"], each["there"]
    for each in report.get("changed", []):
        for pair in each["samples"]:
            place = f"{each['file']}: {each['title']}"
            yield "before", place, each["lines"], "", pair["before"]
            yield "after", place, each["lines"], "", pair["after"]
    for sum_ in report.get("disagreements", []):
        yield "disagreements", sum_, 1, "", ""


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
