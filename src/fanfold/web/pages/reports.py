"""Reports: anybody says what is wrong on a page; who signed in sees the outcome."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from fanfold.archive.actions.report_page import LONGEST, appeal, report_page
from fanfold.archive.models.columns import URL
from fanfold.archive.queries.claiming import own_works
from fanfold.archive.queries.reporting import APPEAL, own_reports
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Stage
from fanfold.web.access import too_many

#: What may be wrong, in words, the most harm first.
WRONG = {
    "privacy": _("It tells who somebody is or where somebody lives"),
    "rating": _("It is for adults, or needs a warning, and does not say so"),
    "author": _("It is not by the author it names"),
    "rights": _("It should not be here"),
    APPEAL: _("An author asks to look at a hidden story again"),
    "text": _("The text is garbled or incomplete"),
    "other": _("Something else"),
    "spam": _("It is advertising"),
}
#: Lists at most so many: nobody reads more.
_LATEST = 100


class ReportForm(forms.Form):
    """What is wrong. website: people do not see it, and programs fill it in."""

    kind = forms.ChoiceField(
        choices=[(kind, words) for kind, words in WRONG.items() if kind != APPEAL],
        widget=forms.RadioSelect,
        label=_("What is wrong?"),
    )
    text = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    website = forms.CharField(required=False)

    def clean_website(self) -> str:
        """Refuse what a program filled in, in words that a person can follow."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the last field empty."))
        return ""


def page(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong, and keep it for the staff. No account is needed."""
    where = request.POST.get("page") or request.GET.get("page", "")
    path, on = _known(where)
    told: dict[str, Any] = {"page": path, "sent": request.GET.get("sent") == "yes"}
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="report"):
            return too_many(request)
        user: Any = request.user
        try:
            report_page(
                page=path,
                on=on,
                kind=form.cleaned_data["kind"],
                text=form.cleaned_data["text"],
                account=user if user.is_authenticated else None,
            )
        except RefusedDecisionError as error:
            form.add_error("text", str(error))
        else:
            return redirect(f"{reverse('report')}?sent=yes")
    status = 422 if form.errors else 200
    return render(request, "reports/form.html", {**told, "form": form}, status=status)


def own(request: HttpRequest) -> HttpResponse:
    """What the reader reported, and what came of it."""
    account: Any = request.user
    rows = [(row, WRONG.get(row.kind, "")) for row in own_reports(account)[:_LATEST]]
    return render(request, "reports/own.html", {"reports": rows})


def appeal_page(request: HttpRequest, work_id: str) -> HttpResponse:
    """An author asks to look again at the hiding of a story."""
    account: Any = request.user
    work = own_works(account).filter(public=work_id, stage=Stage.HIDDEN).first()
    if work is None:
        raise NotFoundError("There is no such hidden story of yours here.")
    told = {"work": work, "longest": LONGEST}
    if request.method != "POST":
        return render(request, "reports/appeal.html", told)
    try:
        appeal(work_id, text=request.POST.get("text", ""), account=account)
    except RefusedDecisionError as error:
        told["wrong"] = str(error)
        return render(request, "reports/appeal.html", told, status=422)
    messages.success(request, _("Somebody will look at it and answer here."))
    return redirect("mine")


def _known(where: str) -> tuple[str, str]:
    """Return an address of ours and the public id in it; "" twice for any other."""
    path = where.partition("?")[0].partition("#")[0]
    if len(path) > URL or "\0" in path:
        return "", ""
    try:
        match = resolve(path)
    except Resolver404:
        return "", ""
    ids = [value for name, value in match.kwargs.items() if name.endswith("_id")]
    return path, str(ids[0]) if ids else ""
