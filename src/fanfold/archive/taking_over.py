"""A bundle of another archive comes in: proved whole, its tombstones first.

Its works go the journey that all sources go, so that what is here already, or was taken
down here, is known; what that archive remembered of them is kept once they are in. May
be killed and run again: it goes on where it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from fanfold.archive import keys
from fanfold.archive.actions.take_over import keep_out, remember
from fanfold.archive.handing_over import FORM, RECORDS
from fanfold.archive.local import LocalArchive, limits_of
from fanfold.archive.models import (
    Claim,
    Find,
    FoundThing,
    ImportPlan,
    Original,
    PlanItem,
    Work,
)
from fanfold.archive.plan import Plan
from fanfold.configuration import Configuration
from fanfold.errors import BagError, RecordError, StoreFullError
from fanfold.intake.decision import Decider
from fanfold.intake.journey import run
from fanfold.intake.ports import Outcome
from fanfold.intake.progress import SILENT, Progress
from fanfold.intake.report import Report
from fanfold.keep.bag import Bag, opened_bag, told_of
from fanfold.keep.originals import Originals
from fanfold.model.keeping import Tombstone, Unwritten
from fanfold.model.original import Original as ModelOriginal
from fanfold.model.record import Recorded, parse_line

_MARK = "Fanfold-Bundle"
_CHUNK, _FINDS = 1 << 20, 500
_LONGEST = 64 << 20
#: What records say of a value that no evidence tells of: their own line (_records.py).
_LINE = "records.line/1"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of a bundle. tombstones: how many it holds. keyed: something in it is
    known by a key that was not given. here: works of this archive that were taken down
    there, by their ids."""

    report: Report
    tombstones: int
    keyed: bool
    here: tuple[str, ...]


def is_bundle(path: Path) -> bool:
    """Tell whether a file is a bundle that Fanfold wrote."""
    return _MARK in (told_of(path) or {})


def take_over(
    path: Path,
    configuration: Configuration,
    *,
    decider: Decider,
    by: str,
    commit: bool,
    key: Path | None = None,
    progress: Progress = SILENT,
) -> TakenOver:
    """Bring a bundle in. Without commit originals and plan are kept, and nothing else.

    key: its key file; None looks for it beside the bundle. Raises BagError where a byte
    of it was changed, or where it is to be added and its key is not there; nothing is
    changed then.
    """
    with opened_bag(path) as bag:
        _require(bag, path)
        progress.begin("checking", None)
        bag.require_whole()
        progress.end()
        held = _keys(bag, path, key)
        keyed = held is None and any(map(_needs_key, _of(bag)))
        if commit:
            if keyed:
                raise _keyless(path)
            keys.inherit(held or ())
            keep_out(_of(bag), by=by, why=f"bundle {bag.seal[:12]}")
        _keep_originals(bag, configuration)
        with _unpacked(bag, path) as (file, store):
            report = run(
                [file],
                archive=LocalArchive(configuration, handed_on=True),
                originals=store,
                decider=decider,
                by=by,
                commit=commit,
                limits=limits_of(configuration),
                progress=progress,
                reports=configuration.reports,
                modules=("fanfold.readers.records",),
                home=configuration.folder,
            )
            (digest,) = {each.name for each in store.files()}
        plan = _settled(bag, digest, configuration)
        if commit:
            remember(_of(bag), plan, _ids(plan), by=by, why=f"bundle {bag.seal[:12]}")
        stones = sum(isinstance(each, Tombstone) for each in _of(bag))
        return TakenOver(report, stones, keyed, tuple(_buried_there(bag)))


def _require(bag: Bag, path: Path) -> None:
    form = bag.about.get(_MARK)
    if form != FORM:
        raise BagError(
            f"{path.name} is a bundle of form {form}, which this Fanfold does not "
            "read. Nothing was changed. Take a newer Fanfold"
        )


def _keys(bag: Bag, path: Path, named: Path | None) -> tuple[keys.Keys, ...] | None:
    """Return the bundle's keys; None where nobody gave them."""
    beside = named or path.with_name(path.name + ".key")
    if named is None and not beside.is_file():
        return None
    return keys.read(beside, bag.seal)


def _needs_key(told: Recorded) -> bool:
    """Tell whether a thing can be known again by its key alone."""
    keyed = isinstance(told, Tombstone) and bool(told.identity or told.sketch)
    return keyed or isinstance(told, Unwritten)


def _keyless(path: Path) -> BagError:
    return BagError(
        f"{path.name} tells by hashes whom not to write to and what must not come "
        "back, and its key is not here. Nothing was changed. Put "
        f"{path.name}.key beside it, or name it with --key"
    )


def _of(bag: Bag) -> Iterator[Recorded]:
    """Yield the things of a bundle's records that are neither works nor talk."""
    with bag.open(RECORDS) as stream:
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            # Works are long, and the journey reads them.
            if line.startswith((b'{"kind": "work"', b'{"kind": "comment"')):
                continue
            try:
                yield parse_line(line, number)
            except RecordError:
                continue  # the journey names it


def _keep_originals(bag: Bag, configuration: Configuration) -> None:
    if bag.size > shutil.disk_usage(configuration.folder).free:
        raise StoreFullError("The bundle", needed=bag.size)
    bag.originals_into(Originals(configuration.originals))


@contextmanager
def _unpacked(bag: Bag, path: Path) -> Iterator[tuple[Path, Originals]]:
    """Yield the bundle's records as a file, and a store that nobody keeps.

    They hold every text, so they must not lie among the originals: what is taken down
    here later would be in them for ever. The bundle itself is what they come from.
    """
    with TemporaryDirectory(prefix="fanfold-bundle-") as made:
        file = Path(made) / f"{path.stem}.jsonl"
        with bag.open(RECORDS) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target, _CHUNK)
        yield file, Originals(Path(made) / "originals", durable=False)


@transaction.atomic
def _settled(bag: Bag, digest: str, configuration: Configuration) -> ImportPlan:
    """Note the bundle's originals under its plan, and nothing of its records' file."""
    find = Find.objects.filter(original=digest).order_by("-pk").first()
    if find is None:
        raise BagError("The bundle's records are not known any more. Run it once more")
    plan: ImportPlan = find.plan
    held = {each.rpartition("/")[2] for each in bag.payload if "/originals/" in each}
    some: list[ModelOriginal] = []
    for told in _of(bag):
        if isinstance(told, ModelOriginal) and told.sha256 in held:
            some.append(told)
        if len(some) >= _FINDS:
            Plan(plan).keep_originals(some)
            some = []
    Plan(plan).keep_originals(some)
    Claim.objects.filter(original=digest, rule=_LINE, work__plan=plan).delete()
    FoundThing.objects.filter(body__evidence__original=digest).delete()
    Find.objects.filter(original=digest).delete()
    Original.objects.filter(sha256=digest).delete()
    return plan


def _ids(plan: ImportPlan) -> dict[str, str]:
    """Return what came in, by what it was called there: what it is called here."""
    acted = PlanItem.objects.filter(plan=plan, outcome=Outcome.ADDED.value)
    told = acted.values_list("draft__id", "work")
    return {str(there): here for there, here in told if there and here}


def _buried_there(bag: Bag) -> Iterator[str]:
    """Yield the works of this archive that the bundle's tombstones name by their id."""
    ids = [
        each.removeprefix("fanfold:works/")
        for told in _of(bag)
        if isinstance(told, Tombstone)
        for each in told.source_ids
        if each.startswith("fanfold:works/")
    ]
    prints = [
        told.fingerprint
        for told in _of(bag)
        if isinstance(told, Tombstone) and told.fingerprint
    ]
    rows = Work.objects.exclude(stage="withdrawn")
    for start in range(0, len(ids), _FINDS):
        found = rows.filter(public__in=ids[start : start + _FINDS])
        yield from found.values_list("public", flat=True)
    for start in range(0, len(prints), _FINDS):
        alike = rows.filter(fingerprint__in=prints[start : start + _FINDS])
        yield from alike.exclude(public__in=ids).values_list("public", flat=True)
