"""One story of an import: the original as it was, and beside it what was read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from csp.decorators import csp_exempt, csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin

from fanfold.archive import shelf
from fanfold.archive.actions.accept_draft import with_decisions
from fanfold.archive.actions.answer_questions import answer_questions, set_field
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.models import ImportPlan, PlanItem
from fanfold.archive.plan import item_of, questions_of
from fanfold.archive.reader import KEEPER
from fanfold.archive.review import (
    Entry,
    given_about,
    item_row,
    may_be_shown,
    names_of,
    plan_of,
    review_of,
    seen_in,
    told,
)
from fanfold.archive.rewriting import SETTABLE
from fanfold.errors import NotFoundError, RecordError, RefusedDecisionError
from fanfold.intake import as_it_was
from fanfold.intake.answering import hint
from fanfold.intake.corrections import FIXED
from fanfold.intake.ports import Item, Outcome, Question
from fanfold.keep.originals import Originals
from fanfold.model.draft import DraftWork, settled
from fanfold.model.evidence import best
from fanfold.model.work import Work
from fanfold.text.house import plain
from fanfold.web import typed
from fanfold.web.pages.desk.review import (
    Choice,
    choices,
    frame,
    policy,
    said,
    say_answered,
)
from fanfold.web.pages.desk.saying import say_done, why_of
from fanfold.web.questions import HARMS, STATES, kind_of
from fanfold.web.settings import CONFIGURATION
from fanfold.web.telling import FIELDS, ToldField, told_fields

#: Of a package that knows only views without arguments.
_framing: Any = csp_update({"frame-src": ["'self'"]})
_apart: Any = csp_exempt()
#: The three ways to look at an original.
VIEWS: dict[str, Any] = {
    "source": gettext_lazy("Source"),
    "page": gettext_lazy("As it looked"),
    "hex": gettext_lazy("Bytes"),
}
#: Nothing of an old page may run, load, send or lead anywhere.
_NOTHING = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it was read. line: of the original, 0 for none that is shown.

    others: what else was claimed, as a form takes it. value: as it is typed.
    """

    field: str
    name: Any
    told: ToldField
    line: int
    others: tuple[str, ...]
    value: str
    choices: tuple[str, ...]
    lines: bool
    short: bool
    settable: bool


@dataclass(frozen=True, slots=True)
class Open:
    """One open question about the story. first: its answers have the keys."""

    question: Question
    kind: Any
    harm: Any
    choices: list[Choice]
    hint: str
    alike: int
    group: str
    left_by: str
    first: bool


@_framing
def page(request: HttpRequest, plan_id: str, key: str) -> HttpResponse:
    """The story's questions, the original, and every field."""
    plan = plan_of(request.user, plan_id)
    row = item_row(plan, key, request.user)
    if request.method == "POST":
        return _do(request, plan, row)
    review = review_of(plan)
    item = item_of(row)
    work = _work(row, item)
    digest, steps = _original(row, item)
    entries = review.about(key)
    opened = as_it_was.opened(_originals(), digest, steps) if digest else None
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "source"
    before, after = review.around(key)
    shown = {
        **frame(request, plan, review),
        "item": item,
        "work": row.work,
        "title": plain(work.title),
        "authors": [plain(each) for each in work.authors],
        "state": STATES.get(item.outcome, ""),
        "name": names_of(plan, seen_in(item)).get(digest, ""),
        "questions": _open(plan, review.groups, entries),
        "fields": _fields(work, item, digest, opened is not None and view == "source"),
        "texts": [each for each in told_fields(work) if each.field == "html"],
        "addable": [
            (field, FIELDS[field])
            for field in FIELDS
            if field in SETTABLE and not work.claims(field)
        ],
        "view": view,
        "views": VIEWS.items(),
        "digest": digest if opened is not None else "",
        "names": FIELDS,
        "before": before,
        "after": after,
        **(_looked_at(request, view, opened, item, digest) if opened else {}),
    }
    return render(request, "desk/review/item.html", shown)


def _looked_at(
    request: HttpRequest,
    view: str,
    opened: as_it_was.Opened,
    item: Item,
    digest: str,
) -> dict[str, Any]:
    marks = as_it_was.marks_of(item.draft, digest)
    if view == "hex":
        first = marks[0].line if marks else 1
        start = _number(request.GET.get("at"), as_it_was.offset_of(opened.raw, first))
        start = min(start, max(0, len(opened.raw) - 1))
        page = as_it_was.WIDTH * as_it_was.ROWS
        start -= start % as_it_was.WIDTH
        return {
            "rows": as_it_was.rows(opened.raw, start),
            "back": max(0, start - page) if start else None,
            "on": start + page if start + page < len(opened.raw) else None,
        }
    if view == "source":
        start = max(1, _number(request.GET.get("from"), 1))
        lines = as_it_was.source(opened, marks, start)
        last, end = opened.text.count("\n") + 1, start + as_it_was.LINES
        return {
            "lines": lines,
            "back": max(1, start - as_it_was.LINES) if start > 1 else None,
            "on": end if end <= last else None,
        }
    return {}


def _number(text: str | None, otherwise: int) -> int:
    fits = text is not None and text.isascii() and text.isdecimal() and len(text) < 9
    return int(text or 0) if fits else otherwise


@_apart
@xframe_options_sameorigin
def as_page(request: HttpRequest, plan_id: str, key: str) -> HttpResponse:
    """The original as it looked, for the frame: nothing of it runs or loads."""
    plan = plan_of(request.user, plan_id)
    row = item_row(plan, key, request.user)
    digest, steps = _original(row, item_of(row))
    opened = as_it_was.opened(_originals(), digest, steps) if digest else None
    if opened is None:
        raise NotFoundError("There is no such original here.")
    response = HttpResponse(opened.page, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = _NOTHING
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _originals() -> Originals:
    return Originals(CONFIGURATION.originals)


def _original(row: PlanItem, item: Item) -> tuple[str, Any]:
    """Return (SHA-256, steps) of what may be shown beside an item; ("", ()) of none."""
    digest, steps = as_it_was.own_original(item.reader, item.draft)
    if digest and may_be_shown(digest, row):
        return digest, steps
    return "", ()


def _work(row: PlanItem, item: Item) -> Work:
    """Return the work as it is, or as it would come in with what was answered."""
    if row.outcome == Outcome.ADDED:
        return shelf.work(row.work, reader=KEEPER, texts=shelf.NONE)
    draft = item.draft
    if not isinstance(draft, DraftWork):
        raise NotFoundError("There is no such story here.")
    by_code = {each.code: each.field for each in questions_of(row) if each.field}
    values = [
        (by_code.get(code) or code.removeprefix(FIXED), value)
        for code, (value, _by) in given_about(row.key).items()
        if value is not None and (code in by_code or code.startswith(FIXED))
    ]
    return settled(with_decisions(draft, values, by=""))


def _open(
    plan: ImportPlan, groups: tuple[Any, ...], entries: tuple[Entry, ...]
) -> list[Open]:
    sizes = {id(e): group for group in groups for e in group.entries}
    found = told(plan, [each.asked for each in entries])
    made = []
    for number, (entry, (asked, _item)) in enumerate(zip(entries, found, strict=False)):
        group = sizes.get(id(entry))
        made.append(
            Open(
                asked.question,
                kind_of(asked.question),
                HARMS[entry.harm],
                choices(asked.question),
                hint(asked.question),
                len(group.entries) - 1 if group else 0,
                group.id if group else "",
                entry.left_by,
                number == 0,
            )
        )
    return made


def _fields(work: Work, item: Item, digest: str, lit: bool) -> list[Field]:
    made = []
    claimed = {each.field: each for each in told_fields(work) if each.field != "html"}
    for field in (name for name in FIELDS if name in claimed):
        told = claimed[field]
        chief = best(work.claims(field))
        seen = best(getattr(item.draft, field, ()) or ())
        line = as_it_was.line_of(seen.evidence, digest) if seen and lit else 0
        settable = field in SETTABLE
        others = []
        for each in work.claims(field) if settable else ():
            value: dict[str, Any] = {field: each.value}
            said = typed.typed(replace(work, **value), field)
            if each is not chief and said and said not in others:
                others.append(said)
        made.append(
            Field(
                field,
                FIELDS[field],
                told,
                line,
                tuple(each for each in others if each != typed.typed(work, field)),
                typed.typed(work, field) if settable else "",
                typed.CHOICES.get(field, ()),
                field in typed.LINES,
                field in typed.SHORT,
                settable,
            )
        )
    return made


def _do(request: HttpRequest, plan: ImportPlan, row: PlanItem) -> HttpResponse:
    """Answer one question, or set one field; then on to the next story."""
    review = review_of(plan)
    _before, after = review.around(row.key)
    try:
        _done(request, plan, row, review.about(row.key))
    except (RefusedDecisionError, RecordError) as error:
        messages.error(request, str(error))
        return redirect("desk-import-review-item", plan_id=plan.public, key=row.key)
    left = [each for each in review_of(plan).about(row.key) if not each.left_by]
    stays = left or "field" in request.POST
    key = row.key if stays else after
    if not key or (not stays and key == row.key):
        return redirect("desk-import-review", plan_id=plan.public)
    return redirect("desk-import-review-item", plan_id=plan.public, key=key)


def _done(
    request: HttpRequest,
    plan: ImportPlan,
    row: PlanItem,
    entries: tuple[Entry, ...],
) -> None:
    by = request.user.get_username()
    field = request.POST.get("field", "")
    if field:
        _set(request, plan, row, entries, field)
        return
    code = request.POST.get("code", "")
    entry = next((each for each in entries if each.asked.question.code == code), None)
    if entry is None:
        raise RefusedDecisionError(_("That is not open any more. Nothing was changed."))
    value = said(request, entry.asked.question)
    done = answer_questions(
        plan, [entry.asked], value, policy=policy(), by=by, why=why_of(request)
    )
    say_answered(request, done)


def _set(
    request: HttpRequest,
    plan: ImportPlan,
    row: PlanItem,
    entries: tuple[Entry, ...],
    field: str,
) -> None:
    by = request.user.get_username()
    item = item_of(row)
    work = _work(row, item)
    value = typed.read(work, field, request.POST.get("value", ""))
    asked = next((e.asked for e in entries if e.asked.question.field == field), None)
    if asked is not None and value is not None:
        say_answered(
            request, answer_questions(plan, [asked], value, policy=policy(), by=by)
        )
    elif row.outcome == Outcome.ADDED:
        changed = edit_works([row.work], [(field, value)], by=by, why=why_of(request))
        say_done(request, _("The field is set."), changed=changed > 0)
    elif value is None:
        raise RefusedDecisionError(
            _("Nothing was typed. A field can be emptied once the story is in.")
        )
    else:
        set_field(plan, row.key, field, value, policy=policy(), by=by)
        say_done(request, _("The field is set."))
