"""An author's own stories, and what becomes of each: all of it the author's say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fanfold.archive.actions.author_says import leave_works, never_import, never_write
from fanfold.archive.actions.move_works import restrict_works
from fanfold.archive.actions.take_name_off import WINDOW, take_name_off
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.queries.claiming import (
    may_take_back,
    own_creators,
    own_steps,
    own_works,
)
from fanfold.archive.queries.inbox import inbox
from fanfold.archive.queries.reporting import appealed, notices
from fanfold.archive.queries.talking import waiting_on
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Audience, Stage
from fanfold.web.pages.posting import may_post

_LATEST = 20


def page(request: HttpRequest) -> HttpResponse:
    """Every story of the reader's own, open claims, and what was decided."""
    account: Any = request.user
    steps = own_steps(account)[:_LATEST]
    works = own_works(account).prefetch_related("permissions")
    hidden = [work.public for work in works if work.stage == Stage.HIDDEN]
    told = {
        "works": works,
        "notices": notices(hidden),
        "appealed": appealed(account),
        "waiting": waiting_on(own_works(account)),
        "creators": own_creators(account),
        "unread": inbox(account, unread=True).count(),
        "claims": account.claims.exclude(state="proven").prefetch_related(
            "creator__pseuds"
        ),
        "steps": [(each, may_take_back(account, each)) for each in steps],
        "days": WINDOW.days,
        "may_post": may_post(account),
    }
    return render(request, "mine/page.html", told)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Do what the author says with the works that were ticked."""
    act = _ACTS.get(request.POST.get("act", ""))
    account: Any = request.user
    wanted = request.POST.getlist("work")
    mine = own_works(account).exclude(stage=Stage.WITHDRAWN).filter(public__in=wanted)
    ids = list(mine.values_list("public", flat=True))
    if act is None or len(ids) < len(set(wanted)):
        raise NotFoundError("There is no such story of yours here.")
    if not ids:
        messages.error(request, _("Tick the stories you mean. Nothing was changed."))
        return redirect("mine")
    if request.POST.get("sure") != "yes" and act in (_take_down, _name_off):
        return render(request, "mine/sure.html", _asked(request, ids))
    number = act(request, ids)
    messages.success(
        request,
        ngettext("%(n)d story changed.", "%(n)d stories changed.", number)
        % {"n": number},
    )
    return redirect("mine")


@require_POST
def for_all(request: HttpRequest) -> HttpResponse:
    """Do what the author says once for a name: name off all, never import or write."""
    account: Any = request.user
    creator = own_creators(account).filter(public=request.POST.get("creator", ""))
    row = creator.first()
    act = request.POST.get("act", "")
    if row is None or act not in ("name-off", "never-import", "never-write"):
        raise NotFoundError("There is no such name of yours here.")
    if request.POST.get("sure") != "yes":
        return render(request, "mine/sure_all.html", {"creator": row, "act": act})
    by = account.username
    if act == "name-off":
        text = request.POST.get("text") == "yes"
        take_name_off(row.public, by=by, text=text)
        told = _("Your name is taken off everything here.")
    elif act == "never-import":
        never_import(row.public, by=by, why=_("by wish of the author"))
        told = _("Nothing of yours will be brought in again.")
    else:
        never_write(row.public, by=by)
        told = _("No letter will be written to you again.")
    messages.success(request, told)
    return redirect("mine")


@require_POST
def take_back(request: HttpRequest, step_id: str) -> HttpResponse:
    """Undo what the author did."""
    account: Any = request.user
    step = own_steps(account).filter(public=step_id).first()
    if step is None or not may_take_back(account, step):
        raise NotFoundError("There is nothing of yours to take back here.")
    try:
        undo_step(step.public, by=account.username)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken back. Everything is as it was before."))
    return redirect("mine")


def _asked(request: HttpRequest, ids: Sequence[str]) -> dict[str, Any]:
    account: Any = request.user
    works = own_works(account).filter(public__in=ids)
    return {"works": works, "act": request.POST["act"], "days": WINDOW.days}


def _leave(request: HttpRequest, ids: Sequence[str]) -> int:
    return leave_works(ids, by=_name(request))


def _members(request: HttpRequest, ids: Sequence[str]) -> int:
    return restrict_works(ids, Audience.MEMBERS, by=_name(request))


def _everybody(request: HttpRequest, ids: Sequence[str]) -> int:
    return restrict_works(ids, Audience.ALL, by=_name(request))


def _take_down(request: HttpRequest, ids: Sequence[str]) -> int:
    for each in ids:
        withdraw_work(each, by=_name(request), why=_("by wish of the author"))
    return len(ids)


def _name_off(request: HttpRequest, ids: Sequence[str]) -> int:
    account: Any = request.user
    text, number = request.POST.get("text") == "yes", 0
    for creator in own_creators(account):
        its = own_works(account).filter(
            public__in=ids, creatorships__pseud__creator=creator
        )
        some = list(dict.fromkeys(its.values_list("public", flat=True)))
        if some:
            number += take_name_off(
                creator.public, ids=some, by=_name(request), text=text
            )
    return number


def _name(request: HttpRequest) -> str:
    return request.user.get_username()


_ACTS = {
    "leave": _leave,
    "members": _members,
    "everybody": _everybody,
    "take-down": _take_down,
    "name-off": _name_off,
}
