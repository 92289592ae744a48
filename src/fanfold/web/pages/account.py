"""The reader's own account: what it is set to, what it holds, how it ends."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from fanfold.archive.actions.change_account import end_visits, show_adult
from fanfold.archive.actions.erase_person import erase_person
from fanfold.archive.actions.remember_reading import keep_history
from fanfold.archive.models import Account, Pseud
from fanfold.archive.own_export import own_export
from fanfold.archive.own_stories import own_stories
from fanfold.archive.queries.claiming import own_works
from fanfold.errors import RefusedDecisionError
from fanfold.model.work import Stage
from fanfold.web.access import PAST_THE_GATE, reader_of


def page(request: HttpRequest) -> HttpResponse:
    """What the account is, with a form for each thing that can be set."""
    user: Any = request.user
    names = Pseud.objects.filter(creator__account=user).order_by("name")
    told = {
        "account": user,
        "pen_names": list(names),
        "has_second_step": is_mfa_enabled(user),
    }
    return render(request, "own/account.html", told)


@require_POST
def adult(request: HttpRequest) -> HttpResponse:
    """Remember that adult stories are to be shown, or not."""
    wanted = request.POST.get("answer") == "yes"
    show_adult(wanted, account=_account(request))
    if not wanted:
        # The choice for this visit goes with it: "do not show" means now.
        request.session.pop(PAST_THE_GATE, None)
    return redirect("account")


@require_POST
def history(request: HttpRequest) -> HttpResponse:
    """Begin to keep what is read, or stop and forget it."""
    keep_history(request.POST.get("answer") == "yes", account=_account(request))
    return redirect("account")


@require_POST
def everywhere(request: HttpRequest) -> HttpResponse:
    """Sign out on every device, this one too."""
    end_visits(account=_account(request))
    logout(request)
    return redirect("home")


@reauthentication_required(app="allauth.mfa")
def export(request: HttpRequest) -> HttpResponse:
    """All that the account holds, as a file."""
    user: Any = request.user
    told = own_export(user, reader_of(request))
    options = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(told, json_dumps_params=options)
    response["Content-Disposition"] = 'attachment; filename="my-account.json"'
    return response


@reauthentication_required(app="allauth.mfa")
def stories(request: HttpRequest) -> FileResponse:
    """Every story of the reader's own as a zip: records, books, what was typed."""
    stream = TemporaryFile()  # noqa: SIM115 - the answer closes it
    own_stories(_user(request), stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename="my-stories.zip")


@reauthentication_required(app="allauth.mfa")
def close(request: HttpRequest) -> HttpResponse:
    """Ask what shall become of what one wrote, then whether it is meant; and erase."""
    user = _user(request)
    works = own_works(user).exclude(stage__in=(Stage.WITHDRAWN, Stage.DRAFT))
    asked = [(row, request.POST.get(f"story-{row.public}", "leave")) for row in works]
    told: dict[str, Any] = {
        "account": user,
        "works": asked,
        "drafts": own_works(user).filter(stage=Stage.DRAFT).count(),
        "said": user.comments.count(),
        "comments": request.POST.get("comments", "remove"),
    }
    if request.method != "POST":
        return render(request, "own/close.html", told)
    if request.POST.get("name") == user.username:
        wished = {row.public: choice for row, choice in asked}
        try:
            erase_person(user, stories=wished, comments=told["comments"])
        except RefusedDecisionError as error:
            told["refused"] = str(error)
            return render(request, "own/close.html", told, status=409)
        logout(request)
        return render(request, "own/closed.html")
    told["wrong"] = "name" in request.POST
    return render(request, "own/close_sure.html", told)


def _user(request: HttpRequest) -> Account:
    user: Any = request.user
    found: Account = user
    return found


def _account(request: HttpRequest) -> int:
    user: Any = request.user
    return int(user.pk)
