"""Series: rows of works, and series inside series."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fanfold.model.draft import DraftSeries
from fanfold.model.evidence import Claim, Standing
from fanfold.model.problem import Severity
from fanfold.model.series import Entry, Nested, Openness, Series
from fanfold.readers.efiction_dump.cells import Cells
from fanfold.readers.efiction_dump.letters import Letters
from fanfold.readers.efiction_dump.people import People
from fanfold.readers.efiction_dump.sites import Site
from fanfold.readers.efiction_dump.spill import Record, Spill
from fanfold.readers.efiction_dump.telling import Telling

_OPEN = (Openness.CLOSED, Openness.MODERATED, Openness.OPEN)


@dataclass(slots=True)
class SeriesTitles:
    """Titles of series by number, and places in them."""

    site: Site
    spill: Spill
    letters: Letters
    telling: Telling
    known: dict[int, str] = field(default_factory=dict)

    def of(self, number: int | None) -> str:
        """Return the title of a series, empty where there is none."""
        if number is None:
            return ""
        if number not in self.known:
            record = self.spill.one(self.site.table("series"), number)
            found = self.cells(record, number).title("title") if record else ()
            self.known[number] = found[0].value if found else ""
        return self.known[number]

    def cells(self, record: Record, number: int) -> Cells:
        """Return the cells of a row of series."""
        name = f"{record.table.name}[seriesid={number}]"
        return Cells(record, name, self.letters, self.telling)

    @staticmethod
    def position(row: Record) -> int | None:
        """Return a place in a series; a row without one has none."""
        found = row.number("inorder")
        return found if found is not None and found >= 0 else None


@dataclass(slots=True)
class AllSeries:
    """Makes the series of one site."""

    titles: SeriesTitles
    people: People

    def all(self) -> Iterator[DraftSeries]:
        """Yield every series once, in the order of the dump."""
        titles = self.titles
        table = titles.site.table("series")
        seen: set[int] = set()
        for record in titles.spill.all(table):
            number = record.number("seriesid")
            if number is None or number in seen:
                continue
            seen.add(number)
            yield self._series(titles.cells(record, number), record, number)

    def _series(self, cells: Cells, record: Record, number: int) -> DraftSeries:
        titles, site = self.titles, self.titles.site
        rows = titles.spill.of(site.table("inseries"), "seriesid", number)
        owner = record.number("uid", "owner")
        if not titles.of(number):
            detail = "the series has no title"
            titles.telling.count("title-missing", cells.name, detail)
        found = record.number("isopen") or 0
        series = Series(
            id=site.id_of("series", number),
            title=titles.of(number),
            source_id=site.id_of("series", number),
            summary=cells.prose("summary") or None,
            owner=self.people.name(owner) or None,
            open=_OPEN[found] if 0 <= found < len(_OPEN) else Openness.CLOSED,
            works=tuple(self._entries(rows, number)),
            subseries=tuple(self._nested(rows)),
        )
        return Claim(series, Standing.RECORDED, cells.evidence("title"))

    def _entries(self, rows: list[Record], number: int) -> Iterator[Entry]:
        site, spill = self.titles.site, self.titles.spill
        stories = site.table("stories")
        # Before 3.2 nobody confirmed anything: all rows say 0 and mean yes.
        asked = any(row.number("confirmed") for row in self._some(rows))
        seen: set[int] = set()
        for row in sorted(rows, key=_place):
            sid = row.number("sid")
            if not sid or sid in seen:
                continue
            seen.add(sid)
            if not spill.has(stories, sid):
                name = f"{row.table.name}[seriesid={number}]"
                detail = f"it names story {sid}, which is not there"
                self.titles.telling.count(
                    "id-unresolved", f"{name}.sid", detail, Severity.WARNING
                )
            confirmed = bool(row.number("confirmed")) or not asked
            position = self.titles.position(row)
            yield Entry(site.id_of("stories", sid), position, confirmed)

    def _some(self, rows: list[Record]) -> Iterator[Record]:
        """Yield rows that show whether this site confirms places in series at all."""
        yield from rows
        table = self.titles.site.table("inseries")
        for at, row in enumerate(self.titles.spill.all(table)):
            if at >= 2000:
                return
            yield row

    def _nested(self, rows: list[Record]) -> Iterator[Nested]:
        site = self.titles.site
        for row in sorted(rows, key=_place):
            inner = row.number("subseriesid")
            if inner and inner > 0:
                yield Nested(site.id_of("series", inner), self.titles.position(row))


def _place(row: Record) -> tuple[int, int]:
    order = row.number("inorder")
    return (order if order is not None else 1 << 40, row.n)
