"""An import at the desk after it ran: its page, its report, what others see of it."""

from __future__ import annotations

import json

from django.utils import timezone

from fanfold.archive.models import Arrival, ArrivalState
from fanfold.archive.powers import Power
from fanfold.intake.report import Files, Report
from fanfold.web.settings import CONFIGURATION
from tests.web.visibility.desk import Desk, told
from tests.web.visibility.scene import TEXT, TITLE, Scene, Visit
from tests.web.visibility.surface import at
from tests.web.visibility.surfaces.review import KEY

_FILE = "the-walk.json"


def _empty() -> Report:
    return Report("k", "old", True, Files(*[0] * 7), 0, (), 0, {}, {}, (), ())


def _reported(scene: Scene) -> None:
    """Let the work have come with an import whose report quotes it."""
    sample = {"before": TEXT, "after": TEXT}
    of = {"item": KEY, "title": TITLE}
    report = _empty().as_json()
    report["changed"] = [{**of, "file": "a.txt", "lines": 1, "samples": [sample]}]
    report["questions"] = [
        {"item": KEY, "code": "author-unsure", "asked": f"Who wrote {TITLE}?"}
        | {"field": "title", "group": "", "holds": False}
        | {"choices": [TITLE], "suggestion": TITLE}
    ]
    copy = {"work": scene.work.public, "there": TITLE, "verdict": "skip"}
    report["duplicates"] = {"found": 1, "named": [{**of, **copy, "identical": True}]}
    CONFIGURATION.reports.mkdir(parents=True, exist_ok=True)
    (CONFIGURATION.reports / _FILE).write_text(json.dumps(report), encoding="utf-8")
    Arrival.objects.create(
        by="archivist",
        name="old",
        commit=True,
        state=ArrivalState.DONE,
        at=timezone.now(),
        report=_FILE,
        plan=scene.work.plan,
    )


def _run(visit: Visit, end: str) -> str:
    return f"/desk/imports/{Arrival.objects.get().public}/{end}"


def _surface(name: str, end: str, **told_of: object) -> Desk:
    return Desk(
        name,
        lambda visit: _run(visit, end),
        power=Power.IMPORT,
        there="present",
        unseen="absent",
        judge=told,
        **told_of,  # type: ignore[arg-type]
    )


SURFACES = (
    _surface("import_page", "", prepare=_reported, only=frozenset()),
    _surface("import_report", "report/"),
    _surface("import_report_json", "report.json"),
    _surface("import_report_sheet", "report.csv"),
    _surface("import_seen_by_visitors", "seen/?as=visitor", eyes="anon"),
    _surface("import_seen_past_the_gate", "seen/?as=past-the-gate", eyes="anon18"),
    _surface("import_seen_by_members", "seen/?as=member", eyes="member"),
    # Its author has an account here: the story stays, and is named to who may see it.
    _surface("import_taken_back", "take-back/"),
    Desk(
        "imports",
        at("/desk/imports/"),
        power=Power.IMPORT,
        there="present",
        unseen="absent",
        only=frozenset(),
        judge=told,
    ),
)
