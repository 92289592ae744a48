"""``fanfold seal``: what was taken off for good can be taken back no more."""

from __future__ import annotations

import json
from pathlib import Path

import click

from fanfold.cli import door, say


@click.command("seal")
@door.archive_option
@click.option(
    "--now", is_flag=True, help="Without waiting for the end of the fourteen days."
)
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def command(folder: Path | None, now: bool, as_json: bool) -> None:
    """End the time in which names that were taken off can be put back.

    What the names were is forgotten, and with it the way back of every act up to
    then; stories, pages and the ledger stay as they are. `fanfold serve` does this
    once an hour; a second time it changes nothing.

    \b
    Example: fanfold seal --archive my-archive
    """
    door.open_archive(folder)
    door.migrate()
    from fanfold.archive.actions.seal_steps import last_day, seal_steps

    sealed, until = seal_steps(by="command line", now=now), last_day()
    if as_json:
        next_ = until.isoformat(timespec="seconds") if until else None
        say.result(json.dumps({"sealed": sealed, "next": next_}))
        return
    say.result(f"{sealed} acts can be taken back no more; no story was changed.")
    if until is not None:
        say.remark(f"A name that was taken off can be put back until {until:%Y-%m-%d}.")
