"""Stories at the desk: the list of what waits, and acts on many of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.move_works import hide_works, restrict_works
from fanfold.archive.actions.publish_works import publish_works
from fanfold.archive.models import Work
from fanfold.archive.powers import Power, may
from fanfold.archive.queries.desk import seen
from fanfold.archive.rewriting import SETTABLE
from fanfold.errors import NotFoundError, RecordError, RefusedDecisionError
from fanfold.model.work import Audience, Stage
from fanfold.model.work import Work as ModelWork
from fanfold.web import typed
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.saying import say_done, why_of
from fanfold.web.telling import FIELDS

_PAGE = 50
STAGES: dict[str, Any] = {
    Stage.UNREVIEWED: gettext_lazy("not reviewed yet"),
    Stage.HIDDEN: gettext_lazy("hidden"),
    Stage.SHOWN: gettext_lazy("shown"),
}
#: What may be done, and the power it takes.
ACTS: dict[str, tuple[Any, Power]] = {
    "show": (gettext_lazy("show to all"), Power.REVIEW),
    "members": (gettext_lazy("show to members alone"), Power.REVIEW),
    "hide": (gettext_lazy("hide, with the reason as a notice"), Power.HIDE),
    "edit": (gettext_lazy("set a field"), Power.REVIEW),
}
#: A work of which nothing is said: what many works' fields are read against.
_NOTHING = ModelWork(id="", title="")


def list_page(request: HttpRequest) -> HttpResponse:
    """The stories in one stage, with ticks."""
    stage = request.GET.get("stage", "")
    stage = stage if stage in STAGES else Stage.UNREVIEWED.value
    words = " ".join(request.GET.get("words", "").replace("\0", " ").split())[:100]
    rows = seen(reader_of(request)).filter(stage=stage)
    if words:
        rows = rows.filter(title__icontains=words)
    rows = rows.prefetch_related("creatorships__pseud").order_by("-added_at", "-pk")
    shown = {
        "works": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "stage": stage,
        "stages": STAGES.items(),
        "words": words,
        "query": urlencode({"stage": stage, "words": words}),
        "acts": acts_of(request.user),
        "fields": [(field, FIELDS[field]) for field in SETTABLE],
    }
    return render(request, "desk/works.html", shown)


@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Show what an act would change; with the second yes, do it as one step."""
    act = request.POST.get("act", "")
    rows = chosen(request)
    if act not in dict(acts_of(request.user)):
        raise NotFoundError("There is no such thing to do here.")
    back = redirect(f"{reverse('desk-works')}?{urlencode({'stage': _stage(request)})}")
    if not rows:
        messages.error(request, _("Tick the stories you mean. Nothing was changed."))
        return back
    if request.POST.get("sure") != "yes":
        return _preview(request, act, rows)
    if perform(request, act, [row.public for row in rows]):
        return back
    return _preview(request, act, rows)


def acts_of(account: Any) -> list[tuple[str, Any]]:
    """Return what an account may do with stories, each with its name."""
    return [(act, name) for act, (name, power) in ACTS.items() if may(account, power)]


def chosen(request: HttpRequest) -> list[Work]:
    """Return the works that were ticked. Raises NotFoundError for one not seen."""
    ids = {each.replace("\0", "") for each in request.POST.getlist("work")}
    rows = list(seen(reader_of(request)).filter(public__in=ids).order_by("pk"))
    if len(rows) < len(ids):
        raise NotFoundError("There is no such story here.")
    return rows


def perform(request: HttpRequest, act: str, ids: Sequence[str]) -> bool:
    """Do an act and tell what it did; return whether it could be done."""
    try:
        number = _DONE[act](request, ids)
    except (RefusedDecisionError, RecordError) as error:
        messages.error(request, str(error))
        return False
    told = ngettext("%(n)d story changed.", "%(n)d stories changed.", number)
    say_done(request, told % {"n": number}, changed=number > 0)
    return True


def _preview(request: HttpRequest, act: str, rows: Sequence[Work]) -> HttpResponse:
    field = request.POST.get("field", "")
    if act == "edit" and field not in SETTABLE:
        raise NotFoundError("There is no such field here.")
    shown = {
        "works": rows,
        "act": act,
        "act_name": ACTS[act][0],
        "field": field if act == "edit" else "",
        "field_name": FIELDS.get(field, ""),
        "choices": typed.CHOICES.get(field),
        "lines": field in typed.LINES,
        "value": request.POST.get("value", ""),
        "stage": _stage(request),
    }
    return render(request, "desk/works_sure.html", shown)


def _stage(request: HttpRequest) -> str:
    stage = request.POST.get("stage", "")
    return stage if stage in STAGES else Stage.UNREVIEWED.value


def _show(request: HttpRequest, ids: Sequence[str]) -> int:
    return _publish(request, ids, Audience.ALL)


def _members(request: HttpRequest, ids: Sequence[str]) -> int:
    return _publish(request, ids, Audience.MEMBERS)


def _publish(request: HttpRequest, ids: Sequence[str], audience: Audience) -> int:
    by, why = request.user.get_username(), why_of(request)
    shown = Work.objects.filter(public__in=ids).exclude(stage=Stage.SHOWN)
    if not shown.exists():
        return restrict_works(ids, audience, by=by, why=why)
    return publish_works(ids, stages=None, audience=audience, by=by, why=why)


def _hide(request: HttpRequest, ids: Sequence[str]) -> int:
    return hide_works(ids, notice=why_of(request), by=request.user.get_username())


def _edit(request: HttpRequest, ids: Sequence[str]) -> int:
    field = request.POST.get("field", "")
    value = typed.read(_NOTHING, field, request.POST.get("value", ""))
    by, why = request.user.get_username(), why_of(request)
    return edit_works(ids, [(field, value)], by=by, why=why)


_DONE: dict[str, Callable[[HttpRequest, Sequence[str]], int]] = {
    "show": _show,
    "members": _members,
    "hide": _hide,
    "edit": _edit,
}
