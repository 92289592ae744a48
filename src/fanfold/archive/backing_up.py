"""A whole archive put by as it is, and put back: every row, every original.

Not in it: secret.key, who is signed in, second steps to sign in, keys of feeds. What
people asked for since the backup was made is done again to what was put back
(lasting.py).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Max

from fanfold.archive import keys, lasting, ledger
from fanfold.archive.handing_over import one_moment
from fanfold.archive.models import Account, FeedKey, IndexPosition, OutboxEntry, Work
from fanfold.archive.steps import whole
from fanfold.configuration import FILE_NAME, Configuration
from fanfold.errors import BagError, StoreFullError
from fanfold.keep.bag import Bag, BagWriter, opened, opened_bag
from fanfold.keep.originals import Originals

_MARK, _FORM = "Fanfold-Backup", "1"
_SCHEMA, _KEY = "Fanfold-Schema", "Fanfold-Key-Check"
_ROWS, _LONGEST, _AT_ONCE = "rows.jsonl", 256 << 20, 200
#: Of the index alone, which is made anew; and keys of feeds: one that was ended since
#: must not open anything again.
_NOT = (OutboxEntry, IndexPosition, FeedKey)


def back_up(configuration: Configuration, target: Path) -> str:
    """Write the archive as it is at one moment to a file; return its seal."""
    store = Originals(configuration.originals)
    with opened(target, name="backup") as writer:
        with one_moment():
            _write_rows(writer)
            about = {_MARK: _FORM, _SCHEMA: _schema(), _KEY: _key_check()}
        for path in store.files():
            with path.open("rb") as stream:
                writer.add(f"originals/{path.name[:2]}/{path.name}", stream)
        with (configuration.folder / FILE_NAME).open("rb") as stream:
            writer.add(FILE_NAME, stream)
        writer.close(about)
    return writer.seal


def put_back(
    path: Path, configuration: Configuration, wishes: list[dict[str, Any]], *, by: str
) -> int:
    """Make the archive what it was when the backup was made, but for what people asked
    for since; return how many works that changed.

    wishes: of a list that was kept elsewhere; those that this archive still knows count
    too. All of it or nothing. Settings stay as they are. Raises BagError where the
    backup is not whole, of another key or of a newer Fanfold; nothing is changed then.
    """
    with opened_bag(path) as bag:
        _require(bag, path, configuration)
        known = lasting.read(list(lasting.told()), "this archive")
        bag.originals_into(Originals(configuration.originals))
        with transaction.atomic():
            least = Work.objects.aggregate(most=Max("version"))["most"] or 0
            _clear()
            _read_rows(bag)
            _forget_others()
            _count_on()
            # A page that was kept meanwhile must not be taken for the one of before.
            Work.objects.update(version=F("version") + least)
            changed = lasting.do_again([*known, *wishes], by=by)
            told = {"seal": bag.seal, "works": changed}
            ledger.write("restore", on="archive", by=by, details=told)
    for copy in (configuration.rendered, configuration.index):
        shutil.rmtree(copy, ignore_errors=True)
    return changed


def _tables() -> Iterator[type[models.Model]]:
    every = apps.get_app_config("archive").get_models(include_auto_created=True)
    yield from (each for each in every if each not in _NOT)


def _write_rows(writer: BagWriter) -> None:
    with writer.file(_ROWS) as stream:
        for kind in _tables():
            name = kind._meta.model_name
            rows = kind._default_manager.order_by("pk")
            for row in rows.iterator(chunk_size=_AT_ONCE):
                told = {"table": name, "row": whole(row)}
                line = json.dumps(told, ensure_ascii=False) + "\n"
                stream.write(line.encode("utf-8", "surrogatepass"))


def _require(bag: Bag, path: Path, configuration: Configuration) -> None:
    if bag.about.get(_MARK) != _FORM:
        raise BagError(f"{path.name} is no backup that this Fanfold reads")
    if bag.about.get(_KEY) != _key_check():
        raise BagError(
            f"{path.name} belongs to another secret.key. Nothing was changed. Put the "
            "key that was kept with it into the archive's folder first"
        )
    if bag.about.get(_SCHEMA, "") > _schema():
        raise BagError(
            f"{path.name} was written by a newer Fanfold. Nothing was changed. "
            "Take that one"
        )
    bag.require_whole()
    if bag.size > shutil.disk_usage(configuration.folder).free:
        raise StoreFullError("The backup", needed=bag.size)


def _clear() -> None:
    kinds: list[type[models.Model]] = [*_tables(), *_NOT]
    for kind in kinds:
        rows: Any = kind._default_manager.all()
        rows._raw_delete(rows.db)


def _read_rows(bag: Bag) -> None:
    kinds = {kind._meta.model_name: kind for kind in _tables()}
    some: list[models.Model] = []
    with bag.open(_ROWS) as stream:
        while line := stream.readline(_LONGEST):
            told = json.loads(line)
            kind = kinds.get(told["table"])
            if kind is None:
                continue
            if some and (type(some[0]) is not kind or len(some) >= _AT_ONCE):
                type(some[0])._default_manager.bulk_create(some)
                some = []
            some.append(_row(kind, told["row"]))
    if some:
        type(some[0])._default_manager.bulk_create(some)


def _row(kind: type[models.Model], columns: dict[str, Any]) -> models.Model:
    """Return a row that is not saved. A column that came later has its default."""
    made = kind()
    for field in kind._meta.concrete_fields:
        if field.attname in columns:
            value = columns[field.attname]
            plain = value is None or isinstance(field, models.JSONField)
            setattr(made, field.attname, value if plain else field.to_python(value))
    return made


def _forget_others() -> None:
    """End every visit, and forget the second steps of accounts that are not there."""
    Session.objects.all().delete()
    for tie in Account._meta.related_objects:
        other: Any = tie.related_model
        if other._meta.app_label != "archive":
            gone = other._default_manager.exclude(
                **{f"{tie.field.name}__in": Account.objects.values("pk")}
            )
            gone.delete()


def _count_on() -> None:
    """Let PostgreSQL number new rows behind those that were put back."""
    tables = list(_tables())
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(sql)


def _schema() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    return max(name for app, name in applied if app == "archive")


def _key_check() -> str:
    """Return what tells this archive's key from another's, and nothing of the key."""
    return keys.own().hashed("which key this is")[:16]
