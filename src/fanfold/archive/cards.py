"""Works as lists show them: a card each, from three questions for a whole page.

Only what stands on a card is asked and filled in; `shelf.work` hands out whole works.
Behind the same rule, `listed_for`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fanfold.archive import shelf, translation
from fanfold.archive.models import Creatorship, Tagging, TagKind
from fanfold.archive.reader import Reader
from fanfold.model import work as model
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.record.values import hints
from fanfold.model.tags import Tag

_COLUMNS = ("title", "summary", "rating", "status", "date", "language")


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
    told = list(listed.values_list("pk", "public", "word_count", *_COLUMNS))
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
    rows = Creatorship.objects.filter(work__in=keys).order_by("position", "id")
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
    ) in rows.values_list(
        "work",
        "chapter",
        "role",
        "anonymous",
        "source_id",
        "pseud__name",
        "pseud__public",
        "pseud__creator__account",
    ):
        if not anonymous:
            authors.setdefault(name, public)
        if chapter is None:
            masked = shelf.is_masked(anonymous, account, reader)
            credit = shelf.credit(name, Role(role), source_id, masked=masked)
            found.setdefault(work, []).append(credit)
    return found, authors


def _tags(
    keys: list[int],
) -> tuple[dict[int, dict[str, list[Any]]], dict[tuple[str, str], str]]:
    rows = Tagging.objects.filter(
        work__in=keys, field__in=(*translation.TAGGED, "tags")
    ).order_by("field", "position", "id")
    found: dict[int, dict[str, list[Any]]] = {}
    ids: dict[tuple[str, str], str] = {}
    for work, field, kind, type_, name, public in rows.values_list(
        "work", "field", "tag__kind", "tag__type", "tag__name", "tag__public"
    ):
        free = kind == TagKind.FREE
        ids[f"{kind} {type_}" if free else kind, name] = public
        of_work = found.setdefault(work, {})
        of_work.setdefault(field, []).append(Tag(type_, name) if free else name)
    return found, ids
