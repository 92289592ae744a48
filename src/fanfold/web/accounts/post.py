"""How letters leave: through the mail server, or printed for who runs the archive."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

#: Header of our letters: one line for the terminal, without the address.
TOLD = "X-Fanfold-Told"
# One letter after the other, beside the pages: nobody waits for a mail server, and how
# long a page takes does not tell whether a letter left.
_POSTBOX = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")

_PRINTED = "fanfold.web.accounts.post.Printed"
_POSTED = "fanfold.web.accounts.post.Posted"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"


def can_post() -> bool:
    """Tell whether there is a mail server to hand letters to."""
    return str(settings.EMAIL_BACKEND) != _PRINTED


def straight() -> Any:
    """Return a connection that hands letters over at once, and says how it went."""
    backend = settings.EMAIL_BACKEND
    return get_connection(_SMTP if backend == _POSTED else backend)


class Posted(BaseEmailBackend):
    """Hands letters to the mail server after the page has been answered."""

    def __init__(self, fail_silently: bool = False, **options: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._options = options

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Take the letters; return how many."""
        for letter in email_messages:
            letter.extra_headers.pop(TOLD, None)
        _POSTBOX.submit(_deliver, list(email_messages), self._options)
        return len(email_messages)


class Printed(BaseEmailBackend):
    """Prints what a letter would say on the terminal where the archive is served."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Print one line a letter; return how many."""
        for letter in email_messages:
            _say(letter.extra_headers.get(TOLD, letter.subject))
        return len(email_messages)


def _deliver(letters: list[EmailMessage], options: dict[str, Any]) -> None:
    try:
        EmailBackend(**options).send_messages(letters)
    except (OSError, SMTPException) as error:
        count = "A letter" if len(letters) == 1 else f"{len(letters)} letters"
        _say(
            f"{count} could not be sent ({type(error).__name__}). Nothing else was "
            "touched. Look at [mail] in fanfold.toml; whoever waits can ask again"
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - for who serves
