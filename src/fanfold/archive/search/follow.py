"""Keeps the index in step with the rows: one process, the only one that writes it.

Every act writes a row to the outbox in its own transaction. A follower reads rows
beyond its position, indexes those works as they are now, commits, and only then moves
its position: a crash makes it do work twice, never miss any.

Rows are taken in the order (transaction, id), and only those whose transaction is
older than any that still runs (`settled`): on PostgreSQL a lower number may be
committed after a higher one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

import tantivy
from django.db import connection, transaction
from django.db.models import Q, Subquery, Sum
from django.db.models.functions import Coalesce, Length

from fanfold.archive.models import IndexPosition, OutboxEntry, TextVersion, Work
from fanfold.archive.queries.prepared import Prepared
from fanfold.archive.search import index as indexes
from fanfold.archive.search.documents import documents
from fanfold.archive.search.frequent import Frequent
from fanfold.archive.search.most_borne import frequent_tags
from fanfold.errors import SearchNotReadyError
from fanfold.model.work import Stage

#: Works indexed between two looks at the outbox; works read at once.
BATCH, ROWS = 500, 100
_HEAP = 128 << 20
#: Bytes of it that a work without its text takes, and a letter of a text; measured, and
#: a quarter more.
_OF_WORK, _OF_LETTER = 1_700, 1.3
_PAUSE = 0.1
#: Seconds after which entries that every follower has read are swept away, and what is
#: told of frequent tags is counted anew.
_SWEEP = 20.0
NAME = "index"


@dataclass(slots=True)
class Follower:
    """The one writer of the index. Use `opened`."""

    index: tantivy.Index
    writer: tantivy.IndexWriter
    opened_as: object
    frequent: Frequent
    swept: float = 0.0

    @classmethod
    def opened(cls) -> Follower:
        """Return the follower of this archive's index.

        Raises SearchNotReadyError where there is no index, or where another process
        writes it already.
        """
        opened_as = indexes.stamp()
        index = indexes.open_index()
        return cls(index, _writer(index), opened_as, Frequent.load(indexes.folder()))

    def catch_up(self) -> int:
        """Index all that is waiting; return how many works were written anew."""
        done = 0
        while entries := waiting():
            done += self.write(dict.fromkeys(each.on for each in entries))
            last = entries[-1]
            IndexPosition.objects.update_or_create(
                name=NAME, defaults={"xact": last.xact, "entry": last.pk}
            )
        self._sweep()
        return done

    def write(self, ids: Iterable[str]) -> int:
        """Write works as they are now, in one commit; what is not shown goes."""
        wanted = list(ids)
        for public in wanted:
            self.writer.delete_documents_by_term("id", public)
        _add(self.writer, Work.objects.filter(public__in=wanted), self.frequent)
        self.writer.commit()
        self.index.reload()
        return len(wanted)

    def follow(self, stop: Callable[[], bool]) -> None:
        """Catch up again and again until told to stop.

        Raises SearchNotReadyError once another index lies in the place of this one.
        """
        while not stop():
            if indexes.stamp() != self.opened_as:
                raise SearchNotReadyError("The search index was made anew meanwhile.")
            if not self.catch_up():
                sleep(_PAUSE)

    def _sweep(self) -> None:
        if monotonic() - self.swept < _SWEEP:
            return
        self.swept = monotonic()
        self._renew()
        at = IndexPosition.objects.filter(name=NAME).first()
        if at is not None:
            behind = Q(xact__lt=at.xact) | Q(xact=at.xact, pk__lte=at.entry)
            OutboxEntry.objects.filter(behind).delete()

    def _renew(self) -> None:
        """Count anew what changes since have made unsure (`frequent.py`)."""
        folder = indexes.folder()
        at = indexes.changes(folder)
        if at != self.frequent.at and self.frequent.tags:
            self.frequent = self.frequent.renewed(self.index.searcher(), at)
            self.frequent.save_others(folder)


def rebuild(tell: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Make the index anew from the database alone; return how many works it has.

    The old one answers until the new one is whole. tell: (works done, works in all).
    Raises SearchNotReadyError where another process writes it.
    """
    with transaction.atomic():
        entries = settled(OutboxEntry.objects.all())
        last = entries.order_by("-xact", "-pk").first()
    where = indexes.folder().with_name(indexes.folder().name + ".new")
    index = indexes.create(where)
    writer = _writer(index)
    frequent = frequent_tags()
    total, done, at = Work.objects.count(), 0, 0
    ends = _ends()
    tell(0, total)
    while True:
        batch = Work.objects.filter(pk__gt=at).order_by("pk")
        room = min(BATCH, ends[0] - done) if ends else BATCH
        keys = list(batch.values_list("pk", flat=True)[:room])
        if not keys:
            break
        done += _add(writer, Work.objects.filter(pk__in=keys), frequent)
        at = keys[-1]
        tell(done, total)
        if ends and done == ends[0]:
            writer.commit()
            ends.pop(0)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    frequent.renewed(index.searcher(), indexes.changes(where)).save(where)
    indexes.finish(where)
    if last is not None:
        IndexPosition.objects.update_or_create(
            name=NAME, defaults={"xact": last.xact, "entry": last.pk}
        )
    return done


def _ends() -> list[int]:
    """Return after how many works to commit, so that all end in one segment.

    In one segment a result is counted in half the time (`counting.py`). The index joins
    segments by itself, eight of about one size to one (tantivy's log merge policy): so
    a power of eight, where each part fits into the writer's memory.
    """
    current = TextVersion.objects.filter(current=True)
    shown = current.filter(chapter__work__stage=Stage.SHOWN)
    letters = shown.aggregate(all=Sum(Length("text")))["all"] or 0
    works = _shown().count()
    parts, all_ = 1, works * _OF_WORK + letters * _OF_LETTER
    while all_ / parts > _HEAP and parts * 8 <= works:
        parts *= 8
    return [works * n // parts for n in range(1, parts + 1) if works]


def _shown() -> Any:
    return Work.objects.filter(stage=Stage.SHOWN)


def waiting(most: int = BATCH) -> list[OutboxEntry]:
    """Return the next entries that the index has not heard of."""
    return list(settled(unheard()).order_by("xact", "pk")[:most])


def unheard() -> Any:
    """Return the query of all entries beyond the index's position."""
    at = IndexPosition.objects.filter(name=NAME).first()
    if at is None:
        return OutboxEntry.objects.all()
    return OutboxEntry.objects.filter(
        Q(xact__gt=at.xact) | Q(xact=at.xact, pk__gt=at.entry)
    )


def narrowed() -> list[str]:
    """Return the ids of works that fewer may see than the index knows, by id."""
    return sorted({public for (public,) in _NARROWED.ask()})


def _narrowed() -> Any:
    """The same as `unheard`, in one question: it is asked with every search."""
    at = IndexPosition.objects.filter(name=NAME)
    xact = Coalesce(Subquery(at.values("xact")[:1]), -1)
    entry = Coalesce(Subquery(at.values("entry")[:1]), -1)
    beyond = Q(xact__gt=xact) | Q(xact=xact, pk__gt=entry)
    rows = OutboxEntry.objects.filter(beyond, narrowing=True)
    return rows.order_by().values_list("on")


_NARROWED = Prepared(_narrowed)


def settled(entries: Any) -> Any:
    """Return the entries before which no other can still appear."""
    if connection.vendor != "postgresql":
        return entries  # one writer at a time: numbers are given in order
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (oldest,) = cursor.fetchone()
    return entries.filter(xact__lt=oldest)


def _add(writer: tantivy.IndexWriter, rows: Any, frequent: Frequent) -> int:
    count, keys = 0, list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS):
        batch = Work.objects.filter(pk__in=keys[start : start + ROWS])
        for _public, document in documents(batch.order_by("pk"), frequent):
            writer.add_document(document)
            count += 1
    return count


def _writer(index: tantivy.Index) -> tantivy.IndexWriter:
    try:
        return index.writer(_HEAP, 1)
    except ValueError as error:
        raise SearchNotReadyError(
            "Another process writes the search index already (fanfold serve has one). "
            f"Nothing was changed. {error}"
        ) from None
