"""One story at the desk: each field with what speaks for it, state, chapters."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fanfold.archive import shelf
from fanfold.archive.actions.arrange_works import (
    choose_text,
    join_works,
    order_chapters,
    part_work,
)
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.comparing import side_by_side
from fanfold.archive.models import Chapter, TextVersion, Work
from fanfold.archive.queries.desk import permissions_of, seen
from fanfold.archive.rewriting import SETTABLE
from fanfold.errors import NotFoundError, RecordError, RefusedDecisionError
from fanfold.model.work import Work as ModelWork
from fanfold.text.addresses import removed
from fanfold.web import typed
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.gatherings import KINDS, gathered, ties_of
from fanfold.web.pages.desk.saying import say_done, why_of
from fanfold.web.pages.desk.works import STAGES, acts_of, perform
from fanfold.web.telling import FIELDS, PERMISSION_STATES, ToldField, told_fields


@dataclass(frozen=True, slots=True)
class Entry:
    """One field in the form. told: the claims about it, None where there are none."""

    field: str
    name: Any
    value: str
    choices: tuple[str, ...]
    lines: bool
    short: bool
    told: ToldField | None


def page(request: HttpRequest, work_id: str) -> HttpResponse:
    """Everything that can be said of one story, and everything done with it."""
    reader = reader_of(request)
    work = shelf.work(work_id, reader=reader, texts=shelf.NONE)
    row = _row(request, work_id)
    chapters = row.chapters.order_by("position").prefetch_related("texts")
    shown = {
        "work": work,
        "row": row,
        "stage": STAGES.get(row.stage, row.stage),
        "entries": entries(work),
        "permissions": permissions_of(row),
        "permission_states": PERMISSION_STATES,
        "chapters": chapters.defer("notes", "end_notes"),
        "ties": ties_of(row, reader),
        "kinds": KINDS.items(),
        "held": gathered(row, reader),
        "acts": [(act, name) for act, name in acts_of(request.user) if act != "edit"],
    }
    return render(request, "desk/work.html", shown)


def entries(work: ModelWork) -> list[Entry]:
    """Return every field of the form, in the order in which a person reads them."""
    claimed = {each.field: each for each in told_fields(work) if each.field != "html"}
    return [
        Entry(
            field,
            FIELDS[field],
            typed.typed(work, field),
            typed.CHOICES.get(field, ()),
            field in typed.LINES,
            field in typed.SHORT,
            claimed.get(field),
        )
        for field in FIELDS
        if field in SETTABLE
    ]


@require_POST
def edit(request: HttpRequest, work_id: str) -> HttpResponse:
    """Set the fields that were typed anew, as one step; the others stay."""
    work = shelf.work(work_id, reader=reader_of(request), texts=shelf.NONE)
    if request.POST.get("version") != str(_row(request, work_id).version):
        messages.error(
            request,
            _("The story was changed meanwhile. Look again. Nothing was changed."),
        )
        return redirect("desk-work", work_id=work_id)
    return _try(request, work_id, lambda by, why: _edited(request, work, by, why))


def _edited(
    request: HttpRequest, work: ModelWork, by: str, why: str
) -> tuple[int, str]:
    values = []
    for field in SETTABLE:
        text = request.POST.get(field)
        if text is not None and _flat(text) != _flat(typed.typed(work, field)):
            values.append((field, typed.read(work, field, text)))
    edit_works([work.id], values, by=by, why=why)
    number = len(values)
    told = ngettext("%(n)d field set.", "%(n)d fields set.", number)
    return number, told % {"n": number}


def _flat(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@require_POST
def state(request: HttpRequest, work_id: str) -> HttpResponse:
    """Show the story, to all or to members, or hide it with a notice."""
    act, row = request.POST.get("act", ""), _row(request, work_id)
    if act not in dict(acts_of(request.user)) or act == "edit":
        raise NotFoundError("There is no such thing to do here.")
    perform(request, act, [row.public])
    return redirect("desk-work", work_id=work_id)


@require_POST
def arrange(request: HttpRequest, work_id: str) -> HttpResponse:
    """Order the chapters by the numbers typed, or part those ticked off."""
    row = _row(request, work_id)
    if request.POST.get("act") == "part":
        return _try(request, work_id, lambda by, why: _parted(request, row, by, why))
    return _try(request, work_id, lambda by, why: _ordered(request, row, by, why))


def _ordered(request: HttpRequest, row: Work, by: str, why: str) -> tuple[int, str]:
    held = list(row.chapters.order_by("position").values_list("public", "position"))
    wanted = sorted(held, key=lambda each: _place(request, *each))
    changed = [public for public, _place in wanted] != [public for public, _ in held]
    order_chapters(row.public, [each for each, _place in wanted], by=by, why=why)
    return int(changed), _("The chapters stand in the new order.")


def _place(request: HttpRequest, public: str, place: int) -> tuple[float, int]:
    """Return where a chapter should stand: before the one there if it moves up."""
    text = request.POST.get(f"place-{public}", "").strip().replace(",", ".")
    try:
        wanted = float(text)
    except ValueError:
        wanted = float(place)
    if math.isnan(wanted):
        wanted = float(place)
    return wanted, (wanted > place) - (wanted < place)


def _parted(request: HttpRequest, row: Work, by: str, why: str) -> tuple[int, str]:
    title = request.POST.get("title", "").replace("\0", " ")
    typed.read(_UNTOLD, "title", title)
    ids = request.POST.getlist("chapter")
    made = part_work(row.public, ids, title=removed(title), by=by, why=why)
    return 1, _("A story of its own now: %(id)s.") % {"id": made.public}


_UNTOLD = ModelWork(id="", title="")


@require_POST
def join(request: HttpRequest, work_id: str) -> HttpResponse:
    """Put another story's chapters behind this one's; shown first."""
    row = _row(request, work_id)
    other = _row(request, request.POST.get("other", "").replace("\0", "").strip())
    if request.POST.get("sure") != "yes":
        return render(request, "desk/join.html", {"row": row, "other": other})
    return _try(request, work_id, lambda by, why: _joined(row, other, by, why))


def _joined(row: Work, other: Work, by: str, why: str) -> tuple[int, str]:
    join_works(row.public, other.public, by=by, why=why)
    return 1, _("The two are one story now.")


def chapter(request: HttpRequest, work_id: str, chapter_id: str) -> HttpResponse:
    """The versions of a chapter's text, two of them side by side; one is chosen."""
    row = _row(request, work_id)
    shelf.work(work_id, reader=reader_of(request), texts=shelf.NONE, claims=False)
    held: Chapter | None = row.chapters.filter(public=chapter_id).first()
    if held is None:
        raise NotFoundError("There is no such chapter here.")
    if request.method == "POST":
        number = _number(request.POST.get("number", ""))
        choose = lambda by, why: _chosen(held, number, by, why)  # noqa: E731
        _try(request, work_id, choose)
        return redirect("desk-chapter", work_id=work_id, chapter_id=chapter_id)
    versions = list(held.texts.order_by("number").defer("html"))
    current = next((each for each in versions if each.current), versions[-1])
    others = [each for each in versions if each is not current]
    other = _version(others, request.GET.get("with", ""))
    if other is None and others:
        other = others[-1]
    shown = {
        "row": row,
        "chapter": held,
        "versions": versions,
        "current": current,
        "other": other,
        "lines": side_by_side(removed(current.text), removed(other.text))
        if other is not None
        else [],
    }
    return render(request, "desk/chapter.html", shown)


def _chosen(held: Chapter, number: int, by: str, why: str) -> tuple[int, str]:
    changed = not held.texts.filter(number=number, current=True).exists()
    choose_text(held.public, number, by=by, why=why)
    return int(changed), _("Version %(n)d is shown now.") % {"n": number}


def _version(versions: list[TextVersion], wanted: str) -> TextVersion | None:
    number = _number(wanted)
    return next((each for each in versions if each.number == number), None)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _row(request: HttpRequest, work_id: str) -> Work:
    """Return a work as the person may see it. Raises NotFoundError."""
    row: Work | None = seen(reader_of(request)).filter(public=work_id).first()
    if row is None:
        raise NotFoundError("There is no such story here.")
    return row


def _try(
    request: HttpRequest, work_id: str, act: Callable[[str, str], tuple[int, str]]
) -> HttpResponse:
    """Do an act by (who, why) and tell what it says, or what stands in its way."""
    try:
        changed, told = act(request.user.get_username(), why_of(request))
    except (RefusedDecisionError, RecordError) as error:
        messages.error(request, str(error))
    else:
        say_done(request, told, changed=changed > 0)
    return redirect("desk-work", work_id=work_id)
