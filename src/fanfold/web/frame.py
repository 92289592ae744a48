"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from fanfold.web.access import PAST_THE_GATE
from fanfold.web.crawling import may_be_indexed
from fanfold.web.settings import CONFIGURATION


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the archive is like, which list this is, and whether the gate is open."""
    session = getattr(request, "session", {})
    match = request.resolver_match
    return {
        "archive_name": CONFIGURATION.site.name,
        "may_be_listed": may_be_indexed(),
        "section": match.url_name if match else "",
        "registration_is_open": CONFIGURATION.accounts.registration == "open",
        "mail_is_sent": bool(CONFIGURATION.mail.server),
        "past_the_gate": bool(session.get(PAST_THE_GATE)),
    }
