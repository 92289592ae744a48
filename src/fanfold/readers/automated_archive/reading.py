"""An archive read: each entry of its table with its story and its comments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fanfold.errors import SourceError
from fanfold.keep.containers import loss, note
from fanfold.model.draft import Draft, DraftComment, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.talk import Comment
from fanfold.readers import saved_page
from fanfold.readers.automated_archive import is_table, talk
from fanfold.readers.automated_archive.days import Days
from fanfold.readers.automated_archive.echoes import without_echoes
from fanfold.readers.automated_archive.entries import (
    Entry,
    claims_of,
    emails_of,
    entry_of,
)
from fanfold.readers.automated_archive.perl import Record, records
from fanfold.readers.automated_archive.shelf import Place, Shelf
from fanfold.readers.automated_archive.talk import Said
from fanfold.readers.contract import Recognition, Source, surest
from fanfold.readers.saved_page.chrome import before_talk
from fanfold.readers.saved_page.reading import Opened, drafted_page, opened_page
from fanfold.text import addresses
from fanfold.text.house import plain
from fanfold.text.repeats import recurring, without_recurring
from fanfold.text.values import Hints, decode_value
from fanfold.vocab.patterns import late

#: So many pages are compared to tell what all of them have.
_COMPARED = 40
_WEB = late(r"(?i)(?:https?|ftp)://\S+")
_COMMENT = "automated_archive.comment/1"


@dataclass(slots=True)
class _Archive:
    """What is known of the archive as a whole while its entries are read."""

    source: Source
    shelf: Shelf
    days: Days
    habit: dict[str, str]
    scratch: Path
    furniture: frozenset[str] = frozenset()


def read_archive(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the drafts of the table that is the source's first file, then problems
    that concern the archive as a whole."""
    table, files = source.originals[0], source.originals[1:]
    with table.open() as stream:
        found = [*records(stream.read())]
    habit = _habit(found, source.habit)
    hints = Hints(usual=habit.get("encoding", ""))
    entries = _counted(entry_of(each, table.sha256, hints) for each in found)
    stated = (c.text for e in entries for c in e.cells if c.kind == "date")
    archive = _Archive(source, Shelf(table, files), Days.of(stated), habit, scratch)
    archive.furniture = _furniture(archive, entries)
    if not entries:
        yield loss("entry-unreadable", table.name, "no entry of a table is in it.")
    for each in _together(entries):
        yield from _read_entries(archive, each)
    yield from _of_the_whole(archive, entries)


def _habit(found: Sequence[Record], known: dict[str, str]) -> dict[str, str]:
    """Return the encoding that the table's values have where they are not UTF-8."""
    odd = [e.value for r in found for e in r.fields if not _is_utf8(e.value)]
    usual = known.get("encoding", "")
    if not odd:
        return known
    together = decode_value(b"\n".join(odd)[:1_000_000], Hints(usual=usual))
    return {**known, "encoding": together.encoding}


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries; of those with one number each says which it is."""
    seen: Counter[str] = Counter()
    counted = []
    for each in entries:
        seen[each.number] += 1
        counted.append(replace(each, copy=seen[each.number]))
    return counted


def _together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield the entries by work: one story is listed once for each of its authors."""
    by_story: dict[tuple[str, ...], list[Entry]] = {}
    for each in entries:
        location, title = each.of("location").lower(), each.of("title").casefold()
        key = (location, title) if location and title else (each.ident, str(each.line))
        by_story.setdefault(key, []).append(each)
    yield from by_story.values()


def _furniture(archive: _Archive, entries: Iterable[Entry]) -> frozenset[str]:
    """Return the lines that the archive put around all of its stories."""
    places = (_place(archive, each) for each in entries)
    pages = [each.original for each in places if each and _is_page(each.original)]
    step = max(1, len(pages) // _COMPARED)
    archive.shelf.taken.clear()
    return recurring(
        opened_page(each, archive.habit).page.lines for each in pages[::step]
    )


def _place(archive: _Archive, entry: Entry) -> Place | None:
    kind = entry.of("filetype")
    for name in ("location", "url"):
        found = archive.shelf.story(entry.of(name), "" if kind == "none" else kind)
        if found is not None:
            return found
    return None


def _is_page(original: Original) -> bool:
    return saved_page.recognise(Source((original,))) > Recognition.NO


# -- one entry ----------------------------------------------------------------------


def _read_entries(archive: _Archive, group: list[Entry]) -> Iterator[Draft | Problem]:
    """Yield one work with its comments. group: more than one where it is listed so."""
    entry = group[0]
    yield from _difficulties(group)
    if not _says_what(entry):
        return
    place = _place(archive, entry)
    story = DraftWork()
    if place is not None:
        for each in _story(archive, place.original):
            if isinstance(each, DraftWork):
                story = _added(story, each)
            elif isinstance(each, Problem):
                yield each
    yield from _where(entry, place)
    yield _work(archive, group, story)
    yield from _comments(archive, entry, place)


def _says_what(entry: Entry) -> bool:
    return any(entry.of(kind) for kind in ("title", "author", "location", "url"))


def _difficulties(group: Sequence[Entry]) -> Iterator[Problem]:
    for each in group:
        if each.mended:
            told = "; ".join(each.mended)
            yield note("entry-mended", each.place, f"Entry {each.number}: {told}.")
        if not each.number:
            detail = "An entry without its number; it was read by its file's name."
            yield Problem("entry-number-missing", each.place, detail)
        if not _says_what(each):
            detail = f"Entry {each.number} names no story: no title, author or file."
            yield loss("entry-unreadable", each.place, detail)
    if len(group) > 1:
        numbers = ", ".join(each.number for each in group)
        detail = f"Entries {numbers} are one story and became one work."
        yield note("entries-joined", group[0].place, detail)


def _where(entry: Entry, place: Place | None) -> Iterator[Problem]:
    name = f"{entry.of('location') or entry.of('url')} (entry {entry.number})"
    if place is None and _is_elsewhere(entry):
        detail = f"The archive only links to this story: {name}."
        yield note("kept-elsewhere", f"{entry.place}.LocationURL", detail)
    elif place is None:
        detail = f"The file of this story is not there: {name}."
        yield loss("story-file-missing", f"{entry.place}.Location", detail)
    elif place.astray:
        detail = f"{name} was found as {place.original.name}."
        yield note("story-file-moved", f"{entry.place}.Location", detail)


def _is_elsewhere(entry: Entry) -> bool:
    """Tell whether an entry says that its story is on another site.

    Versions of the software said so by an address as location, by ``Offsite`` being
    ``offsite``, or by its being anything but ``none``.
    """
    offsite = entry.of("offsite").lower() not in {"", "none", "no", "0", "onsite"}
    nowhere = entry.of("filetype").lower() == "none"
    return offsite or nowhere or bool(_addresses(entry))


def _addresses(entry: Entry) -> tuple[str, ...]:
    named = (entry.of(kind) for kind in ("url", "location"))
    return tuple(each for each in named if _WEB.fullmatch(each))


def _story(archive: _Archive, original: Original) -> Iterator[Draft | Problem]:
    """Yield what the reader of such files makes of a story's file."""
    try:
        if _is_page(original):
            opened = opened_page(original, archive.habit)
            yield from opened.problems
            lines = without_recurring(opened.page.lines, archive.furniture)
            yield drafted_page(opened, lines)
            return
        alone = Source((original,), habit=archive.habit)
        known, _ = surest(alone)
        if known is None:
            detail = "no reader knows what kind of file this story is in"
            yield loss("no-reader", original.name, detail)
            return
        yield from known.read(alone, scratch=archive.scratch)
    except SourceError as error:
        yield loss(error.code, original.name, str(error))


def _added(story: DraftWork, more: DraftWork) -> DraftWork:
    if not story.chapters:
        return more
    return replace(story, chapters=(*story.chapters, *more.chapters))


def _work(archive: _Archive, group: Sequence[Entry], story: DraftWork) -> DraftWork:
    """Return the story with what its entry states before what it says of itself."""
    claims = claims_of(group[0], archive.days, group[1:])
    whole: dict[str, Any] = {
        name: (*stated, *getattr(story, name)) for name, stated in claims.items()
    }
    emails = dict.fromkeys(mail for each in group for mail in emails_of(each))
    return replace(
        story,
        **whole,
        source_ids=tuple(dict.fromkeys(each.ident for each in group)),
        urls=tuple(dict.fromkeys((*_addresses(group[0]), *story.urls))),
        emails=tuple(emails) or story.emails,
        chapters=(
            *(without_echoes(each, group[0]) for each in story.chapters[:1]),
            *story.chapters[1:],
        ),
    )


# -- what readers said --------------------------------------------------------------


def _comments(
    archive: _Archive, entry: Entry, place: Place | None
) -> Iterator[DraftComment | Problem]:
    """Yield the comments that lie beside a story, and those below it on its page."""
    where = [place.original.name] if place else []
    beside = archive.shelf.comments(*where, entry.of("location"), entry.of("url"))
    pages = [beside] if beside is not None else []
    if place is not None and _is_page(place.original):
        pages.append(place.original)
    number = 0
    for original in pages:
        try:
            opened = opened_page(original, archive.habit)
        except SourceError as error:
            yield loss(error.code, original.name, str(error))
            continue
        for said in _said_on(opened, archive.days, whole=original is beside):
            number += 1
            yield _comment(entry, opened, said, number)


def _said_on(opened: Opened, days: Days, *, whole: bool) -> Iterator[Said]:
    """Yield the comments of a page; of a story's, only what stands below the story."""
    lines = opened.page.lines
    if whole:
        signed = [*talk.comments_in(lines, days)]
        yield from signed or talk.unsigned_in(lines)
        return
    yield from talk.comments_in(lines[len(before_talk(lines)) :], days)


def _comment(entry: Entry, opened: Opened, said: Said, number: int) -> DraftComment:
    quote = addresses.quoted(plain(said.html))
    seen = Evidence(opened.original.sha256, f"line {said.line}", quote, _COMMENT)
    comment = Comment(
        source_id=f"{entry.ident}/comments/{number}",
        on=entry.ident,
        by=said.by,
        text=said.html,
        date=said.date,
    )
    return Claim(comment, Standing.LABELLED, seen, opened.steps)


# -- the archive as a whole ---------------------------------------------------------


def _of_the_whole(archive: _Archive, entries: Sequence[Entry]) -> Iterator[Problem]:
    yield from _twice(entries)
    yield from _unknown_fields(archive, entries)
    files = archive.source.originals[1:]
    for each in files:
        if each.name not in archive.shelf.taken:
            yield _unlisted(each)


def _twice(entries: Sequence[Entry]) -> Iterator[Problem]:
    counts = Counter(each.number for each in entries if each.number)
    for number, count in counts.items():
        if count > 1:
            detail = f"{count} entries have the number {number}; all were read."
            yield Problem("entry-number-twice", f"FILES[{number}]", detail)


def _unknown_fields(archive: _Archive, entries: Sequence[Entry]) -> Iterator[Problem]:
    """Tell which fields nothing knows, so that a person can say what they are."""
    counts = Counter(c.name for e in entries for c in e.cells if not c.kind)
    if counts:
        told = ", ".join(f"{name} ({count})" for name, count in counts.most_common(40))
        detail = f"Fields that no table knows were kept under their own names: {told}."
        yield note("fields-unknown", archive.source.originals[0].name, detail)


def _unlisted(original: Original) -> Problem:
    if is_table(original):
        detail = "another table beside the archive's; the larger one was read"
        return Problem("table-beside", original.name, detail)
    if original.media_type.startswith("image/"):
        detail = "a picture of the archive; it is kept, not read"
        return note("not-a-story", original.name, detail)
    detail = "no entry of the archive's table lists this file; it is kept, not read"
    return Problem("unlisted-file", original.name, detail)
