"""What FanFicFare writes before a story, under its own names.

All its forms say the same fields; their labels can be renamed by whoever ran it, so
each is known by its usual label too. A label nobody knows is kept under its own name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from fanfold.model.creator import Credit, Role
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.gathering import Place
from fanfold.model.tags import Label, Tag
from fanfold.readers._stated import ADDING, Stated, stated_by
from fanfold.text import dates
from fanfold.text.headers import Field
from fanfold.text.house import escape, plain
from fanfold.text.inline import inline, lightly
from fanfold.text.lines import Kind
from fanfold.text.page import PageLine, inline_html
from fanfold.vocab import languages, status
from fanfold.vocab.patterns import late

RULE = "fanficfare.field/1"

#: The usual label of each field, lower case.
LABELS = {
    "title": "title",
    "story url": "storyUrl",
    "summary": "description",
    "author": "author",
    "author url": "authorUrl",
    "file format": "formatname",
    "file extension": "formatext",
    "category": "category",
    "genre": "genre",
    "language": "language",
    "characters": "characters",
    "relationships": "ships",
    "series": "series",
    "additional series": "series",
    "series url": "seriesUrl",
    "status": "status",
    "published": "datePublished",
    "updated": "dateUpdated",
    "packaged": "dateCreated",
    "rating": "rating",
    "warnings": "warnings",
    "content warnings": "warnings",
    "chapters": "numChapters",
    "words": "numWords",
    "publisher": "site",
    "site abbrev": "siteabbrev",
    "story id": "storyId",
    "author id": "authorId",
    "extra tags": "extratags",
    "downloader version": "version",
    "story notes": "storynotes",
    "author comment": "storynotes",
    "disclaimer": "disclaimer",
    "dedication": "dedication",
    "fandoms": "fandoms",
    "freeform tags": "freeformtags",
    "tags": "freeformtags",
    "ao3 categories": "ao3categories",
    "chapters/total chapters": "chapterslashtotal",
    "total chapters": "numChapters",
    "translators": "translators",
    "beta readers": "betas",
}
#: Fields of the file or of the program, which say nothing about the work.
_OF_THE_FILE = frozenset(
    [
        *("dateCreated", "formatname", "formatext", "numChapters", "numWords"),
        *("siteabbrev", "storyId", "authorId", "authorUrl", "version", "seriesUrl"),
        *("langcode", "cover_image", "words_added", "sectionUrl", "authorHTML"),
    ]
)


class Value(NamedTuple):
    """A field as a file says it. key: FanFicFare's own name, or the label where that is
    not known; html: the value as inline HTML; several: its parts where the file has
    them apart."""

    key: str
    label: str
    html: str
    place: str
    several: tuple[str, ...] = ()


def key_of(label: str) -> str:
    """Return the field that a label names; the label itself where none is known."""
    plain_label = " ".join(label.rstrip(": ").split())
    return LABELS.get(plain_label.lower(), plain_label)


def values_in(lines: Sequence[PageLine], part: str = "") -> Iterator[Value]:
    """Yield the labelled lines of a title page, or the rows of its table.

    A line whose bold beginning ends with a colon has a label; what follows up to the
    next one is its value. A heading behind the first label ends them all.
    part: what stands before the places, the name of the part of a book with a space.
    """
    solid = [each for each in lines if each.line.text.strip()]
    at = 0
    seen = False
    while at < len(solid):
        label, parts = _labelled(solid[at])
        if seen and solid[at].line.kind is Kind.HEADING:
            return
        number = solid[at].line.number
        at += 1
        while label and at < len(solid) and not _labelled(solid[at])[0]:
            if solid[at].line.kind is Kind.HEADING:
                break
            parts.append(inline_html(solid[at].runs))
            at += 1
        if label:
            seen = True
            value = "\n\n".join(filter(None, parts))
            yield Value(key_of(label), label, value, f"{part}line {number}")


def _labelled(each: PageLine) -> tuple[str, list[str]]:
    """Return the bold label a line begins with, and what follows it."""
    text = each.line.text
    if not each.line.bold or not text[: each.line.bold].rstrip().endswith(":"):
        return "", []
    rest = list(each.runs)
    while rest and "strong" in rest[0].marks:
        del rest[0]
    return text[: each.line.bold].rstrip(": "), [inline_html(rest)]


def claims_of(
    values: Iterable[Value],
    original: str,
    standing: Standing,
    subjects: frozenset[str] = frozenset(),
) -> dict[str, tuple[Claim[Any], ...]]:
    """Return what the values claim, by field of `DraftWork`.

    subjects: names that are known to be one although a comma stands in them.
    """
    made: dict[str, tuple[Claim[Any], ...]] = {}
    for value in values:
        seen = Evidence(original, value.place, plain(value.html)[:200], RULE)
        for stated in _stated(value, subjects):
            claim: Claim[Any] = Claim(stated.value, standing, seen)
            known = made.get(stated.field, ())
            if known and stated.field in ADDING:
                joined = (*known[-1].value, *stated.value)  # type: ignore[misc]
                merged = Claim(
                    tuple(dict.fromkeys(joined)), standing, known[-1].evidence
                )
                made[stated.field] = (*known[:-1], merged)
            elif not known:
                made[stated.field] = (claim,)
    return made


def _stated(value: Value, subjects: frozenset[str]) -> Iterator[Stated]:
    known = _KNOWN.get(value.key)
    if known is not None:
        yield from known(value, subjects)
    elif value.key not in _OF_THE_FILE and value.html.strip():
        said = " ".join(plain(value.html).split())
        yield Stated("labels", (Label(value.label.rstrip(": "), said),))


def split_known(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the names of a list; one that is known may have commas in it."""
    parts: list[str] = []
    while text := text.strip(" ,"):
        whole = [each for each in known if text == each or text.startswith(f"{each}, ")]
        part = max(whole, key=len, default=text.partition(", ")[0])
        parts.append(part)
        text = text[len(part) :]
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _names(value: Value, subjects: frozenset[str]) -> tuple[str, ...]:
    return value.several or split_known(" ".join(plain(value.html).split()), subjects)


_Saying = Callable[[Value, frozenset[str]], Iterator[Stated]]


def _text(field: str) -> _Saying:
    def say(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
        if text := inline(value.html):
            yield Stated(field, text)

    return say


def _list(field: str) -> _Saying:
    def say(value: Value, subjects: frozenset[str]) -> Iterator[Stated]:
        if names := _names(value, subjects):
            yield Stated(field, names)

    return say


def _tags(kind: str) -> _Saying:
    def say(value: Value, subjects: frozenset[str]) -> Iterator[Stated]:
        if names := _names(value, subjects):
            yield Stated("tags", tuple(Tag(kind, name) for name in names))

    return say


def _people(role: Role) -> _Saying:
    def say(value: Value, subjects: frozenset[str]) -> Iterator[Stated]:
        names = _names(value, subjects)
        if names:
            other = Role.CO_AUTHOR if role is Role.AUTHOR else role
            yield Stated(
                "creators",
                tuple(Credit(n, other if at else role) for at, n in enumerate(names)),
            )

    return say


def _as_header(name: str) -> _Saying:
    """Say what the grammar of headers makes of the same words."""

    def say(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
        words = " ".join(plain(value.html).split())
        if words:
            yield from stated_by(Field(name, value.label, words, 0, 0))

    return say


def _date(*fields: str) -> _Saying:
    def say(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
        found = dates.date_of(" ".join(plain(value.html).split()))
        if found is not None:
            yield from (Stated(field, found) for field in fields)

    return say


_SERIES = late(r"(.+?)(?: \[(\d{1,4})(?:\.0)?\])?")


def _series(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
    found = _SERIES.fullmatch(" ".join(plain(value.html).split()))
    if found is not None:
        number = int(found[2]) if found[2] else None
        yield Stated("series", (Place(found[1].strip(), number),))


def _title(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
    if title := " ".join(plain(value.html).split()):
        yield Stated("title", lightly(escape(title)))


def _language(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
    named = languages.language_named(plain(value.html))
    if named is not None:
        yield Stated("language", named)


def _expected(value: Value, _subjects: frozenset[str]) -> Iterator[Stated]:
    said = plain(value.html).strip()
    total = said.partition("/")[2]
    if total.isdecimal():
        yield Stated("chapters_expected", int(total))
    found = status.status_of(said)
    if found is not None:
        yield Stated("status", found)


_KNOWN: dict[str, _Saying] = {
    "title": _title,
    "author": _people(Role.AUTHOR),
    "translators": _people(Role.TRANSLATOR),
    "betas": _people(Role.BETA),
    "description": _text("summary"),
    "storynotes": _text("notes"),
    "disclaimer": _text("disclaimer"),
    "dedication": _text("dedication"),
    "category": _list("fandoms"),
    "fandoms": _list("fandoms"),
    "characters": _list("characters_raw"),
    "ships": _list("relationships_raw"),
    "warnings": _list("warnings_raw"),
    "genre": _tags("Genre"),
    "freeformtags": _tags("Additional Tags"),
    "extratags": _tags("Extra Tags"),
    "ao3categories": _tags("Category"),
    "rating": _as_header("rating"),
    "status": _as_header("status"),
    "language": _language,
    "series": _series,
    "series00": _series,
    "series01": _series,
    "series02": _series,
    "series03": _series,
    "datePublished": _date("published", "date"),
    "dateUpdated": _date("updated"),
    "chapterslashtotal": _expected,
    "storyUrl": lambda value, subjects: iter(()),
}
