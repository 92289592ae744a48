"""Members talk about stories: comments, answers, thanks; authors mind what is said."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.bar_account import (
    bar_account,
    let_account,
    mute_author,
)
from fanfold.archive.actions.give_kudos import give_kudos, has_given, take_kudos_back
from fanfold.archive.actions.mind_comments import CLOSED, mind_comment, open_comments
from fanfold.archive.actions.say_something import (
    may_change,
    say,
    say_it_anew,
    take_it_away,
)
from fanfold.archive.queries import gatherings
from fanfold.archive.queries.barring import own_barrings
from fanfold.archive.queries.owned import readable
from fanfold.archive.queries.talking import (
    comment_of,
    is_minder,
    may_comment,
    thanks_for,
)
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.text.house import plain
from fanfold.web.access import reader_of, too_many
from fanfold.web.pages.gate import safe_path


def here(request: HttpRequest, work_id: str, answers: str) -> dict[str, Any]:
    """Return what the reader may do on the page of a work's comments.

    answers: public id of the comment to be answered, "" for none.
    """
    user: Any = request.user
    reader = reader_of(request)
    work = readable(work_id, reader)
    told = work.comments.filter(public=answers, hidden=False, waiting=False)
    return {
        "minds": user.is_authenticated and is_minder(user, work),
        "may_say": may_comment(user, work),
        "is_open": work.comments_from != CLOSED,
        "waits": work.comments_wait,
        "kudos": thanks_for(work, reader),
        "has_given": user.is_authenticated and has_given(work, user),
        "answers": told.first() if answers else None,
    }


@require_POST
def say_so(request: HttpRequest, work_id: str) -> HttpResponse:
    """Add a comment, or an answer to one."""
    account: Any = request.user
    work = readable(work_id, reader_of(request))
    if not ratelimit.consume(request, action="comment", user=account):
        return too_many(request)
    told = request.POST.get("text", ""), request.POST.get("answers", "")
    try:
        made = say(work, told[0], account=account, answers=told[1])
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect("work-comments", work_id=work_id)
    if made.waiting:
        messages.success(request, _("Sent. It is seen once the author lets it in."))
    return _back(work_id, made.public)


@require_POST
def kudos(request: HttpRequest, work_id: str) -> HttpResponse:
    """Thank for a story, or take the thanks back."""
    account: Any = request.user
    reader = reader_of(request)
    work = readable(work_id, reader)
    if request.POST.get("do") == "back":
        take_kudos_back(work, account=account)
    elif thanks_for(work, reader) is None:
        raise NotFoundError("There is nothing to thank for yet.")
    else:
        give_kudos(work, account=account)
    return redirect("work-comments", work_id=work_id)


@require_POST
def decide(request: HttpRequest, work_id: str) -> HttpResponse:
    """Say whether members may comment, and whether comments wait."""
    account: Any = request.user
    work = readable(work_id, reader_of(request))
    wanted = {name: request.POST.get(name) == "yes" for name in ("open", "wait")}
    open_comments(work, is_open=wanted["open"], wait=wanted["wait"], account=account)
    messages.success(request, _("Saved."))
    return redirect("work-comments", work_id=work_id)


def change(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Write an own comment anew."""
    account: Any = request.user
    row = comment_of(comment_id, reader_of(request))
    if row.account_id != account.pk or row.work is None:
        raise NotFoundError("There is no such comment of yours here.")
    if request.method == "POST":
        try:
            say_it_anew(row, request.POST.get("text", ""), account=account)
        except RefusedDecisionError as error:
            messages.error(request, str(error))
        return _back(row.work.public, row.public)
    words = plain(row.text.replace("</p><p>", "\n\n").replace("<br>", "\n"))
    told = {"row": row, "words": words, "may_change": may_change(row, account)}
    return render(request, "talking/change.html", told)


@require_POST
def away(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Take an own comment away."""
    account: Any = request.user
    row = comment_of(comment_id, reader_of(request))
    work = row.work.public if row.work else ""
    take_it_away(row, account=account)
    return redirect("work-comments", work_id=work)


@require_POST
def mind(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Let a comment in, hide it, freeze it, or the other way round."""
    account: Any = request.user
    row = comment_of(comment_id, reader_of(request))
    mind_comment(row, request.POST.get("deed", ""), account=account)
    if "next" in request.POST:
        return redirect(safe_path(request.POST["next"]))
    return _back(row.work.public if row.work else "", row.public)


@require_POST
def bar(request: HttpRequest, comment_id: str) -> HttpResponse:
    """Block or mute who wrote a comment."""
    account: Any = request.user
    row = comment_of(comment_id, reader_of(request))
    try:
        bar_account(row.account, request.POST.get("kind", ""), account=account)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    return redirect("barred")


@require_POST
def mute(request: HttpRequest, pseud_id: str) -> HttpResponse:
    """Mute an author: the stories stand in no list of this reader's."""
    account: Any = request.user
    pseud = gatherings.author(pseud_id, reader_of(request))[0]
    try:
        mute_author(pseud.creator, account=account)
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    return redirect("barred")


def barred(request: HttpRequest) -> HttpResponse:
    """Whom the reader blocks or mutes."""
    account: Any = request.user
    told = {"barrings": own_barrings(account, reader_of(request))}
    return render(request, "talking/barred.html", told)


@require_POST
def barred_off(request: HttpRequest, row_id: str) -> HttpResponse:
    """Take a block or a mute back."""
    account: Any = request.user
    let_account(row_id, account=account)
    return redirect("barred")


def _back(work_id: str, comment_id: str) -> HttpResponse:
    return redirect(f"{reverse('work-comments', args=[work_id])}#{comment_id}")
