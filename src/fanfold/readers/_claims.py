"""A draft of a work from lines: what both readers of single stories share.

Takes what the grammar found (text/headers.py, text/parts.py) and makes claims of it,
each with the line it was on. Reads no bytes and knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fanfold.model.advice import Status
from fanfold.model.draft import DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.readers._stated import ADDING, JOINED, Stated, stated_by
from fanfold.text import addresses, words
from fanfold.text.headers import Field, Header, skip_repeated, split_header
from fanfold.text.house import plain
from fanfold.text.lines import Line
from fanfold.text.parts import RULE, Part, Parts, split_parts, without_part
from fanfold.vocab import languages, permissions, status


@dataclass(frozen=True, slots=True)
class Ground:
    """A document as lines, and what is needed to say where its values lie.

    quotes: the lines before mending, by number (from 1); empty: as `lines` have them.
    html_of: house HTML of a run of lines.
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

    def evidence(self, first: int, rule: str, last: int | None = None) -> Evidence:
        """Return where the lines `first` to `last` (indices) lie."""
        number = self.lines[first].number
        end = self.lines[last].number if last is not None else number
        place = f"line {number}" if end == number else f"lines {number}-{end}"
        text = (
            self.quotes[number - 1]
            if 0 < number <= len(self.quotes)
            else self.lines[first].text
        )
        return Evidence(self.original, place, addresses.quoted(text.strip()), rule)


@dataclass(slots=True)
class _Gathered:
    """Claims by field as they come in."""

    claims: dict[str, list[Claim[Any]]] = field(default_factory=dict)

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


def draft_of(ground: Ground) -> DraftWork:
    """Return the one work that the lines hold."""
    header = split_header(ground.lines)
    title = next((each.value for each in header.fields if each.name == "title"), "")
    bare_title = without_part(" ".join(title.split()))[0] or ground.title or ""
    parts = split_parts(ground.lines, header.start, header.end, bare_title)
    gathered = _Gathered()
    for each in header.fields:
        _claim_field(gathered, ground, each)
    _claim_title(gathered, ground)
    _claim_permission(gathered, ground, header)
    chapters = tuple(_chapters(ground, parts, gathered, header))
    _claim_status(gathered, ground, parts, header)
    _claim_language(gathered, ground, chapters)
    draft = DraftWork(
        source_ids=ground.source_ids,
        urls=ground.urls,
        emails=_emails(ground, header.fields),
        chapters=chapters,
    )
    return replace(draft, **gathered.as_fields())


# --- the work's fields ---------------------------------------------------------------


def _claim_field(gathered: _Gathered, ground: Ground, stated: Field) -> None:
    for each in stated_by(stated):
        gathered.add(each.field, _claim(ground, stated, each))


def _claim(ground: Ground, stated: Field, each: Stated) -> Claim[Any]:
    seen = ground.evidence(stated.first, each.rule or stated.rule)
    return Claim(each.value, stated.standing, seen, ground.steps)


def _claim_title(gathered: _Gathered, ground: Ground) -> None:
    if ground.title:
        seen = Evidence(
            ground.original, "title", addresses.quoted(ground.title), "page.title/1"
        )
        gathered.add("title", Claim(ground.title, Standing.GUESSED, seen))


def _claim_permission(gathered: _Gathered, ground: Ground, header: Header) -> None:
    """Look for a sentence about archiving in notes and disclaimer."""
    if gathered.has("distribution_raw"):
        return
    for each in header.fields:
        if each.name not in {"notes", "disclaimer"}:
            continue
        said = permissions.sentences_in(" ".join(each.value.split()))
        if said:
            found = Field(
                "distribution",
                "",
                said,
                each.first,
                each.last,
                Standing.GUESSED,
                "headers.permission-sentence/1",
            )
            _claim_field(gathered, ground, found)
            return


def _claim_status(
    gathered: _Gathered, ground: Ground, parts: Parts, header: Header
) -> None:
    if parts.finished is not None and parts.mark is not None:
        value = Status.COMPLETE if parts.finished else Status.WIP
        seen = ground.evidence(parts.mark, RULE)
        gathered.add("status", Claim(value, Standing.GUESSED, seen))
    totals = [part.marker.total for part in parts.parts if part.marker]
    total = next((each for each in totals if each), None)
    if total is not None and parts.parts[-1].heading is not None:
        seen = ground.evidence(parts.parts[-1].heading, RULE)
        gathered.add("chapters_expected", Claim(total, Standing.LABELLED, seen))
    _claim_announced(gathered, ground, parts, header)
    if gathered.has("status"):
        return
    for each in header.fields:
        if each.name in {"notes", "summary", "category"}:
            found = status.talks_of(each.value)
            if found is not None:
                seen = ground.evidence(each.first, status.RULE)
                gathered.add("status", Claim(found, Standing.GUESSED, seen))


def _claim_announced(
    gathered: _Gathered, ground: Ground, parts: Parts, header: Header
) -> None:
    """A title's ``(1/4)`` says how many parts there should be."""
    if gathered.has("status"):
        return
    titles = (each for each in header.fields if each.name == "title")
    counted = ((each, *without_part(" ".join(each.value.split()))) for each in titles)
    stated, _, number, total = next(
        (each for each in counted if each[3] is not None), (None, "", None, None)
    )
    if stated is None:
        return
    last = parts.parts[-1].marker if parts.parts else None
    reached = last.number if last and last.number else number
    value = Status.COMPLETE if reached == total else Status.WIP
    seen = ground.evidence(stated.first, RULE)
    gathered.add("status", Claim(value, Standing.GUESSED, seen))


def _claim_language(
    gathered: _Gathered, ground: Ground, chapters: Sequence[DraftChapter]
) -> None:
    for number, chapter in enumerate(chapters, start=1):
        language = languages.language_of(chapter.text)
        if language is not None:
            place = f"text of part {number}"
            seen = Evidence(ground.original, place, "", languages.RULE)
            gathered.add("language", Claim(language, Standing.GUESSED, seen))
            return


def _emails(ground: Ground, fields: Iterable[Field]) -> tuple[str, ...]:
    stated = (mail for each in fields for mail in _mails(each))
    return tuple(dict.fromkeys([*stated, *ground.emails]))


def _mails(stated: Field) -> tuple[str, ...]:
    if stated.rule == "headers.place/1" and stated.name == "email":
        return (stated.value,)
    return addresses.find(stated.value)


# --- chapters ------------------------------------------------------------------------


def _chapters(
    ground: Ground, parts: Parts, gathered: _Gathered, header: Header
) -> Iterable[DraftChapter]:
    for number, part in enumerate(parts.parts):
        start, end, own = part.start, part.end, _Gathered()
        if number > 0 or part.heading is not None:
            start, end = _claim_repeated(ground, part, own, first=number == 0)
            if number == 0:
                _claim_missing(gathered, own)
            start = skip_repeated(ground.lines, start, end, header.fields)
        yield _chapter(ground, part, start, end, own)


def _claim_missing(gathered: _Gathered, own: _Gathered) -> None:
    """A header below the first part's heading is the work's."""
    for name in ("summary", "notes"):
        if name in own.claims and not gathered.has(name):
            gathered.claims[name] = own.claims.pop(name)
    for name, claims in own.claims.items():
        if name not in {"title", "summary", "notes"} and not gathered.has(name):
            gathered.claims[name] = claims


def _claim_repeated(
    ground: Ground, part: Part, own: _Gathered, *, first: bool
) -> tuple[int, int]:
    """Take a header that stands at this part; return where its story lies."""
    header = split_header(ground.lines, part.start, part.end)
    named = {
        each.name for each in header.fields if each.rule.startswith("headers.label")
    }
    if not header.labelled or not named - {None}:
        return part.start, part.end
    wanted = None if first else {"summary", "notes"}
    for each in header.fields:
        if each.rule.startswith("headers.label") and (
            wanted is None or each.name in wanted
        ):
            _claim_field(own, ground, each)
    return header.start, header.end


def _chapter(
    ground: Ground, part: Part, start: int, end: int, own: _Gathered
) -> DraftChapter:
    html = addresses.removed(ground.html_of(ground.lines[start:end]))
    text = plain(html)
    first = min(start, len(ground.lines) - 1)
    seen = ground.evidence(first, RULE, max(first, end - 1))
    title: tuple[Claim[str], ...] = ()
    if part.marker and part.marker.title and part.heading is not None:
        heading = ground.evidence(part.heading, RULE)
        title = (Claim(part.marker.title, Standing.LABELLED, heading),)
    return DraftChapter(
        html=(Claim(html, Standing.LABELLED, seen, ground.steps),),
        text=text,
        words=words.count(text),
        title=title,
        summary=tuple(own.claims.get("summary", ())),
        notes=tuple(own.claims.get("notes", ())),
    )
