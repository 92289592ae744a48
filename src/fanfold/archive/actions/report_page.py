"""Somebody says what is wrong on a page, or asks to look at a hiding again."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.models import Account, Report
from fanfold.archive.queries.claiming import own_works
from fanfold.archive.queries.reporting import APPEAL, KINDS, appealed
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.work import Stage
from fanfold.text.addresses import removed

#: Characters of a report that are kept.
LONGEST = 4000


def report_page(
    *, page: str, on: str, kind: str, text: str, account: Account | None
) -> Report:
    """Keep a report for the staff and return it. account: None for a visitor.

    page: address on this site; on: public id of what it shows, or "". Addresses of
    persons are taken out of the text: it is read by more than one. Raises
    RefusedDecisionError where kind or text are missing.
    """
    if kind not in KINDS or kind == APPEAL:
        raise RefusedDecisionError("Say what is wrong. Nothing was sent.")
    return _keep(page, on, kind, text, account)


def appeal(work_id: str, *, text: str, account: Account) -> Report:
    """Keep an author's wish that the hiding of a work be looked at again.

    Raises NotFoundError where no hidden work of this account is called so;
    RefusedDecisionError where one waits already, or without a word of why.
    """
    if not own_works(account).filter(public=work_id, stage=Stage.HIDDEN).exists():
        raise NotFoundError("There is no such hidden story of yours here.")
    if work_id in appealed(account):
        raise RefusedDecisionError("You asked already. Nothing was changed.")
    return _keep(f"/works/{work_id}/", work_id, APPEAL, text, account)


def _keep(page: str, on: str, kind: str, text: str, account: Account | None) -> Report:
    words = removed(text.strip()[:LONGEST])
    if not words:
        raise RefusedDecisionError("Say it in a few words. Nothing was sent.")
    return Report.objects.create(
        page=page, on=on, kind=kind, text=words, account=account, at=timezone.now()
    )
