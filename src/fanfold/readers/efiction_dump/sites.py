"""Which sites a source holds, and which copy of each table is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.efiction_dump.loading import Loaded
from fanfold.readers.efiction_dump.spill import Record, Spill, Table
from fanfold.readers.efiction_dump.tables import Place
from fanfold.text.values import decode_value

#: Tables of which a whole site has at least one beside stories and chapters.
_COMPANY = ("authors", "categories", "ratings", "characters", "reviews")


@dataclass(slots=True)
class Site:
    """One archive. tables: by base name. members: of other software in its dump.

    label: stands in its source ids, empty where the source holds one site only.
    """

    place: Place
    label: str = ""
    tables: dict[str, Table] = field(default_factory=dict)
    members: list[Table] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def table(self, base: str) -> Table | None:
        """Return one of its tables, None where it has none."""
        return self.tables.get(base)

    def has(self, base: str) -> bool:
        """Tell whether it has a table with rows."""
        table = self.tables.get(base)
        return table is not None and table.rows > 0

    def id_of(self, kind: str, number: int | str) -> str:
        """Return the source id of something of this site."""
        site = f"{self.label}:" if self.label else ""
        return f"efiction:{site}{kind}/{number}"

    @property
    def is_first(self) -> bool:
        """True for eFiction 1: a chapter is a row of stories."""
        stories = self.table("stories")
        return stories is not None and stories.has("psid")

    @property
    def address(self) -> str:
        """The site's own address without a slash at its end, or empty."""
        url = self.settings.get("url", "").strip().rstrip("/")
        known = url.startswith(("http://", "https://")) and "yoursite" not in url
        return url if known else ""

    @property
    def original(self) -> Original:
        """The dump that its stories are in."""
        return self.tables["stories"].original


def sites_of(
    loaded: Sequence[Loaded], spill: Spill
) -> tuple[list[Site], list[Problem]]:
    """Return the sites in the order of their first table, and what is to be said."""
    problems: list[Problem] = []
    found = _gathered(loaded, problems)
    whole = [site for site in found.values() if site.has("stories")]
    if not whole:
        whole = [site for site in found.values() if site.table("stories")]
    if len(whole) > 1:
        whole = _without_copies(whole, problems)
    _label(whole)
    if len(whole) > 1:
        names = ", ".join(_called(site) for site in whole)
        problems.append(
            Problem(
                "sql-two-sites",
                whole[0].original.name,
                f"it holds {len(whole)} sites, each read by itself: {names}",
                Severity.NOTE,
            )
        )
    for site in whole:
        site.settings = _settings(site, found.values(), spill)
    return whole, problems


def _gathered(
    loaded: Sequence[Loaded], problems: list[Problem]
) -> dict[tuple[str, Place], Site]:
    """Return what may be sites: by place, and by dump where dumps repeat a table."""
    made: dict[tuple[str, Place], Site] = {}
    several = _repeated(loaded)
    for each in loaded:
        for named, table in each.tables:
            apart = table.original.name if several else ""
            site = made.setdefault((apart, named.place), Site(named.place))
            known = site.tables.get(named.base)
            if known is not None and (known.rows or table.rows):
                problems.append(_twice(known, table))
            if known is None or table.rows >= known.rows:
                site.tables[named.base] = table
            site.members = [table for one in loaded for table in one.members]
    return made


def _repeated(loaded: Sequence[Loaded]) -> bool:
    """Tell whether two dumps hold the same table: then each is a site of its own."""
    seen: set[object] = set()
    for each in loaded:
        here = {named for named, table in each.tables if table.rows}
        if seen & here:
            return True
        seen |= here
    return False


def _twice(known: Table, table: Table) -> Problem:
    kept = table if table.rows >= known.rows else known
    detail = (
        f"the dump makes it twice; the copy of {kept.rows} rows was read, the one of "
        f"{(known if kept is table else table).rows} was not"
    )
    return Problem("table-copy", table.name, detail, Severity.NOTE)


def _without_copies(sites: list[Site], problems: list[Problem]) -> list[Site]:
    """Leave out what is only an old copy of a table or two."""
    whole = [site for site in sites if _is_whole(site)]
    if not whole:
        return sites
    for site in sites:
        if site not in whole:
            for base, table in site.tables.items():
                detail = f"a copy of {base} beside the live one was not read"
                problems.append(
                    Problem("table-copy", table.name, detail, Severity.NOTE)
                )
    return whole


def _is_whole(site: Site) -> bool:
    chapters = site.has("chapters") or site.is_first
    return chapters and any(site.has(base) for base in _COMPANY)


def _label(sites: Sequence[Site]) -> None:
    if len(sites) == 1:
        return
    counted: dict[str, int] = defaultdict(int)
    for site in sites:
        counted[site.place.prefix] += 1
    taken: set[str] = set()
    for at, site in enumerate(sites, start=1):
        label = site.place.prefix
        if counted[label] > 1:
            label = ".".join(filter(None, (site.place.database or f"site{at}", label)))
        label = label.replace(":", "_").replace("/", "_")
        while label in taken:
            label += "+"
        taken.add(label)
        site.label = label


def _called(site: Site) -> str:
    return site.tables["stories"].name


# -- settings ----------------------------------------------------------------------

_READ = (
    "sitename",
    "url",
    "tableprefix",
    "language",
    "storiespath",
    "store",
    "version",
)
_MORE = ("ratings",)


def _settings(site: Site, others: Iterable[Site], spill: Spill) -> dict[str, str]:
    """Return the row of settings that names this site's tables, as text."""
    rows = [
        (other, record)
        for other in others
        if other.place.database == site.place.database
        for record in spill.all(other.table("settings"))
    ]
    meant = [r for _, r in rows if _text(r, "tableprefix") == site.place.prefix]
    own = [r for other, r in rows if other.place == site.place]
    record = next(iter(meant or own), None)
    if record is None:
        return {}
    return {name: _text(record, name) for name in (*_READ, *_MORE)}


def _text(record: Record, column: str) -> str:
    return decode_value(record[column] or b"").text.strip()
