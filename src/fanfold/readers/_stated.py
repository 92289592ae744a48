"""What each field of a header claims about a work, raw and named side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fanfold.model.creator import Credit, Role
from fanfold.model.gathering import Place
from fanfold.model.tags import Label, Tag
from fanfold.text import addresses, dates
from fanfold.text.headers import Field
from fanfold.text.paragraphs import emphasis
from fanfold.text.parts import without_part
from fanfold.text.unlabelled import author_of
from fanfold.vocab import languages, permissions, ratings, status
from fanfold.vocab.lists import recipients_of, split_list, states_nothing
from fanfold.vocab.patterns import late
from fanfold.vocab.relationships import is_relationship, relationships_of
from fanfold.vocab.warnings import warnings_of


class Stated(NamedTuple):
    """One value for one field of `DraftWork`. rule: empty for the header's own;
    worked_out: True where a word table, not the source, gave the value."""

    field: str
    value: object
    rule: str = ""
    worked_out: bool = False


def stated_by(field: Field) -> Iterator[Stated]:
    """Yield everything that a field of a header says."""
    return _SAYINGS.get(field.name or "", _label)(field)


def flat(value: str) -> str:
    """Return a value on one line, without addresses."""
    return " ".join(addresses.removed(value).split())


def text_of(value: str) -> str:
    """Return a value as the record keeps texts: inline HTML, paragraphs by breaks."""
    paragraphs = addresses.removed(value).split("\n\n")
    return "<br><br>".join(emphasis(" ".join(each.split())) for each in paragraphs)


def _text(name: str) -> Callable[[Field], Iterator[Stated]]:
    def say(field: Field) -> Iterator[Stated]:
        if field.value:
            yield Stated(name, text_of(field.value))

    return say


def _label(field: Field) -> Iterator[Stated]:
    value = flat(field.value)
    if field.label and value.strip(" .()<>") not in {"", addresses.REMOVED}:
        yield Stated("labels", (Label(field.label, value),))


_QUOTED = late(r"([\"“'‘*_~]{1,3})(.+?)([\"”'’*_~]{1,3})")


def _title(field: Field) -> Iterator[Stated]:
    title = flat(field.value).strip(" \t|=~*_#")
    title, _, total = without_part(title)
    quoted = _QUOTED.fullmatch(title)
    if quoted is not None and not set(quoted[1]) & set(quoted[2]):
        title = quoted[2]
    if title:
        yield Stated("title", emphasis(title))
    if total:
        yield Stated("chapters_expected", total)


_AND = late(r"\s+(?:and|und|et|y|&|\+|with|e)\s+|\s*&\s*|\s*/\s*", re.I)


def _author(field: Field) -> Iterator[Stated]:
    names = tuple(
        told.value for told in author_of(field.value) if told.field == "author"
    )
    credits = tuple(
        Credit(each, Role.AUTHOR if at == 0 else Role.CO_AUTHOR)
        for at, each in enumerate(part for name in names for part in _people(name))
    )
    if credits:
        yield Stated("creators", credits)


def _people(name: str) -> list[str]:
    parts = [part.strip(" ,") for part in _AND.split(name)]
    if len(parts) > 1 and "," in parts[0]:
        parts = [*(each.strip() for each in parts[0].split(",")), *parts[1:]]
    return [part for part in parts if part] or [name]


def _translator(field: Field) -> Iterator[Stated]:
    names = [told.value for told in author_of(field.value) if told.field == "author"]
    if names:
        yield Stated("creators", tuple(Credit(name, Role.TRANSLATOR) for name in names))


def _rating(field: Field) -> Iterator[Stated]:
    raw = re.sub(r"(?i)^(?:is\s+)?rated:?\s+[-–—]*\s*", "", flat(field.value))
    if raw:
        yield Stated("rating_raw", emphasis(raw))
        rating = ratings.rating_of(raw)
        if rating is not None:
            yield Stated("rating", rating, ratings.RULE, worked_out=True)


def _warnings(field: Field) -> Iterator[Stated]:
    if field.value:
        yield Stated("warnings_raw", warnings_of(flat(field.value)))


def _pairing(field: Field) -> Iterator[Stated]:
    if field.value:
        yield Stated("relationships_raw", relationships_of(flat(field.value)))


def _characters(field: Field) -> Iterator[Stated]:
    if field.value:
        yield Stated("characters_raw", split_list(flat(field.value)))


def _fandom(field: Field) -> Iterator[Stated]:
    if field.value:
        yield Stated("fandoms", split_list(flat(field.value)))


def _category(field: Field) -> Iterator[Stated]:
    parts = split_list(flat(field.value), ",;\n|.")
    pairs = tuple(part for part in parts if is_relationship(part))
    others = tuple(Tag(field.label, part) for part in parts if part not in pairs)
    if others:
        yield Stated("tags", others)
    if pairs:
        yield Stated("relationships_raw", pairs)


def _dedication(field: Field) -> Iterator[Stated]:
    if field.value and not states_nothing(field.value):
        yield Stated("dedication", text_of(field.value))
        names = recipients_of(flat(field.value))
        if names:
            yield Stated("recipients", names, "vocab.recipients/1", worked_out=True)


def _distribution(field: Field) -> Iterator[Stated]:
    raw = flat(field.value)
    if not raw:
        return
    granted = permissions.permission_of(raw)
    yield Stated("distribution_raw", emphasis(raw))
    yield Stated("permission", granted.permission, permissions.RULE, worked_out=True)
    if granted.archives_named:
        named = granted.archives_named
        yield Stated("archives_named", named, permissions.RULE, worked_out=True)


def _series(field: Field) -> Iterator[Stated]:
    value = flat(field.value).strip(" .")
    if not value or states_nothing(value):
        return
    title, number, _ = without_part(value)
    found = re.search(r"(?i)(?:#|\(|\bpart|\bbook|\bno\.?)\s*(\d{1,3})\W*$", title)
    if found is not None:
        number = int(found[1])
        title = title[: found.start()]
    place = Place(title.strip(' ,"“”:-–('), number)
    if place.title:
        yield Stated("series", (place,))


def _date(field: Field) -> Iterator[Stated]:
    found = dates.date_of(flat(field.value))
    if found is not None:
        yield Stated("date", found)
    else:
        yield from _label(field)


def _status(field: Field) -> Iterator[Stated]:
    found = status.status_of(flat(field.value))
    if found is not None:
        yield Stated("status", found)
    else:
        yield from _label(field)


def _length(field: Field) -> Iterator[Stated]:
    found = status.status_of(flat(field.value))
    if found is not None and re.search(r"\d\s*(?:/|of)\s*[\d?]", field.value):
        yield Stated("status", found)
    yield from _label(field)


def _language(field: Field) -> Iterator[Stated]:
    named = languages.language_named(flat(field.value))
    if named is not None:
        yield Stated("language", named)
    else:
        yield from _label(field)


def _challenge(field: Field) -> Iterator[Stated]:
    if field.value and not states_nothing(field.value):
        yield Stated("challenges", (flat(field.value),))


def _spoilers(field: Field) -> Iterator[Stated]:
    if field.value:
        yield Stated("spoilers_raw", text_of(field.value))


_SAYINGS: dict[str, Callable[[Field], Iterator[Stated]]] = {
    "title": _title,
    "author": _author,
    "translator": _translator,
    "summary": _text("summary"),
    "notes": _text("notes"),
    "disclaimer": _text("disclaimer"),
    "rating": _rating,
    "warnings": _warnings,
    "pairing": _pairing,
    "characters": _characters,
    "fandom": _fandom,
    "category": _category,
    "dedication": _dedication,
    "distribution": _distribution,
    "series": _series,
    "spoilers": _spoilers,
    "date": _date,
    "status": _status,
    "length": _length,
    "language": _language,
    "challenge": _challenge,
}

#: Fields of which every statement adds to the ones before.
ADDING = frozenset(
    (
        "labels",
        "tags",
        "creators",
        "challenges",
        "series",
        "relationships_raw",
        "characters_raw",
        "fandoms",
        "warnings_raw",
        "archives_named",
    )
)
#: Texts of which a second statement is a further paragraph.
JOINED = frozenset(("notes", "disclaimer", "summary", "end_notes"))
