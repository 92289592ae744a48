"""``fanfold import``: bring sources in, by default as a rehearsal."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fanfold.cli import door, say

if TYPE_CHECKING:
    from fanfold.configuration import Configuration
    from fanfold.intake.report import Report

#: By `Report.outcome`: all is in · a person should look · it could not be done.
EXIT = {"clean": 0, "questions": 3, "failed": 1}


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@door.archive_option
@click.option("--commit", is_flag=True, help="Add the stories; without it, rehearse.")
@click.option("--yes", is_flag=True, help="Answer every question as suggested.")
@click.option("--by", default=None, help="Who decides; by default the user's name.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def command(
    paths: tuple[Path, ...],
    folder: Path | None,
    commit: bool,
    yes: bool,
    by: str | None,
    as_json: bool,
) -> None:
    """Bring PATHS into an archive: files, folders, zip and tar archives.

    Without --commit this is a rehearsal: the originals, the plan and the report are
    kept, no story is added or changed. It can be stopped and run again at any time:
    it goes on where it was, and nothing comes in twice. The files themselves are never
    changed.

    Exit code: 0 all is in; 3 a person should look; 1 failed; 2 wrong use.

    \b
    Example: fanfold import old-site.zip --archive my-archive --commit
    """
    configuration = door.open_archive(folder)
    door.migrate()
    report = _run(configuration, paths, commit=commit, yes=yes, by=by or _user())
    if as_json:
        say.result(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        say.result("\n".join(report.lines()))
    if not commit:
        say.remark("A rehearsal: no story was added or changed. To add: --commit")
    raise SystemExit(EXIT[report.outcome.value])


def _run(
    configuration: Configuration,
    paths: tuple[Path, ...],
    *,
    commit: bool,
    yes: bool,
    by: str,
) -> Report:
    from fanfold.archive.local import LocalArchive
    from fanfold.intake.decision import Policy, Yes
    from fanfold.intake.journey import run
    from fanfold.intake.limits import Limits
    from fanfold.keep.originals import Originals

    reading = configuration.reading
    return run(
        paths,
        archive=LocalArchive(configuration),
        originals=Originals(configuration.originals),
        decider=Yes(by) if yes else Policy(by),
        by=by,
        commit=commit,
        limits=Limits(
            workers=reading.workers,
            memory=reading.memory_mb * 1024 * 1024,
            seconds=reading.seconds,
        ),
        progress=say.progress(),
        reports=configuration.reports,
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "archivist"
