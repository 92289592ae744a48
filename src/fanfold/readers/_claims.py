"""A draft of a work from lines: what both readers of single stories share.

Takes what the grammar found (text/headers.py, text/parts.py) and makes claims of it,
each with the line it was on. Reads no bytes and knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from fanfold.model.advice import Status
from fanfold.model.draft import Claims, DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.readers._stated import ADDING, JOINED, Stated, listed_by, stated_by
from fanfold.text import addresses, words
from fanfold.text.closing import skip_repeated
from fanfold.text.fields import Field, Header
from fanfold.text.headers import may_be_labelled, split_header
from fanfold.text.house import plain
from fanfold.text.lines import Line
from fanfold.text.parts import (
    RULE,
    Part,
    Parts,
    marker_of,
    split_parts,
    trimmed_end,
    without_part,
)
from fanfold.vocab import languages, permissions, status
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


class _Gathered:
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


def labelled_top(ground: Ground) -> tuple[dict[str, Any], int, tuple[str, ...]]:
    """Return what a labelled header at the top claims, by field of `DraftWork`, the
    index of the first line below it, and the addresses in it; nothing without one.
    """
    header = split_header(ground.lines)
    if not _tops(header, ground):
        return {}, 0, ()
    gathered = _Gathered()
    for each in header.fields:
        _claim_field(gathered, ground, each)
    return gathered.as_fields(), header.start, _emails(ground, header.fields)


_SENTENCE = late(r"\w\s+\S.*[.!?][\"”’»]?\s*$")


def _tops(header: Header, ground: Ground) -> bool:
    """Tell whether labels begin where nothing of a story stands above them."""
    first = min((each.first for each in header.fields if each.label), default=None)
    if not header.labelled or first is None:
        return False
    return not any(_SENTENCE.search(line.text) for line in ground.lines[:first])


def ending_of(ground: Ground) -> tuple[int, Claims[Status]]:
    """Return where the text of one chapter ends before its end mark, and what that mark
    says of the work.
    """
    parts = split_parts(ground.lines, 0, len(ground.lines))
    if len(parts.parts) != 1:
        return len(ground.lines), ()
    if parts.finished is None or parts.mark is None:
        return parts.parts[0].end, ()
    value = Status.COMPLETE if parts.finished else Status.WIP
    seen = ground.evidence(parts.mark, RULE)
    return parts.parts[0].end, (Claim(value, Standing.GUESSED, seen),)


def chapter_of(ground: Ground, title: Claims[str] = ()) -> DraftChapter:
    """Return the lines as one chapter, with a summary and notes labelled at its top."""
    part, own = Part(0, len(ground.lines)), _Gathered()
    start, end = part.start, part.end
    if _tops(split_header(ground.lines), ground):
        start, end = _claim_repeated(ground, part, own, first=False)
    return replace(_chapter(ground, part, start, end, own), title=title)


def draft_of(
    ground: Ground,
    above: Above | None = None,
    *,
    labelled: bool = False,
    top: Header | None = None,
) -> DraftWork:
    """Return the one work that the lines hold.

    top: what `head_of` told of the lines, where it has been asked before. above: what a
    head that several works share says; it holds where the work's own head is silent.
    labelled: where something better than the lines names the work, only a header with
    labels is one; all else is the story.
    """
    header = split_header(ground.lines, head=top)
    cut = True
    if labelled and not _tops(header, ground):
        header, cut = Header((), 0, len(ground.lines)), False
    if above is not None and above.title:
        header = _renamed(header, above.title)
    title = next((each.value for each in header.fields if each.name == "title"), "")
    bare_title = without_part(" ".join(title.split()))[0] or ground.title or ""
    parts = split_parts(ground.lines, header.start, header.end, bare_title)
    parts = _first_named(parts, header)
    gathered = _Gathered()
    for each in header.fields:
        _claim_field(gathered, ground, each)
    _claim_known(gathered, ground)
    _claim_title(gathered, ground)
    _claim_permission(gathered, ground, header)
    shared = _claim_shared(gathered, above) if above is not None else ()
    chapters = tuple(_chapters(ground, parts, gathered, header, cut=cut))
    _claim_status(gathered, ground, parts, header)
    _claim_language(gathered, ground, chapters)
    draft = DraftWork(
        source_ids=ground.source_ids,
        urls=ground.urls,
        emails=_emails(ground, (*header.fields, *shared)),
        chapters=chapters,
    )
    return replace(draft, **gathered.as_fields())


class Above(NamedTuple):
    """What stands above several works of one file and holds for each.

    ground: the whole file, which the fields' lines count in. title: of this work,
    where its own head says more than that; "" else. extra: further claims by field.
    """

    ground: Ground
    fields: tuple[Field, ...] = ()
    title: str = ""
    extra: tuple[tuple[str, Claim[Any]], ...] = ()


def _renamed(header: Header, title: str) -> Header:
    fields = tuple(
        each._replace(value=title) if each.name == "title" else each
        for each in header.fields
    )
    return header._replace(fields=fields)


_THROUGHOUT = late(r"(?i)[\s,(]+(?:throughout|overall|for (?:them )?all\b.*)\W*$")


def _of_one(shared: Field) -> Field:
    """Return what a rating of several works ("PG throughout") says of one of them."""
    if shared.name != "rating":
        return shared
    return shared._replace(value=_THROUGHOUT.sub("", shared.value))


def _claim_shared(gathered: _Gathered, above: Above) -> tuple[Field, ...]:
    """Claim what the shared head says and the work does not; return those fields."""
    own = frozenset(gathered.claims)
    used = []
    for each in above.fields:
        if each.name == "email" and "creators" in own:
            continue
        said = [
            one for one in stated_by(_of_one(each)) if one.field not in own | {"title"}
        ]
        for one in said:
            gathered.add(one.field, _claim(above.ground, each, one))
        if said or each.name == "email":
            used.append(each)
    for name, claim in above.extra:
        if name not in own:
            gathered.add(name, claim)
    return tuple(used)


def _first_named(parts: Parts, header: Header) -> Parts:
    """Name the first part as the header does (``Part: 1/5 - Drift``)."""
    said = header.of("part")
    first, *others = parts.parts or (None,)
    if said is None or first is None or not others or first.marker is not None:
        return parts
    marker = marker_of(f"Part {said.value}")
    named = first._replace(marker=marker, heading=said.first)
    return parts._replace(parts=(named, *others))


# --- the work's fields ---------------------------------------------------------------


def _claim_field(gathered: _Gathered, ground: Ground, stated: Field) -> None:
    for each in stated_by(stated):
        gathered.add(each.field, _claim(ground, stated, each))


def _claim(ground: Ground, stated: Field, each: Stated) -> Claim[Any]:
    seen = ground.evidence(stated.first, each.rule or stated.rule)
    return Claim(each.value, stated.standing, seen, ground.steps)


def _claim_known(gathered: _Gathered, ground: Ground) -> None:
    own = frozenset(gathered.claims)
    for known in ground.known:
        if known.below is not None:
            continue
        for field, claim in _known_claims(ground, known):
            if known.standing is not Standing.GUESSED or field not in own:
                gathered.add(field, claim)


def _known_claims(ground: Ground, known: Known) -> Iterator[tuple[str, Claim[Any]]]:
    """Yield what is known beside the header, by field."""
    if known.values:
        said = listed_by(known.name, known.label, known.values)
    else:
        said = stated_by(Field(known.name, known.label, known.value, 0, 0))
    for each in said:
        seen = replace(known.evidence, rule=each.rule or known.evidence.rule)
        yield each.field, Claim(each.value, known.standing, seen, ground.steps)


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
    ground: Ground, parts: Parts, gathered: _Gathered, header: Header, *, cut: bool
) -> Iterable[DraftChapter]:
    below = _said_below(ground, parts)
    for number, part in enumerate(parts.parts):
        start, end, own = part.start, part.end, _Gathered()
        for known in below.get(number, ()):
            for field, claim in _known_claims(ground, known):
                own.add(field, claim)
        if number > 0 or part.heading is not None:
            first = number == 0
            start, end = _claim_repeated(ground, part, own, first=first, cut=cut)
            if number == 0:
                _claim_missing(gathered, own)
            start = skip_repeated(ground.lines, start, end, header.fields)
        yield _chapter(ground, part, start, end, own)


def _said_below(ground: Ground, parts: Parts) -> dict[int, list[Known]]:
    """Return what is known of single parts, by their place among the parts."""
    found: dict[int, list[Known]] = {}
    said: dict[int, list[Known]] = {}
    for each in ground.known:
        if each.below is not None:
            said.setdefault(id(each.below), []).append(each)
    for at, line in enumerate(ground.lines) if said else ():
        if id(line) not in said:
            continue
        begun = [n for n, part in enumerate(parts.parts) if part.start <= at]
        if begun:
            nearest = max(begun, key=lambda n: parts.parts[n].start)
            found.setdefault(nearest, []).extend(said[id(line)])
    return found


def _claim_missing(gathered: _Gathered, own: _Gathered) -> None:
    """A header below the first part's heading is the work's."""
    for name in ("summary", "notes"):
        if name in own.claims and not gathered.has(name):
            gathered.claims[name] = own.claims.pop(name)
    for name, claims in own.claims.items():
        if name not in {"title", "summary", "notes", "end_notes"} and not gathered.has(
            name
        ):
            gathered.claims[name] = claims


def _claim_repeated(
    ground: Ground, part: Part, own: _Gathered, *, first: bool, cut: bool = False
) -> tuple[int, int]:
    """Take a header that stands at this part; return where its story lies.

    cut: True where what readers wrote below the story has been cut off the parts.
    """
    if not may_be_labelled(ground.lines, part.start, part.end, cut=cut):
        return part.start, part.end
    header = split_header(ground.lines, part.start, part.end, again=True)
    labelled = [e for e in header.fields if e.rule.startswith("headers.label")]
    if not any(each.name for each in labelled):
        return part.start, part.end
    start = header.start if header.labelled else part.start
    wanted = None if first else {"summary", "notes"}
    for each in labelled:
        if each.first >= header.end and each.name == "notes":
            _claim_field(own, ground, each._replace(name="end_notes"))
        elif wanted is None or each.name in wanted:
            _claim_field(own, ground, each)
    end, _, _ = trimmed_end(ground.lines, start, header.end)
    return start, end


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
        end_notes=tuple(own.claims.get("end_notes", ())),
    )
