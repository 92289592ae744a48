"""All that the next host needs to go on with an archive, as one bundle.

Works as records, what the archive remembers of them, and the originals. No account, no
password, no visit, no clear address in any record, no secret key. What was taken down
is there as its tombstone alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from fanfold.archive import found, keys, shelf
from fanfold.archive.models import (
    Collected,
    Collection,
    Contact,
    Creator,
    Creatorship,
    Decision,
    DoNotWrite,
    Find,
    LedgerEntry,
    Original,
    PermissionState,
    Tag,
    TagMapping,
    Tombstone,
    Work,
)
from fanfold.archive.reader import KEEPER
from fanfold.archive.withholding import withheld
from fanfold.configuration import Configuration
from fanfold.keep import bag
from fanfold.keep.originals import Originals
from fanfold.model import keeping
from fanfold.model.original import Original as ModelOriginal
from fanfold.model.record import Recorded
from fanfold.model.series import Collection as ModelCollection
from fanfold.model.work import Stage
from fanfold.text.slugs import slug
from fanfold.writers.records import line_of

FORM = "1"
RECORDS, LEDGER = "records.jsonl", "ledger.jsonl"
#: Works that nobody but their authors ever saw, or that are seen no more.
UNSEEN = (Stage.DRAFT, Stage.WITHDRAWN)
_ROWS = 500
#: Beginnings of files that deflating makes no smaller.
_PACKED = ("image/", "audio/", "video/", "application/epub", "application/zip")


@dataclass(frozen=True, slots=True)
class Handed:
    """What a bundle holds. seal: digest that tells every byte of it; withheld:
    originals that stay here; key: where its key file lies."""

    works: int
    tombstones: int
    originals: int
    withheld: int
    drafts: int
    seal: str
    key: Path


def hand_over(configuration: Configuration, target: Path) -> Handed:
    """Write the whole archive to a bundle, and its key to a file beside it.

    Nothing half is left where it fails. The same archive gives the same bytes.
    """
    key = target.with_name(target.name + ".key")
    store = Originals(configuration.originals)
    with bag.opened(target, name=slug(configuration.site.name)) as writer:
        with one_moment():
            counted = _write_rows(configuration, writer)
        for sha256, packed in counted.originals:
            with store.open(sha256) as source:
                name = f"originals/{sha256[:2]}/{sha256}"
                writer.add(name, source, packed=packed)
        writer.close(counted.about)
        # First the key: a bundle that has its name has its key beside it.
        keys.write(key, keys.every(), writer.seal)
    return Handed(
        works=counted.works,
        tombstones=counted.tombstones,
        originals=len(counted.originals),
        withheld=counted.withheld,
        drafts=counted.drafts,
        seal=writer.seal,
        key=key,
    )


@dataclass(frozen=True, slots=True)
class _Counted:
    """What one moment's rows are. originals: (digest, would get no smaller)."""

    originals: list[tuple[str, bool]]
    about: dict[str, str]
    works: int
    tombstones: int
    withheld: int
    drafts: int


def _write_rows(configuration: Configuration, writer: bag.BagWriter) -> _Counted:
    kept, site = withheld(), configuration.site
    originals = [each for each in _originals() if each.sha256 not in kept]
    facts = keeping.ArchiveFacts(name=site.name, address=site.address)
    with writer.file(RECORDS) as stream:
        for each in chain[Recorded]((facts, *originals), records()):
            stream.write(line_of(each).encode("utf-8", "replace"))
    with writer.file(LEDGER) as stream:
        for line in _ledger():
            stream.write(line)
    return _Counted(
        sorted({each.sha256: _is_packed(each) for each in originals}.items()),
        _about(configuration),
        live_works().count(),
        Tombstone.objects.count(),
        Original.objects.filter(sha256__in=kept).count(),
        Work.objects.filter(stage=Stage.DRAFT).count(),
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """Hold the rows as they are now, however long they are read."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        yield


def live_works() -> Any:
    """Return the works that are handed on."""
    return Work.objects.exclude(stage__in=UNSEEN)


def records() -> Iterator[Recorded]:
    """Yield everything but the originals, each kind after what it names."""
    yield from tombstones()
    yield from unwritten()
    yield from found.members(KEEPER, rows=_creators())
    for work in shelf.works(reader=KEEPER):
        if work.state is None or work.state.stage not in UNSEEN:
            yield work
    for kind in (found.series, found.comments, found.recommendations, found.news):
        yield from kind(KEEPER)
    yield from _collections()
    yield from _tags()
    yield from _memory()


def _originals() -> list[ModelOriginal]:
    rows = Find.objects.select_related("original").order_by("pk")
    return [
        ModelOriginal(
            row.original_id,
            row.original.size,
            row.name,
            container=row.container or None,
            media_type=row.original.media_type,
            found_at=row.found_at or None,
            found_in=row.found_in or None,
        )
        for row in rows.iterator(chunk_size=_ROWS)
    ]


def _is_packed(original: ModelOriginal) -> bool:
    return original.media_type.startswith(_PACKED)


def tombstones() -> Iterator[Recorded]:
    """Yield what must not come back."""
    rows = Tombstone.objects.order_by("pk").prefetch_related("source_ids")
    for row in rows.iterator(chunk_size=_ROWS):
        buried = list(row.source_ids.all())
        yield keeping.Tombstone(
            row.public,
            _moment(row.at),
            row.identity or None,
            tuple(each.value for each in buried),
            row.fingerprint or None,
            row.reason or None,
            tuple(tuple(each.marks) for each in buried),
            tuple(row.sketch),
        )


def unwritten() -> Iterator[Recorded]:
    """Yield whom no letter goes to."""
    for row in DoNotWrite.objects.order_by("pk"):
        yield keeping.Unwritten(row.keyed_hash, _moment(row.at))


def _creators() -> Any:
    """Return all with a name but those who have nothing here but what is unseen."""
    own = Creatorship.objects.filter(pseud__creator=OuterRef("pk"))
    told = ~Q(source_id="") | ~Q(level="") | ~Q(joined="") | Q(bio__gt="")
    return Creator.objects.filter(
        Exists(own.exclude(work__stage__in=UNSEEN)) | (told & ~Exists(own))
    )


def _collections() -> Iterator[Recorded]:
    for row in Collection.objects.order_by("pk"):
        places = Collected.objects.filter(collection=row)
        works = places.exclude(work__stage__in=UNSEEN).order_by("position", "pk")
        ids = tuple(works.values_list("work__public", flat=True))
        yield ModelCollection(row.public, row.title, row.about or None, ids)


def _tags() -> Iterator[Recorded]:
    rows = TagMapping.objects.select_related("tag", "target").order_by("pk")
    for row in rows.iterator(chunk_size=_ROWS):
        kind = type_of(row.tag)
        other = type_of(row.target) if row.target else None
        yield keeping.TagMapping(
            row.public,
            kind,
            row.tag.name,
            row.relation,
            row.target.name if row.target else None,
            other if other != kind else None,
            row.by,
            _moment(row.at),
        )


def type_of(tag: Tag) -> str:
    """Return a tag's kind, with the source's own name of it: ``free:Genre``."""
    return f"{tag.kind}:{tag.type}" if tag.type else str(tag.kind)


def _memory() -> Iterator[Recorded]:
    """Yield what the archive knows of works and people beside what they are."""
    live = set(live_works().values_list("public", flat=True))
    known = live | set(_creators().values_list("public", flat=True))
    states = PermissionState.objects.select_related("work", "creator").order_by("pk")
    for row in states.iterator(chunk_size=_ROWS):
        if (on := _on(row)) in known:
            yield keeping.Permitted(
                on,
                row.state,
                _moment(row.since),
                row.by,
                _moment(row.until) if row.until else None,
                row.evidence or None,
            )
    contacts = Contact.objects.select_related("work", "creator").order_by("pk")
    for each in contacts.iterator(chunk_size=_ROWS):
        if (on := _on(each)) in known:
            yield keeping.KeptContact(on, each.keyed_hash)
    for told in Decision.objects.order_by("pk").iterator(chunk_size=_ROWS):
        if told.on in live:
            yield _decision(told)
    for work in live_works().order_by("pk").iterator(chunk_size=_ROWS):
        yield keeping.Upkeep(
            work.public, _moment(work.added_at), work.comments_from, work.comments_wait
        )


def _on(row: Any) -> str:
    thing = row.work or row.creator
    return thing.public if thing else ""


def _decision(row: Decision) -> keeping.Decision:
    return keeping.Decision(
        row.public,
        row.on,
        row.verdict,
        row.by,
        _moment(row.at),
        row.field or None,
        row.value,
        row.why or None,
        _moment(row.undone_at) if row.undone_at else None,
    )


def _ledger() -> Iterator[bytes]:
    names = ("number", "at", "by", "act", "on", "details", "previous", "digest")
    for row in LedgerEntry.objects.order_by("number").iterator(chunk_size=_ROWS):
        told = {name: getattr(row, name) for name in names}
        yield (json.dumps(told, ensure_ascii=False) + "\n").encode()


def _about(configuration: Configuration) -> dict[str, str]:
    last = LedgerEntry.objects.order_by("-number").first()
    told = {
        "Source-Organization": configuration.site.name,
        "External-Identifier": configuration.site.address,
        "External-Description": "An archive of fan fiction, to be gone on with",
        "Fanfold-Bundle": FORM,
        "Fanfold-Works": str(live_works().count()),
        "Fanfold-Tombstones": str(Tombstone.objects.count()),
    }
    if last is not None:
        told |= {"Bagging-Date": last.at[:10], "Fanfold-Ledger": last.digest}
    return told


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
