"""What a letter of news says: gathered for one member, at the moment it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fanfold.archive.cards import cards
from fanfold.archive.models import Account, Digest, Subscription, Wishes, Work
from fanfold.archive.queries import gatherings
from fanfold.archive.queries.fresh import Span, fresh_chapters, fresh_works
from fanfold.archive.queries.series import one_series
from fanfold.archive.queries.subscribing import KINDS, name_of, reader_of, wish_in
from fanfold.archive.queries.tagging import shown_tag
from fanfold.archive.reader import Reader
from fanfold.archive.search import finding
from fanfold.archive.search.kept import NOTHING, kept_of
from fanfold.errors import NotFoundError, SearchLanguageError
from fanfold.model import work as model

#: Most stories that one part of a letter names; the rest is counted.
MOST = 40
#: Most new stories that a search is asked of.
_SOUGHT = 5000


@dataclass(frozen=True, slots=True)
class NewChapter:
    """A chapter that came to a story. id, title: of the chapter; number: its place."""

    work: model.Work
    id: str
    title: str
    number: int


@dataclass(slots=True)
class Part:
    """What is new of one thing. kind, name: of what is followed; more: how many are
    not named."""

    kind: str
    name: str
    works: list[model.Work] = field(default_factory=list)
    chapters: list[NewChapter] = field(default_factory=list)
    more: int = 0

    @property
    def total(self) -> int:
        """Stories and chapters, those that are not named included."""
        return len(self.works) + len(self.chapters) + self.more


def news_of(digest: Digest) -> list[Part]:
    """Return what a letter says, without parts that say nothing. Each story is told
    once, where it is nearest to what the member asked for.

    What is followed no more is not told. Raises SearchNotReadyError where a search is
    followed and there is no index.
    """
    account, told = digest.account, set[str]()
    rows = account.subscriptions.filter(
        public__in=list(digest.windows), by_mail=True, every=digest.every
    )
    parts = []
    for row in sorted(rows, key=lambda each: (KINDS.index(each.kind), each.pk)):
        since = datetime.fromisoformat(digest.windows[row.public])
        part = _part(row, Span(since, digest.until), account, told)
        parts += [part] if part is not None and part.total else []
    return parts


def _part(
    row: Subscription, span: Span, account: Account, told: set[str]
) -> Part | None:
    """Return what is new of one thing and not told yet; None where it is not shown."""
    reader = reader_of(account)
    try:
        name = name_of(row.kind, row.on, account, reader)
        works, inside = _new(row, span, account, reader)
    except (NotFoundError, SearchLanguageError):
        return None
    part = Part(row.kind, name)
    _add_works(part, works, reader, told)
    if inside is not None:
        _add_chapters(part, fresh_chapters(span, inside, reader), reader, told)
    return part


def _new(
    row: Subscription, span: Span, account: Account, reader: Reader
) -> tuple[Any, Any]:
    """Return the query of new works, and that of works whose chapters are news."""
    new = fresh_works(span, reader)
    match row.kind:
        case "work":
            return Work.objects.none(), Work.objects.filter(public=row.on)
        case "author":
            works = gatherings.author(row.on, reader)[1]
        case "series":
            works = one_series(row.on, reader).works
        case "tag":
            works = shown_tag(row.on, reader).works
        case "search":
            return _found(row.on, new, account, reader), None
        case _:
            return new, None
    inside = new.filter(pk__in=works.order_by().values("pk"))
    return inside, works if row.kind != "tag" else None


def _found(on: str, new: Any, account: Account, reader: Reader) -> Any:
    kept = Wishes.objects.filter(account=account).first()
    never = kept_of(kept.told) if kept else NOTHING
    newest = new.order_by("-added_at", "-pk").values_list("public", flat=True)
    ids = list(newest[:_SOUGHT])
    found = finding.among(ids, wish_in(on), reader, never)
    return Work.objects.filter(public__in=found)


def _add_works(part: Part, works: Any, reader: Reader, told: set[str]) -> None:
    rows = works.order_by("-added_at", "-pk").values_list("public", flat=True)
    ids = [each for each in rows if each not in told]
    told |= set(ids)
    first = Work.objects.filter(public__in=ids[:MOST]).order_by("-added_at", "-pk")
    part.works = cards(first, reader=reader).works
    part.more = len(ids) - len(part.works)


def _add_chapters(part: Part, rows: Any, reader: Reader, told: set[str]) -> None:
    found = [each for each in rows if each.public not in told]
    told |= {each.public for each in found}
    named = found[: max(0, MOST - len(part.works))]
    part.more += len(found) - len(named)
    part.chapters = list(_told_chapters(named, reader))


def _told_chapters(rows: list[Any], reader: Reader) -> Iterator[NewChapter]:
    works = Work.objects.filter(pk__in={each.work_id for each in rows}).order_by()
    by_id = {work.id: work for work in cards(works, reader=reader).works}
    for each in rows:
        work = by_id.get(each.work.public)
        if work is not None:
            yield NewChapter(work, each.public, each.title or "", each.position)
