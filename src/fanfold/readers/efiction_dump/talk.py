"""Reviews with their replies, favourites, news with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fanfold.model.draft import DraftComment, DraftNews, DraftRecommendation
from fanfold.model.evidence import Claim, Standing
from fanfold.model.problem import Severity
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.readers.efiction_dump import letters
from fanfold.readers.efiction_dump.cells import Cells
from fanfold.readers.efiction_dump.moments import moment_of
from fanfold.readers.efiction_dump.people import People
from fanfold.readers.efiction_dump.spill import Record
from fanfold.vocab.patterns import late

#: What eFiction puts behind a review that was answered, whatever its language.
_REPLY = late(
    rb"(?:<br\s{0,3}/?>\s{0,9}){1,2}<(?:i|em)>\s{0,9}([^<>:]{2,60}):\s{0,9}", re.I
)
_REPLY_ENDS = late(rb"\s*</(?:i|em)>\s*\Z", re.I)
_KNOWN_LABEL = late(rb"author.{0,3}s? (?:response|reply|answer)", re.I | re.DOTALL)
_RATING_ONLY = {b"no review", b""}
_KINDS = {"ST": "stories", "SE": "series", "AU": "authors", "NE": "news"}


@dataclass(slots=True)
class Talk:
    """What people of one site said. unrated: the number that means "no score"."""

    people: People
    zero_is_none: bool

    # -- reviews -------------------------------------------------------------------

    def reviews(self) -> Iterator[DraftComment]:
        """Yield every review once, in the order of the dump."""
        site, spill = self.people.site, self.people.spill
        twice = set(spill.twice(site.table("reviews")))
        seen: set[int] = set()
        for record in spill.all(site.table("reviews")):
            number = record.number("reviewid")
            if number is None or (number in twice and number in seen):
                continue
            if number in twice:
                seen.add(number)
            yield self._review(record, number)

    def _review(self, record: Record, number: int) -> DraftComment:
        site = self.people.site
        cells = self._cells(record, f"reviewid={number}")
        kind, item, chapter = self._about(record)
        on = site.id_of(kind, item) if item is not None else ""
        if not self._is_there(kind, item):
            detail = f"it is about {on or 'nothing'}, which is not there"
            cells.telling.say("review-orphan", cells.name, detail)
        text, reply = self._parted(cells, record)
        uid = record.number("uid", "member")
        comment = Comment(
            source_id=site.id_of("reviews", number),
            on=on,
            by=cells.bare("reviewer") or self.people.name(uid),
            text=text,
            chapter=site.id_of("chapters", chapter) if chapter else None,
            member=bool(uid),
            reply=reply or None,
            score=self._score(record),
            date=moment_of(record["date"]),
        )
        return Claim(comment, Standing.RECORDED, cells.evidence("review"))

    def _about(self, record: Record) -> tuple[str, int | None, int | None]:
        """Return what a review is about: kind, number and chapter."""
        if record.table.has("item"):
            kind = _KINDS.get(record.word("type").upper() or "ST", "items")
            if kind == "items":
                kind = record.word("type").lower() or kind
            chapter = record.number("chapid") if kind == "stories" else None
            return kind, record.number("item"), chapter
        series = record.number("seriesid")
        if series:
            return "series", series, None
        if record.table.has("psid"):
            row, first = record.number("sid"), record.number("psid")
            known = self._is_there("stories", first) and first
            return "stories", known or row, row
        return "stories", record.number("sid"), record.number("chapid")

    def _is_there(self, kind: str, item: int | None) -> bool:
        if kind not in _KINDS.values() or item is None:
            return item is not None
        return self.people.spill.has(self.people.site.table(kind), item)

    def _parted(self, cells: Cells, record: Record) -> tuple[str, str]:
        """Return a review's own words and the author's reply as house HTML."""
        raw = record["review"] or b""
        answer = b""
        found = self._reply(record, raw)
        if found is not None:
            raw, answer = raw[: found.start()], raw[found.end() :]
            answer = _REPLY_ENDS.sub(b"", answer)
        if raw.strip().lower() in _RATING_ONLY:
            raw = b""
        # Each was written on a day of its own, and may have letters of its own.
        return cells.prose_of(raw, "review"), cells.prose_of(answer, "review")

    def _reply(self, record: Record, raw: bytes) -> re.Match[bytes] | None:
        """Return where the author's reply begins, the last place that may be it."""
        found = None
        if b"<" not in raw:
            return None
        for found in _REPLY.finditer(raw):
            if _KNOWN_LABEL.fullmatch(found[1].replace(b"\\", b"")):
                return found
        return found if record.number("respond") else None

    def _score(self, record: Record) -> float | None:
        found = record.number("rating")
        if found is None or found < 0 or (found == 0 and self.zero_is_none):
            return None
        return float(found)

    # -- favourites ----------------------------------------------------------------

    def favourites(self) -> Iterator[DraftRecommendation]:
        """Yield every favourite with its comment."""
        site, spill = self.people.site, self.people.spill
        for record in spill.all(site.table("favorites")):
            word = record.word("type").upper() or "ST"
            kind = _KINDS.get(word, word.lower())
            yield from self._favourite(record, kind, record.number("item"), word)
        for base, column, kind, word in (
            ("favstor", "sid", "stories", "ST"),
            ("favauth", "favuid", "authors", "AU"),
            ("favseries", "seriesid", "series", "SE"),
        ):
            for record in spill.all(site.table(base)):
                yield from self._favourite(record, kind, record.number(column), word)

    def _favourite(
        self, record: Record, kind: str, item: int | None, word: str
    ) -> Iterator[DraftRecommendation]:
        site, uid = self.people.site, record.number("uid")
        if item is None or uid is None:
            return
        known = site.id_of("favorites", f"{uid}-{word}-{item}")
        if not self.people.spill.is_new(known):
            return
        cells = self._cells(record, f"uid={uid},item={item}")
        if not self._is_there(kind, item):
            detail = f"it points at {kind} {item}, which is not there"
            cells.telling.count("favourite-orphan", cells.name, detail)
        column = "comments" if record.table.has("comments") else "uid"
        note = cells.prose("comments") if column == "comments" else ""
        found = Recommendation(
            source_id=known,
            by=self.people.name(uid) or self.people.number_of(uid),
            on=site.id_of(kind, item),
            note=note or None,
        )
        yield Claim(found, Standing.RECORDED, cells.evidence(column))

    # -- news ----------------------------------------------------------------------

    def news(self) -> Iterator[DraftNews]:
        """Yield every notice with its comments."""
        site = self.people.site
        seen: set[int] = set()
        for record in self.people.spill.all(site.table("news")):
            number = record.number("nid")
            if number is None or number in seen:
                continue
            seen.add(number)
            cells = self._cells(record, f"nid={number}")
            news = News(
                source_id=site.id_of("news", number),
                title=letters.title(letters.unslashed(self._text(record, "title"))[0]),
                text=cells.prose("story"),
                by=cells.bare("author") or None,
                date=moment_of(record["time"]),
                comments=tuple(self._comments(number)),
            )
            yield Claim(news, Standing.RECORDED, cells.evidence("title"))
        self._tell_loose_comments()

    def _comments(self, number: int) -> Iterator[Comment]:
        site = self.people.site
        rows = self.people.spill.of(site.table("comments"), "nid", number)
        # By number: a dump may hold all of its rows twice.
        once = {row.number("cid") or -row.n: row for row in reversed(rows)}
        for row in reversed(once.values()):
            cells = self._cells(row, f"cid={row.number('cid')}")
            uid = row.number("uid")
            yield Comment(
                source_id=site.id_of("comments", row.number("cid") or 0),
                on=site.id_of("news", number),
                by=self.people.name(uid) or cells.bare("uname"),
                text=cells.prose("comment"),
                member=bool(uid),
                date=moment_of(row["time"]),
            )

    def _tell_loose_comments(self) -> None:
        site, spill = self.people.site, self.people.spill
        for row in spill.all(site.table("comments")):
            if not spill.has(site.table("news"), row.number("nid")):
                cells = self._cells(row, f"cid={row.number('cid')}")
                detail = f"a comment on news {row.number('nid')}, which is not there"
                cells.telling.count(
                    "review-orphan", cells.name, detail, Severity.WARNING
                )

    def _text(self, record: Record, column: str) -> str:
        return self.people.letters.value(record[column]).text

    def _cells(self, record: Record, key: str) -> Cells:
        name = f"{record.table.name}[{key}]"
        return Cells(record, name, self.people.letters, self.people.telling)
