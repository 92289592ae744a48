"""``fanfold export``: the archive's works given back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

import click

from fanfold.cli import door, say
from fanfold.cli.files import FORMS, free_name, written
from fanfold.errors import UsageError

if TYPE_CHECKING:
    from fanfold.archive.reader import Reader
    from fanfold.configuration import Configuration
    from fanfold.model.record import Recorded
    from fanfold.model.work import Work

    Emails: TypeAlias = dict[str, tuple[str, ...]]

BUNDLE = "bundle"


@click.command("export")
@click.argument("form", type=click.Choice([*FORMS, BUNDLE]))
@click.argument("ids", nargs=-1)
@door.archive_option
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    help="Folder for epub, html and text; file for a bundle; for records, else stdout.",
)
@click.option("--public", is_flag=True, help="Only what any visitor may see.")
@click.option(
    "--adult", is_flag=True, help="With --public: adult and unrated works too."
)
@click.option(
    "--addresses",
    is_flag=True,
    help="Records with the authors' addresses, for the next host alone.",
)
def command(
    form: str,
    ids: tuple[str, ...],
    folder: Path | None,
    output: Path | None,
    public: bool,
    adult: bool,
    addresses: bool,
) -> None:
    """Write all works, or those with IDS, as books, pages, texts or records; or the
    whole archive as a bundle for the next host.

    Records of all works come with members, series, comments, recommendations, news
    and what was wrong with what was brought in. Withdrawn works are left out; hidden
    ones too with --public, and those behind the gate, unless --adult is given. The
    archive is not changed.

    E-mail addresses are in none of them, but for --addresses: it looks them up in the
    originals, and the file is readable for you alone. Authors gave them to this
    archive: hand them only to who goes on keeping it.

    A bundle holds the originals, records of all works, and what the archive remembers:
    what was taken down as tombstones, permissions, tags, who must not be written to.
    Its key lies in a file beside it: hand that over another way. No account is in it,
    no draft, no original of what was taken down.

    \b
    Example: fanfold export epub -o books/
             fanfold export records --public > works.jsonl
             fanfold export bundle -o shelf.zip
    """
    if form != "records" and output is None:
        raise click.UsageError("Say where to: -o FOLDER")
    if addresses and (form != "records" or public or output is None):
        raise click.UsageError("--addresses is for records, not public, in a -o FILE")
    if form == BUNDLE and (ids or public or adult or output is None):
        raise click.UsageError("A bundle is of the whole archive, in a -o FILE")
    configuration = door.open_archive(folder)
    if form == BUNDLE:
        assert output is not None  # noqa: S101 - asked for above
        _bundle(configuration, output)
        return
    reader = _reader(public=public, adult=adult)
    works = _works(ids, reader)
    more = 0
    if form == "records":
        found = iter(()) if ids else _found(reader)
        emails = _emails() if addresses else {}
        count, more = _records(configuration, works, found, output, emails)
    else:
        assert output is not None  # noqa: S101 - asked for above
        count = _files(works, FORMS[form], output)
    beside = f" and {more} other records" if more else ""
    say.remark(f"{count} works{beside} written. The archive was not changed.")


def _bundle(configuration: Configuration, output: Path) -> None:
    from fanfold.archive.handing_over import hand_over

    made = hand_over(configuration, output)
    say.result(f"{output}: {made.works} works, {made.originals} originals.")
    say.result(f"Seal: {made.seal}")
    say.remark(f"{made.tombstones} tombstones are in it: what must not come back.")
    if made.withheld:
        say.remark(f"{made.withheld} originals stay here: works that were taken down")
        say.remark("or lost their author's name are in them, or drafts.")
    if made.drafts:
        say.remark(f"{made.drafts} drafts stay here: they are their authors' alone.")
    say.remark(f"Its key is {made.key}. Hand that over another way than the bundle,")
    say.remark("and the seal a third, which proves every byte.")
    say.remark("Bring it in with: fanfold import FILE. The archive was not changed.")


def _reader(*, public: bool, adult: bool) -> Reader:
    from dataclasses import replace

    from fanfold.archive.reader import ANYONE, KEEPER

    return replace(ANYONE, shows_adult=adult) if public else KEEPER


def _works(ids: tuple[str, ...], reader: Reader) -> Iterator[Work]:
    from fanfold.archive import shelf

    return shelf.works(reader=reader, ids=ids or None)


def _found(reader: Reader) -> Iterator[Recorded]:
    """Yield what the archive holds beside works, each kind after what it names."""
    from fanfold.archive import found

    for kind in (
        found.members,
        found.series,
        found.comments,
        found.recommendations,
        found.news,
        found.problems,
    ):
        yield from kind(reader)


def _emails() -> Emails:
    """Return the addresses of works by their ids, from the originals."""
    from fanfold.archive.sealed_addresses import emails_of_works

    emails = emails_of_works()
    say.remark(f"Addresses of {len(emails)} works found. Keep the file sealed.")
    return emails


def _records(
    configuration: Configuration,
    works: Iterator[Work],
    found: Iterator[Recorded],
    output: Path | None,
    emails: Emails,
) -> tuple[int, int]:
    """Return how many works were written, and how many other records."""
    if output is None:
        return _stream(configuration, works, found, sys.stdout.buffer, emails)
    partial = output.with_name(output.name + ".part")
    partial.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(partial, flags, 0o600 if emails else 0o666), "wb") as stream:
        counts = _stream(configuration, works, found, stream, emails)
    partial.replace(output)
    return counts


def _stream(
    configuration: Configuration,
    works: Iterator[Work],
    found: Iterator[Recorded],
    stream: BinaryIO,
    emails: Emails,
) -> tuple[int, int]:
    from fanfold.model.keeping import ArchiveFacts
    from fanfold.writers.records import line_of

    site = configuration.site
    facts = ArchiveFacts(name=site.name, address=site.address)
    stream.write(line_of(facts).encode())
    count = more = 0
    for work in works:
        line = line_of(work, emails=emails.get(work.id, ()))
        stream.write(line.encode("utf-8", "replace"))
        count += 1
    for each in found:
        stream.write(line_of(each).encode("utf-8", "replace"))
        more += 1
    return count, more


def _files(works: Iterator[Work], suffix: str, folder: Path) -> int:
    from fanfold.writers.contract import writer_for

    if folder.is_file():
        raise UsageError(f"{folder} is a file; name a folder. Nothing was written.")
    folder.mkdir(parents=True, exist_ok=True)
    writer, taken = writer_for(suffix), set[str]()
    for work in works:
        written(folder / free_name(work, suffix, taken), work, writer)
    return len(taken)
