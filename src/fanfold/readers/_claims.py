"""A draft of a work from lines: what both readers of single stories share.

Takes what the grammar found (text/headers.py, text/parts.py) and makes claims of it,
each with the line it was on. Reads no bytes and knows no format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from fanfold.model.advice import Status
from fanfold.model.draft import DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.readers._chapter_claims import chapters_of
from fanfold.readers._ground import (
    Above,
    Gathered,
    Ground,
    claim_field,
    claim_of,
    known_claims,
    tops,
)
from fanfold.readers._stated import stated_by
from fanfold.text import addresses
from fanfold.text.fields import Field, Header
from fanfold.text.headers import head_of, split_header
from fanfold.text.parts import (
    RULE,
    Parts,
    marker_of,
    split_parts,
    without_part,
)
from fanfold.vocab import languages, permissions, status
from fanfold.vocab.patterns import late


def labelled_top(ground: Ground) -> tuple[dict[str, Any], int, tuple[str, ...]]:
    """Return what a labelled header at the top claims, by field of `DraftWork`, the
    index of the first line below it, and the addresses in it; nothing without one.
    """
    head = head_of(ground.lines, 0, len(ground.lines))
    header = split_header(ground.lines, head=head)
    if not tops(header, ground):
        return {}, 0, ()
    gathered = Gathered()
    for each in header.fields:
        claim_field(gathered, ground, each)
    # Of a header with nothing below it a name may be kept as the story of its file;
    # here the story stands elsewhere.
    start = max(header.start, head.start)
    return gathered.as_fields(), start, _emails(ground, header.fields)


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
    if labelled and not tops(header, ground):
        header, cut = Header((), 0, len(ground.lines)), False
    if above is not None and above.title:
        header = _renamed(header, above.title)
    title = next((each.value for each in header.fields if each.name == "title"), "")
    bare_title = without_part(" ".join(title.split()))[0] or ground.title or ""
    parts = split_parts(ground.lines, header.start, header.end, bare_title)
    parts = _first_named(parts, header)
    gathered = Gathered()
    for each in header.fields:
        claim_field(gathered, ground, each)
    _claim_known(gathered, ground)
    _claim_title(gathered, ground)
    _claim_permission(gathered, ground, header)
    shared = _claim_shared(gathered, above) if above is not None else ()
    chapters = tuple(chapters_of(ground, parts, gathered, header, cut=cut))
    _claim_status(gathered, ground, parts, header)
    _claim_language(gathered, ground, chapters)
    draft = DraftWork(
        source_ids=ground.source_ids,
        urls=ground.urls,
        emails=_emails(ground, (*header.fields, *shared)),
        chapters=chapters,
    )
    return replace(draft, **gathered.as_fields())


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


def _claim_shared(gathered: Gathered, above: Above) -> tuple[Field, ...]:
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
            gathered.add(one.field, claim_of(above.ground, each, one))
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


def _claim_known(gathered: Gathered, ground: Ground) -> None:
    own = frozenset(gathered.claims)
    for known in ground.known:
        if known.below is not None:
            continue
        for field, claim in known_claims(ground, known):
            if known.standing is not Standing.GUESSED or field not in own:
                gathered.add(field, claim)


def _claim_title(gathered: Gathered, ground: Ground) -> None:
    if ground.title:
        seen = Evidence(
            ground.original, "title", addresses.quoted(ground.title), "page.title/1"
        )
        gathered.add("title", Claim(ground.title, Standing.GUESSED, seen))


def _claim_permission(gathered: Gathered, ground: Ground, header: Header) -> None:
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
            claim_field(gathered, ground, found)
            return


def _claim_status(
    gathered: Gathered, ground: Ground, parts: Parts, header: Header
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
    gathered: Gathered, ground: Ground, parts: Parts, header: Header
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
    gathered: Gathered, ground: Ground, chapters: Sequence[DraftChapter]
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
