"""The terms under which the Archive of Our Own keeps its tags, and what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from fanfold.readers.saved_page.laid import Said
from fanfold.text.page import PageLine
from fanfold.vocab.patterns import late

#: Term without its plural → field.
_TERMS = {
    "rating": "rating",
    "archive warning": "warnings",
    "warning": "warnings",
    "category": "category",
    "categorie": "category",
    "fandom": "fandom",
    "relationship": "pairing",
    "character": "characters",
    "additional tag": "category",
    "language": "language",
    "serie": "series",
    "series": "series",
    "part of": "series",
}
_STAT = late(r"(\w+):\s*(\S+)")
_STATS = {
    "published": "published",
    "updated": "updated",
    "completed": "updated",
    "chapters": "length",
}
_PARTS = late(r"(?i)\s*(?:←|→|(?:previous|next) work)\s*")


def said_by_terms(cells: Sequence[PageLine]) -> Iterator[Said]:
    """Yield the fields of a list of terms (``dt``) and what stands under them."""
    term = ""
    for kind, group in groupby(
        cells, key=lambda each: each.path[-1][0] if each.path else ""
    ):
        part = list(group)
        if kind == "dt":
            term = part[-1].line.text.strip().rstrip(":").lower()
        elif term == "stats":
            yield from (said for each in part for said in _stats(each))
        elif term in {"published", "updated", "completed", "chapters"}:
            yield Said(_STATS[term], part[0].line.text.strip(), part[0], term)
        else:
            yield from _under(term, part)


def _under(term: str, part: Sequence[PageLine]) -> Iterator[Said]:
    name = _TERMS.get(term.removesuffix("(s)").removesuffix("s")) or _TERMS.get(term)
    if name is None or not part:
        return
    tags = [tag for each in part for tag in _tags(each)]
    if name == "series":
        for tag in tags:
            yield Said(name, _PARTS.sub(" ", tag).strip(), part[0], term)
        return
    label = " ".join(term.removesuffix("(s)").split()).title()
    if name == "warnings" and all(map(_NO_WARNING.match, tags)):
        yield Said(name, "none", part[0], label)
        return
    listed = () if name in {"rating", "language"} else tuple(tags)
    yield Said(name, ", ".join(tags), part[0], label, values=listed)


_NO_WARNING = late(r"(?i)^(?:no archive warnings apply|none)$")


def _tags(each: PageLine) -> list[str]:
    """Return the words of each link of a line; the line's own where it has none."""
    linked = [
        run.text.strip()
        for run in each.runs
        if any(mark.startswith("a:") for mark in run.marks) and run.text.strip()
    ]
    text = each.line.text.strip()
    if text.lower().startswith("part "):
        return [text]
    return linked or ([text] if text else [])


def _stats(each: PageLine) -> Iterator[Said]:
    for label, value in _STAT.findall(each.line.text):
        if label.lower() in _STATS:
            yield Said(_STATS[label.lower()], value, each, label)
