"""``fanfold look``: what files hold, and how we know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from fanfold.cli import apart as apart_of
from fanfold.cli import say
from fanfold.cli.found import Found, found_in
from fanfold.intake.overview import Overview
from fanfold.model.problem import Problem

#: So many cards can be seen at once; with more files a table follows them.
_FEW = 3


@click.command("look")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document, fanfold/1.")
@click.option("--jsonl", is_flag=True, help="JSON Lines, fanfold/1, as it is read.")
@click.option("--brief", is_flag=True, help="Only what the files are, no cards.")
@apart_of.option
def command(
    paths: tuple[Path, ...],
    as_json: bool,
    jsonl: bool,
    brief: bool,
    apart: tuple[str, ...],
) -> None:
    """Show what PATHS hold and how we know. Nothing is added to any archive.

    More than a few files end in a table: what each thing is, what belongs together,
    what was not read and why.

    E-mail addresses are shown in the clear here and nowhere else.

    \b
    Example: fanfold look old-site/ letters.txt
    """
    overview = Overview()
    found = found_in(paths, overview=overview, apart=apart)
    if as_json:
        from fanfold.model.record import document

        values = list(found)
        say.result(json.dumps(document(values), ensure_ascii=False, indent=1))
        something = any(_is_content(value) for value in values)
    elif jsonl:
        something = _as_lines(found)
    else:
        something = _as_table(found) if brief else _as_cards(found)
        if brief or overview.files > _FEW:
            say.lines(("", *overview.lines()))
        if not something:
            say.remark("Nothing here could be read as a story. No file was changed.")
    raise SystemExit(0 if something else 1)


def _as_table(found: Iterator[Found]) -> bool:
    """Go through everything for the overview alone."""
    return sum(_is_content(value) for value in found) > 0


def _is_content(value: Found) -> bool:
    from fanfold.model.original import Original

    return not isinstance(value, Problem | Original)


def _as_lines(found: Iterator[Found]) -> bool:
    from fanfold.model.record import lines

    something = False
    for value in found:
        something |= _is_content(value)
        for line in lines([value]):
            click.echo(line, nl=False)
    return something


def _as_cards(found: Iterator[Found]) -> bool:
    from fanfold.cli import card
    from fanfold.model.evidence import Claim
    from fanfold.model.original import Original
    from fanfold.model.work import Work

    something = after_card = False
    for value in found:
        match value:
            case Original():
                say.lines(("", card.of_original(value)))
            case Problem():
                say.lines((card.of_problem(value),))
            case Work():
                something = True
                # The end of a card and the next one's title would look like one.
                say.lines(("",) if after_card else ())
                say.lines(card.of_work(value))
            case Claim(value=thing):
                from fanfold.cli.beside import line_of

                something = True
                say.lines((line_of(thing),))
        after_card = isinstance(value, Work)
    return something
