"""A work as a readable card: every field, and where it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fanfold.model.evidence import Claim, best
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.spoken import as_text
from fanfold.model.work import Chapter, Work

_FIELD = 20
_VALUE = 46
_PLACE = 10


def of_work(work: Work) -> Iterator[str]:
    """Yield the lines of the card: fields with place and standing, then the parts."""
    yield work.title or "(no title)"
    yield ""
    for field in _fields(work):
        winner = best(work.claims(field))
        if winner is not None:
            yield from _row(field, as_text(winner.value), winner)
    if work.emails:
        yield from _wrapped("e-mail", ", ".join(work.emails), "shown here alone")
    if work.source_ids:
        yield from _wrapped("source", ", ".join(work.source_ids), "")
    yield ""
    yield from _parts(work.chapters)


def of_problem(problem: Problem) -> str:
    """Return a problem as one line."""
    return f"! {problem.code} ({problem.severity}) {problem.place}: {problem.detail}"


def of_original(original: Original) -> str:
    """Return the line that stands above what an original holds."""
    return f"{original.name}  {original.size:,} bytes  sha256 {original.sha256[:12]}…"


def _fields(work: Work) -> Iterable[str]:
    return dict.fromkeys(entry.field for entry in work.evidence)


def _row(field: str, value: str, claim: Claim[object]) -> Iterator[str]:
    seen = f"{claim.evidence.place:<{_PLACE}}  {claim.standing.word}"
    return _wrapped(field.removesuffix("_raw").replace("_", " "), value, seen)


def _wrapped(field: str, value: str, seen: str) -> Iterator[str]:
    lines = _lines(value)
    yield f"  {field:<{_FIELD}}{lines[0]:<{_VALUE}}  {seen}".rstrip()
    for line in lines[1:]:
        yield f"  {'':<{_FIELD}}{line}"


def _lines(value: str) -> list[str]:
    if len(value) <= _VALUE and value.isprintable() and value == value.strip():
        return [value]
    # Most values fit a line, and loading it takes a hundredth of a start.
    import textwrap

    return textwrap.wrap(value, _VALUE) or [""]


def _parts(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    words = sum(chapter.words for chapter in chapters)
    noun = "part" if len(chapters) == 1 else "parts"
    yield f"  {len(chapters)} {noun}, {words:,} words"
    for chapter in chapters:
        seen = best(
            tuple(entry.claim for entry in chapter.evidence if entry.field == "html")
        )
        place = seen.evidence.place if seen else ""
        title = chapter.title or "(untitled)"
        yield f"    {chapter.position:>3}  {title[:44]:<44}{chapter.words:>8,}  {place}"
