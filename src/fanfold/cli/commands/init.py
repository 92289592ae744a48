"""``fanfold init``: a new, empty archive."""

from __future__ import annotations

from pathlib import Path

import click

from fanfold.cli import door, say


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="A Fanfold archive", help="Name of the archive.")
@click.option(
    "--stage",
    type=click.Choice(["shown", "unreviewed", "hidden"]),
    default="shown",
    show_default=True,
    help="Stage of stories that are brought in.",
)
@click.option(
    "--audience",
    type=click.Choice(["members", "all"]),
    default="members",
    show_default=True,
    help="Who may read them at first.",
)
def command(folder: Path, name: str, stage: str, audience: str) -> None:
    """Make an archive in the folder DIR. Files that are there are left alone.

    \b
    Example: fanfold init my-archive --name "The Old Shelf"
    """
    from fanfold.configuration import create

    create(folder, name=name, stage=stage, audience=audience)
    configuration = door.open_archive(folder)
    door.migrate()
    say.remark(f"{configuration.folder}: an empty archive called “{name}”.")
    say.remark(f"Bring stories in with: fanfold import PATHS --archive {folder}")
