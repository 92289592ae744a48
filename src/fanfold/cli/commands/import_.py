"""``fanfold import``: bring sources in, by default as a rehearsal."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fanfold.cli import apart as apart_of
from fanfold.cli import door, say
from fanfold.errors import UsageError

if TYPE_CHECKING:
    from fanfold.configuration import Configuration
    from fanfold.intake.report import Report

#: How far an import steps back where others want the processor: who reads the archive
#: waits for a page, and nobody for an import.
_NICE = 5
#: By `Report.outcome`: all is in · a person should look · it could not be done.
EXIT = {"clean": 0, "questions": 3, "failed": 1}


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@door.archive_option
@click.option("--commit", is_flag=True, help="Add the stories; without it, rehearse.")
@click.option("--yes", is_flag=True, help="Answer every question as suggested.")
@click.option("--no-ask", is_flag=True, help="Ask nothing: open questions wait.")
@click.option("--by", default=None, help="Who decides; by default the user's name.")
@apart_of.option
@click.option(
    "--key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Key file of a bundle, where it does not lie beside it.",
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def command(
    paths: tuple[Path, ...],
    folder: Path | None,
    commit: bool,
    yes: bool,
    no_ask: bool,
    by: str | None,
    apart: tuple[str, ...],
    key: Path | None,
    as_json: bool,
) -> None:
    """Bring PATHS into an archive: files, folders, zip and tar archives.

    Without --commit this is a rehearsal: the originals, the plan and the report are
    kept, no story is added or changed. It can be stopped and run again at any time:
    it goes on where it was, and nothing comes in twice. The files themselves are never
    changed.

    At a terminal, --commit asks what a wrong guess would harm, one question at a time,
    with the lines it is about. Answers are kept, and those for all alike are saved as
    rules (see fanfold rules). --yes, --no-ask and --json ask nothing.

    A bundle of another archive (fanfold export bundle) is brought in alone. It is
    proved whole first; what must not come back by its word is kept out before any of
    its stories comes in, and so is what was taken down here.

    Exit code: 0 all is in; 3 a person should look; 1 failed; 2 wrong use.

    \b
    Example: fanfold import old-site.zip --archive my-archive --commit
    """
    configuration = door.open_archive(folder)
    door.migrate()
    ask = not (yes or no_ask or as_json) and say.somebody_is_there()
    by = by or say.user()
    bundle = _bundle_of(paths)
    if bundle is not None:
        report = _take_over(configuration, bundle, key, commit=commit, yes=yes, by=by)
    else:
        report = _run(
            configuration, paths, commit=commit, yes=yes, ask=ask, by=by, apart=apart
        )
    if as_json:
        say.result(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        say.lines(report.lines())
        members_only = configuration.policy.audience == "members"
        for line in _next_steps(
            report, paths, folder, commit=commit, members_only=members_only
        ):
            say.remark(line)
    raise SystemExit(EXIT[report.outcome.value])


def _bundle_of(paths: tuple[Path, ...]) -> Path | None:
    """Return the bundle that was named. Raises UsageError beside other files."""
    from fanfold.archive.taking_over import is_bundle

    bundles = [path for path in paths if is_bundle(path)]
    if bundles and len(paths) > 1:
        raise UsageError(
            f"{bundles[0].name} is a bundle of an archive. Nothing was changed. "
            "Bring it in by itself"
        )
    return bundles[0] if bundles else None


def _take_over(
    configuration: Configuration,
    path: Path,
    key: Path | None,
    *,
    commit: bool,
    yes: bool,
    by: str,
) -> Report:
    from fanfold.archive.taking_over import take_over
    from fanfold.intake.decision import Policy, Yes

    os.nice(_NICE)
    made = take_over(
        path,
        configuration,
        decider=Yes(by) if yes else Policy(by),
        by=by,
        commit=commit,
        key=key,
        progress=say.progress(),
    )
    told = "are kept out here, too" if commit else "would be kept out here, too"
    say.remark(f"By {made.tombstones} tombstones of the bundle works {told}.")
    if made.keyed:
        say.remark(f"To add it, put {path.name}.key beside it, or name it with --key.")
    if made.here:
        say.remark(
            f"{len(made.here)} works of this archive were taken down there; look "
            f"whether they should be here: {', '.join(made.here)}"
        )
    return made.report


def _next_steps(
    report: Report,
    paths: tuple[Path, ...],
    folder: Path | None,
    *,
    commit: bool,
    members_only: bool,
) -> Iterator[str]:
    """Yield what a person may do now, with the whole command."""
    import shlex

    there = f" --archive {shlex.quote(str(folder))}" if folder else ""
    named = " ".join(shlex.quote(str(path)) for path in paths)
    again = f"fanfold import {named}{there} --commit"
    waits = any(each.question.holds for each in report.questions)
    yield ""
    if not commit:
        yield "A rehearsal: no story was added or changed. To add them:"
        yield f"  {again}"
        if waits:
            yield "At a terminal it asks you the open questions first, one by one."
        return
    if waits:
        yield "To answer the open questions (the others are not asked again):"
        yield f"  {again}"
    yield "To see the archive:"
    yield f"  fanfold serve{there}"
    if members_only:
        yield "New stories are for members who sign in. To let everybody read them:"
        yield f"  fanfold publish --everything --audience all{there}"


def _run(
    configuration: Configuration,
    paths: tuple[Path, ...],
    *,
    commit: bool,
    yes: bool,
    ask: bool,
    by: str,
    apart: tuple[str, ...],
) -> Report:
    from fanfold.archive.local import LocalArchive, limits_of
    from fanfold.cli.asking import TerminalAsker
    from fanfold.cli.keys import Terminal
    from fanfold.intake.decision import Policy, Yes
    from fanfold.intake.journey import run
    from fanfold.keep.originals import Originals

    os.nice(_NICE)
    originals = Originals(configuration.originals)
    asker = TerminalAsker(originals, keys=Terminal(), say=say.remark) if ask else None
    return run(
        paths,
        archive=LocalArchive(configuration),
        originals=originals,
        asker=asker,
        decider=Yes(by) if yes else Policy(by),
        by=by,
        commit=commit,
        limits=limits_of(configuration),
        progress=say.progress(),
        reports=configuration.reports,
        apart=apart,
        home=configuration.folder,
    )
