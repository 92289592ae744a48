"""A person goes: account, what it kept and said, and the name in all that was done."""

from __future__ import annotations

from collections.abc import Mapping

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.actions.change_role import keep_an_admin
from fanfold.archive.actions.post_works import forget_typed
from fanfold.archive.actions.say_something import take_it_away
from fanfold.archive.actions.seal_steps import typed_in
from fanfold.archive.actions.take_name_off import ACT, take_name_off
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Account,
    Creator,
    LedgerEntry,
    Role,
    Step,
    Trace,
    Work,
)
from fanfold.archive.own_stories import typed_originals
from fanfold.archive.queries.claiming import own_works
from fanfold.errors import RefusedDecisionError
from fanfold.model.work import Stage

#: What may become of a story, and of what was said.
STORIES = ("leave", "name-off", "take-down")
COMMENTS = ("remove", "unname")
#: Who stands where a name stood that others could read.
SOMEBODY = "somebody"
#: Columns that name who did something, by whatever table.
_WHO = ("by", "decided_by", "agreed_by")


@transaction.atomic
def erase_person(
    account: Account,
    *,
    stories: Mapping[str, str],
    comments: str = "remove",
    by: str = "",
    why: str = "",
) -> None:
    """Forget an account and its person for good. Cannot be undone.

    stories: what becomes of each own story, by public id; those not named are left,
    under the names they have. Drafts go, for nobody else ever saw them. comments:
    removed, or left without the name. What was done stays told, by a keyed hash.
    by, why: who does it for the person, and the reason; "" for the person itself.
    Raises RefusedDecisionError for an unknown choice, and for the last admin.
    """
    if not set(stories.values()) <= set(STORIES) or comments not in COMMENTS:
        raise RefusedDecisionError("Say what shall become of it. Nothing was changed.")
    account = Account.objects.select_for_update().get(pk=account.pk)
    if account.role == Role.ADMIN:
        keep_an_admin(account)
    typed = typed_originals(account)
    _decide_stories(account, stories)
    _comments(account, remove=comments == "remove")
    ledger.write(
        "erase-person",
        on=account.public,
        by=by or account.username,
        details={"why": why.strip()} if why.strip() else {},
    )
    name, mark = account.username, ledger.mark_of(account.username)
    account.delete()
    typed += _seal(name)
    _rename(name, mark)
    ledger.forget(name)
    transaction.on_commit(lambda: forget_typed(typed))


def _decide_stories(account: Account, stories: Mapping[str, str]) -> None:
    by = account.username
    own = {row.public: row for row in own_works(account)}
    chosen = {
        public: stories.get(public, "leave")
        for public, row in own.items()
        if row.stage not in (Stage.DRAFT, Stage.WITHDRAWN)
    }
    for creator in Creator.objects.filter(account=account).order_by("pk"):
        its = Work.objects.filter(creatorships__pseud__creator=creator)
        ids = set(its.values_list("public", flat=True)) & set(chosen)
        off = sorted(each for each in ids if chosen[each] == "name-off")
        if off:
            # All of them: then the name goes from what was said elsewhere, too.
            take_name_off(
                creator.public,
                ids=None if len(off) == len(ids) else off,
                by=by,
            )
    for public, choice in chosen.items():
        if choice == "take-down":
            withdraw_work(public, by=by, why="by wish of the author")
    Work.objects.filter(
        public__in=[each for each, row in own.items() if row.stage == Stage.DRAFT]
    ).delete()


def _comments(account: Account, *, remove: bool) -> None:
    for row in account.comments.select_related("work").order_by("-pk"):
        if remove and row.work is not None:
            take_it_away(row, account=account)
        else:
            row.by, row.account, row.pseud, row.member = SOMEBODY, None, None, False
            row.save(update_fields=["by", "account", "pseud", "member"])
            if row.work is not None:
                outbox.tell(row.work.public)


def _seal(name: str) -> list[str]:
    """Forget the values of steps that the person did, or that hold the name.

    Returns the originals of what was typed and is in those values alone.
    A name that was taken off is sealed when its time is over (seal_steps.py), with
    all that is older: what others did may hold it.
    """
    mine = Q(by=name) | Q(traces__before__by=name) | Q(traces__after__by=name)
    found = Step.objects.filter(mine, sealed_at=None).exclude(act=ACT)
    keys = list(found.values_list("pk", flat=True).distinct())
    typed = typed_in(keys)
    Trace.objects.filter(step__in=keys).delete()
    Step.objects.filter(pk__in=keys).update(sealed_at=timezone.now())
    return typed


def _rename(name: str, mark: str) -> None:
    """Put the mark where the name says who did something, in every table."""
    for kind in apps.get_app_config("archive").get_models():
        columns = {field.name for field in kind._meta.concrete_fields}
        if kind is LedgerEntry:
            continue  # a chain of its own: ledger.forget
        for column in columns & set(_WHO):
            kind._default_manager.filter(**{column: name}).update(**{column: mark})
