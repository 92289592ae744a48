"""What members said about an author's stories, for that author: new and read."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from fanfold.archive.models import Account, Comment, CommentRead
from fanfold.archive.queries.barring import muted_by
from fanfold.archive.queries.claiming import own_works
from fanfold.model.work import Stage

#: Stages of a story whose comments its author minds.
_MINDED = (Stage.SHOWN, Stage.HIDDEN)


def inbox(account: Account, *, unread: bool = False) -> Any:
    """Return what others said here about an account's stories, the latest first.

    Each has is_new. What a source kept is no news, and the words of who is muted are
    not shown. unread: only what is new.
    """
    works = own_works(account).filter(stage__in=_MINDED).order_by()
    rows = Comment.objects.filter(work__in=works.values("pk"), at__isnull=False)
    rows = rows.exclude(Q(account=account) | Q(text=""))
    rows = rows.exclude(account__in=muted_by(account.pk))
    known = CommentRead.objects.filter(account=account, comment=OuterRef("pk"))
    rows = rows.annotate(is_new=~Exists(known))
    rows = rows.filter(is_new=True) if unread else rows
    return rows.select_related("work", "account").order_by("-at", "-pk")
