"""What an entry's fields state, as claims of a work.

An archive's keeper could name fields as she liked: the usual names are known here,
others by the labels that stand in headers (vocab/labels.toml), the rest is kept under
its own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fanfold.model.creator import Credit, Role
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.model.tags import Label
from fanfold.readers._stated import ADDING, Stated, people_of, stated_by
from fanfold.readers.automated_archive.days import Days
from fanfold.readers.automated_archive.perl import Record
from fanfold.text import addresses
from fanfold.text.fields import Field
from fanfold.text.inline import inline, plain_line
from fanfold.text.unlabelled import author_of
from fanfold.text.values import Hints, Value, decode_value
from fanfold.vocab.labels import field_of
from fanfold.vocab.patterns import late

RULE = "automated_archive.field/1"
#: Names of fields in lower case without signs and figures, by what they hold.
_KNOWN = {
    **dict.fromkeys(("title", "storytitle"), "title"),
    **dict.fromkeys(("author", "authorname", "authors"), "author"),
    **dict.fromkeys(("email", "emailauthor", "authoremail"), "email"),
    **dict.fromkeys(("printtime", "dateprint", "date", "posted"), "date"),
    **dict.fromkeys(("locationurl", "storyurl"), "url"),
    **dict.fromkeys(("optionalwarnings", "warnings", "warning"), "warnings"),
    **dict.fromkeys(("catother", "cat", "subcategory"), "category"),
    **dict.fromkeys(("pairingother", "pairingsother", "otherpairing"), "pairing"),
    "location": "location",
    "filetype": "filetype",
    "offsite": "offsite",
}
_CATEGORY = late(r"\w{0,20}categor(?:y|ies)\w{0,20}")
#: Fields of headers whose values are read as a header's are.
_AS_STATED = frozenset(
    (
        *("rating", "warnings", "pairing", "characters", "fandom", "category"),
        *("distribution", "series", "spoilers", "status", "language", "challenge"),
        *("dedication",),
    )
)
_TEXTS = frozenset(("summary", "notes", "disclaimer"))
_CAMEL = late(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of one entry. kind: what it holds; "" where nothing knows its name."""

    name: str
    kind: str
    value: Value
    seen: Evidence

    @property
    def text(self) -> str:
        return self.value.text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the table.

    cells: those with a value. mended: what was wrong with how it was written.
    copy: 2 for the second entry with the same number.
    """

    number: str
    line: int
    cells: tuple[Cell, ...]
    mended: tuple[str, ...] = ()
    copy: int = 1

    @property
    def place(self) -> str:
        return f"FILES[{self.number}]" if self.number else f"line {self.line}"

    def of(self, kind: str) -> str:
        """Return the first value of a kind as one plain line; "" without one."""
        found = (cell.text for cell in self.cells if cell.kind == kind)
        return plain_line(next(found, ""))

    @property
    def ident(self) -> str:
        """The entry's source id; by its file where its number is missing."""
        if not self.number:
            return f"aa:{self.of('location') or f'line-{self.line}'}"
        return f"aa:{self.number}" + (f"-{self.copy}" if self.copy > 1 else "")


def entry_of(record: Record, original: str, hints: Hints) -> Entry:
    """Return a record with its values as text and what each stands for."""
    place = f"FILES[{record.number}]" if record.number else f"line {record.line}"
    cells = []
    for each in record.fields:
        value = decode_value(each.value, hints)
        if value.text.strip():
            quote = addresses.quoted(value.text.strip())
            seen = Evidence(original, f"{place}.{each.name}", quote, RULE)
            cells.append(Cell(each.name, _kind(each.name), value, seen))
    mended = [f"{each.name}: {each.mended}" for each in record.fields if each.mended]
    if record.stray:
        mended.append(f"{record.stray} pieces between its fields mean nothing")
    return Entry(record.number, record.line, tuple(cells), tuple(mended))


def _kind(name: str) -> str:
    folded = re.sub(r"[\W\d_]+", "", name).lower()
    if _CATEGORY.fullmatch(folded):
        return "category"
    known = _KNOWN.get(folded)
    if known is None:
        words = _CAMEL.sub(" ", name).replace("_", " ").lower()
        known = field_of(words) or field_of(folded) or ""
    return known


@dataclass(slots=True)
class Claims:
    """Claims by field; what adds to a list is one claim of the whole list."""

    fields: dict[str, list[Claim[Any]]] = field(default_factory=dict)

    def add(
        self, name: str, value: object, seen: Evidence, steps: Sequence[Step]
    ) -> None:
        known = self.fields.setdefault(name, [])
        if name in ADDING and known and isinstance(value, tuple):
            first = known[0]
            both = _both(first.value, value)
            known[0] = Claim(both, first.standing, first.evidence, first.steps)
        else:
            known.append(Claim(value, Standing.RECORDED, seen, tuple(steps)))


def _both(one: tuple[Any, ...], more: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return one list with what another has beyond it; one owner of a work."""
    owned = bool(one) and isinstance(one[0], Credit)
    named = {each.name for each in one} if owned else set()
    further = [
        replace(each, role=Role.CO_AUTHOR) if owned else each
        for each in more
        if each not in one and not (owned and each.name in named)
    ]
    return (*one, *further)


def claims_of(
    entry: Entry, days: Days, others: Sequence[Entry] = ()
) -> dict[str, tuple[Claim[Any], ...]]:
    """Return what an entry claims, by field of `DraftWork`.

    others: entries that list the same story for further authors.
    """
    made = Claims()
    emails = emails_of(entry)
    authors = (
        each for other in others for each in other.cells if each.kind == "author"
    )
    for cell in (*entry.cells, *authors):
        for each in _stated(cell, days, emails):
            steps = cell.value.steps
            seen = cell.seen
            if each.rule:
                seen = Evidence(seen.original, seen.place, seen.quote, each.rule)
            made.add(each.field, each.value, seen, steps)
    return {name: tuple(claims) for name, claims in made.fields.items()}


def emails_of(entry: Entry) -> tuple[str, ...]:
    """Return the addresses of an entry's own fields, each once."""
    found = (
        mail
        for cell in entry.cells
        if cell.kind in {"email", "author"}
        for mail in addresses.find(plain_line(cell.text))
    )
    return tuple(dict.fromkeys(found))


def _stated(cell: Cell, days: Days, emails: Sequence[str]) -> Iterator[Stated]:
    line = addresses.removed(plain_line(cell.text))
    if cell.kind == "title":
        yield Stated("title", addresses.removed(inline(cell.text)).replace("<br>", " "))
    elif cell.kind == "author":
        credits = credits_of(cell.text, emails)
        if credits:
            yield Stated("creators", credits)
    elif cell.kind in _TEXTS:
        yield Stated(cell.kind, addresses.removed(inline(cell.text)))
    elif cell.kind == "date":
        found = days.date_of(line)
        if found is not None:
            yield Stated("published", found)
        elif line.strip(" 0"):
            yield Stated("labels", (Label(cell.name, line),))
    elif cell.kind in _AS_STATED:
        said = Field(cell.kind, cell.name, line, 0, 0, Standing.RECORDED, RULE)
        yield from stated_by(said)
    elif cell.kind not in {"email", "url", "location", "filetype", "offsite"}:
        yield Stated("labels", (Label(cell.name, line),))


def credits_of(value: str, emails: Sequence[str]) -> tuple[Credit, ...]:
    """Return who an author's field names.

    "A and B" is two people only where there are two addresses beside it: one person
    may sign so, and two may share a name.
    """
    told = author_of(plain_line(value))
    names = [each.value for each in told if each.field == "author"]
    if len(emails) > 1:
        names = [part for name in names for part in people_of(name)]
    return tuple(
        Credit(name, Role.CO_AUTHOR if place else Role.AUTHOR)
        for place, name in enumerate(names)
    )
