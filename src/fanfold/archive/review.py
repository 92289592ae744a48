"""The open questions of an import, for the people who may answer them.

They are those that the import kept with its items; what was answered, by a person or
by a saved rule, is left out. Stories that are in already are asked about only where an
answer can still change a field of theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.db.models import Q

from fanfold.archive.answers import ANSWER
from fanfold.archive.models import (
    Claim,
    Decision,
    Find,
    ImportPlan,
    PermissionState,
    PlanItem,
    Role,
    Step,
    Work,
)
from fanfold.archive.plan import item_of, questions_of
from fanfold.archive.powers import Power, may
from fanfold.archive.rewriting import SETTABLE
from fanfold.archive.rules import Rules
from fanfold.errors import NotFoundError
from fanfold.intake.asking import Asked, asked_about
from fanfold.intake.corrections import FIXED, fits
from fanfold.intake.harm import Harm, harm_of
from fanfold.intake.letters import ENCODING
from fanfold.intake.ports import Item, Outcome, Question, Rule
from fanfold.intake.proposal import SAME
from fanfold.model.draft import WORK_CLAIMS, DraftWork
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Stage

#: What the ledger calls the steps in which questions are answered.
ACT = "answer-questions"
_WAITS = (Outcome.PENDING, Outcome.WAITING, Outcome.FAILED)
_ADDED = (Outcome.ADDED,)
#: Answers about one item: code → (value, by).
Said = dict[str, tuple[object, str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One open question. left_by: who left it open on purpose, or "".

    outcome: of its item; work: the public id of its work, where it is in already.
    """

    asked: Asked
    outcome: Outcome
    work: str = ""
    left_by: str = ""

    @property
    def harm(self) -> Harm:
        """What a wrong guess would harm."""
        return harm_of(self.asked)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same. id: in the address of their page."""

    id: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> Entry:
        """The one that stands for all."""
        return self.entries[0]

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All of them, in the order of the files."""
        return tuple(each.asked for each in self.entries)


@dataclass(frozen=True, slots=True)
class Review:
    """What is open in one import: every question by harm, and by what they ask.

    ready: keys of items that are answered and not yet taken further; later: of those
    that only the import itself can take further, for they are to be read anew.
    """

    entries: tuple[Entry, ...]
    ready: tuple[str, ...]
    later: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """Questions that more than one story asks, worst first, then largest."""
        found: dict[str, list[Entry]] = {}
        for each in self.entries:
            if not each.left_by:
                found.setdefault(group_id(each.asked), []).append(each)
        made = [Group(key, tuple(some)) for key, some in found.items() if len(some) > 1]
        made.sort(key=lambda group: (group.first.harm, -len(group.entries)))
        return tuple(made)

    @property
    def single(self) -> tuple[Entry, ...]:
        """The questions that no other story asks, the worst first."""
        shared = {id(each) for group in self.groups for each in group.entries}
        return tuple(each for each in self.entries if id(each) not in shared)

    def group(self, id_: str) -> Group:
        """Return the questions of one kind. Raises NotFoundError where none is left."""
        some = [each for each in self.entries if group_id(each.asked) == id_]
        # Those that somebody left open on purpose stay out, unless all are.
        some = [each for each in some if not each.left_by] or some
        if not some:
            raise NotFoundError("No such question is open here.")
        return Group(id_, tuple(some))

    def about(self, item: str) -> tuple[Entry, ...]:
        """Return the open questions about one item."""
        return tuple(each for each in self.entries if each.asked.item == item)

    def around(self, item: str) -> tuple[str, str]:
        """Return the items before and behind one in the queue, "" where there is none.

        One that is not in the queue any more is followed by its first.
        """
        keys = list(dict.fromkeys(each.asked.item for each in self.entries))
        if item not in keys:
            return "", keys[0] if keys else ""
        at = keys.index(item)
        return keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""


def group_id(asked: Asked) -> str:
    """Return what alike questions are called in an address."""
    return hashlib.sha256("\n".join(asked.kind).encode()).hexdigest()[:12]


def plans_of(account: Any) -> Any:
    """Return the imports a person may review: an archivist the own, an admin all.

    Originals are for nobody else (reliability: the matrix), and stand beside.
    """
    rows = ImportPlan.objects.order_by("-started_at", "-pk")
    if not may(account, Power.IMPORT):
        return rows.none()
    return rows if account.role == Role.ADMIN else rows.filter(by=account.username)


def plan_of(account: Any, public: str) -> ImportPlan:
    """Return one import. Raises NotFoundError where it is not this person's."""
    row: ImportPlan | None = plans_of(account).filter(public=public).first()
    if row is None:
        raise NotFoundError("There is no such import here.")
    return row


def review_of(plan: ImportPlan) -> Review:
    """Return what is open in an import; a fixed number of queries."""
    return reviews_of([plan])[plan.pk]


def reviews_of(plans: Sequence[ImportPlan]) -> dict[int, Review]:
    """Return what is open in each of some imports, by row id; as few queries."""
    rows = list(_asking(plans))
    given = _given(plans)
    rules = _rules()
    decided = _decided(row.work for row in rows if row.outcome in _ADDED)
    alike = {_candidate(row) for row in rows} - {""}
    known = set(_told_of().filter(public__in=alike).values_list("public", flat=True))
    entries: dict[int, list[Entry]] = {plan.pk: [] for plan in plans}
    ready: dict[int, list[str]] = {plan.pk: [] for plan in plans}
    later: dict[int, list[str]] = {plan.pk: [] for plan in plans}
    for row in rows:
        found, state = _about(row, given.get(row.key, {}), rules, decided)
        if _candidate(row) not in known:
            found = [_without_title(each) for each in found]
        entries[row.plan_id] += found
        if state is not _State.OPEN:
            (ready if state is _State.READY else later)[row.plan_id].append(row.key)
    for some in entries.values():
        some.sort(key=lambda each: (bool(each.left_by), each.harm))
    return {
        plan.pk: Review(
            tuple(entries[plan.pk]), tuple(ready[plan.pk]), tuple(later[plan.pk])
        )
        for plan in plans
    }


def _asking(plans: Sequence[ImportPlan]) -> Any:
    """Return the rows that ask something, without their drafts."""
    there = Q(outcome__in=_ADDED, work__in=_told_of().values("public"))
    rows = PlanItem.objects.filter(Q(outcome__in=_WAITS) | there, plan__in=plans)
    fixed = Decision.objects.filter(
        verdict=ANSWER, undone_at=None, field__startswith=FIXED
    )
    asks = Q(proposal__has_key="questions") | Q(key__in=fixed.values("on"))
    return rows.filter(asks).defer("draft").order_by("pk")


def _told_of() -> Any:
    """Return the works that questions may tell of.

    Not what was taken down or lies in its author's drawer; nor what its author's name
    was taken off: it stands in questions, and in the original.
    """
    nameless = PermissionState.objects.filter(
        state=State.ANONYMISED.value, until=None
    ).exclude(work=None)
    shown = Work.objects.exclude(stage__in=(Stage.WITHDRAWN, Stage.DRAFT))
    return shown.exclude(pk__in=nameless.values("work"))


def _candidate(row: PlanItem) -> str:
    """Return the work that an item may be, by its public id; "" for none."""
    found = (row.proposal or {}).get("candidates") or [{}]
    return str(found[0].get("work_id", ""))


def _given(plans: Sequence[ImportPlan]) -> dict[str, Said]:
    rows = Decision.objects.filter(verdict=ANSWER, undone_at=None)
    keys = PlanItem.objects.filter(plan__in=plans).values("key")
    found: dict[str, Said] = {}
    for row in rows.filter(on__in=keys).order_by("id"):
        found.setdefault(row.on, {})[row.field] = row.value, row.by
    return found


def given_about(item: str) -> Said:
    """Return what people answered about one item."""
    rows = Decision.objects.filter(verdict=ANSWER, undone_at=None, on=item)
    return {row.field: (row.value, row.by) for row in rows.order_by("id")}


def _rules() -> list[Rule]:
    """Return the rules that count; the narrowest, then the latest, comes first."""
    rules = [each for each in reversed(Rules().all()) if not each.undone_at]
    return sorted(rules, key=lambda each: (each.group, each.reader), reverse=True)


def _decided(works: Iterable[str]) -> set[tuple[str, str]]:
    rows = Decision.objects.filter(on__in=list(works), undone_at=None)
    return set(rows.values_list("on", "field"))


def _about(
    row: PlanItem,
    said: Said,
    rules: Sequence[Rule],
    decided: set[tuple[str, str]],
) -> tuple[list[Entry], _State]:
    """Return what is open about one item, and whether it can be taken further."""
    outcome, there = Outcome(row.outcome), row.outcome in _ADDED
    entries: list[Entry] = []
    answered = any(code.startswith(FIXED) for code in said)
    held = anew = False
    for question in questions_of(row):
        value, by = said.get(question.code, (None, ""))
        if value is not None:
            answered = answered or (row.work, question.field) not in decided
            anew = anew or (question.code == ENCODING and value != question.suggestion)
            continue
        ruled = not there and not by and _ruled(rules, row.reader, question)
        if ruled or (there and not _still_asks(row, question, decided)):
            answered = answered or bool(ruled)
            continue
        held = held or question.holds
        asked = Asked(row.key, row.reader, question)
        entries.append(Entry(asked, outcome, row.work, by))
    if there:
        unset_yet = _has_unset(row, said, decided)
        return entries, _State.READY if unset_yet else _State.OPEN
    if outcome is Outcome.PENDING or held or not answered:
        return entries, _State.OPEN
    by_page = outcome is Outcome.WAITING and not anew
    return entries, _State.READY if by_page else _State.LATER


class _State(Enum):
    """How far an item is. OPEN: nothing is to be done with it now."""

    OPEN = "open"
    READY = "ready"
    LATER = "later"


def _without_title(entry: Entry) -> Entry:
    """Return a question that says nothing of a story which is not to be told of."""
    question = entry.asked.question
    if question.code != SAME:
        return entry
    bare = replace(entry.asked, question=replace(question, asked=""))
    return replace(entry, asked=bare)


def _ruled(rules: Sequence[Rule], reader: str, question: Question) -> bool:
    return any(fits(rule, reader, question) is not None for rule in rules)


def _still_asks(
    row: PlanItem, question: Question, decided: set[tuple[str, str]]
) -> bool:
    settable = question.field in SETTABLE and not question.holds
    return settable and (row.work, question.field) not in decided


def _has_unset(
    row: PlanItem,
    said: Said,
    decided: set[tuple[str, str]],
) -> bool:
    """Tell whether an answer about a story that is there was not yet put into it."""
    return any((row.work, field) not in decided for field, _ in unset(row, said))


def unset(row: PlanItem, said: Said) -> list[tuple[str, object]]:
    """Return (field, value) that somebody answered about a story that is there."""
    return [
        (question.field, said[question.code][0])
        for question in questions_of(row)
        if said.get(question.code, (None, ""))[0] is not None
        and question.field in SETTABLE
        and not question.holds
    ]


def item_row(plan: ImportPlan, key: str, account: Any) -> PlanItem:
    """Return an item that a person may look at. Raises NotFoundError for any other.

    What was refused, or is in and was taken down or lost its name since, is nobody's to
    look at; what lies in its author's drawer is the admin's alone.
    """
    row = PlanItem.objects.filter(plan=plan, key=key).first()
    if row is not None and row.outcome in _WAITS:
        return row
    if row is not None and row.outcome in _ADDED:
        seen = _told_of()
        if account.role == Role.ADMIN:
            seen |= Work.objects.filter(stage=Stage.DRAFT)
        # A creator, series or comment is no work, and has no original of its own.
        if seen.filter(public=row.work).exists():
            return row
    raise NotFoundError("There is no such story here.")


def may_be_shown(digest: str, row: PlanItem) -> bool:
    """Tell whether an original may be seen beside an item.

    A record may name bytes of another import: those are not this person's. Where the
    original, or its file, holds a story that was taken down it is sealed.
    """
    if not Find.objects.filter(plan=row.plan_id, original=digest).exists():
        return False
    down = Work.objects.filter(stage=Stage.WITHDRAWN)
    if Claim.objects.filter(original=digest, work__in=down).exists():
        return False
    beside = PlanItem.objects.filter(source=row.source).exclude(work="")
    return not down.filter(public__in=beside.values("work")).exists()


def told(plan: ImportPlan, asked: Sequence[Asked]) -> list[tuple[Asked, Item]]:
    """Return questions with title, file and place, each with its item.

    For as many as a page shows: every draft is loaded.
    """
    rows = PlanItem.objects.filter(plan=plan, key__in={each.item for each in asked})
    items = {row.key: item_of(row) for row in rows}
    names = names_of(plan, {each for item in items.values() for each in seen_in(item)})
    return [
        (next(asked_about(items[each.item], [each.question], names)), items[each.item])
        for each in asked
        if each.item in items
    ]


def seen_in(item: Item) -> set[str]:
    """Return the originals that an item's claims name, by SHA-256."""
    draft = item.draft
    if not isinstance(draft, DraftWork):
        return {draft.evidence.original}
    claims = [claim for name in WORK_CLAIMS for claim in getattr(draft, name)]
    claims += [claim for chapter in draft.chapters for claim in chapter.html]
    return {claim.evidence.original for claim in claims} - {""}


def last_answer(plan: ImportPlan, account: Any) -> Step | None:
    """Return the latest step in which a person answered here, if it still stands."""
    rows = Step.objects.filter(entries__entry__on=plan.public, act=ACT)
    rows = rows.filter(by=account.username, undone_by=None, sealed_at=None)
    return rows.order_by("-pk").first()


def names_of(plan: ImportPlan, digests: Iterable[str]) -> dict[str, str]:
    """Return the name that each original was found under first."""
    rows = Find.objects.filter(plan=plan, original__in=list(digests))
    return dict(rows.order_by("-id").values_list("original_id", "name"))
