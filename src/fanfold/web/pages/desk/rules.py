"""Rules: what imports answer by themselves, since a person said so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive.actions.undo_rule import undo_rule
from fanfold.archive.rules import Rules
from fanfold.errors import NotFoundError
from fanfold.intake.answering import ruled_in_words
from fanfold.intake.ports import Question
from fanfold.web.pages.desk.saying import say_done
from fanfold.web.questions import kind_of


def page(request: HttpRequest) -> HttpResponse:
    """Every rule that answers, the latest first, then those taken back."""
    rules = list(Rules().all())
    rules.reverse()
    rules.sort(key=lambda each: bool(each.undone_at))
    told = [
        (each, kind_of(Question(each.code, "")), ruled_in_words(each)) for each in rules
    ]
    return render(request, "desk/review/rules.html", {"rules": told})


@require_POST
def take_back(request: HttpRequest, rule_id: str) -> HttpResponse:
    """End a rule; the stories that it brought in stay as they are."""
    try:
        undo_rule(rule_id, by=request.user.get_username())
    except NotFoundError as error:
        messages.error(request, str(error))
    else:
        say_done(request, _("The rule answers no more. Stories that are in stay."))
    return redirect("desk-rules")
