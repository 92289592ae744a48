"""Tags and what they mean as a sheet (CSV), in the spellings of Open Doors' sheets.

Their exported sheet and the one they read back name some columns in two ways: both are
read. Three columns of our own, at the end, say what theirs cannot (docs/desk.md).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from fanfold.archive.actions.map_tags import Answer, Relation
from fanfold.archive.models import TagKind, TagMapping
from fanfold.errors import RefusedDecisionError

#: Most that is read: a sheet of a large archive has a tenth of it.
MOST_BYTES, MOST_ROWS = 2_000_000, 30_000
COLUMNS = (
    "Original Tag ID",
    "Original Tag Name",
    "Original Tag Type",
    "Original Parent Tag",
    "Related Fandom",
    "Recommended AO3 Tag",
    "Recommended AO3 Type",
    "Recommended AO3 Category",
    "Original Description",
    "TW Notes",
    "Used in Archive?",
    "Fanfold Meaning",
    "Fanfold Parents",
    "Fanfold Works",
)
#: Other names of columns, in small letters, and ours for them.
_ALSO = {
    "original tag": "Original Tag Name",
    "recommended ao3 category (for relationships)": "Recommended AO3 Category",
}
_KINDS = {
    TagKind.FANDOM: "fandom",
    TagKind.RELATIONSHIP: "relationship",
    TagKind.CHARACTER: "character",
    TagKind.WARNING: "warning",
    TagKind.FREE: "tag",
}
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class SheetTag(NamedTuple):
    """A tag as sheets know it. related: the fandom most of its works bear, or ""."""

    public: str
    name: str
    kind: TagKind
    type: str
    works: int
    related: str
    mappings: Sequence[TagMapping]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that says nothing we can do. line: from 1, with the header."""

    line: int
    name: str
    why: str


def written(tags: Iterable[SheetTag]) -> str:
    """Return tags as CSV, with its header; a mark in front says that it is UTF-8."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    for tag in tags:
        sheet.writerow([guarded(cell) for cell in _row(tag)])
    return "\ufeff" + out.getvalue()


def _row(tag: SheetTag) -> tuple[str, ...]:
    by = {each.relation: each for each in tag.mappings}
    parents = [
        m.target.name for m in tag.mappings if m.relation == "parent" and m.target
    ]
    one = next((by[r] for r in ("canonical", "synonym", "not-mapped") if r in by), None)
    meant = ""
    if one is not None and one.relation == "canonical":
        meant = tag.name
    elif one is not None and one.target is not None:
        meant = one.target.name
    return (
        tag.public,
        tag.name,
        tag.type or _KINDS[tag.kind],
        "",
        tag.related,
        meant,
        _KINDS[tag.kind] if meant else "",
        "",
        "",
        "",
        "yes" if tag.works else "no",
        one.relation if one is not None else "",
        "; ".join(parents),
        str(tag.works),
    )


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _unguarded(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def read(content: bytes) -> list[dict[str, str]]:
    """Return a sheet's rows by our names of the columns; commas, semicolons or tabs.

    Raises RefusedDecisionError for what is no such sheet; nothing was changed then.
    """
    if len(content) > MOST_BYTES:
        raise RefusedDecisionError(
            "The sheet is larger than 2 MB. Split it by kind. Nothing was changed."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedDecisionError(
            f"The sheet is not in UTF-8 (byte {error.start}). Save it as “CSV UTF-8” "
            "and send it again. Nothing was changed."
        ) from None
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise RefusedDecisionError(
            f"The sheet cannot be read as CSV: {error}. Nothing was changed."
        ) from None
    names = [_column(cell) for cell in rows[0]] if rows else []
    if "Original Tag Name" not in names or len(rows) > MOST_ROWS:
        raise RefusedDecisionError(
            "The first line must name the columns, “Original Tag Name” or “Original "
            f"Tag” among them, and at most {MOST_ROWS} lines follow. "
            "Nothing was changed."
        )
    return [dict(zip(names, map(_unguarded, row), strict=False)) for row in rows[1:]]


def _column(cell: str) -> str:
    small = " ".join(cell.split()).casefold()
    known = {name.casefold(): name for name in COLUMNS} | _ALSO
    return known.get(small, cell)


class Sheet:
    """What a sheet's rows say of the tags there are. Iterate for its answers.

    tags: all that a person may see. refused: rows that lead nowhere, once iterated.
    """

    def __init__(self, rows: Sequence[dict[str, str]], tags: Sequence[Any]) -> None:
        self._rows = rows
        self._by_id = {tag.public: tag for tag in tags}
        self._by_name: dict[str, list[Any]] = {}
        for tag in tags:
            self._by_name.setdefault(tag.name, []).append(tag)
        self.refused: list[Refused] = []

    def __iter__(self) -> Iterator[Answer]:
        self.refused.clear()
        for line, row in enumerate(self._rows, start=2):
            name = row.get("Original Tag Name", "")
            if not name:
                continue
            tag = self._tag(row, name)
            if isinstance(tag, str):
                self.refused.append(Refused(line, name, tag))
                continue
            try:
                yield from _answers(tag, row, self._by_name)
            except RefusedDecisionError as error:
                self.refused.append(Refused(line, name, str(error)))

    def _tag(self, row: dict[str, str], name: str) -> Any:
        """Return the tag a row is about, or why there is none, as a word."""
        held = self._by_id.get(row.get("Original Tag ID", ""))
        if held is not None and held.name == name:
            return held
        named = self._by_name.get(name, [])
        kind = row.get("Original Tag Type", "").casefold()
        same = [tag for tag in named if kind in _words_of(tag)] or named
        if len(same) == 1:
            return same[0]
        return "unclear" if same else "missing"


def _words_of(tag: Any) -> tuple[str, ...]:
    word = _KINDS[TagKind(tag.kind)]
    return (word, word + "s", tag.type.casefold())


def _answers(tag: Any, row: dict[str, str], known: Container[str]) -> Iterator[Answer]:
    """Yield what a row says of a tag. Raises RefusedDecisionError with a word why.

    known: names of tags there are; a comma in one of those parts nothing.
    """
    relation = row.get("Fanfold Meaning", "")
    meant = row.get("Recommended AO3 Tag", "")
    kind = row.get("Recommended AO3 Type", "").casefold()
    word = _KINDS[TagKind(tag.kind)]
    if meant and kind and kind not in (word, word + "s"):
        raise RefusedDecisionError("other-kind")
    for parent in _parted(row.get("Fanfold Parents", ""), ";"):
        yield Answer(tag.public, Relation.PARENT, parent)
    if relation == Relation.NOT_MAPPED.value:
        yield Answer(tag.public, Relation.NOT_MAPPED)
    elif meant == tag.name:
        yield Answer(tag.public, Relation.CANONICAL)
    elif meant:
        whole = relation == Relation.SYNONYM.value or meant in known
        names = [meant] if whole else _parted(meant, ",")
        # One tag that means several is a synonym of none: it stands below each.
        among = Relation.SYNONYM if len(names) == 1 else Relation.PARENT
        for each in names:
            yield Answer(tag.public, among, each)


def _parted(cell: str, mark: str) -> list[str]:
    return list(
        dict.fromkeys(filter(None, (each.strip() for each in cell.split(mark))))
    )


def changed(answers: Iterable[Answer], tags: Iterable[Any]) -> list[Answer]:
    """Return the answers that say something new. tags: rows with their mappings."""
    held = {
        (tag.public, each.relation, each.target.name if each.target else "")
        for tag, mappings in tags
        for each in mappings
    }
    return [
        each
        for each in dict.fromkeys(answers)
        if (each.tag, each.relation.value, each.target) not in held
    ]
