"""What an import asks: groups first, with a look at what an answer changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fanfold.archive.actions.answer_questions import (
    Answered,
    answer_questions,
    take_further,
)
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.answers import Answers
from fanfold.archive.models import ImportPlan
from fanfold.archive.policy import Policy
from fanfold.archive.review import (
    Entry,
    Group,
    Review,
    last_answer,
    plan_of,
    plans_of,
    review_of,
    reviews_of,
    told,
)
from fanfold.archive.rules import Rules
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.intake.answering import as_read, hint, typed
from fanfold.intake.asking import Asked, Session
from fanfold.intake.ports import Question
from fanfold.model.draft import DraftWork, settled
from fanfold.model.work import Audience, Stage
from fanfold.web.pages.desk.saying import say_done, why_of
from fanfold.web.questions import HARMS, STATES, choice, kind_of, labels_alone
from fanfold.web.settings import CONFIGURATION
from fanfold.web.telling import FIELDS

_PAGE = 20
#: Stories that a page names.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer on offer. key: the number on its button; suggested: by the program."""

    key: int
    words: str
    note: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question in a list. before, after: what was read, what an answer makes."""

    item: str
    title: str
    name: str
    entry: Entry | None = None
    before: str = ""
    after: str = ""

    @property
    def harm(self) -> Any:
        """What a wrong guess would harm."""
        return HARMS[self.entry.harm] if self.entry else ""

    @property
    def kind(self) -> Any:
        """What is asked."""
        return kind_of(self.entry.asked.question) if self.entry else ""


def list_page(request: HttpRequest) -> HttpResponse:
    """The imports of this person, with what is open in each."""
    rows = Paginator(plans_of(request.user), _PAGE)
    found = rows.get_page(request.GET.get("page"))
    reviews = reviews_of(list(found))
    shown = {
        "rows": found,
        "plans": [(plan, reviews[plan.pk]) for plan in found],
    }
    return render(request, "desk/review/imports.html", shown)


def queue(request: HttpRequest, plan_id: str) -> HttpResponse:
    """One import: what many stories ask, then one after the other, the worst first."""
    plan = plan_of(request.user, plan_id)
    review = review_of(plan)
    pages = Paginator(review.single, SHOWN)
    found = pages.get_page(request.GET.get("page"))
    shown = {
        **frame(request, plan, review),
        "groups": [
            (group, kind_of(group.first.asked.question)) for group in review.groups
        ],
        "rows": found,
        "lines": _lines(plan, list(found)),
        "open": sum(not each.left_by for each in review.entries),
        "left": sum(bool(each.left_by) for each in review.entries),
        "first": review.entries[0].asked.item if review.entries else "",
    }
    return render(request, "desk/review/queue.html", shown)


def group(request: HttpRequest, plan_id: str, group_id: str) -> HttpResponse:
    """All that ask the same: the answers on offer, then what one of them changes."""
    plan = plan_of(request.user, plan_id)
    review = review_of(plan)
    if request.method == "POST":
        try:
            alike = review.group(group_id)
        except NotFoundError:
            messages.error(request, _("Nothing of that kind is open any more."))
            return redirect("desk-import-review", plan_id=plan_id)
        return _answer(request, plan, alike)
    alike = review.group(group_id)
    question = told_first(plan, alike).question
    shown = {
        **frame(request, plan, review),
        "group": alike,
        "question": question,
        "kind": kind_of(question),
        "choices": choices(question),
        "hint": hint(question),
        "state": STATES[alike.first.outcome],
        "lines": _lines(plan, alike.entries[:SHOWN], read=True),
        "more": max(0, len(alike.entries) - SHOWN),
    }
    return render(request, "desk/review/group.html", shown)


def _answer(request: HttpRequest, plan: ImportPlan, alike: Group) -> HttpResponse:
    """Show what an answer changes; with the second yes, give it."""
    back = redirect("desk-import-review-group", plan_id=plan.public, group_id=alike.id)
    try:
        value = said(request, alike.first.asked.question)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return back
    count = str(len(alike.entries))
    if request.POST.get("sure") != "yes":
        return _preview(request, plan, alike, value)
    if request.POST.get("count") != count:
        messages.error(
            request,
            _("The questions are others by now. Look again. Nothing was changed."),
        )
        return _preview(request, plan, alike, value)
    as_rule = request.POST.get("rule") == "yes"
    done = answer_questions(
        plan,
        alike.asked,
        value,
        policy=policy(),
        by=request.user.get_username(),
        why=why_of(request),
        as_rule=as_rule,
    )
    say_answered(request, done)
    return redirect("desk-import-review", plan_id=plan.public)


def _preview(
    request: HttpRequest, plan: ImportPlan, alike: Group, value: object
) -> HttpResponse:
    session = Session(
        alike.asked, answers=Answers(), rules=Rules(), by=request.user.get_username()
    )
    meant = [(each, None) for each in alike.asked] if value is None else []
    pairs = meant or session.preview(value)
    lines = [
        _changed(line, asked.question, each)
        for line, (asked, each) in zip(
            _told_lines(plan, [asked for asked, _ in pairs[:SHOWN]]),
            pairs[:SHOWN],
            strict=False,
        )
    ]
    question = alike.first.asked.question
    shown = {
        "plan": plan,
        "group": alike,
        "kind": kind_of(question),
        "answer": labels_alone(question, value) if value is not None else "",
        "field": FIELDS.get(question.field, ""),
        "outcome": alike.first.outcome.value,
        "count": len(alike.entries),
        "changes": len(pairs),
        "lines": lines,
        "more": max(0, len(pairs) - SHOWN),
        "choice": request.POST.get("choice", ""),
        "text": request.POST.get("text", ""),
    }
    return render(request, "desk/review/sure.html", shown)


def _changed(line: Line, question: Question, value: object) -> Line:
    after = choice(question, value) if value is not None else ""
    return Line(line.item, line.title, line.name, None, line.before, after)


def said(request: HttpRequest, question: Question) -> object:
    """Return the answer that a form holds; None for "leave it open".

    Raises RefusedDecisionError where it holds none that fits.
    """
    picked = request.POST.get("choice", "")
    if picked == "skip":
        return None
    if picked == "suggested" and question.suggestion is not None:
        return question.suggestion
    if picked.isascii() and picked.isdecimal() and len(picked) < 4:
        at = int(picked) - 1
        if 0 <= at < len(question.choices):
            return question.choices[at]
    if picked == "fix" and hint(question):
        return typed(question, request.POST.get("text", "").replace("\0", " "))
    raise RefusedDecisionError("That is none of the answers. Nothing was changed.")


@require_POST
def undo(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Take this person's last answer in this import back, as a whole."""
    plan = plan_of(request.user, plan_id)
    last = last_answer(plan, request.user)
    back = redirect(_back(request, plan))
    if last is None:
        messages.error(request, _("There is nothing to take back."))
        return back
    try:
        undo_step(last.public, by=request.user.get_username())
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return back
    messages.success(request, _("Taken back. Everything is as it was before."))
    return back


def _back(request: HttpRequest, plan: ImportPlan) -> str:
    item = request.POST.get("item", "").replace("\0", "")[:100]
    if item:
        return reverse("desk-import-review-item", args=[plan.public, item])
    return reverse("desk-import-review", args=[plan.public])


@require_POST
def go_on(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Take the next of those that are answered further."""
    plan = plan_of(request.user, plan_id)
    last = last_answer(plan, request.user)
    of = request.POST.get("of", "")
    try:
        done = take_further(
            plan,
            policy=policy(),
            by=request.user.get_username(),
            of=of if last is not None and last.public == of else "",
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        say_answered(request, done)
    return redirect("desk-import-review", plan_id=plan_id)


def say_answered(request: HttpRequest, done: Answered) -> None:
    """Tell what an answer did, with the way to take it back."""
    words = []
    if done.answers:
        one = ngettext(
            "%(n)d question answered.", "%(n)d questions answered.", done.answers
        )
        words.append(one % {"n": done.answers})
    if done.added:
        came = ngettext("%(n)d story came in.", "%(n)d stories came in.", done.added)
        words.append(came % {"n": done.added})
    if done.changed:
        told = ngettext("%(n)d story changed.", "%(n)d stories changed.", done.changed)
        words.append(told % {"n": done.changed})
    say_done(request, " ".join(words) or _("Done."))


def policy() -> Policy:
    """Return what this archive does with stories that come in."""
    wish = CONFIGURATION.policy
    return Policy(Stage(wish.stage), Audience(wish.audience))


def frame(request: HttpRequest, plan: ImportPlan, review: Review) -> dict[str, Any]:
    """Return what every page of an import's review has."""
    return {
        "plan": plan,
        "review": review,
        "ready": len(review.ready),
        "last": last_answer(plan, request.user),
    }


def choices(question: Question) -> list[Choice]:
    """Return the answers on offer, numbered."""
    notes = (*question.notes, *("" for _ in question.choices))
    return [
        Choice(
            at + 1,
            choice(question, each),
            notes[at],
            question.suggestion is not None and each == question.suggestion,
        )
        for at, each in enumerate(question.choices)
    ]


def told_first(plan: ImportPlan, alike: Group) -> Asked:
    """Return the first of a group with its title and place."""
    found = told(plan, [alike.first.asked])
    return found[0][0] if found else alike.first.asked


def _lines(
    plan: ImportPlan, entries: Sequence[Entry], *, read: bool = False
) -> list[Line]:
    by_key = {(e.asked.item, e.asked.question.code): e for e in entries}
    return [
        Line(
            asked.item,
            asked.title,
            asked.name,
            by_key[asked.item, asked.question.code],
            _before(item.draft, asked.question) if read else "",
        )
        for asked, item in told(plan, [each.asked for each in entries])
    ]


def _told_lines(plan: ImportPlan, asked: Sequence[Asked]) -> list[Line]:
    return [
        Line(
            each.item,
            each.title,
            each.name,
            before=_before(item.draft, each.question),
        )
        for each, item in told(plan, asked)
    ]


def _before(draft: object, question: Question) -> str:
    if not isinstance(draft, DraftWork):
        return ""
    return as_read(settled(draft), question)
