"""A member gets a secret address for feeds, another one, or none any more.

Nobody else's business: like what a member follows, it leaves nothing in the ledger.
"""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone

from fanfold.archive.models import Account, FeedKey
from fanfold.archive.queries.feed_keys import LENGTH, hash_of


@transaction.atomic
def give_feed_key(account: Account) -> str:
    """Return a new key for an account; one that it had opens nothing any more.

    It is told this once: what is kept of it is a hash under the archive's own key.
    """
    key = secrets.token_hex(LENGTH // 2)
    FeedKey.objects.update_or_create(
        account=account,
        defaults={"keyed_hash": hash_of(key), "at": timezone.now()},
    )
    return key


def end_feed_key(account: Account) -> None:
    """Let an account's key open nothing any more; nothing where it has none."""
    FeedKey.objects.filter(account=account).delete()
