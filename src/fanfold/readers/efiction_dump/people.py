"""Members of a site: names, former names, levels. No passwords, no real names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from fanfold.model.creator import Creator, Level
from fanfold.model.draft import DraftCreator
from fanfold.model.evidence import Claim, Standing
from fanfold.model.problem import Severity
from fanfold.readers.efiction_dump import tables
from fanfold.readers.efiction_dump.cells import COLUMN, Cells
from fanfold.readers.efiction_dump.letters import Letters, bare
from fanfold.readers.efiction_dump.moments import moment_of
from fanfold.readers.efiction_dump.sites import Site
from fanfold.readers.efiction_dump.spill import Record, Spill, Table
from fanfold.readers.efiction_dump.telling import Telling
from fanfold.text.addresses import find
from fanfold.vocab.patterns import late

#: A line of the log (type EB), the only memory of a change of names.
_RENAMED = late(r".*?\bchanged penname (.+?) \( ?(\d+) ?\) to (.+?)\.?", 16)
#: Names that are remembered: each is asked for with every review.
_NAMES = 4096


@dataclass(slots=True)
class People:
    """Whoever wrote, by account. elsewhere: members of the software around it."""

    site: Site
    spill: Spill
    letters: Letters
    telling: Telling
    former: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    elsewhere: Table | None = None
    known: dict[int, str] = field(default_factory=dict)
    _numbers: dict[str, int] | None = None

    def name(self, uid: int | None) -> str:
        """Return the pen name of an account, empty where nobody has it."""
        if not uid:
            return ""
        if uid not in self.known:
            if len(self.known) >= _NAMES:
                self.known.clear()
            self.known[uid] = self._name(uid)
        return self.known[uid]

    def _name(self, uid: int) -> str:
        record = self.spill.one(self.site.table("authors"), uid)
        if record is not None:
            name = self._cells(record, uid).bare("penname")
            if name:
                return name
        return self._name_elsewhere(uid)

    def _name_elsewhere(self, uid: int) -> str:
        table = self.elsewhere
        record = self.spill.one(table, uid)
        if record is None or table is None:
            return ""
        column = next(each for each in tables.MEMBER_NAME if table.has(each))
        return bare(self.letters.value(record[column]).text)

    def called(self, name: str) -> int | None:
        """Return the account with this pen name, in any case; the first of several."""
        if self._numbers is None:
            # Asked for where a list holds names, which few sites have: made then.
            self._numbers = {}
            for record in self.spill.all(self.site.table("authors")):
                uid = record.number("uid")
                if uid:
                    known = self._cells(record, uid).bare("penname").casefold()
                    self._numbers.setdefault(known, uid)
        return self._numbers.get(name.casefold())

    def emails(self, uid: int | None) -> tuple[str, ...]:
        """Return the addresses of an account, which are private."""
        record = self.spill.one(self.site.table("authors"), uid) if uid else None
        raw = record["email"] if record is not None else None
        return find(raw.decode("utf-8", "replace")[:320]) if raw else ()

    def number_of(self, uid: int) -> str:
        """Return the source id of an account."""
        return self.site.id_of("authors", uid)

    def read_log(self) -> None:
        """Take former names out of the log; nothing else of it is read."""
        for record in self.spill.all(self.site.table("log")):
            if record.word("log_type") not in ("EB", ""):
                continue
            text = self.letters.value(record["log_action"]).text
            found = _RENAMED.fullmatch(text) if "penname" in text else None
            if found is not None:
                name = bare(found[1])
                known = self.former[int(found[2][:12])]
                if name and name not in known:
                    known.append(name)

    def look_elsewhere(self) -> None:
        """Where most writers have no account here, find the table that has them."""
        wanted = self._writers()
        missing = [uid for uid in wanted if not self._has_name(uid)]
        if len(missing) * 2 <= len(wanted):
            return
        best = max(
            self.site.members,
            key=lambda table: sum(self.spill.has(table, uid) for uid in missing),
            default=None,
        )
        if best is None or not any(self.spill.has(best, uid) for uid in missing):
            return
        self.elsewhere = best
        detail = (
            f"{len(missing)} of {len(wanted)} writers have no name in this site's own "
            "table; theirs were taken from here: look whether they are right"
        )
        self.telling.say("members-elsewhere", best.name, detail, Severity.WARNING)

    def _writers(self) -> set[int]:
        found: set[int] = set()
        for record in self.spill.all(self.site.table("stories")):
            uid = record.number("uid")
            if uid:
                found.add(uid)
            if len(found) >= 500:
                break
        return found

    def _has_name(self, uid: int) -> bool:
        record = self.spill.one(self.site.table("authors"), uid)
        return record is not None and bool((record["penname"] or b"").strip())

    def all(self) -> Iterator[DraftCreator]:
        """Yield every member with a name, in the order of the dump."""
        table = self.site.table("authors")
        seen: set[int] = set()
        for record in self.spill.all(table):
            uid = record.number("uid")
            if uid is not None and uid not in seen:
                seen.add(uid)
                made = self._creator(record, uid)
                if made is not None:
                    yield made
        if self.elsewhere is not None:
            yield from self._writers_elsewhere(seen)

    def _creator(self, record: Record, uid: int) -> DraftCreator | None:
        cells = self._cells(record, uid)
        name = self.name(uid)
        if not name:
            detail = "an account without a name was left out"
            self.telling.count("name-missing", cells.name, detail)
            return None
        former = tuple(each for each in self.former.get(uid, ()) if each != name)
        creator = Creator(
            id=self.number_of(uid),
            name=name,
            source_id=self.number_of(uid),
            former_names=former,
            bio=cells.prose("bio") or None,
            level=self._level(record, uid),
            joined=moment_of(record["date"]),
        )
        return Claim(creator, Standing.RECORDED, cells.evidence("penname", COLUMN))

    def _level(self, record: Record, uid: int) -> Level:
        prefs = self.spill.one(self.site.table("authorprefs"), uid)
        level = (prefs or record).number("level") or 0
        if level < 0:
            return Level.LOCKED
        if record.number("admincreated"):
            return Level.UNCLAIMED
        return Level.STAFF if level > 0 else Level.MEMBER

    def _writers_elsewhere(self, seen: set[int]) -> Iterator[DraftCreator]:
        table = self.elsewhere
        assert table is not None  # noqa: S101 - asked by the caller
        dates = next((each for each in tables.MEMBER_DATE if table.has(each)), "")
        for uid in sorted(self._writers() - seen):
            record = self.spill.one(table, uid)
            name = self.name(uid)
            if record is None or not name:
                continue
            place = f"{table.name}[{table.keys.key}={uid}]"
            cells = Cells(record, place, self.letters, self.telling)
            creator = Creator(
                self.number_of(uid),
                name,
                self.number_of(uid),
                joined=moment_of(record[dates]) if dates else None,
            )
            seen_at = cells.evidence(table.keys.key, "efiction.bridge/1")
            yield Claim(creator, Standing.GUESSED, seen_at)

    def _cells(self, record: Record, uid: int) -> Cells:
        name = f"{record.table.name}[uid={uid}]"
        return Cells(record, name, self.letters, self.telling)
