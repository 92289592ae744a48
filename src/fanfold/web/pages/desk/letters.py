"""Letters at the desk: prepared, looked at, agreed to, and what became of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fanfold.archive.actions.prepare_letters import (
    AUDIENCES,
    change_letters,
    drop_letters,
    prepare_letters,
)
from fanfold.archive.actions.send_letters import (
    agree_to_send,
    never_write_again,
    record_outcome,
    stop_sending,
)
from fanfold.archive.filling import PLACES
from fanfold.archive.models import DoNotWrite, ImportPlan, Mailing
from fanfold.archive.queries.desk import seen
from fanfold.archive.queries.letters import (
    mailing_of,
    mailings,
    outcomes,
    recipients,
)
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.web.access import reader_of
from fanfold.web.accounts.post import can_post
from fanfold.web.desk_letters import (
    as_files,
    first_text,
    person_of,
    text_for,
)
from fanfold.web.pages.desk.saying import say_done
from fanfold.web.telling import LETTER_STATES as STATES
from fanfold.web.telling import LETTERS as KINDS

#: What may be sent to many is found by these two words in the form.
_MANY = ("opening", "author")
_WEEKS = 6
_LISTED = 500


def page(request: HttpRequest) -> HttpResponse:
    """What was prepared and sent, and a form for a new one."""
    shown = {
        "mailings": [_summary(each) for each in mailings()[:50]],
        "imports": ImportPlan.objects.filter(works__isnull=False).distinct(),
        "kinds": [(kind, KINDS[kind]) for kind in _MANY],
        "barred": DoNotWrite.objects.count(),
        "until": timezone.now().date() + timedelta(weeks=_WEEKS),
        "language": get_language(),
    }
    return render(request, "desk/letters.html", shown)


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Prepare the text of a kind for some people; nothing is sent."""
    kind, audience = request.POST.get("kind", ""), request.POST.get("audience", "")
    audience, _colon, on = audience.partition(":")
    language = request.POST.get("language") or str(get_language())
    if audience not in AUDIENCES.get(kind, ()) or language not in ("en", "de"):
        raise NotFoundError("There is no such letter here.")
    subject, body = first_text(kind, audience, language)
    made = prepare_letters(
        kind,
        audience,
        on=on.replace("\0", ""),
        subject=subject,
        body=body,
        language=language,
        until=_until(request),
        by=request.user.get_username(),
    )
    return redirect("desk-letter", mailing_id=made.public)


def one(request: HttpRequest, mailing_id: str) -> HttpResponse:
    """One text: who gets it as counts, the text, and what became of the letters."""
    row = mailing_of(mailing_id)
    if request.method == "POST":
        return _changed(request, row)
    shown = {**_summary(row), **_people(request, row), "places": PLACES}
    letters = row.letters.select_related("account").prefetch_related("creator__pseuds")
    shown["letters"] = letters[:_LISTED]
    shown["states"] = STATES
    return render(request, "desk/letter.html", shown)


def sure(request: HttpRequest, mailing_id: str) -> HttpResponse:
    """The second look: the text as one person gets it, how many, and the yes."""
    row = mailing_of(mailing_id)
    if row.state != "open":
        return redirect("desk-letter", mailing_id=mailing_id)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        return _agreed(request, row)
    shown = {**_summary(row), **_people(request, row), "can_post": can_post()}
    return render(request, "desk/letter_sure.html", shown)


@require_POST
def stop(request: HttpRequest, mailing_id: str) -> HttpResponse:
    """Drop what is open; of letters on their way, those that have not left."""
    row, by = mailing_of(mailing_id), request.user.get_username()
    if row.state == "sending":
        number = stop_sending(mailing_id, by=by)
        told = ngettext("%(n)d letter stays here.", "%(n)d letters stay here.", number)
        messages.success(request, told % {"n": number})
    else:
        drop_letters(mailing_id, by=by)
        say_done(request, _("Laid aside. Nobody got it."))
    return redirect("desk-letter", mailing_id=mailing_id)


@require_POST
def record(request: HttpRequest, mailing_id: str) -> HttpResponse:
    """Note what came back of one letter."""
    row = mailing_of(mailing_id)
    letter = request.POST.get("letter", "")
    if not row.letters.filter(public=letter).exists():
        raise NotFoundError("There is no such letter here.")
    outcome = request.POST.get("outcome", "")
    record_outcome(letter, outcome, by=request.user.get_username())
    messages.success(request, _("Noted."))
    return redirect("desk-letter", mailing_id=mailing_id)


def files(request: HttpRequest, mailing_id: str, form: str) -> HttpResponse:
    """The letters as files, for whoever sends them by hand; without addresses."""
    row = mailing_of(mailing_id)
    if row.state != "given" or form not in ("mbox", "zip"):
        raise NotFoundError("There are no such files here.")
    letters = row.letters.filter(state="given").select_related(
        "mailing", "creator", "account"
    )
    kind = "application/mbox" if form == "mbox" else "application/zip"
    content = as_files(letters, form, seen(reader_of(request)))
    response = HttpResponse(content, content_type=kind)
    name = f'attachment; filename="letters-{row.public}.{form}"'
    response["Content-Disposition"] = name
    return response


@csrf_exempt  # the address itself says whose word it is; mail programs post to it
def never(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever got a letter says: never again. Without signing in."""
    letter = person_of(token)
    if request.method == "POST":
        never_write_again(letter)
        return render(request, "letters/never.html", {"done": True})
    return render(request, "letters/never.html", {"done": False})


def _changed(request: HttpRequest, row: Mailing) -> HttpResponse:
    try:
        change_letters(
            row.public,
            subject=request.POST.get("subject", ""),
            body=request.POST.get("body", ""),
            until=_until(request),
            again=request.POST.get("again") == "yes",
            by=request.user.get_username(),
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
    else:
        if request.POST.get("go") == "on":
            return redirect("desk-letter-sure", mailing_id=row.public)
        messages.success(request, _("The text is kept. Nothing was sent."))
    return redirect("desk-letter", mailing_id=row.public)


def _agreed(request: HttpRequest, row: Mailing) -> HttpResponse:
    number = request.POST.get("number", "")
    way = request.POST.get("way", "")
    if way == "post" and not can_post():
        raise NotFoundError("There is no mail server to send with.")
    try:
        agree_to_send(
            row.public,
            number=int(number) if number.isascii() and number.isdigit() else 0,
            way=way,
            by=request.user.get_username(),
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect("desk-letter-sure", mailing_id=row.public)
    return redirect("desk-letter", mailing_id=row.public)


def _summary(row: Mailing) -> dict[str, Any]:
    told = outcomes(row)
    return {
        "row": row,
        "kind": KINDS.get(row.kind, row.kind),
        "state": STATES.get(row.state, row.state),
        "outcomes": [(STATES.get(each, each), n) for each, n in told.items()],
    }


def _people(request: HttpRequest, row: Mailing) -> dict[str, Any]:
    """Return who would get it as counts, and the text as the first of them would."""
    if row.state != "open":
        return {}
    found = recipients(row)
    told: dict[str, Any] = {"found": found, "number": len(found.to)}
    if row.domains is not None:
        told["domains"] = [each for each in row.domains.items() if len(each[0]) > 1]
        told["others"] = row.domains.get("", 0)
        told["unfound"] = row.domains.get("?", 0)
    if found.to:
        among = seen(reader_of(request))
        told["example"] = text_for(row, found.to[0], among=among)
    return told


def _until(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.POST.get("until", ""))
    except ValueError:
        return None
