"""Works at the desk: one with all that is said of it, and the lists of what waits."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase

from fanfold.archive.powers import Power
from fanfold.web.pages.desk.works import STAGES
from tests.web.visibility.desk import NOTHING, Desk, sent, told
from tests.web.visibility.scene import Visit
from tests.web.visibility.surface import at, content


def _of_work(end: str) -> Callable[[Visit], str]:
    """Return the address of one of the work's pages at the desk."""
    return lambda visit: f"/desk/works/{visit.work.public}/{end}"


def _in_all_stages(visit: Visit, address: str) -> HttpResponseBase:
    """Go through the list of each stage."""
    sign = "&" if "?" in address else "?"
    pages = [visit.client.get(f"{address}{sign}stage={each}") for each in STAGES]
    if pages[0].status_code != 200:
        return pages[0]
    return HttpResponse(b"\n".join(map(content, pages)))


SURFACES = (
    Desk("desk_work", _of_work("")),
    Desk(
        "desk_chapter",
        lambda v: _of_work(f"chapters/{v.chapter}/")(v),
        unseen=NOTHING,
    ),
    Desk(
        "desk_join",
        _of_work("join/"),
        ask=sent(lambda visit: {"other": visit.work.public}),
        unseen=NOTHING,
    ),
    Desk(
        "desk_act",
        at("/desk/works/do/"),
        ask=sent(lambda visit: {"act": "show", "work": visit.work.public}),
        unseen=NOTHING,
    ),
    Desk(
        "admin_list",
        at("/desk/works/"),
        row="admin_list",
        there="present",
        unseen="absent",
        ask=_in_all_stages,
        judge=told,
    ),
    Desk(
        "admin_search",
        at("/desk/works/?words=quite"),
        row="admin_search",
        there="present",
        unseen="absent",
        ask=_in_all_stages,
        judge=told,
    ),
    Desk(
        "desk_front",
        at("/desk/"),
        power=Power.DESK,
        there="present",
        unseen="absent",
        only=frozenset(("unreviewed",)),
        told=lambda v: r"<strong>1</strong> story that nobody has reviewed",
    ),
)
