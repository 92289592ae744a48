"""One field of a work is written anew, through a step, so that it can be undone.

`storing` writes whole new works; this changes what is there. Both follow
`translation`, which says where each field lies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import models

from fanfold.archive import translation
from fanfold.archive.models import Categorised, Creatorship, Listed, Tagging, TagKind
from fanfold.archive.models import Work as Row
from fanfold.archive.naming import category_of, tag_of
from fanfold.archive.steps import Doing
from fanfold.archive.storing import credit_rows, date_columns, sort_title
from fanfold.errors import RefusedDecisionError
from fanfold.model.advice import Rating
from fanfold.model.record.values import encode

#: Fields of a work that a person may set.
SETTABLE = (
    *translation.PLAIN,
    *translation.TEXTS,
    *translation.WORDS,
    *translation.EMPTY_IS_NONE,
    *translation.DATES,
    *translation.LISTS,
    *translation.TAGGED,
    *translation.RESOLVED,
    "creators",
    "tags",
    "categories",
    "labels",
)


def rewrite(row: Row, field: str, value: Any, doing: Doing) -> bool:
    """Set a field to a value of the model's type; return whether it was another.

    Raises RefusedDecisionError for a field that cannot be set, and for no title.
    """
    if field not in SETTABLE:
        raise RefusedDecisionError(
            f"The field {field} cannot be set by hand. Nothing was changed."
        )
    if field in _ROWS:
        table, made = _ROWS[field]
        return _rewrite_rows(table(row, field), made(row, field, value), doing)
    return doing.change(row, **_columns(row, field, value))


def _columns(row: Row, field: str, value: Any) -> dict[str, Any]:
    if field in translation.DATES:
        return date_columns(field, value)
    if field in translation.EMPTY_IS_NONE:
        return {field: value or ""}
    if field == "title":
        if not value.strip():
            raise RefusedDecisionError("A story needs a title. Nothing was changed.")
        return {"title": value, "sort_title": sort_title(value)}
    if field == "rating":
        return {"rating": value.value, "gated": value.gated or row.adult_gate}
    if field == "adult_gate":
        return {"adult_gate": value, "gated": value or Rating(row.rating).gated}
    return {field: value.value if field in translation.WORDS else value}


def _rewrite_rows(there: Any, made: Iterator[models.Model], doing: Doing) -> bool:
    """Put new rows in the place of those there, unless they say the same."""
    old, new = list(there), list(made)
    if [_said(each) for each in old] == [_said(each) for each in new]:
        return False
    for each in old:
        doing.remove(each)
    for each in new:
        doing.add(each)
    return True


def _said(row: models.Model) -> dict[str, Any]:
    columns = (each.attname for each in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in columns if name != "id"}


def _listed(row: Row, field: str, values: Sequence[str]) -> Iterator[Listed]:
    for place, text in enumerate(values, start=1):
        yield Listed(work=row, field=field, position=place, text=text)


def _labels(row: Row, field: str, values: Sequence[Any]) -> Iterator[Listed]:
    for place, label in enumerate(values, start=1):
        yield Listed(
            work=row, field=field, position=place, name=label.name, text=label.value
        )


def _tagged(row: Row, field: str, values: Sequence[str]) -> Iterator[Tagging]:
    for place, name in enumerate(values, start=1):
        tag = tag_of(translation.TAGGED[field], name)
        yield Tagging(work=row, field=field, position=place, tag=tag)


def _resolved(row: Row, field: str, values: Sequence[Any]) -> Iterator[Tagging]:
    for place, each in enumerate(values, start=1):
        yield Tagging(
            work=row,
            field=field,
            position=place,
            tag=tag_of(translation.RESOLVED[field], each.name, each.kind),
            standing=each.standing.value,
            evidence={**encode(each.evidence), "kind": each.kind},
        )


def _free(row: Row, field: str, values: Sequence[Any]) -> Iterator[Tagging]:
    for place, each in enumerate(values, start=1):
        tag = tag_of(TagKind.FREE, each.name, type_=each.type)
        yield Tagging(work=row, field=field, position=place, tag=tag)


def _categorised(
    row: Row, field: str, values: Sequence[Sequence[str]]
) -> Iterator[Categorised]:
    for place, path in enumerate(values, start=1):
        category = category_of(path)
        yield Categorised(work=row, category=category, path=list(path), position=place)


def _credited(row: Row, field: str, values: Sequence[Any]) -> Iterator[Creatorship]:
    return credit_rows(row, None, values)


def _in(table: str, *, by_field: bool = True, **only: Any) -> Callable[[Row, str], Any]:
    def there(row: Row, field: str) -> Any:
        return getattr(row, table).filter(
            **({"field": field} if by_field else {}), **only
        )

    return there


_ROWS: dict[str, tuple[Callable[[Row, str], Any], Callable[..., Iterator[Any]]]] = {
    **dict.fromkeys(translation.LISTS, (_in("listed"), _listed)),
    **dict.fromkeys(translation.TAGGED, (_in("taggings"), _tagged)),
    **dict.fromkeys(translation.RESOLVED, (_in("taggings"), _resolved)),
    "labels": (_in("listed"), _labels),
    "tags": (_in("taggings"), _free),
    "categories": (_in("categorised", by_field=False), _categorised),
    "creators": (_in("creatorships", by_field=False, chapter=None), _credited),
}
