"""The drafts of a file that holds one work or several.

Readers of single files (posted_text, saved_page) call `drafts_of`; where the works
begin is told by text/several.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Claim, Standing
from fanfold.model.gathering import Place
from fanfold.readers._claims import draft_of
from fanfold.readers._ground import Above, Ground
from fanfold.text.fields import Field, Header
from fanfold.text.headers import head_of
from fanfold.text.several import Several, Span, works_in
from fanfold.vocab.patterns import late

RULE = "several.shared-head/1"
_CHALLENGE = late(r"(?i)\b(?:challenge|ficathon|exchange|fest|wettbewerb|défi|reto)\b")


def drafts_of(ground: Ground) -> Iterator[DraftWork]:
    """Yield the works that the lines hold, in order; at least one, empty or not.

    A work of several has ``#1``, ``#2`` … behind each of the file's source ids. What
    a head above them all says holds for each that does not say it itself; where there
    is no such head, a work that names no author is by the first one's.
    """
    top = head_of(ground.lines, 0, len(ground.lines))
    several = works_in(ground.lines, top)
    if several is None:
        yield draft_of(ground, top=top)
        return
    head = _shared(ground, several)
    fields = head.fields if several.shared else _authors(head.fields)
    for number, span in enumerate(several.spans, start=1):
        extra = _series(ground, several, head, span)
        yield draft_of(
            _part_of(ground, span, number), Above(ground, fields, span.title, extra)
        )


def _shared(ground: Ground, several: Several) -> Header:
    start, end = several.shared or (0, several.spans[0].end)
    return head_of(ground.lines, start, end)


def _authors(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(each for each in fields if each.name in {"author", "email"})


def _part_of(ground: Ground, span: Span, number: int) -> Ground:
    return ground._replace(
        lines=ground.lines[span.start : span.end],
        source_ids=tuple(f"{each}#{number}" for each in ground.source_ids),
        title=None,
        emails=(),
    )


def _series(
    ground: Ground, several: Several, head: Header, span: Span
) -> tuple[tuple[str, Claim[Any]], ...]:
    """Return what the shared head's title names: a series or a challenge."""
    title = head.of("title")
    if several.shared is None or title is None:
        return ()
    seen = ground.evidence(title.first, RULE)
    name = " ".join(title.value.split()).strip("*_ ")
    if _CHALLENGE.search(name):
        return (("challenges", Claim((name,), Standing.GUESSED, seen)),)
    place = (Place(name, span.position),)
    return (("series", Claim(place, Standing.GUESSED, seen)),)
