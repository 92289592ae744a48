"""``fanfold undo``: take an act back as a whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from fanfold.cli import door, say

_SHOWN = 20


@click.command("undo")
@click.argument("step", required=False)
@door.archive_option
@click.option("--why", default="", help="The reason; it stands in the ledger's step.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(step: str | None, folder: Path | None, why: str, as_json: bool) -> None:
    """Take the act called STEP back; without STEP, list the latest acts.

    Everything it changed is again what it was, or nothing is changed at all: where
    later acts changed the same, they are named and come first. To take an undoing
    back is to do it again. Imports are no steps: they only ever add.

    \b
    Example: fanfold undo 7h2kq9bcd --why "wrong Marrow"
    """
    door.open_archive(folder)
    if step is None:
        _list(as_json)
        return
    from fanfold.archive.actions.undo_step import undo_step

    made = undo_step(step, by="command line", why=why)
    if as_json:
        say.result(json.dumps({"undone": step, "step": made.public}))
    else:
        say.result(f"{step} is taken back. To do it again: fanfold undo {made.public}")


def _list(as_json: bool) -> None:
    from fanfold.archive.models import Step

    rows = Step.objects.select_related("undone_by").prefetch_related("entries__entry")
    told = [_told(row) for row in rows.order_by("-pk")[:_SHOWN]]
    if as_json:
        say.result(json.dumps(told))
        return
    for each in told:
        say.result(
            f"{each['step']}  {each['at'][:16]}  {each['act']:<14}  "
            f"{each['on']:>5} things  by {each['by']}"
            + (f"  (taken back: {each['undone_by']})" if each["undone_by"] else "")
        )
    if not told:
        say.remark("Nothing was done yet that could be taken back.")
    say.remark("Nothing was changed.")


def _told(row: Any) -> dict[str, Any]:
    return {
        "step": row.public,
        "at": row.at.isoformat(timespec="seconds"),
        "act": row.act,
        "by": row.by,
        "why": row.why,
        "on": len(row.entries.all()),
        "undone_by": row.undone_by.public if row.undone_by else None,
    }
