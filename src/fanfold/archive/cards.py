"""Works as lists show them: a card each, from three questions for a whole page.

Only what stands on a card is asked and filled in; `shelf.work` hands out whole works.
Behind the same rule, `listed_for`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fanfold.archive import shelf, translation
from fanfold.archive.models import Creatorship, Tagging, TagKind, Work
from fanfold.archive.queries.prepared import Among
from fanfold.archive.reader import Reader
from fanfold.model import work as model
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.record.values import hints
from fanfold.model.tags import Tag

_COLUMNS = ("title", "summary", "rating", "status", "date", "language")
_ROW = ("pk", "public", "word_count", *_COLUMNS)


@dataclass(frozen=True, slots=True)
class Cards:
    """The works of a page, and what pages link them to.

    tags: public ids by (kind, name), of free tags by ("free Genres", name); authors: by
    name; words: by the work's id.
    """

    works: list[model.Work]
    tags: dict[tuple[str, str], str]
    authors: dict[str, str]
    words: dict[str, int]


def cards(
    rows: Any, *, reader: Reader, start: int = 0, stop: int | None = None
) -> Cards:
    """Return the works of a query that the reader's lists may show, in its order.

    Of those the part from `start` to `stop`.
    """
    listed = rows.listed_for(reader)[start:stop]
    return _cards(listed.values_list(*_ROW), reader)


def cards_of(ids: Sequence[str], *, reader: Reader) -> Cards:
    """Return the works of these public ids that the reader's lists may show, in order.

    The same as `cards`, for pages of search: the query is made once.
    """
    order = {public: at for at, public in enumerate(ids)}
    rows = _named(reader).ask(ids)
    return _cards(sorted(rows, key=lambda row: order[row[1]]), reader)


def _cards(rows: Iterable[tuple[Any, ...]], reader: Reader) -> Cards:
    told = list(rows)
    keys = [pk for pk, *_columns in told]
    credits, authors = _credits(keys, reader)
    tagged, tags = _tags(keys)
    works = [
        _card(public, columns, credits.get(pk, []), tagged.get(pk, {}))
        for pk, public, _words, *columns in told
    ]
    words = {public: count for _pk, public, count, *_columns in told}
    return Cards(works, tags, authors, words)


def _card(
    public: str,
    columns: list[Any],
    credits: list[Credit],
    tagged: dict[str, list[Any]],
) -> model.Work:
    told = dict(zip(_COLUMNS, columns, strict=True))
    kinds = hints(model.Work)
    tags: dict[str, Any] = {field: tuple(names) for field, names in tagged.items()}
    return model.Work(
        id=public,
        title=told["title"],
        summary=told["summary"],
        rating=kinds["rating"](told["rating"]),
        status=kinds["status"](told["status"]),
        date=PartialDate(told["date"]) if told["date"] else None,
        language=told["language"] or None,
        creators=tuple(credits),
        **tags,
    )


def _credits(
    keys: list[int], reader: Reader
) -> tuple[dict[int, list[Credit]], dict[str, str]]:
    found: dict[int, list[Credit]] = {}
    authors: dict[str, str] = {}
    for (
        work,
        chapter,
        role,
        anonymous,
        source_id,
        name,
        public,
        account,
    ) in _CREDITS.ask(keys):
        if not anonymous:
            authors.setdefault(name, public)
        if chapter is None:
            masked = shelf.is_masked(bool(anonymous), account, reader)
            credit = shelf.credit(name, Role(role), source_id, masked=masked)
            found.setdefault(work, []).append(credit)
    return found, authors


def _tags(
    keys: list[int],
) -> tuple[dict[int, dict[str, list[Any]]], dict[tuple[str, str], str]]:
    found: dict[int, dict[str, list[Any]]] = {}
    ids: dict[tuple[str, str], str] = {}
    for work, field, kind, type_, name, public in _TAGGED.ask(keys):
        free = kind == TagKind.FREE
        ids[f"{kind} {type_}" if free else kind, name] = public
        of_work = found.setdefault(work, {})
        of_work.setdefault(field, []).append(Tag(type_, name) if free else name)
    return found, ids


@lru_cache(maxsize=256)
def _named(reader: Reader) -> Among:
    """The works of a list of public ids, for a reader: made once for each who asks."""
    listed = Work.objects.listed_for(reader).order_by()
    return Among(lambda ids: listed.filter(public__in=ids).values_list(*_ROW))


_CREDITS = Among(
    lambda keys: (
        Creatorship.objects.filter(work__in=keys)
        .order_by("position", "id")
        .values_list(
            "work",
            "chapter",
            "role",
            "anonymous",
            "source_id",
            "pseud__name",
            "pseud__public",
            "pseud__creator__account",
        )
    ),
    numbers=True,
)
_TAGGED = Among(
    lambda keys: (
        Tagging.objects.filter(work__in=keys, field__in=(*translation.TAGGED, "tags"))
        .order_by("field", "position", "id")
        .values_list(
            "work", "field", "tag__kind", "tag__type", "tag__name", "tag__public"
        )
    ),
    numbers=True,
)
