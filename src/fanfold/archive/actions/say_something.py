"""A member says something about a work, changes it, or takes it away again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from fanfold.archive.models import Account, Comment, Work
from fanfold.archive.queries.talking import is_minder, may_comment
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.text.paragraphs import emphasis

#: Characters of a comment that are kept; how long it may be changed; how deep
#: answers stand under each other.
LONGEST, CHANGEABLE, DEPTH = 10_000, timedelta(hours=24), 5


def say(work: Work, text: str, *, account: Account, answers: str = "") -> Comment:
    """Add a comment and return it. answers: public id of the one it answers, or "".

    It waits for the author where the work says so. Ask only for a work that the
    account may read. Raises RefusedDecisionError where this account may not comment
    here, where that comment may not be answered, or without a word: nothing is
    changed then.
    """
    if not may_comment(account, work):
        raise RefusedDecisionError("Comments are closed here. Nothing was changed.")
    html, now = typed_html(text), timezone.now()
    answered = _answered(work, answers) if answers else None
    source = work.source_ids.first()
    with step("say-something", by=account.username) as doing:
        row = doing.add(
            Comment(
                work=work,
                on=source.value if source else work.public,
                answers=answered,
                by=account.username,
                account=account,
                member=True,
                text=html,
                date=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                date_from=now.date(),
                date_to=now.date(),
                at=now,
                waiting=work.comments_wait and not is_minder(account, work),
            )
        )
        doing.tell(work, comment=row.public)
    return row


def say_it_anew(row: Comment, text: str, *, account: Account) -> None:
    """Change the words of an own comment.

    Raises NotFoundError for a comment of somebody else, RefusedDecisionError where
    the time for it is over or somebody has answered.
    """
    _own(row, account)
    if not may_change(row, account):
        raise RefusedDecisionError(
            "A comment may be changed for a day, until somebody answers. "
            "Nothing was changed."
        )
    html, work = typed_html(text), _work(row)
    with step("say-it-anew", by=account.username) as doing:
        # What was let in was let in as it was.
        waits = work.comments_wait and not is_minder(account, work)
        if doing.change(row, text=html, waiting=row.waiting or waits):
            doing.tell(work, comment=row.public)


def take_it_away(row: Comment, *, account: Account) -> None:
    """Remove an own comment; where it was answered, its place stays, empty.

    Raises NotFoundError for a comment of somebody else.
    """
    _own(row, account)
    work, public = _work(row), row.public
    with step("take-comment-away", by=account.username) as doing:
        if row.answered_by.exists():
            doing.change(row, text="", by="", account=None, pseud=None)
        else:
            doing.remove(row)
        doing.tell(work, narrowing=True, comment=public)


def may_change(row: Comment, account: Any) -> bool:
    """Tell whether an account may still change a comment."""
    if row.at is None or row.account_id != account.pk or row.frozen:
        return False
    fresh = timezone.now() - row.at < CHANGEABLE
    return fresh and not row.answered_by.exists()


def is_imported(row: Comment) -> bool:
    """Tell whether a comment came from a source: it is read, and never answered."""
    return row.at is None


def _answered(work: Work, comment_id: str) -> Comment:
    row: Comment | None = work.comments.filter(public=comment_id).first()
    if row is None or row.hidden or row.waiting:
        raise NotFoundError("There is no such comment here.")
    if row.frozen or is_imported(row) or _depth(row) >= DEPTH:
        raise RefusedDecisionError(
            "This comment can no longer be answered. Nothing was changed."
        )
    return row


def _depth(row: Comment) -> int:
    depth = 1
    while row.answers is not None:
        row, depth = row.answers, depth + 1
    return depth


def typed_html(text: str) -> str:
    """Return typed words as house HTML. Raises RefusedDecisionError without a word."""
    parts = text.strip()[:LONGEST].replace("\r\n", "\n").split("\n\n")
    lines = [[line.strip() for line in part.strip().split("\n")] for part in parts]
    html = "".join(
        f"<p>{'<br>'.join(map(emphasis, each))}</p>" for each in lines if any(each)
    )
    if not html:
        raise RefusedDecisionError("Say it in a few words. Nothing was changed.")
    return html


def _own(row: Comment, account: Account) -> None:
    if row.account_id != account.pk:
        raise NotFoundError("There is no such comment of yours here.")


def _work(row: Comment) -> Work:
    if row.work is None:
        raise NotFoundError("There is no such comment here.")
    return row.work
