"""``fanfold look``: what files hold, and how we know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from fanfold.cli import say
from fanfold.cli.found import Found, found_in
from fanfold.model.problem import Problem
from fanfold.model.spoken import as_text


@click.command("look")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document, fanfold/1.")
@click.option("--jsonl", is_flag=True, help="JSON Lines, fanfold/1, as it is read.")
def command(paths: tuple[Path, ...], as_json: bool, jsonl: bool) -> None:
    """Show what PATHS hold and how we know. Nothing is added to any archive.

    E-mail addresses are shown in the clear here and nowhere else.

    \b
    Example: fanfold look old-site/ letters.txt
    """
    found = found_in(paths)
    if as_json:
        from fanfold.model.record import document

        values = list(found)
        say.result(json.dumps(document(values), ensure_ascii=False, indent=1))
        something = any(_is_content(value) for value in values)
    elif jsonl:
        something = _as_lines(found)
    else:
        something = _as_cards(found)
    raise SystemExit(0 if something else 1)


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

    something = False
    for value in found:
        match value:
            case Original():
                say.result("\n" + card.of_original(value))
            case Problem():
                say.result(card.of_problem(value))
            case Work():
                something = True
                say.result("\n".join(card.of_work(value)))
            case Claim(value=thing):
                something = True
                say.result(f"  {type(thing).__name__.lower()}: {as_text(thing)}")
    if not something:
        say.remark("Nothing here could be read as a story. No file was changed.")
    return something
