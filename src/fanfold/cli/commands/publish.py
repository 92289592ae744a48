"""``fanfold publish``: move works to where readers see them."""

from __future__ import annotations

from pathlib import Path

import click

from fanfold.cli import door, say


@click.command("publish")
@click.argument("ids", nargs=-1)
@door.archive_option
@click.option(
    "--audience",
    type=click.Choice(["all", "members"]),
    default=None,
    help="Who may read them; without it, whoever may today.",
)
@click.option("--unreviewed", is_flag=True, help="All works nobody has reviewed yet.")
@click.option("--everything", is_flag=True, help="All works but hidden and withdrawn.")
def command(
    ids: tuple[str, ...],
    folder: Path | None,
    audience: str | None,
    unreviewed: bool,
    everything: bool,
) -> None:
    """Show the works with these IDS to readers.

    Withdrawn works stay withdrawn, hidden ones move only when named. Ratings and
    gates are not changed.

    \b
    Example: fanfold publish 7h2kq9 --audience all
    """
    if bool(ids) + unreviewed + everything != 1:
        raise click.UsageError("Name works by id, or --unreviewed, or --everything.")
    door.open_archive(folder)
    from fanfold.archive.actions.publish_works import publish_works
    from fanfold.model.work import Audience, Stage

    stages = (Stage.UNREVIEWED,) if unreviewed else (Stage.UNREVIEWED, Stage.SHOWN)
    moved = publish_works(
        ids or None,
        stages=None if ids else stages,
        audience=Audience(audience) if audience else None,
        by="command line",
    )
    say.result(f"{moved} works changed. Ratings, gates and texts are as they were.")
