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
@click.option(
    "--import",
    "import_id",
    help="Take back what the import of this id brought; --imports lists them.",
)
@click.option("--imports", is_flag=True, help="List the imports with stories here.")
@click.option(
    "--also",
    is_flag=True,
    help="With --import: stories too that somebody edited, commented on or keeps.",
)
@click.option("--yes", is_flag=True, help="With --import: do it, not only show it.")
@click.option("--why", default="", help="The reason; it stands in the ledger's step.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(
    step: str | None,
    folder: Path | None,
    import_id: str | None,
    imports: bool,
    also: bool,
    yes: bool,
    why: str,
    as_json: bool,
) -> None:
    """Take the act called STEP back; without STEP, list the latest acts.

    Everything it changed is again what it was, or nothing is changed at all: where
    later acts changed the same, they are named and come first. To take an undoing
    back is to do it again.

    An import goes back with --import: first it is shown what would go and what stays,
    because somebody edited it, its author has claimed it, or a reader keeps it; with
    --yes it is done, as one step, which can be taken back, too. Originals stay.

    \b
    Example: fanfold undo 7h2kq9bcd --why "wrong Marrow"
             fanfold undo --import 4mxz8kpt2 --yes
    """
    door.open_archive(folder)
    if step is not None and (import_id or imports):
        raise click.UsageError("Name a step or an import, not both")
    if imports:
        _imports(as_json)
        return
    if import_id:
        _import(import_id, also=also, yes=yes, why=why, as_json=as_json)
        return
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


def _imports(as_json: bool) -> None:
    from fanfold.archive.taking_back import plans

    rows = plans()
    told = [
        {
            "import": row.public,
            "name": row.name,
            "by": row.by,
            "at": row.started_at.isoformat(timespec="seconds"),
            "works": row.works.count(),
        }
        for row in rows
    ]
    if as_json:
        say.result(json.dumps(told))
        return
    say.lines(
        f"{each['import']}  {each['at'][:16]}  {each['works']:>5} works  "
        f"{each['name']}  by {each['by']}"
        for each in told
    )
    say.remark("Nothing was changed.")


def _import(import_id: str, *, also: bool, yes: bool, why: str, as_json: bool) -> None:
    from fanfold.archive.actions.take_import_back import take_import_back
    from fanfold.archive.taking_back import brought, plan_of

    plan = plan_of(import_id)
    if not yes:
        found = brought(plan)
        going = len(found.going(also=also))
        kept = [(row.public, held) for row, held in found.staying(also=also)]
        step = None
    else:
        by = "command line"
        made = take_import_back(plan, by=by, why=why, also=also)
        going, kept, step = made.works, list(made.kept), made.step
    if as_json:
        told = {"import": import_id, "works": going, "kept": kept, "step": step}
        say.result(json.dumps(told))
        return
    say.result(f"{going} works {'are taken out' if yes else 'would go'}.")
    for public, held in kept:
        say.result(f"  {public} stays: {_WHY[held]}")
    if step is None:
        say.remark("Nothing was changed. Do it with --yes.")
    else:
        say.remark(f"Originals are kept. To put all back: fanfold undo {step}")


_WHY = {
    "edited": "somebody edited it",
    "said": "somebody commented on it",
    "read": "a reader keeps it",
    "joined": "another import is in it, too",
    "claimed": "its author has an account here",
    "down": "it was taken down",
}
