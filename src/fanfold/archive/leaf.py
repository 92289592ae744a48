"""One chapter of a work for one reader, asked in four questions.

The page that is read most needs little of what a work is: its name and advice, who
wrote it, the chapter, and what stands before and after. `shelf.work` hands out whole
works; this hands out a leaf of one, by the same rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery

from fanfold.archive import shelf, translation
from fanfold.archive.models import Chapter, Creatorship, Tagging, TextVersion, Work
from fanfold.archive.queries.prepared import Prepared, place
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError
from fanfold.model import work as model
from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.record.values import hints

_WORK = (*translation.TEXTS, *translation.WORDS, "title", "language")
_CHAPTER = (*translation.CHAPTER_TEXTS, "position", "language", "published", "words")
#: Which of its tags a chapter's page shows.
_TAGS = "warnings_raw"


@dataclass(frozen=True, slots=True)
class Beside:
    """A chapter before or after another."""

    id: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A chapter and what its page tells of its work.

    work: without chapters, and of its tags with the warnings alone. last: how many
    chapters the reader finds. tags, authors: public ids, as pages link them.
    """

    work: model.Work
    chapter: model.Chapter
    last: int
    before: Beside | None
    after: Beside | None
    tags: dict[tuple[str, str], str]
    authors: dict[str, str]


def leaf(work: str, chapter: str, *, reader: Reader) -> Leaf:
    """Return one chapter as the reader may see it. Raises what `shelf.work` raises."""
    rows = _chapters(reader).ask(work=work, chapter=chapter)
    if not rows or (rows[0][1] and not reader.shows_adult):
        shelf.work(work, reader=reader, texts=shelf.NONE, claims=False)  # says why
        raise NotFoundError("There is no such chapter here.")
    chapter_key, _gated, last, before, after, *columns = rows[0]
    told = dict(zip(_WORK, columns, strict=False))
    of_it = dict(zip(_CHAPTER, columns[len(_WORK) :], strict=True))
    texts = _TEXT.ask(chapter=chapter)
    credits = _CREDITS.ask(work=work)
    tags = _TAGGED.ask(work=work)
    return Leaf(
        work=_work(work, told, credits, tags, reader),
        chapter=_chapter(
            chapter, of_it, texts[0][0] if texts else "", credits, chapter_key, reader
        ),
        last=last or 0,
        before=Beside(before) if before else None,
        after=Beside(after) if after else None,
        tags={(kind, name): public for kind, name, public in tags},
        authors={
            name: public
            for _of, _role, anonymous, name, public, *_who in reversed(credits)
            if not anonymous
        },
    )


def _work(
    id_: str,
    told: dict[str, Any],
    credits: list[tuple[Any, ...]],
    tags: list[tuple[Any, ...]],
    reader: Reader,
) -> model.Work:
    kinds = hints(model.Work)
    for name in translation.WORDS:
        told[name] = kinds[name](told[name])
    told["language"] = told["language"] or None
    return model.Work(
        id=id_,
        creators=_credited(credits, None, reader),
        warnings_raw=tuple(name for _kind, name, _public in tags),
        **told,
    )


def _chapter(
    id_: str,
    told: dict[str, Any],
    html: str,
    credits: list[tuple[Any, ...]],
    key: int,
    reader: Reader,
) -> model.Chapter:
    told["language"] = told["language"] or None
    told["published"] = PartialDate(told["published"]) if told["published"] else None
    creators = _credited(credits, key, reader)
    return model.Chapter(id=id_, html=html, text="", creators=creators, **told)


def _credited(
    credits: list[tuple[Any, ...]], chapter: int | None, reader: Reader
) -> tuple[Credit, ...]:
    """Return the names under a work (chapter: None) or under one of its chapters."""
    return tuple(
        shelf.credit(
            name,
            Role(role),
            source_id,
            masked=shelf.is_masked(bool(anonymous), account, reader),
            anonymous=bool(anonymous) and reader.keeps,
        )
        for of, role, anonymous, name, _public, account, source_id in credits
        if of == chapter
    )


@lru_cache(maxsize=256)
def _chapters(reader: Reader) -> Prepared:
    """The chapter with its work, for a reader: made once for each who reads."""
    return Prepared(lambda: _with_places(reader))


def _with_places(reader: Reader) -> Any:
    shown = Chapter.objects.filter(work=OuterRef("pk"))
    at: dict[str, Any] = {"public": place("work"), "chapters__public": place("chapter")}
    if not reader.keeps:
        shown = shown.filter(hidden=False)
        at["chapters__hidden"] = False
    counted = shown.order_by().values("work").annotate(n=Count("pk")).values("n")
    here = OuterRef("chapters__position")
    before = shown.filter(position__lt=here).order_by("-position")
    after = shown.filter(position__gt=here).order_by("position")
    return (
        Work.objects.visible_to(reader)
        .filter(**at)
        .order_by()
        .values_list(
            "chapters__pk",
            "gated",
            Subquery(counted),
            Subquery(before.values("public")[:1]),
            Subquery(after.values("public")[:1]),
            *_WORK,
            *(F(f"chapters__{name}") for name in _CHAPTER),
        )
    )


_TEXT = Prepared(
    lambda: (
        TextVersion.objects.filter(chapter__public=place("chapter"), current=True)
        .order_by()
        .values_list("html")
    )
)
_CREDITS = Prepared(
    lambda: (
        Creatorship.objects.filter(work__public=place("work"))
        .order_by("position", "id")
        .values_list(
            "chapter",
            "role",
            "anonymous",
            "pseud__name",
            "pseud__public",
            "pseud__creator__account",
            "source_id",
        )
    )
)
_TAGGED = Prepared(
    lambda: (
        Tagging.objects.filter(work__public=place("work"), field=_TAGS)
        .order_by("position", "id")
        .values_list("tag__kind", "tag__name", "tag__public")
    )
)
