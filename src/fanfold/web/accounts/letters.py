"""Letters that the archive itself writes, from templates in letters/."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from fanfold.web.accounts.post import TOLD
from fanfold.web.settings import CONFIGURATION


def post(name: str, to: str, told: dict[str, Any]) -> None:
    """Write the letter of this name and post it; it goes out beside the answer.

    The template's first line is the subject; ``NAME_told.txt`` is the line that the
    archive's log has of it where no mail is sent.
    """
    told = {
        "archive_name": CONFIGURATION.site.name,
        "address": CONFIGURATION.site.address,
        **told,
    }
    subject, _line, body = render_to_string(f"letters/{name}.txt", told).partition("\n")
    line = render_to_string(f"letters/{name}_told.txt", told).strip()
    letter = EmailMessage(
        subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [to]
    )
    letter.extra_headers[TOLD] = line
    letter.send()
