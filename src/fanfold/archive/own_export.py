"""All that an account holds, as one object, for its person to take along."""

from __future__ import annotations

from typing import Any

from fanfold.archive.models import Account, FeedKey, Pseud, Succession, Wishes
from fanfold.archive.queries.barring import own_barrings
from fanfold.archive.queries.owned import (
    Kept,
    own_bookmarks,
    own_later,
    own_readings,
    with_works,
)
from fanfold.archive.queries.reporting import own_reports
from fanfold.archive.queries.subscribing import own_subscriptions
from fanfold.archive.reader import Reader
from fanfold.archive.sealing import unseal

FORMAT = "fanfold-account/1"


def own_export(account: Account, reader: Reader) -> dict[str, Any]:
    """Return it, ready for JSON; a fixed number of queries.

    Works that the reader may not see now come with id and kept words alone: a list
    that was made in better times tells no name today.
    """
    wishes = Wishes.objects.filter(account=account).first()
    feeds = FeedKey.objects.filter(account=account).first()
    names = Pseud.objects.filter(creator__account=account).order_by("name")
    return {
        "format": FORMAT,
        "account": {
            "id": account.public,
            "name": account.username,
            "address": account.address,
            "role": str(account.role),
            "since": account.date_joined.isoformat(),
            "shows_adult": account.shows_adult,
            "keeps_history": account.keeps_history,
            "display": account.reading,
            "feed_key_since": feeds.at.isoformat() if feeds else "",
            "names_of_works": [pseud.name for pseud in names],
        },
        "bookmarks": [
            _work(each)
            | {
                "note": each.row.note,
                "tags": [tag.name for tag in each.row.tags.all()],
                "public": each.row.is_public,
                "made": each.row.made_at.isoformat(),
            }
            for each in with_works(own_bookmarks(reader), reader)
        ],
        "later": [
            _work(each) | {"added": each.row.added_at.isoformat()}
            for each in with_works(own_later(reader), reader)
        ],
        "history": [
            _work(each) | {"read": each.row.read_at.isoformat()}
            for each in with_works(own_readings(reader), reader)
        ],
        "searches": wishes.told if wishes else {},
        "by_mail": [
            {
                "kind": each.row.kind,
                "name": each.name,
                "every": each.row.every,
                "wanted": each.row.by_mail,
            }
            for each in own_subscriptions(account, reader)
        ],
        "reading_apps": [
            {
                "name": row.name,
                "made": row.made_at.isoformat(),
                "used": row.used_at.isoformat() if row.used_at else None,
            }
            for row in account.app_passwords.all()
        ],
        "after": [
            {
                "kind": row.kind,
                "state": row.state,
                "named": row.other.username if row.other else "",
                "wish": unseal(row.wish) if row.wish else "",
            }
            for row in Succession.objects.filter(account=account).select_related(
                "other"
            )
        ],
        "comments": [
            {"text": row.text, "said": row.date, "waiting": row.waiting}
            for row in account.comments.order_by("pk")
        ],
        "barrings": [
            {"name": each.name, "kind": each.row.kind, "author": each.is_author}
            for each in own_barrings(account, reader)
        ],
        "reports": [
            {
                "page": row.page,
                "kind": row.kind,
                "text": row.text,
                "sent": row.at.isoformat(),
                "state": row.state,
                "outcome": row.outcome,
            }
            for row in own_reports(account)
        ],
    }


def _work(kept: Kept) -> dict[str, Any]:
    if kept.work is None:
        return {"work": None, "removed": kept.removed}
    return {
        "work": kept.work.id,
        "title": kept.work.title,
        "authors": list(kept.work.authors),
        "urls": list(kept.work.urls),
    }
