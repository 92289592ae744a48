"""Rows of stories as drafts of works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fanfold.model.advice import Status
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Claim, Standing
from fanfold.model.gathering import Place
from fanfold.model.problem import Severity
from fanfold.model.tags import Tag
from fanfold.model.work import Visibility
from fanfold.readers.efiction_dump.cells import FLAG, TOKEN, Cells
from fanfold.readers.efiction_dump.chapters import Chapters
from fanfold.readers.efiction_dump.letters import bare
from fanfold.readers.efiction_dump.lists import (
    Class,
    Rated,
    Vocabulary,
    Words,
    tokens_of,
)
from fanfold.readers.efiction_dump.moments import is_stated, moment_of
from fanfold.readers.efiction_dump.series import SeriesTitles
from fanfold.readers.efiction_dump.spill import Record
from fanfold.vocab import ratings

AGE, MEMBERS = 2, 4


@dataclass(slots=True)
class Stories:
    """Makes works of one site. flags: True where `coauthors` only says so or not."""

    chapters: Chapters
    vocabulary: Vocabulary
    titles: SeriesTitles
    flags: bool = False
    seen: set[int] = field(default_factory=set)

    def all(self) -> Iterator[DraftWork]:
        """Yield every work once, in the order of the dump."""
        site = self.chapters.shelves.site
        twice = set(self.chapters.spill.twice(site.table("stories")))
        for record in self.chapters.spill.all(site.table("stories")):
            sid = record.number("sid")
            if self._is_chapter(record, sid):
                continue
            cells = self._cells(record, sid)
            if sid is None or (sid in twice and sid in self.seen):
                self._tell_twice(cells, record, sid)
                continue
            if sid in twice:
                self.seen.add(sid)
            yield self.work(cells, record, sid)

    def _is_chapter(self, record: Record, sid: int | None) -> bool:
        """Tell whether a row of eFiction 1 is a further chapter of a story there."""
        if not self.chapters.shelves.site.is_first:
            return False
        first = record.number("psid")
        stories = self.chapters.shelves.site.table("stories")
        return first not in (None, 0, sid) and self.chapters.spill.has(stories, first)

    def _tell_twice(self, cells: Cells, record: Record, sid: int | None) -> None:
        stories = self.chapters.shelves.site.table("stories")
        first = self.chapters.spill.one(stories, sid)
        if first is not None and first.same(record):
            return
        detail = "a second story has the same number; the first was read"
        if sid is None:
            detail = "a story without a number was left out"
        cells.telling.say("sql-duplicate", cells.name, detail, Severity.LOSS)

    def work(self, cells: Cells, record: Record, sid: int) -> DraftWork:
        """Return one work with its chapters."""
        chapters = self.chapters.of(record, sid)
        if not chapters:
            detail = "the story has no chapters"
            cells.telling.say("story-without-chapters", cells.name, detail)
        links = self.chapters.letters.links
        waiting = record["validated"] is not None and not record.number("validated")
        if waiting:
            detail = "it waited for approval there; it comes in unreviewed"
            cells.telling.count("waiting-at-source", cells.name, detail)
        rated = self._rating(cells)
        uids = self._uids(cells, record, sid)
        notes = "storynotes" if record.table.has("storynotes") else "notes"
        return DraftWork(
            source_ids=(self.chapters.shelves.site.id_of("stories", sid),),
            urls=links.of_work(sid),
            emails=self._emails(uids),
            chapters=chapters,
            title=cells.title("title"),
            summary=cells.texts("summary"),
            notes=cells.texts(notes),
            creators=self._creators(cells, record, uids),
            characters_raw=self._characters(cells),
            categories=self._categories(cells),
            challenges=self._challenges(cells),
            status=self._status(cells),
            published=self._date(cells, "date"),
            updated=self._date(cells, "updated"),
            series=self._series(cells, sid),
            visibility=self._visibility(cells, waiting, rated),
            **self._classes(cells),
            **self._rated(cells, rated),
            **self._flags(cells),
        )

    # -- people --------------------------------------------------------------------

    def _uids(self, cells: Cells, record: Record, sid: int) -> list[int | str]:
        """Return the accounts of all authors, the owner first, each once.

        A name that no account has stands for itself.
        """
        uids: list[int | str] = [record.number("uid") or 0]
        listed = [self._member(t) for t in tokens_of(self._list(cells, "coauthors"))]
        if not (self.flags and listed in ([], [1])):
            uids += listed
        table = self.chapters.shelves.site.table("coauthors")
        for each in self.chapters.spill.of(table, "sid", sid):
            uids.append(each.number("uid") or 0)
        owner, *others = uids
        rest = [each for each in dict.fromkeys(others) if each not in (0, owner)]
        return [owner, *rest]

    def _member(self, token: str) -> int | str:
        if token.isascii() and token.isdigit() and len(token) < 12:
            return int(token)
        return self.chapters.people.called(token) or token

    def _creators(
        self, cells: Cells, record: Record, uids: list[int | str]
    ) -> tuple[Claim[tuple[Credit, ...]], ...]:
        people = self.chapters.people
        credits: list[Credit] = []
        for at, uid in enumerate(uids):
            if isinstance(uid, str):
                credits.append(Credit(uid, Role.CO_AUTHOR))
                continue
            name = people.name(uid)
            if not name:
                who = "author" if at == 0 else "co-author"
                detail = f"there is no member {uid}: the {who} has no name here"
                place = f"{cells.name}.{'coauthors' if at else 'uid'}"
                cells.telling.say("author-unknown", place, detail)
                continue
            role = Role.AUTHOR if at == 0 else Role.CO_AUTHOR
            credits.append(Credit(name, role, people.number_of(uid)))
        return cells.claim("uid", tuple(credits)) if credits else ()

    def _emails(self, uids: list[int | str]) -> tuple[str, ...]:
        people = self.chapters.people
        known = (uid for uid in uids if isinstance(uid, int))
        return tuple(dict.fromkeys(m for uid in known for m in people.emails(uid)))

    # -- lists ---------------------------------------------------------------------

    def _named(self, cells: Cells, column: str, known: Words[Any]) -> list[Any]:
        """Return what the tokens of a list name; other names as they are."""
        found: list[Any] = []
        for token in tokens_of(self._list(cells, column)):
            entry = known.get(token)
            if entry is None:
                detail = f"{_shown(token)} is in no table; it was left out"
                if not token.lstrip("-").isdigit():
                    detail = f"{_shown(token)} is in no table; it was kept as a name"
                    found.append(token)
                place = f"{cells.name}.{column}"
                cells.telling.count("id-unresolved", place, detail, Severity.WARNING)
            elif entry not in found:
                found.append(entry)
        return found

    def _list(self, cells: Cells, column: str) -> str:
        raw = cells.record[column]
        if not raw:
            return ""
        if raw.isascii():
            text = raw.decode("ascii")
            return text if not text.strip().strip("&") else _unescaped(text)
        return bare(cells.letters.value(raw).text)

    def _characters(self, cells: Cells) -> tuple[Claim[tuple[str, ...]], ...]:
        named = self._named(cells, "charid", self.vocabulary.characters)
        return cells.claim("charid", tuple(named), TOKEN) if named else ()

    def _categories(
        self, cells: Cells
    ) -> tuple[Claim[tuple[tuple[str, ...], ...]], ...]:
        named = self._named(cells, "catid", self.vocabulary.categories)
        paths = tuple((each,) if isinstance(each, str) else each for each in named)
        return cells.claim("catid", paths, TOKEN) if paths else ()

    def _challenges(self, cells: Cells) -> tuple[Claim[tuple[str, ...]], ...]:
        named = self._named(cells, "challenges", self.vocabulary.challenges)
        return cells.claim("challenges", tuple(named), TOKEN) if named else ()

    def _classes(self, cells: Cells) -> dict[str, Any]:
        """Return claims for tags and warnings out of all three ways to keep them."""
        tags: list[Tag] = []
        warnings: list[str] = []
        columns: list[str] = []
        for column, known, kind in (
            ("classes", self.vocabulary.classes, "Classes"),
            ("gid", self.vocabulary.genres, "Genres"),
            ("wid", self.vocabulary.warnings, "Warnings"),
        ):
            for each in self._named(cells, column, known):
                entry = each if isinstance(each, Class) else Class(kind, each)
                if entry.is_warning:
                    warnings.append(entry.name)
                else:
                    tags.append(Tag(entry.type, entry.name))
                columns.append(column)
        made: dict[str, Any] = {}
        if tags:
            column = "classes" if "classes" in columns else "gid"
            made["tags"] = cells.claim(column, tuple(dict.fromkeys(tags)), TOKEN)
        if warnings:
            column = "classes" if "classes" in columns else "wid"
            told = tuple(dict.fromkeys(warnings))
            made["warnings_raw"] = cells.claim(column, told, TOKEN)
        return made

    # -- rating, gates, flags ------------------------------------------------------

    def _rating(self, cells: Cells) -> Rated | None:
        text = self._list(cells, "rid").strip()
        if text in ("", "0"):
            return None
        found = self.vocabulary.ratings.get(text)
        if found is not None:
            return found
        place = f"{cells.name}.rid"
        if text.isdigit():
            detail = f"there is no rating {text}: it counts as unrated, behind the gate"
            cells.telling.say("rating-unknown", place, detail)
            return None
        return Rated(text, 0)

    def _rated(self, cells: Cells, rated: Rated | None) -> dict[str, Any]:
        if rated is None or not rated.name:
            return {}
        made: dict[str, Any] = {"rating_raw": cells.claim("rid", rated.name, TOKEN)}
        meant = ratings.rating_of(rated.name)
        if meant is not None:
            seen = cells.evidence("rid", ratings.RULE)
            made["rating"] = (Claim(meant, Standing.GUESSED, seen),)
        if rated.flags & AGE:
            made["adult_gate"] = cells.claim("rid", True, TOKEN)
        return made

    def _visibility(
        self, cells: Cells, waiting: bool, rated: Rated | None
    ) -> tuple[Claim[Visibility], ...]:
        if waiting:
            return cells.claim("validated", Visibility.HIDDEN, FLAG)
        if rated is not None and rated.flags & MEMBERS:
            return cells.claim("rid", Visibility.MEMBERS, TOKEN)
        return cells.claim("validated", Visibility.PUBLIC, FLAG)

    def _status(self, cells: Cells) -> tuple[Claim[Status], ...]:
        if cells.record["completed"] is None:
            return ()
        done = bool(cells.record.number("completed"))
        return cells.claim("completed", Status.COMPLETE if done else Status.WIP, FLAG)

    def _flags(self, cells: Cells) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if cells.record.number("rr"):
            made["round_robin"] = cells.claim("rr", True, FLAG)
        if cells.record.number("featured"):
            made["featured"] = cells.claim("featured", True, FLAG)
        return made

    def _date(self, cells: Cells, column: str) -> tuple[Claim[PartialDate], ...]:
        raw = cells.record[column]
        moment = moment_of(raw)
        if moment is not None:
            return cells.claim(column, moment)
        if raw is not None:
            detail = (
                "the date is no day of any calendar"
                if is_stated(raw)
                else ("the site kept no date here")
            )
            place = f"{cells.name}.{column}"
            cells.telling.count("date-unknown", place, detail)
        return ()

    def _series(self, cells: Cells, sid: int) -> tuple[Claim[tuple[Place, ...]], ...]:
        site = self.chapters.shelves.site
        rows = self.chapters.spill.of(site.table("inseries"), "sid", sid)
        places: dict[int, Place] = {}
        for row in rows:
            number = row.number("seriesid")
            title = self.titles.of(number)
            if number is None or not title or row.number("subseriesid"):
                continue
            position = self.titles.position(row)
            place = Place(title, position, site.id_of("series", number))
            places.setdefault(number, place)
        if not places:
            return ()
        table = site.tables["inseries"]
        inner = Cells(rows[0], f"{table.name}[sid={sid}]", cells.letters, cells.telling)
        return inner.claim("seriesid", tuple(places.values()))

    def _cells(self, record: Record, sid: int | None) -> Cells:
        chapters = self.chapters
        name = f"{record.table.name}[sid={sid}]"
        return Cells(record, name, chapters.letters, chapters.telling)


def _shown(token: str) -> str:
    return token[:40]


def _unescaped(text: str) -> str:
    return bare(text) if "&" in text or "\\" in text or "<" in text else text
