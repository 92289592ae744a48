"""``fanfold convert``: one source into books or pages, without any archive."""

from __future__ import annotations

from pathlib import Path

import click

from fanfold.cli import say
from fanfold.cli.files import FORMS, free_name, written
from fanfold.errors import UnknownFormatError, UsageError
from fanfold.model.problem import Problem
from fanfold.model.work import Work
from fanfold.writers.contract import Writer, writer_for


@click.command("convert")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "output",
    required=True,
    type=click.Path(path_type=Path),
    help="File to write (.epub, .html, .txt, .jsonl), or a folder for many stories.",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(sorted(FORMS)),
    default="epub",
    show_default=True,
    help="What to write where -o names a folder.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(path: Path, output: Path, form: str, force: bool) -> None:
    """Write the story in PATH as a book or page. PATH itself is not changed.

    \b
    Example: fanfold convert letters.txt -o letters.epub
    """
    works = _works_in(path)
    if not works:
        say.remark(f"{path}: nothing could be read as a story. Nothing was written.")
        raise SystemExit(1)
    if output.suffix and not output.is_dir():
        _write_one(works, writer_for(output.suffix), output, force=force)
    else:
        _write_many(works, writer_for(FORMS[form]), output, force=force)


def _works_in(path: Path) -> list[Work]:
    from fanfold.cli.card import of_problem
    from fanfold.cli.found import found_in

    works = []
    for value in found_in([path]):
        if isinstance(value, Work):
            works.append(value)
        elif isinstance(value, Problem):
            say.remark(of_problem(value))
    return works


def _write_one(works: list[Work], writer: Writer, output: Path, *, force: bool) -> None:
    if len(works) > 1:
        raise UsageError(
            f"{len(works)} stories were found and {output} can hold one. Nothing was "
            f"written. Name a folder: -o {output.stem}/ --as epub"
        )
    if output.exists() and not force:
        raise UsageError(f"{output} is there already and was left as it is; --force")
    written(output, works[0], writer)
    say.remark(f"{output}: {works[0].title or 'untitled'}")


def _write_many(
    works: list[Work], writer: Writer, folder: Path, *, force: bool
) -> None:
    if folder.is_file():
        raise UnknownFormatError(f"{folder} is a file without an ending we know")
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for work in works:
        target = folder / free_name(work, writer.suffix, taken)
        if target.exists() and not force:
            say.remark(f"{target} is there already and was left as it is; --force")
            continue
        written(target, work, writer)
    say.remark(f"{folder}: {len(works)} stories")
