"""``fanfold restore``: a backup put back, and what was asked for since done again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fanfold.cli import door, say
from fanfold.errors import UsageError


@click.command("restore")
@click.argument(
    "backup",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@door.archive_option
@click.option(
    "--lasting",
    "lists",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A list that fanfold backup --lasting wrote after the backup.",
)
@click.option(
    "--no-lasting",
    is_flag=True,
    help="There is no such list, and nothing was taken down since.",
)
@click.option("--by", default=None, help="Who does it; by default the user's name.")
def command(
    backup: Path | None,
    folder: Path | None,
    lists: tuple[Path, ...],
    no_lasting: bool,
    by: str | None,
) -> None:
    """Make the archive what it was when BACKUP was written.

    What was taken down, hidden or unnamed since stays so: this archive knows it, or a
    list that was kept elsewhere (--lasting). Into an empty archive nothing is put back
    without such a list, unless you say that there is none. Without BACKUP the list is
    done to the archive as it is: where its folder was put back by hand. Stop fanfold
    serve first. Settings and secret.key are not changed.

    \b
    Example: fanfold restore backup.zip --lasting lasting.jsonl
    """
    configuration = door.open_archive(folder)
    door.migrate()
    wishes = _wishes(lists)
    by = by or say.user()
    if backup is None:
        changed = _again(wishes, lists, by)
    else:
        if not (lists or no_lasting) and _is_empty():
            raise UsageError(
                "This archive is empty, so nobody here knows what was taken down since "
                "the backup. Nothing was changed. Name the list that fanfold backup "
                "--lasting wrote: --lasting FILE. If there is none: --no-lasting"
            )
        from fanfold.archive.backing_up import put_back

        changed = put_back(backup, configuration, wishes, by=by)
        say.remark("The archive is put back. Make its index with: fanfold reindex")
    say.result(f"{changed} works are again as people asked for them since.")


def _wishes(lists: tuple[Path, ...]) -> list[dict[str, Any]]:
    from fanfold.archive import lasting

    found: list[dict[str, Any]] = []
    for path in lists:
        text = path.read_text("utf-8", "replace")
        found += lasting.read(text.splitlines(), path.name)
    return found


def _again(wishes: list[dict[str, Any]], lists: tuple[Path, ...], by: str) -> int:
    from django.db import transaction

    from fanfold.archive import lasting

    if not lists:
        raise UsageError("Name a backup, or a list with --lasting. Nothing was changed")
    with transaction.atomic():
        return lasting.do_again(wishes, by=by)


def _is_empty() -> bool:
    from fanfold.archive.models import Tombstone, Work

    return not Work.objects.exists() and not Tombstone.objects.exists()
