"""Bringing files in: the list of imports, one of them while it runs, what it may do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanfold.archive.actions import bring_in
from fanfold.archive.cards import cards
from fanfold.archive.incoming import Incoming
from fanfold.archive.models import Arrival, ArrivalState, Work
from fanfold.archive.powers import Power, may
from fanfold.archive.queries.arrivals import (
    arrival_of,
    arrivals_of,
    pace,
    report_of,
)
from fanfold.archive.reader import Reader
from fanfold.archive.working_off import somebody_works
from fanfold.errors import FanfoldError, NotFoundError, RefusedDecisionError
from fanfold.intake.journey import refuse_own_archive
from fanfold.intake.ports import Outcome
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.import_show import plan_to_show, told_of
from fanfold.web.settings import CONFIGURATION, DATA_UPLOAD_MAX_NUMBER_FILES

_PAGE, _FILES, _SEEN = 30, 100, 50
#: Seconds after which the page of a running import comes anew, without scripts.
_ANEW = 3
_GOING = (ArrivalState.WAITING, ArrivalState.RUNNING, ArrivalState.STOPPING)
STATES: dict[str, Any] = {
    ArrivalState.GATHERING: gettext_lazy("files may still come"),
    ArrivalState.WAITING: gettext_lazy("waits for its turn"),
    ArrivalState.RUNNING: gettext_lazy("runs"),
    ArrivalState.STOPPING: gettext_lazy("stops"),
    ArrivalState.STOPPED: gettext_lazy("stopped"),
    ArrivalState.DONE: gettext_lazy("done"),
    ArrivalState.FAILED: gettext_lazy("failed"),
}
STAGES: dict[str, Any] = {
    "keeping": gettext_lazy("Files are copied into the archive, byte by byte"),
    "reading": gettext_lazy("Files are read"),
    "comparing": gettext_lazy("Stories are compared with those of the archive"),
    "adding": gettext_lazy("Stories are added"),
}
#: Who may look at what came in: shown as the archive shows it to them.
LOOKERS: dict[str, tuple[Any, Reader]] = {
    "visitor": (gettext_lazy("a visitor"), Reader()),
    "past-the-gate": (
        gettext_lazy("a visitor past the gate"),
        Reader(shows_adult=True),
    ),
    # Nobody's own account: what belongs to somebody is not in it.
    "member": (gettext_lazy("a member"), Reader(account=0)),
}


def list_page(request: HttpRequest) -> HttpResponse:
    """The way in, and the imports so far."""
    rows = Paginator(arrivals_of(request.user), _PAGE)
    told = {
        "arrivals": rows.get_page(request.GET.get("page")),
        "states": STATES,
        "may_name_a_path": may(request.user, Power.SERVER),
        **limits(),
    }
    return render(request, "desk/imports.html", told)


def limits() -> dict[str, Any]:
    """Return how much may be sent, for the words beside a form."""
    return {
        "most_files": DATA_UPLOAD_MAX_NUMBER_FILES,
        "most_mb": CONFIGURATION.uploads.heap_mb,
    }


@require_POST
def from_path(request: HttpRequest) -> HttpResponse:
    """Begin an import of what lies on the server, for admins alone."""
    if not may(request.user, Power.SERVER):
        raise NotFoundError("There is no such page here.")
    named = request.POST.get("path", "").replace("\0", " ").strip()
    path = Path(named)
    try:
        if not path.is_absolute() or not _is_there(path):
            raise RefusedDecisionError(
                _("Nothing lies there. Give the whole path, from / on.")
            )
        refuse_own_archive([path], CONFIGURATION.folder)
        row = bring_in.open_arrival(
            name=path.name, by=request.user.get_username(), server_path=str(path)
        )
    except FanfoldError as error:
        messages.error(request, str(error))
        return redirect("desk-imports")
    return redirect("desk-import", arrival_id=row.public)


def page(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """One import: how far it is, what came, and what may be done now."""
    row = arrival_of(request.user, arrival_id)
    still = "still" in request.GET
    going = row.state in _GOING
    files = row.files.filter(whole=True)
    report = report_of(row, CONFIGURATION.reports, reader_of(request))
    told = {
        "arrival": row,
        "state": STATES[row.state],
        "stage": STAGES.get(row.numbers.get("stage", ""), ""),
        "pace": pace(row) if row.state == ArrivalState.RUNNING else None,
        "going": going,
        "still": still,
        "unattended": going and not somebody_works(CONFIGURATION.incoming),
        "files": files[:_FILES],
        "files_in_all": files.count(),
        "bytes": files.aggregate(sum=Sum("size"))["sum"] or 0,
        "unfinished": [_coming(row, each) for each in _unfinished(row)],
        "takes_files": _takes_files(row),
        "report": report,
        "review": review_of(row, request.user),
        "added": _added(row, report),
        "showing": told_of(plan_to_show(row, request.user)),
        **limits(),
    }
    response = render(request, "desk/import.html", told)
    if going and not still:
        response["Refresh"] = str(_ANEW)
    return response


@require_POST
def do(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """Do what a button says: rehearse, add, stop, go on, take the files away."""
    row = arrival_of(request.user, arrival_id)
    by = request.user.get_username()
    acts = {
        "rehearse": bring_in.rehearse,
        "add": bring_in.add_stories,
        "stop": bring_in.stop,
        "go-on": bring_in.go_on,
    }
    act = request.POST.get("act", "")
    try:
        if act == "clear":
            bring_in.clear(row.public, by=by, incoming=Incoming.of(CONFIGURATION))
            messages.success(request, _("Taken away. The originals stay kept."))
        elif act in acts:
            acts[act](row.public, by=by)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    return redirect("desk-import", arrival_id=row.public)


def seen_as(request: HttpRequest, arrival_id: str) -> HttpResponse:
    """The stories of an import as the lists show them to somebody else."""
    row = arrival_of(request.user, arrival_id)
    who = request.GET.get("as", "")
    who = who if who in LOOKERS else "visitor"
    rows = Work.objects.filter(plan=row.plan) if row.plan else Work.objects.none()
    found = cards(rows.order_by("pk"), reader=LOOKERS[who][1], stop=_SEEN)
    told = {
        "arrival": row,
        "shown": found,
        "who": who,
        "lookers": [(word, name) for word, (name, _reader) in LOOKERS.items()],
        "most": _SEEN,
    }
    return render(request, "desk/import_seen.html", told)


def review_of(row: Arrival, account: Any) -> str:
    """Return the address of the questions of an import, "" where they are not this
    person's: the same files may have been brought in by somebody else first."""
    plan = row.plan
    if plan is None or not (plan.by == account.username or may(account, Power.LEDGER)):
        return ""
    return reverse("desk-import-review", args=[plan.public])


def _added(row: Arrival, report: dict[str, Any] | None) -> dict[str, int]:
    """Return how many stories an import added, or read; and what else it added."""
    if report is None:
        return {}
    read = sum(each["works"] for each in report.get("kinds", []))
    if row.plan is None or not row.commit:
        return {"read": read}
    added = row.plan.items.filter(outcome=Outcome.ADDED, draft__kind="draft").count()
    return {"stories": added, "others": max(0, report["items"]["added"] - added)}


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # longer than any name, or nobody may look there
        return False


def _takes_files(row: Arrival) -> bool:
    if row.server_path or row.commit or row.cleared_at or row.state in _GOING:
        return False
    return row.numbers.get("stage") != "adding"


def _unfinished(row: Arrival) -> Any:
    return row.files.filter(whole=False)[:_FILES]


def _coming(row: Arrival, file: Any) -> dict[str, Any]:
    got = Incoming.of(CONFIGURATION).size(row.public, file.public)
    return {"row": file, "got": got}
