"""What people asked for and must outlast a restored backup: a list, and its doing.

A backup is older than what was asked since. The list holds hashes, ids and states; no
title, no text, no name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from fanfold.archive.actions.take_name_off import ACT, take_name_off
from fanfold.archive.actions.take_over import keep_out
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.handing_over import tombstones, unwritten
from fanfold.archive.models import Creator, Step, Work
from fanfold.archive.steps import step
from fanfold.errors import BagError, RecordError
from fanfold.model.keeping import Tombstone, Unwritten
from fanfold.model.record import from_json, to_json
from fanfold.model.work import Audience, Stage

FORMAT = "fanfold-lasting/1"
_OUT = (Stage.HIDDEN, Stage.UNREVIEWED)


def told() -> Iterator[str]:
    """Yield the list of this archive, as lines of JSON."""
    yield _line({"format": FORMAT})
    for each in (*tombstones(), *unwritten()):
        yield _line(to_json(each))
    gone = Work.objects.filter(stage=Stage.WITHDRAWN).order_by("pk")
    for public in gone.values_list("public", flat=True):
        yield _line({"kind": "withdrawn", "on": public})
    yield from map(_line, _unnamed())
    narrow = Work.objects.exclude(stage=Stage.WITHDRAWN).exclude(
        stage=Stage.SHOWN, audience=Audience.ALL, gated=False
    )
    columns = ("public", "stage", "audience", "gated")
    for row in narrow.order_by("pk").values_list(*columns):
        told_ = dict(zip(("on", "stage", "audience", "gated"), row, strict=True))
        yield _line({"kind": "narrow", **told_})


def read(lines: Iterable[str], name: str) -> list[dict[str, Any]]:
    """Return a list that `told` wrote. Raises BagError where it is none."""
    try:
        first, *rest = [json.loads(line) for line in lines if line.strip()]
        whole = first["format"] == FORMAT and all("kind" in each for each in rest)
    except (ValueError, KeyError, TypeError, UnicodeDecodeError):
        whole, rest = False, []
    if not whole:
        raise BagError(
            f"{name} is no list of what people asked for. Nothing was changed. "
            "Make one with: fanfold backup --lasting -o FILE"
        )
    return rest


def do_again(wishes: list[dict[str, Any]], *, by: str) -> int:
    """Do what the list says to an archive that was put back; return how many works
    changed. What is so already is left alone."""
    why = "asked before the archive was put back"
    known = list(filter(None, map(_record, wishes)))
    keep_out(known, by=by, why=why)  # type: ignore[arg-type]
    changed = 0
    for each in wishes:
        match each["kind"]:
            case "withdrawn":
                changed += _withdraw(str(each["on"]), by, why)
            case "unnamed":
                changed += _unname(each, by, why)
            case "narrow":
                changed += _narrow(each, by, why)
    return changed


def _record(wish: dict[str, Any]) -> Tombstone | Unwritten | None:
    if wish["kind"] not in ("tombstone", "do-not-write"):
        return None
    try:
        read_ = from_json(wish)
    except RecordError:
        return None
    return read_ if isinstance(read_, Tombstone | Unwritten) else None


def _withdraw(public: str, by: str, why: str) -> bool:
    there = Work.objects.filter(public=public).exclude(stage=Stage.WITHDRAWN).exists()
    if there:
        withdraw_work(public, by=by, why=why)
    return there


def _unnamed() -> Iterator[dict[str, Any]]:
    """Yield whose names were taken off which works; works: None for all there were."""
    for row in Step.objects.filter(act=ACT, undone_by=None).order_by("pk"):
        on = list(row.entries.order_by("pk").values_list("entry__on", flat=True))
        creators = Creator.objects.filter(public__in=on)
        for creator in creators:
            all_ = not creator.pseuds.exists()
            works = [each for each in on if each != creator.public]
            told_ = {"creator": creator.public, "works": None if all_ else works}
            yield {"kind": "unnamed", **told_}


def _unname(wish: dict[str, Any], by: str, why: str) -> int:
    creator = Creator.objects.filter(public=wish["creator"]).first()
    if creator is None or not creator.pseuds.exists():
        return 0
    if wish["works"] is None:
        return take_name_off(creator.public, by=by, why=why)
    mine = Work.objects.filter(creatorships__pseud__creator=creator)
    left = mine.filter(public__in=wish["works"]).exclude(stage=Stage.WITHDRAWN)
    ids = sorted(set(left.values_list("public", flat=True)))
    return take_name_off(creator.public, ids=ids, by=by, why=why) if ids else 0


def _narrow(wish: dict[str, Any], by: str, why: str) -> bool:
    """Show a work to no more than it was shown to."""
    rows = Work.objects.filter(public=wish["on"]).exclude(stage=Stage.WITHDRAWN)
    row = rows.first()
    if row is None:
        return False
    columns: dict[str, Any] = {"gated": row.gated or bool(wish["gated"])}
    if wish["stage"] in _OUT and row.stage == Stage.SHOWN:
        columns["stage"] = wish["stage"]
    if wish["audience"] == Audience.MEMBERS:
        columns["audience"] = Audience.MEMBERS.value
    with step("narrow-again", by=by, why=why) as doing:
        changed = doing.change(row, **columns)
        if changed:
            doing.tell(row, narrowing=True)
    return changed


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
