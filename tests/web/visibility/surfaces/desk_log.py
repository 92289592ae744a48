"""What was done, and who says to be whom: both name works."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase

from fanfold.archive.actions.claim_name import claim_by_evidence
from fanfold.archive.models import Account, Creator
from fanfold.archive.powers import Power
from fanfold.archive.steps import step
from tests.web.visibility.desk import Desk, told
from tests.web.visibility.scene import AUTHOR, MARKERS, TEXT, TITLE, Scene, Visit
from tests.web.visibility.surface import at, content


def _log(visit: Visit, address: str) -> HttpResponseBase:
    """Read the log about the work, and what each step in it changed."""
    page = visit.client.get(address)
    if page.status_code != 200:
        return page
    steps = [visit.client.get(each) for each in _steps_in(content(page).decode())]
    assert all(each.status_code == 200 for each in steps)
    return HttpResponse(b"\n".join(map(content, [page, *steps])))


def _steps_in(page: str) -> list[str]:
    parts = page.split('href="/desk/steps/')[1:]
    return [f"/desk/steps/{part.partition('/')[0]}/" for part in parts]


def _own_step(visit: Visit) -> str:
    page = visit.client.get(f"/desk/ledger/?on={visit.work.public}")
    own = _steps_in(content(page).decode()) if page.status_code == 200 else []
    return own[0] if own else "/desk/steps/none/"


def _changed(scene: Scene) -> None:
    """Let everybody at the desk have changed the work once."""
    chapter = scene.work.chapters.get(position=1)
    for actor in ("archivist", "moderator", "admin"):
        with step("edit-work", by=actor) as doing:
            work, text = scene.work, chapter.texts.get(current=True)
            told = {"title": TITLE, "summary": MARKERS[3]}
            doing.trace(work, dict.fromkeys(told, ""), told)
            doing.trace(text, {"text": TEXT}, {"text": ""})
            doing.trace(chapter, None, {"title": MARKERS[2], "work_id": work.pk})
            doing.note(work.public)


def _claimed(scene: Scene) -> None:
    """Let somebody say to be the author of this one work."""
    person = Account.objects.create_user("claims")
    creator = Creator.objects.get(pseuds__name=AUTHOR)
    # The owner's own claim was proven another way; a second person may ask.
    claim_by_evidence(
        person,
        creator.public,
        way="old-account",
        evidence="I was it.",
        works=[scene.work.public],
    )


SURFACES = (
    Desk(
        "audit_log",
        lambda v: f"/desk/ledger/?on={v.work.public}",
        row="audit_log",
        power=Power.DESK,
        there="present",
        unseen="record_only",
        prepare=_changed,
        ask=_log,
        judge=told,
    ),
    Desk(
        "desk_step",
        _own_step,
        power=Power.DESK,
        there="present",
        unseen="record_only",
        judge=told,
    ),
    Desk(
        "desk_claims",
        at("/desk/claims/"),
        power=Power.CLAIMS,
        there="present",
        unseen="absent",
        prepare=_claimed,
        judge=told,
    ),
)
