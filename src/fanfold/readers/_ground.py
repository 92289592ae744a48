"""What a draft is made of: lines with their places, what is known beside them, claims.

Reads no bytes and knows no format; `_claims.py` and `_chapter_claims.py` make drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.readers._stated import ADDING, JOINED, Stated, listed_by, stated_by
from fanfold.text import addresses
from fanfold.text.fields import Field, Header
from fanfold.text.lines import Line
from fanfold.vocab.patterns import late


class Known(NamedTuple):
    """What is said of the story beside its own header, by the frame it stood in.

    name: a field as `stated_by` knows it; values: of a list that needs no splitting.
    GUESSED counts only where the header says nothing. below: a line of the chapter that
    it is said of, as its end notes are; None where it is said of the work.
    """

    name: str
    label: str
    value: str
    standing: Standing
    evidence: Evidence
    values: tuple[str, ...] = ()
    below: Line | None = None


class Ground(NamedTuple):
    """A document as lines, and what is needed to say where its values lie.

    quotes: the lines before mending, by number (from 1); empty: as `lines` have them.
    html_of: house HTML of a run of lines.
    within: what comes before the line in a place, ``message 3``.
    known: what stands around the lines.
    """

    original: str
    name: str
    lines: Sequence[Line]
    html_of: Callable[[Sequence[Line]], str]
    quotes: Sequence[str] = ()
    steps: tuple[Step, ...] = ()
    source_ids: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    title: str | None = None
    emails: tuple[str, ...] = ()
    within: str = ""
    known: tuple[Known, ...] = ()

    def evidence(self, first: int, rule: str, last: int | None = None) -> Evidence:
        """Return where the lines `first` to `last` (indices) lie."""
        if not self.lines:
            return Evidence(self.original, "line 1", "", rule)
        number = self.lines[first].number
        end = self.lines[last].number if last is not None else number
        place = f"line {number}" if end == number else f"lines {number}-{end}"
        place = f"{self.within}, {place}" if self.within else place
        text = (
            self.quotes[number - 1]
            if 0 < number <= len(self.quotes)
            else self.lines[first].text
        )
        return Evidence(self.original, place, addresses.quoted(text.strip()), rule)


class Gathered:
    """Claims by field as they come in."""

    def __init__(self) -> None:
        self.claims: dict[str, list[Claim[Any]]] = {}

    def add(self, name: str, claim: Claim[Any]) -> None:
        known = self.claims.setdefault(name, [])
        if known and known[-1].standing is claim.standing:
            joined = _joined(name, known[-1].value, claim.value)
            if joined is not None:
                first = known[-1]
                known[-1] = Claim(joined, first.standing, first.evidence, first.steps)
                return
        if not any(each.value == claim.value for each in known):
            known.append(claim)

    def has(self, name: str) -> bool:
        return name in self.claims

    def as_fields(self) -> dict[str, Any]:
        return {name: tuple(claims) for name, claims in self.claims.items()}


def _joined(name: str, one: Any, other: Any) -> Any:
    if name in ADDING:
        return (*one, *(each for each in other if each not in one))
    if name in JOINED and other not in one:
        return f"{one}<br><br>{other}"
    return None


class Above(NamedTuple):
    """What stands above several works of one file and holds for each.

    ground: the whole file, which the fields' lines count in. title: of this work,
    where its own head says more than that; "" else. extra: further claims by field.
    """

    ground: Ground
    fields: tuple[Field, ...] = ()
    title: str = ""
    extra: tuple[tuple[str, Claim[Any]], ...] = ()


def claim_field(gathered: Gathered, ground: Ground, stated: Field) -> None:
    for each in stated_by(stated):
        gathered.add(each.field, claim_of(ground, stated, each))


def claim_of(ground: Ground, stated: Field, each: Stated) -> Claim[Any]:
    seen = ground.evidence(stated.first, each.rule or stated.rule)
    return Claim(each.value, stated.standing, seen, ground.steps)


def known_claims(ground: Ground, known: Known) -> Iterator[tuple[str, Claim[Any]]]:
    """Yield what is known beside the header, by field."""
    if known.values:
        said = listed_by(known.name, known.label, known.values)
    else:
        said = stated_by(Field(known.name, known.label, known.value, 0, 0))
    for each in said:
        seen = replace(known.evidence, rule=each.rule or known.evidence.rule)
        yield each.field, Claim(each.value, known.standing, seen, ground.steps)


_SENTENCE = late(r"\w\s+\S.*[.!?][\"”’»]?\s*$")


def tops(header: Header, ground: Ground) -> bool:
    """Tell whether labels begin where nothing of a story stands above them."""
    first = min((each.first for each in header.fields if each.label), default=None)
    if not header.labelled or first is None:
        return False
    return not any(_SENTENCE.search(line.text) for line in ground.lines[:first])
