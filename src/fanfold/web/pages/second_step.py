"""The second step of signing in: allauth's pages, and the picture for the app."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as paper
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache


class SetUp(totp.ActivateTOTPView):
    """Setting it up; the code just typed is proof enough to see the codes on paper."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Turn it on, and lead to the codes on paper."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", reauthenticated=True
        )
        return response


@never_cache
@reauthentication_required(app="allauth.mfa")
def picture(request: HttpRequest) -> HttpResponse:
    """The secret that is being set up, for an app's camera.

    A file of its own, since our pages take no picture from within themselves.
    """
    step = get_adapter()
    url = step.build_totp_url(request.user, get_totp_secret(regenerate=False))
    return HttpResponse(step.build_totp_svg(url), content_type="image/svg+xml")


urlpatterns = [
    path("second-step/", base.index, name="mfa_index"),
    path("second-step/sign-in/", base.authenticate, name="mfa_authenticate"),
    path("second-step/once-more/", base.reauthenticate, name="mfa_reauthenticate"),
    path("second-step/app/", SetUp.as_view(), name="mfa_activate_totp"),
    path("second-step/app/picture.svg", picture, name="second-step-picture"),
    path("second-step/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "second-step/paper/", paper.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "second-step/paper/new/",
        paper.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/paper/codes.txt",
        paper.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
