"""``fanfold export``: the archive's works given back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from fanfold.cli import door, say
from fanfold.cli.files import FORMS, free_name, written
from fanfold.errors import UsageError

if TYPE_CHECKING:
    from fanfold.configuration import Configuration
    from fanfold.model.work import Work


@click.command("export")
@click.argument("form", type=click.Choice(list(FORMS)))
@click.argument("ids", nargs=-1)
@door.archive_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="Folder for epub, html and text; file for records, else stdout.",
)
@click.option("--public", is_flag=True, help="Only what any visitor may see.")
def command(
    form: str,
    ids: tuple[str, ...],
    folder: Path | None,
    output: Path | None,
    public: bool,
) -> None:
    """Write all works, or those with IDS, as books, pages, texts or records.

    Withdrawn works are left out; hidden ones too with --public. E-mail addresses are
    in none of them. The archive is not changed.

    \b
    Example: fanfold export epub -o books/
             fanfold export records --public > works.jsonl
    """
    if form != "records" and output is None:
        raise click.UsageError("Say where to: -o FOLDER")
    configuration = door.open_archive(folder)
    works = _works(ids, public=public)
    if form == "records":
        count = _records(configuration, works, output)
    else:
        assert output is not None  # noqa: S101 - asked for above
        count = _files(works, FORMS[form], output)
    say.remark(f"{count} works written. The archive was not changed.")


def _works(ids: tuple[str, ...], *, public: bool) -> Iterator[Work]:
    from dataclasses import replace

    from fanfold.archive import shelf
    from fanfold.archive.reader import ANYONE, KEEPER

    reader = replace(ANYONE, shows_adult=True) if public else KEEPER
    return shelf.works(reader=reader, ids=ids or None)


def _records(
    configuration: Configuration, works: Iterator[Work], output: Path | None
) -> int:
    if output is None:
        return _stream(configuration, works, sys.stdout.buffer)
    partial = output.with_name(output.name + ".part")
    with partial.open("wb") as stream:
        count = _stream(configuration, works, stream)
    partial.replace(output)
    return count


def _stream(
    configuration: Configuration, works: Iterator[Work], stream: BinaryIO
) -> int:
    from fanfold.model.keeping import ArchiveFacts
    from fanfold.model.record import lines
    from fanfold.writers.records import writer

    site = configuration.site
    facts = ArchiveFacts(name=site.name, address=site.address)
    stream.write("".join(lines([facts])).encode())
    count = 0
    for work in works:
        writer.write(work, stream)
        count += 1
    return count


def _files(works: Iterator[Work], suffix: str, folder: Path) -> int:
    from fanfold.writers.contract import writer_for

    if folder.is_file():
        raise UsageError(f"{folder} is a file; name a folder. Nothing was written.")
    folder.mkdir(parents=True, exist_ok=True)
    writer, taken = writer_for(suffix), set[str]()
    for work in works:
        written(folder / free_name(work, suffix, taken), work, writer)
    return len(taken)
