"""An author marks what was said as read, or as new again. Nobody else's, so not in
the ledger."""

from __future__ import annotations

from fanfold.archive.models import Account, CommentRead
from fanfold.archive.queries.inbox import inbox


def mark_read(account: Account, comment_id: str = "") -> int:
    """Mark a comment in the account's inbox as read, "" for all; return how many."""
    rows = inbox(account, unread=True)
    found = rows.filter(public=comment_id) if comment_id else rows
    made = [CommentRead(account=account, comment=each) for each in found]
    CommentRead.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def mark_new(account: Account, comment_id: str) -> None:
    """Mark a comment as new again; nothing where it was not read."""
    CommentRead.objects.filter(account=account, comment__public=comment_id).delete()
