"""Signing in, by a code sent to an address; and registering, where that is open."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fanfold.errors import RefusedDecisionError
from fanfold.web.accounts.forms import CodeForm, RegisterForm
from fanfold.web.accounts.invited import remember
from fanfold.web.accounts.registering import Registering

sign_in = RequestLoginCodeView.as_view(template_name="accounts/sign_in.html")
code = ConfirmLoginCodeView.as_view(template_name="accounts/code.html")


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Forget what was begun, to begin with another address."""
    clear_login(request)
    begun = Registering.resume(request)
    if begun:
        begun.abort()
    return redirect("account_signup" if begun else "sign-in")


@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """Ask for a name and an address; the account is made when the code comes back."""
    if request.user.is_authenticated:
        return redirect("home")
    if not get_adapter().is_open_for_signup(request):
        return render(request, "accounts/closed.html", status=403)
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        Registering.begin(
            request,
            name=form.cleaned_data["username"],
            address=form.cleaned_data["email"],
            known=form._user,
        )
        return redirect("register-code")
    return render(request, "accounts/register.html", {"form": form})


@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Come by the address of an invitation; then it is registering like any."""
    if request.user.is_authenticated:
        return redirect("home")
    remember(request, token)
    return redirect("account_signup")


@never_cache
def register_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that was sent."""
    begun = Registering.resume(request)
    if begun is None or request.user.is_authenticated:
        return redirect("account_signup")
    form = CodeForm(request.POST or None, code=begun.code)
    told = {"form": form, "registering": True}
    if request.method != "POST":
        return render(request, "accounts/code.html", told)
    if form.is_valid():
        try:
            return begun.finish()
        except RefusedDecisionError:
            return render(request, "accounts/taken.html", status=409)
    if not begun.record_invalid_attempt():
        return redirect("account_signup")
    return render(request, "accounts/code.html", told)
