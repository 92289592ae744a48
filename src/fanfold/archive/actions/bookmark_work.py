"""A reader keeps a bookmark, or lets it go.

What a reader keeps is nobody's business: unlike other acts, this leaves nothing in the
ledger.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from fanfold.archive.models import Account, Bookmark, BookmarkTag
from fanfold.archive.queries.owned import account_of, readable
from fanfold.archive.reader import Reader
from fanfold.model.lengths import NAME

#: Characters of a note, and number of own tags, that are kept.
NOTE, TAGS = 5000, 30


@transaction.atomic
def bookmark_work(
    work_id: str,
    *,
    reader: Reader,
    note: str = "",
    tags: Sequence[str] = (),
    is_public: bool = False,
) -> Bookmark:
    """Keep a bookmark, or write that of this work anew; return it.

    Raises NotFoundError for a work that this reader may not read.
    """
    work = readable(work_id, reader)
    # Two forms sent at once are one after the other.
    account = Account.objects.select_for_update().get(pk=account_of(reader))
    told = {"note": note.strip()[:NOTE], "is_public": is_public}
    row, _new = Bookmark.objects.update_or_create(
        account=account,
        work=work,
        defaults=told,
        create_defaults=told | {"made_at": timezone.now()},
    )
    row.tags.all().delete()
    names = dict.fromkeys(" ".join(each.split())[:NAME] for each in tags)
    BookmarkTag.objects.bulk_create(
        BookmarkTag(bookmark=row, name=name, position=place)
        for place, name in enumerate([n for n in names if n][:TAGS], start=1)
    )
    return row


def drop_bookmark(public: str, *, account: int) -> None:
    """Let a bookmark of this account go; nothing where it has none such."""
    Bookmark.objects.filter(public=public, account=account).delete()
