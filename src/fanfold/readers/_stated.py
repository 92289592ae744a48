"""What each field of a header claims about a work, raw and named side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from fanfold.model.advice import Status
from fanfold.model.creator import Credit, Role
from fanfold.model.gathering import Place, Related, RelatedKind
from fanfold.model.tags import Label, Tag
from fanfold.text import addresses, dates, subjects
from fanfold.text.fields import Field
from fanfold.text.markers import NUMERAL, value_of
from fanfold.text.paragraphs import emphasis
from fanfold.text.parts import without_part
from fanfold.text.sentences import series_said
from fanfold.text.unlabelled import author_of
from fanfold.vocab import languages, permissions, ratings, status
from fanfold.vocab.lists import fandoms_of, recipients_of, split_list, states_nothing
from fanfold.vocab.patterns import late
from fanfold.vocab.relationships import couples_of, is_relationship, relationships_of
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


def listed_by(name: str, label: str, values: tuple[str, ...]) -> Iterator[Stated]:
    """Yield what a list says whose parts are told apart already; none is split."""
    parts = tuple(map(flat, values))
    if name in _LISTS:
        yield Stated(_LISTS[name], parts)
    elif name == "author":
        yield Stated("creators", credited(parts))
    elif name == "category":
        yield Stated("tags", tuple(Tag(label, part) for part in parts))
    else:
        yield from stated_by(Field(name, label, ", ".join(values), 0, 0))


_LISTS = {
    "fandom": "fandoms",
    "pairing": "relationships_raw",
    "characters": "characters_raw",
    "warnings": "warnings_raw",
}


def flat(value: str) -> str:
    """Return a value on one line, without addresses."""
    return " ".join(addresses.removed(value).split())


def text_of(value: str) -> str:
    """Return a value as the record keeps texts: inline HTML, paragraphs by breaks."""
    paragraphs = addresses.removed(value).split("\n\n")
    return "<br><br>".join(emphasis(" ".join(each.split())) for each in paragraphs)


def _text(name: str) -> Callable[[Field], Iterator[Stated]]:
    def say(field: Field) -> Iterator[Stated]:
        # "Comments: wren@example.org" asks for mail and notes nothing.
        if flat(field.value).strip(" .()<>") not in {"", addresses.REMOVED}:
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
    people = tuple(part for name in names for part in people_of(name))
    if people:
        yield Stated("creators", credited(people))


def credited(names: tuple[str, ...]) -> tuple[Credit, ...]:
    """Return the names as credits, the first as the author who owns the work."""
    return tuple(
        Credit(name, Role.AUTHOR if at == 0 else Role.CO_AUTHOR)
        for at, name in enumerate(names)
    )


def people_of(name: str) -> list[str]:
    """Return the people that a by-line names: ``A and B``, ``A, B & C``."""
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
    # "Rated PG, S/D." names a couple in the same breath.
    parts = split_list(raw, ",;") if "," in raw or ";" in raw else ()
    pairs = tuple(part for part in parts if is_relationship(part))
    if pairs and len(pairs) < len(parts):
        raw = ", ".join(part for part in parts if part not in pairs)
        yield Stated("relationships_raw", pairs)
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
        yield Stated("fandoms", fandoms_of(flat(field.value)))


def _category(field: Field) -> Iterator[Stated]:
    value = flat(field.value).strip(" .")
    parts = couples_of(value) or split_list(value, ",;\n|.")
    pairs = couples_of(value) or tuple(p for p in parts if is_relationship(p))
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


_SEQUEL = late(r"(?i)(?:a |the )?(?:sequel|follow-?up) to:?\s+(.+)")


def _sequel(field: Field) -> Iterator[Stated]:
    title = flat(field.value).strip(' ."“”')
    if title and not states_nothing(title):
        yield Stated("related", (Related(RelatedKind.SEQUEL, title=title),))


def _series(field: Field) -> Iterator[Stated]:
    value = flat(field.value).strip(" .")
    if not value or states_nothing(value):
        return
    if value.upper() in subjects.SHOWS:
        yield Stated("fandoms", (value,))  # on alt.startrek.creative
        return
    before = _SEQUEL.fullmatch(value)
    if before is not None:
        yield from _sequel(field._replace(value=before[1]))
        return
    said = series_said(value)
    if said is not None:
        yield Stated("series", (Place(*said),))
        return
    within = re.fullmatch(r"(?i)part (\w{1,12}) of (?!\d)(.{2,})", value)
    if within is not None and (within[1].isdecimal() or within[1].lower() in NUMERAL):
        place = Place(within[2].strip(' "“”'), value_of(within[1]))
        yield Stated("series", (place,))
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
    told = status.status_of(flat(field.value)) if found is None else None
    if found is not None:
        yield Stated("date", found)
        if _DONE.match(field.label):
            yield Stated("status", Status.COMPLETE)
    elif told is not None:
        yield Stated("status", told)  # "Completed: yes"
    else:
        yield from _label(field)


_DONE = late(
    r"(?i)(?:date )?(?:completed?|finished|fertiggestellt|terminée?|terminad[oa])\b"
)


def _published(field: Field) -> Iterator[Stated]:
    found = dates.date_of(flat(field.value))
    if found is not None:
        yield Stated("published", found)
        yield Stated("date", found)
    else:
        yield from _label(field)


def _updated(field: Field) -> Iterator[Stated]:
    found = dates.date_of(flat(field.value))
    if found is not None:
        yield Stated("updated", found)
    else:
        yield from _label(field)


def _categories(field: Field) -> Iterator[Stated]:
    """Paths in a source's own tree: ``Books > Robin Hood, Films``."""
    paths = tuple(
        tuple(step.strip() for step in re.split(r"\s*[>»]\s*", path) if step.strip())
        for path in split_list(flat(field.value))
    )
    if paths:
        yield Stated("categories", paths)


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


def _part(field: Field) -> Iterator[Stated]:
    """``1/1`` is complete, ``2/?`` is not; a total not reached shows in the parts."""
    value = flat(field.value)
    found = re.match(r"(\d{1,3})\s*(?:/|of)\s*(\d{1,3}|\?)", value)
    if found is None:
        return
    if found[2] == "?" or found[1] == found[2]:
        told = Status.WIP if found[2] == "?" else Status.COMPLETE
        yield Stated("status", told)
    if found[2].isdecimal():
        yield Stated("chapters_expected", int(found[2]))


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
    "end_notes": _text("end_notes"),
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
    "sequel": _sequel,
    "part": _part,
    "spoilers": _spoilers,
    "date": _date,
    "published": _published,
    "updated": _updated,
    "categories": _categories,
    "status": _status,
    "length": _length,
    "language": _language,
    "challenge": _challenge,
}

#: Fields of which every statement adds to the ones before.
ADDING = frozenset(
    (
        "labels",
        "related",
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
