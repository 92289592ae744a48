"""Prepared letters: their first text, what goes into them, and how they leave."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from email.generator import BytesGenerator
from email.policy import SMTP
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fanfold.archive.actions.send_letters import settle_letters, take_letters
from fanfold.archive.chores import Chore
from fanfold.archive.filling import filled
from fanfold.archive.models import Creator, Letter, Mailing, Pseud
from fanfold.archive.queries.gatherings import pseud_of_creator
from fanfold.archive.queries.letters import Recipient, recipients, titles_for
from fanfold.archive.reader import Reader
from fanfold.archive.sealed_addresses import clear_addresses, names_of
from fanfold.errors import NotFoundError
from fanfold.web.accounts.post import can_post, straight
from fanfold.web.settings import CONFIGURATION

#: Letters that leave in one go, and seconds between two.
BATCH, PAUSE = 20, 30.0
#: A domain of fewer people tells who they are, and is counted among the others.
_FEW = 3
_MEMBER = Reader(account=0, shows_adult=True)
_signer = Signer(salt="fanfold.letters.never/1")


def letter_chores() -> list[Chore]:
    """Return what is done with letters beside the pages."""
    return [
        Chore("letters", send_some, PAUSE),
        Chore("mail domains", count_domains, PAUSE),
    ]


def first_text(kind: str, audience: str, language: str) -> tuple[str, str]:
    """Return subject and body of a kind of letter as the archive would write it."""
    name = f"{kind}_members" if audience == "members" else kind
    with translation.override(language):
        whole = render_to_string(f"letters/desk_{name}.txt")
    subject, _line, body = whole.partition("\n")
    return subject.strip(), body.strip()


def text_for(
    mailing: Mailing, who: Recipient, *, letter: str = "", among: Any = None
) -> tuple[str, str]:
    """Return subject and body as one person gets them.

    letter: public id, for the address that ends all letters. among: see `titles_for`.
    """
    with translation.override(mailing.language):
        values = _values(mailing, who, letter, among)
    subject = " ".join(filled(mailing.subject, values).split())
    return subject, filled(mailing.body, values) + "\n"


def person_of(token: str) -> str:
    """Return the letter that an address which ends letters stands for.

    Raises NotFoundError where we never wrote it.
    """
    try:
        return _signer.unsign(token)
    except BadSignature:
        raise NotFoundError("There is no such letter here.") from None


def send_some(most: int = BATCH) -> int:
    """Send the next letters, each to the address found for it; return how many left."""
    if not can_post():
        return 0
    taken = take_letters(most)
    found = clear_addresses(taken)
    settle_letters([each for each in taken if each.pk not in found], "unfound")
    ready = [each for each in taken if each.pk in found]
    if not ready:
        return 0
    connection = straight()
    for place, letter in enumerate(ready):
        try:
            mail = message(letter, found[letter.pk])
            mail.connection = connection
            mail.send()
        except SMTPRecipientsRefused:
            settle_letters([letter], "bounced")
        except (OSError, SMTPException):
            settle_letters(ready[place:], "waiting")
            return place
        else:
            settle_letters([letter], "sent")
    return len(ready)


def count_domains(most: int = 1) -> int:
    """Count the mail domains of letters that are open; return of how many mailings.

    Addresses are looked up and forgotten: domains of few people are not named.
    """
    rows = list(Mailing.objects.filter(state="open", domains__isnull=True)[:most])
    for row in rows:
        those = [
            Letter(pk=place, to=each.to, account=each.account)
            for place, each in enumerate(recipients(row).to)
        ]
        found = clear_addresses(those)
        counted = Counter(each.rpartition("@")[2].lower() for each in found.values())
        told = {name: n for name, n in counted.most_common() if n >= _FEW}
        rest = {"": len(found) - sum(told.values()), "?": len(those) - len(found)}
        domains = {**told, **{name: n for name, n in rest.items() if n}}
        Mailing.objects.filter(pk=row.pk, domains__isnull=True).update(domains=domains)
    return len(rows)


def message(letter: Letter, to: str, among: Any = None) -> EmailMessage:
    """Return a letter as mail to an address. among: see `titles_for`."""
    who = Recipient(letter.to, letter.creator, letter.account)
    subject, body = text_for(letter.mailing, who, letter=letter.public, among=among)
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
    mail.extra_headers = {
        "List-Unsubscribe": f"<{_never(letter.public)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return mail


def as_files(letters: Iterable[Letter], form: str, among: Any = None) -> bytes:
    """Return letters as one mailbox ("mbox"), or as a zip of one file each.

    Where an address would stand stands in which original it is: the archive gives
    out none. A mail program can send them once it is put in. among: see `titles_for`;
    they go through the hands of whoever asked for them.
    """
    pairs = [(each, _as_bytes(each, among)) for each in letters]
    if form == "mbox":
        return b"".join(_in_mailbox(content) for _letter, content in pairs)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for letter, content in pairs:
            entry = zipfile.ZipInfo(f"{letter.public}.eml", (1980, 1, 1, 0, 0, 0))
            packed.writestr(entry, content)
    return stream.getvalue()


def _as_bytes(letter: Letter, among: Any) -> bytes:
    mail = message(letter, "put-the-address-here@example.org", among)
    where = ", ".join(names_of(letter.to)[:3]) or "an account"
    mail.extra_headers["X-Fanfold-Address"] = f"stands in {where}"
    # Word for word the same each time it is given out.
    mail.extra_headers["Message-ID"] = f"<{letter.public}@letters.example.org>"
    mail.extra_headers["Date"] = f"{letter.at:%a, %d %b %Y %H:%M:%S +0000}"
    stream = io.BytesIO()
    BytesGenerator(stream, policy=SMTP.clone(linesep="\n")).flatten(mail.message())
    return stream.getvalue()


def _in_mailbox(content: bytes) -> bytes:
    quoted = b"\n".join(
        b">" + line if line.lstrip(b">").startswith(b"From ") else line
        for line in content.split(b"\n")
    )
    return b"From fanfold Tue Jan  1 00:00:00 1980\n" + quoted.rstrip(b"\n") + b"\n\n"


def _values(
    mailing: Mailing, who: Recipient, letter: str, among: Any
) -> dict[str, str]:
    titles = titles_for(who.creator, among)
    return {
        "name": _name(who),
        "stories": "\n".join(f"    {each}" for each in titles) or "    …",
        "archive": CONFIGURATION.site.name,
        "address": _place("/"),
        "claim": _claim(who.creator),
        "until": _day(mailing.until),
        "never": _never(letter) if letter else _place("/letters/never/…/"),
    }


def _day(until: date | None) -> str:
    return date_format(until, "DATE_FORMAT") if until else "…"


def _name(who: Recipient) -> str:
    if who.account is not None and who.creator is None:
        return who.account.username
    rows = Pseud.objects.filter(creator=who.creator).order_by("-current", "position")
    first = rows.first()
    return first.name if first else _("author")


def _claim(creator: Creator | None) -> str:
    pseud = pseud_of_creator(creator.public, _MEMBER) if creator else None
    return _place(reverse("claim", args=[pseud]) if pseud else "/")


def _never(letter: str) -> str:
    return _place(reverse("letters-never", args=[_signer.sign(letter)]))


def _place(path: str) -> str:
    return CONFIGURATION.site.address.rstrip("/") + path
