"""Arrivals of the desk: whose they are, how far they are, what their report says."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fanfold.archive.models import Arrival, PlanItem
from fanfold.archive.powers import Power, may
from fanfold.archive.queries.desk import seen
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError
from fanfold.intake.proposal import SAME

#: Ids in one question; databases take only so many.
_ASKED = 5000
#: What a question says and offers, where it may say nothing of a story.
_UNTOLD: dict[str, Any] = {"asked": "", "choices": [], "suggestion": None}


def arrivals_of(account: Any) -> Any:
    """Return the arrivals a person may see, the latest first: all, or the own ones."""
    rows = Arrival.objects.select_related("plan").order_by("-pk")
    return rows if may(account, Power.LEDGER) else rows.filter(by=account.username)


def arrival_of(account: Any, public: str) -> Arrival:
    """Return one of them. Raises NotFoundError."""
    row: Arrival | None = arrivals_of(account).filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such import here.")
    return row


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a running import goes. left: seconds until this stage ends, or None."""

    a_minute: int
    left: int | None

    @property
    def minutes(self) -> int:
        """The same in minutes; 0 where nobody can say."""
        return round((self.left or 0) / 60)


def pace(row: Arrival) -> Pace | None:
    """Return the pace of the stage an arrival is in; None where nobody can say."""
    numbers = row.numbers
    done, total = numbers.get("done", 0), numbers.get("total")
    seconds = time.time() - numbers.get("began", time.time())
    if not done or seconds < 1:
        return None
    left = round((total - done) * seconds / done) if total else None
    return Pace(round(done * 60 / seconds), None if left is None else max(0, left))


def report_of(row: Arrival, reports: Path, reader: Reader) -> dict[str, Any] | None:
    """Return an arrival's report as its JSON has it; None where there is none (yet).

    Of stories that the reader may not see, neither name nor id is in it.
    """
    # The name is ours, not a person's.
    if not row.report:
        return None
    try:
        told: dict[str, Any] = json.loads((reports / row.report).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    _leave_out_copies(told, reader)
    _leave_out_gone(told, row, reader)
    return told


def _leave_out_copies(told: dict[str, Any], reader: Reader) -> None:
    """Say nothing of stories that are like one here and not this reader's to see."""
    named = told.get("duplicates", {}).get("named", [])
    known = _seen({each["work"] for each in named}, reader)
    unseen = {each["item"] for each in named if each["work"] not in known}
    for each in named:
        if each["item"] in unseen:
            each |= {"work": "", "there": ""}
    about = {each["item"] for each in named}
    for each in told.get("questions", []):
        hidden = each["item"] in unseen or each["item"] not in about
        if each["code"] == SAME and hidden:
            each |= _UNTOLD


def _leave_out_gone(told: dict[str, Any], row: Arrival, reader: Reader) -> None:
    """Say nothing of stories that came in and are not this reader's to see any more."""
    added = PlanItem.objects.filter(plan=row.plan).exclude(work="")
    works = dict(added.values_list("key", "work"))
    known = _seen(set(works.values()), reader)
    gone = {key for key, work in works.items() if work not in known}
    told["changed"] = [e for e in told.get("changed", []) if e["item"] not in gone]
    for each in told.get("questions", []):
        if each["item"] in gone:
            each |= _UNTOLD
    for each in told.get("duplicates", {}).get("named", []):
        if each["item"] in gone:
            each["title"] = ""


def _seen(ids: set[str], reader: Reader) -> set[str]:
    """Return those of these works that a reader may see."""
    wanted, known = sorted(ids), set[str]()
    for start in range(0, len(wanted), _ASKED):
        some = seen(reader).filter(public__in=wanted[start : start + _ASKED])
        known.update(some.values_list("public", flat=True))
    return known
