"""One source read: its dumps into the spill, then each site work by work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fanfold.errors import UnreadableSourceError
from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Source
from fanfold.readers.efiction_dump.chapters import Chapters
from fanfold.readers.efiction_dump.files import lying, roots_of
from fanfold.readers.efiction_dump.gathering import is_dump
from fanfold.readers.efiction_dump.letters import SAMPLE, Letters
from fanfold.readers.efiction_dump.links import Links
from fanfold.readers.efiction_dump.lists import vocabulary_of
from fanfold.readers.efiction_dump.loading import Loaded, load
from fanfold.readers.efiction_dump.people import People
from fanfold.readers.efiction_dump.roots import Root
from fanfold.readers.efiction_dump.series import AllSeries, SeriesTitles
from fanfold.readers.efiction_dump.sites import Site, sites_of
from fanfold.readers.efiction_dump.spill import Record, Spill
from fanfold.readers.efiction_dump.stories import Stories
from fanfold.readers.efiction_dump.talk import Talk
from fanfold.readers.efiction_dump.telling import Telling
from fanfold.readers.efiction_dump.texts import Shelves
from fanfold.readers.efiction_dump.wide import narrowed
from fanfold.text.values import Hints


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield members, works, series, reviews, favourites and news of every site."""
    dumps = [each for each in source if not lying(each.name) and is_dump(each)]
    if not dumps:
        raise UnreadableSourceError(f"{source.originals[0].name} is no database dump")
    held = {id(each) for each in dumps}
    files = [each for each in source if id(each) not in held]
    with Spill(scratch) as spill:
        loaded = [load(narrowed(each, scratch), spill) for each in dumps]
        for each in loaded:
            yield from each.problems
        sites, problems = sites_of(loaded, spill)
        if not sites:
            yield Problem(
                "sql-not-efiction", dumps[0].name, _words(loaded), Severity.LOSS
            )
            return
        yield from problems
        roots = {name: Root.of(name, lie) for name, lie in roots_of(files).items()}
        for site in sites:
            yield from _read_site(site, spill, roots)
        yield from _unused(roots)
        yield from _software(files)


def _words(loaded: Sequence[Loaded]) -> str:
    more = "; ".join(p.detail for each in loaded for p in each.problems)[:300]
    return f"a database dump without stories of eFiction; {more or 'no rows in it'}"


def _read_site(
    site: Site, spill: Spill, roots: dict[str, Root]
) -> Iterator[Draft | Problem]:
    telling = Telling(site.tables["stories"].name)
    hints = Hints(declared=site.tables["stories"].charset)
    letters = Letters(hints, Links(site.address))
    letters.learn(_samples(site, spill))
    people = People(site, spill, letters, telling)
    people.look_elsewhere()
    people.read_log()
    shelves = Shelves(
        site,
        _root_of(site, spill, roots),
        prefers_cells=site.settings.get("store", "").lower() == "mysql",
    )
    titles = SeriesTitles(site, spill, letters, telling)
    chapters = Chapters(spill, shelves, people, letters, telling)
    vocabulary = vocabulary_of(site, spill, letters, telling)
    stories = Stories(chapters, vocabulary, titles, flags=_has_flags(site))
    talk = Talk(people, zero_is_none=_zero_is_none(site, spill))
    for drafts in (
        people.all(),
        stories.all(),
        AllSeries(titles, people).all(),
        talk.reviews(),
        talk.favourites(),
        talk.news(),
    ):
        for draft in drafts:
            yield from telling.taken()
            yield draft
        yield from telling.taken()
    _tell_orphans(site, spill, shelves, telling)
    _tell_encodings(letters, telling)
    yield from telling.rest()


# -- what is known of the whole site -----------------------------------------------


def _samples(site: Site, spill: Spill) -> Iterator[bytes]:
    """Yield values beyond ASCII from all over a site."""
    for base, columns in (
        ("stories", ("title", "summary", "storytext")),
        ("chapters", ("title", "notes")),
        ("authors", ("penname", "bio")),
        ("reviews", ("review",)),
    ):
        left = SAMPLE // 2
        for record in spill.all(site.table(base)):
            for column in columns:
                raw = record[column]
                if raw and not raw.isascii():
                    left -= 1
                    yield raw[:2000]
            if left <= 0 or record.n > 20_000:
                break


def _has_flags(site: Site) -> bool:
    """Tell whether co-authors are in a table of their own (3.4 and later)."""
    prefs, dates = site.table("authorprefs"), site.table("coauthors")
    return dates is not None or (prefs is not None and prefs.has("stories"))


def _zero_is_none(site: Site, spill: Spill) -> bool:
    """Tell whether a score of 0 means that none was given: before 3.3, and where
    nobody was ever left at -1."""
    if site.settings.get("ratings") == "2":
        return False
    for record in spill.all(site.table("reviews")):
        if record.number("rating") == -1:
            return False
        if record.n > 50_000:
            break
    return True


def _root_of(site: Site, spill: Spill, roots: dict[str, Root]) -> Root | None:
    """Return the folder that has most of a site's chapters where they should lie."""
    if not roots:
        return None
    hits = dict.fromkeys(roots, 0)
    near = dict.fromkeys(roots, 0)
    people = _folder_names(site)
    for record in spill.all(site.table("stories" if site.is_first else "chapters")):
        number = record.number("sid" if site.is_first else "chapid")
        if number is None:
            continue
        for name, root in roots.items():
            if number in root.files:
                near[name] += 1
                hits[name] += root.has(str(record.number("uid")), number) or people
    path = site.settings.get("storiespath", "stories").strip("/").rpartition("/")[2]

    def rank(name: str) -> tuple[int, int, bool, int]:
        named = name.rstrip("/").rpartition("/")[2] == path
        return hits[name], near[name], named, -name.count("/")

    best = max(sorted(roots), key=rank)
    return roots[best] if near[best] else None


def _folder_names(site: Site) -> bool:
    """eFiction 1 names folders after pen names, which say nothing by themselves."""
    return site.is_first


# -- what belongs to nothing -------------------------------------------------------


def _tell_orphans(site: Site, spill: Spill, shelves: Shelves, telling: Telling) -> None:
    stories = site.table("stories")
    for record in spill.all(site.table("chapters")):
        sid = record.number("sid")
        if not spill.has(stories, sid):
            _tell_orphan(record, sid, shelves, telling)
    if shelves.root is not None and not site.is_first:
        for number, original in shelves.root.unused():
            # A row without a story has a file all the same.
            if not spill.has(site.table("chapters"), number):
                detail = "no chapter of the dump has this number; the file is kept"
                telling.say("chapter-file-orphan", original.name, detail)


def _tell_orphan(
    record: Record, sid: int | None, shelves: Shelves, telling: Telling
) -> None:
    number = record.number("chapid")
    place = f"{record.table.name}[chapid={number}]"
    detail = f"its story {sid} is not in the dump; the chapter was not read"
    if number is not None:
        found = shelves.file_of([str(record.number("uid"))], number)
        if found is not None:
            detail += f"; its text is in {found.original.name}"
    telling.say("chapter-orphan", place, detail, Severity.LOSS)


def _tell_encodings(letters: Letters, telling: Telling) -> None:
    kinds = {each.partition("+")[0] for each in letters.met}
    if len(kinds) > 1:
        shown = ", ".join(
            f"{count} in {kind}" for kind, count in letters.met.most_common(6)
        )
        detail = f"its values are in several encodings, each read as its own: {shown}"
        telling.say("encoding-mixed", telling.name, detail, Severity.NOTE)


def _software(files: Sequence[Original]) -> Iterator[Problem]:
    """Yield a note on files that came with the chapters and are no chapters."""
    aside = [each for each in files if not lying(each.name)]
    if aside:
        detail = f"{len(aside)} files of the site beside its chapters: kept, not read"
        yield Problem("site-files", aside[0].name, detail, Severity.NOTE)


def _unused(roots: dict[str, Root]) -> Iterator[Problem]:
    """Yield a note for each folder that no site took its chapters from."""
    for name, root in roots.items():
        if not root.used:
            count = sum(map(len, root.files.values()))
            detail = f"{count} chapter files that belong to no story of the dump; kept"
            yield Problem(
                "chapter-folder-unread", name or "(top)", detail, Severity.NOTE
            )
