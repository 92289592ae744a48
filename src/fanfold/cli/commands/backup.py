"""``fanfold backup``: the archive as it is now, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from fanfold.cli import door, say


@click.command("backup")
@door.archive_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write.",
)
@click.option(
    "--lasting",
    is_flag=True,
    help="Only the list of what people asked for, which a restore must not undo.",
)
def command(folder: Path | None, output: Path, lasting: bool) -> None:
    """Write every row and every original to a file, while the archive is in use.

    It is of one moment, and has its name once all of it is on the disk. secret.key is
    not in it: keep that in another place. --lasting writes a small list instead: what
    was taken down, whose name was taken off, what is hidden. Write it often, and keep
    it elsewhere: fanfold restore asks for it where the archive itself is lost.

    \b
    Example: fanfold backup -o backup.zip
             fanfold backup --lasting -o lasting.jsonl
    """
    configuration = door.open_archive(folder)
    door.migrate()
    if lasting:
        from fanfold.archive import lasting as wishes
        from fanfold.cli.files import put

        put(output, wishes.told())
        say.remark(f"{output} is written. It holds no title, no text and no name.")
        return
    from fanfold.archive.backing_up import back_up

    seal = back_up(configuration, output)
    say.result(f"Seal: {seal}")
    say.remark(f"{output} is whole. Keep secret.key in another place than it.")
