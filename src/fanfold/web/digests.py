"""Letters of what is new: their words, and how they leave.

Nothing in them is older than the moment they are sent: what a member may see, whether
letters are wanted, and the address are asked then.
"""

from __future__ import annotations

from collections import deque
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from fanfold.archive.actions.send_digests import due, settle_digest, take_digests
from fanfold.archive.chores import Chore
from fanfold.archive.models import Account, Digest, DoNotWrite
from fanfold.archive.news import Part, news_of
from fanfold.errors import NotFoundError
from fanfold.web.accounts.post import can_post, straight
from fanfold.web.settings import CONFIGURATION

#: Letters that leave in one go, and seconds between two.
BATCH, PAUSE = 20, 60.0
#: Answers of a mail server from here on are not for now, but for good.
_FOR_GOOD = 500
_signer = Signer(salt="fanfold.digests.stop/1")


def digest_chores() -> list[Chore]:
    """Return what is done with letters of news beside the pages."""
    return [Chore("letters of news", send_digests, PAUSE)]


def send_digests(most: int = BATCH) -> int:
    """Send the next letters that are due; return how many left."""
    if not can_post():
        return 0
    unwritten, left = deque(take_digests(most)), 0
    try:
        while unwritten:
            mail = _written(unwritten[0])
            each = unwritten.popleft()
            state = "empty" if mail is None else _handed_over(mail)
            settle_digest(each, state)
            left += state == "sent"
    finally:
        # Nothing of these was handed to anybody yet: they are tried again.
        for each in unwritten:
            settle_digest(each, "waiting")
    return left


def waiting_letters() -> tuple[int, int]:
    """Return how many letters are due, and how many of those would say something."""
    now, says = timezone.now(), 0
    found = due(now)
    for key, every in found:
        account = Account.objects.get(pk=key)
        rows = account.subscriptions.filter(by_mail=True, every=every)
        windows = {row.public: (row.told or row.since).isoformat() for row in rows}
        those = Digest(account=account, every=every, windows=windows, until=now)
        says += not _is_unwanted(account) and bool(news_of(those))
    return len(found), says


def message(digest: Digest, parts: list[Part]) -> EmailMessage:
    """Return a letter to its member, in the member's language."""
    account = digest.account
    stop = _place(reverse("digests-stop", args=[_signer.sign(account.public)]))
    told = {
        "archive_name": CONFIGURATION.site.name,
        "site": _place(""),
        "parts": parts,
        "total": sum(part.total for part in parts),
        "every": digest.every,
        "until": digest.until,
        "list": _place(reverse("subscriptions")),
        "stop": stop,
    }
    with translation.override(account.language or settings.LANGUAGE_CODE):
        whole = render_to_string("letters/digest.txt", told)
    subject, _line, body = whole.partition("\n")
    mail = EmailMessage(
        " ".join(subject.split()),
        body.strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [account.address],
    )
    host = urlsplit(CONFIGURATION.site.address).hostname or "localhost"
    mail.extra_headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{digest.public}.news@{host}>",
    }
    return mail


def account_of(token: str) -> str:
    """Return the public id of the account that an address at a letter's end stands for.

    Raises NotFoundError where we never wrote it.
    """
    try:
        return _signer.unsign(token)
    except BadSignature:
        raise NotFoundError("There is no such letter here.") from None


def _written(digest: Digest) -> EmailMessage | None:
    """Return a letter as it is to be sent now; None where there is nothing to say."""
    if _is_unwanted(digest.account):
        return None
    parts = news_of(digest)
    return message(digest, parts) if parts else None


def _handed_over(mail: Any) -> str:
    """Hand a letter to the mail server; return what became of it."""
    mail.connection = straight()
    try:
        mail.connection.open()
    except OSError:
        return "waiting"
    try:
        return _handed(mail)
    finally:
        mail.connection.close()


def _handed(mail: Any) -> str:
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        return "refused" if min(codes, default=_FOR_GOOD) >= _FOR_GOOD else "waiting"
    except SMTPResponseException:
        return "waiting"  # it said that it did not take the letter
    except OSError:
        return "unsure"  # it may have taken it before the talk broke off
    return "sent"


def _is_unwanted(account: Account) -> bool:
    to = account.address_hash
    if not account.is_active or not to:
        return True
    return DoNotWrite.objects.filter(keyed_hash=to).exists()


def _place(path: str) -> str:
    return CONFIGURATION.site.address.rstrip("/") + path
