"""``fanfold rules``: what the archive answers by itself, since a person said so."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from fanfold.cli import door, say

if TYPE_CHECKING:
    from fanfold.intake.ports import Rule

_WIDTH = 78


@click.group("rules")
def command() -> None:
    """See, take back and hand on the rules of an archive.

    A rule is an answer for all alike, given when an import asked. It answers every
    later question of its kind.

    \b
    Example: fanfold rules list --archive my-archive
    """


def _as_json(text: str) -> Callable[[Any], Any]:
    return click.option("--json", "as_json", is_flag=True, help=text)


@command.command("list")
@door.archive_option
@click.option("--all", "everything", is_flag=True, help="Also those taken back.")
@_as_json("The rules as JSON.")
def list_rules(folder: Path | None, everything: bool, as_json: bool) -> None:
    """Show the rules: what each answers, where, and who said so when.

    \b
    Example: fanfold rules list --all
    """
    rules = [each for each in _rules(folder) if everything or not each.undone_at]
    if as_json:
        told = [_as_object(each) for each in rules]
        say.result(json.dumps({"rules": told}, ensure_ascii=False, indent=1))
        return
    for each in rules:
        say.lines(_in_words(each))
    if not rules:
        say.remark("This archive has no rules. An import asks, and saves them: b")


@command.command("undo")
@click.argument("ids", nargs=-1, required=True)
@door.archive_option
@click.option("--by", default=None, help="Who decides; by default the user's name.")
def undo(ids: tuple[str, ...], folder: Path | None, by: str | None) -> None:
    """Take back the rules with these IDS. Stories they brought in stay as they are.

    \b
    Example: fanfold rules undo 7h2kq9bcd
    """
    door.open_archive(folder)
    door.migrate()
    from django.db import transaction

    from fanfold.archive.actions.undo_rule import undo_rule

    with transaction.atomic():
        for each in ids:
            undo_rule(each, by=by or say.user())
    count = "1 rule" if len(ids) == 1 else f"{len(ids)} rules"
    say.result(f"{count} taken back. Stories already in are as they were.")


@command.command("export")
@door.archive_option
@click.option("-o", "output", type=click.File("w", encoding="utf-8"), default="-")
def export(folder: Path | None, output: IO[str]) -> None:
    """Write the rules that count, one JSON object a line, for another archive.

    \b
    Example: fanfold rules export -o rules.jsonl
    """
    for each in _rules(folder):
        if not each.undone_at:
            output.write(json.dumps(_as_object(each), ensure_ascii=False) + "\n")


@command.command("add")
@click.argument("file", type=click.File("r", encoding="utf-8"))
@door.archive_option
@click.option("--by", default=None, help="Who decides; by default the user's name.")
def add(file: IO[str], folder: Path | None, by: str | None) -> None:
    """Save the rules of FILE, as `export` writes them. Those that are there stay.

    \b
    Example: fanfold rules add rules.jsonl --archive another
    """
    known = {_meaning(each) for each in _rules(folder) if not each.undone_at}
    new = [each for each in _read(file) if _meaning(each) not in known]
    from django.db import transaction

    from fanfold.archive.actions.save_rule import save_rule

    with transaction.atomic():
        for each in new:
            save_rule(each, by=by or say.user())
    count = "1 rule" if len(new) == 1 else f"{len(new)} rules"
    say.result(f"{count} saved. No story was changed.")


def _rules(folder: Path | None) -> Iterable[Rule]:
    door.open_archive(folder)
    door.migrate()
    from fanfold.archive.rules import Rules

    return Rules().all()


def _as_object(rule: Rule) -> dict[str, Any]:
    from fanfold.model.record.values import encode_object

    return {"kind": "rule", **encode_object(rule)}


def _read(lines: Iterable[str]) -> list[Rule]:
    """Return the rules of lines. Raises RecordError for a line that is none."""
    from fanfold.errors import RecordError
    from fanfold.intake.answering import rule_of

    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(rule_of(json.loads(line)))
        except ValueError:
            raise RecordError(
                f"Line {number} is no rule. Nothing was changed. Such files are "
                "written by: fanfold rules export"
            ) from None
    return found


def _meaning(rule: Rule) -> str:
    value = json.dumps(rule.value, sort_keys=True)
    return "\n".join((rule.code, rule.group, rule.reader, rule.label, value))


def _in_words(rule: Rule) -> Iterator[str]:
    import textwrap

    from fanfold.intake.answering import ruled_in_words

    gone = f"; taken back {rule.undone_at[:10]}" if rule.undone_at else ""
    yield from textwrap.wrap(
        f"{rule.id}  {ruled_in_words(rule)}",
        _WIDTH,
        subsequent_indent=" " * 11,
        break_on_hyphens=False,
    )
    yield f"{'':11}saved by {rule.by}, {rule.at[:10]}{gone}"
