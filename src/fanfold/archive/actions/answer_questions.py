"""A person answers what an import asks: of one story, or of all that ask the same.

The answers, the rule they are saved as, the fields they change and the stories they
bring in are one step. A large group is taken further in portions: the answers stand at
once, and what waits for its turn is public no sooner than before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from fanfold.archive.actions.edit_works import decide, read_value
from fanfold.archive.answering import Answering
from fanfold.archive.models import Decision, ImportPlan, PlanItem, Step, Work
from fanfold.archive.plan import Plan, item_of
from fanfold.archive.policy import Policy as State
from fanfold.archive.review import ACT, given_about, review_of, unset
from fanfold.archive.rewriting import rewrite
from fanfold.archive.steps import Doing, going_on, step
from fanfold.errors import NotFoundError
from fanfold.intake.asking import Asked, Session
from fanfold.intake.corrections import FIXED
from fanfold.intake.decision import Policy
from fanfold.intake.ports import Outcome
from fanfold.intake.siblings import is_numbered
from fanfold.intake.taking import Taken, Taking
from fanfold.model.work import Stage

#: Stories taken further at once, and seconds: a person waits, and others cannot write.
PORTION, SECONDS = 200, 4.0


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer did. step: its public id. answers: given; added: stories that
    came in; changed: stories that were in; left: how many wait for their turn."""

    step: str
    answers: int
    added: int
    changed: int
    left: int


def answer_questions(
    plan: ImportPlan,
    asked: Sequence[Asked],
    value: object,
    *,
    policy: State,
    by: str,
    why: str = "",
    as_rule: bool = False,
    portion: int = PORTION,
) -> Answered:
    """Give one answer to all that is asked, as one step.

    asked: open questions that ask the same; a choice with a label means that of each.
    value: None leaves them open, which is kept too: no rule answers them later.
    as_rule: it answers later imports, too. Raises NotFoundError where nothing is asked.
    """
    if not asked:
        raise NotFoundError("No such question is open here. Nothing was changed.")
    with step(ACT, by=by, why=why) as doing:
        archive = Answering(plan, policy, doing)
        session = Session(asked, answers=archive.answers, rules=archive.rules, by=by)
        if value is None:
            said = session.skip(alike=True)
        else:
            said = session.answer(value, alike=True, as_rule=as_rule)
        archive.answers.keep()
        code, count = asked[0].question.code, len(said.asked)
        doing.note(plan.public, code=code, answers=count, rule=said.rule)
        keys = [] if value is None else [each.item for each in said.asked]
        return _taken(plan, keys, archive, doing, count, portion)


def set_field(
    plan: ImportPlan, key: str, field: str, value: object, *, policy: State, by: str
) -> Answered:
    """Set a field of a story that waits, though nobody asked for it, as one step."""
    read_value(field, value)
    with step(ACT, by=by) as doing:
        archive = Answering(plan, policy, doing)
        archive.answers.give(key, f"{FIXED}{field}", value, by=by)
        archive.answers.keep()
        doing.note(plan.public, field=field, answers=1)
        return _taken(plan, [key], archive, doing, 1, PORTION)


def take_further(
    plan: ImportPlan,
    *,
    policy: State,
    by: str,
    of: str = "",
    portion: int = PORTION,
) -> Answered:
    """Take the next of those that are answered further.

    of: the step that answered them, so that they are taken back with it; one of its own
    where there is none. Raises RefusedDecisionError where it was taken back.
    """
    with _step(of, by) as doing:
        archive = Answering(plan, policy, doing)
        keys = review_of(plan).ready
        if keys and not of:
            doing.note(plan.public, answers=0)
        return _taken(plan, keys, archive, doing, 0, portion)


@contextmanager
def _step(of: str, by: str) -> Iterator[Doing]:
    row = Step.objects.filter(public=of, act=ACT, by=by).first() if of else None
    with going_on(row) if row is not None else step(ACT, by=by) as doing:
        yield doing


def _taken(
    plan: ImportPlan,
    keys: Sequence[str],
    archive: Answering,
    doing: Doing,
    answers: int,
    portion: int,
) -> Answered:
    """Take items as far as they go now, at most a portion of them."""
    there = set(review_of(plan).ready)
    wanted = [key for key in dict.fromkeys(keys) if key in there]
    ends = time.monotonic() + SECONDS
    counts = {Outcome.ADDED: 0, Outcome.MERGED: 0}
    added = changed = 0
    take = _taker(plan, archive, doing)
    done: set[str] = set()
    for key in wanted[:portion]:
        if done and time.monotonic() > ends:
            break
        done.add(key)
        was, now = take(key)
        added += was in _WAITED and now in counts
        changed += was is Outcome.ADDED
    archive.acts.keep()
    left = len(there - done)
    return Answered(doing.step.public, answers, added, changed, left)


_WAITED = (Outcome.WAITING, Outcome.FAILED)


def _taker(
    plan: ImportPlan, archive: Answering, doing: Doing
) -> Callable[[str], tuple[Outcome, Outcome]]:
    """Return what takes one item further and tells (outcome before, after)."""
    kept = archive.plan(plan.key, name=plan.name, by=doing.step.by)
    decider = Policy(doing.step.by)
    taking = Taking(archive, kept, decider, within=plan.within, commit=True)

    def take(key: str) -> tuple[Outcome, Outcome]:
        row = PlanItem.objects.select_for_update().get(plan=plan, key=key)
        was = Outcome(row.outcome)
        if was is Outcome.ADDED:
            _set(row, doing)
        elif was in _WAITED:
            _act(row, taking, kept)
        row.refresh_from_db(fields=["outcome"])
        return was, Outcome(row.outcome)

    return take


def _act(row: PlanItem, taking: Taking, kept: Plan) -> None:
    item = item_of(row)
    # Only of a file with several stories may the others matter.
    rows = kept.items(row.source) if is_numbered(item) else [item]
    for each, about in taking.items(rows):
        if each.key == row.key and each.outcome in _WAITED:
            proposal, (left, before) = taking.proposed(each, about)
            kept.propose_all([(each, proposal)])
            taking.act([Taken(each, proposal, taking.decided(each, left, before))])


def _set(row: PlanItem, doing: Doing) -> None:
    """Put what was answered into the story that is there."""
    shown = Work.objects.exclude(stage=Stage.WITHDRAWN)
    work = shown.select_for_update().filter(public=row.work).first()
    if work is None:
        return
    told: Collection[str] = set(
        Decision.objects.filter(on=row.work, undone_at=None).values_list(
            "field", flat=True
        )
    )
    for field, value in unset(row, given_about(row.key)):
        if field in told:
            continue
        gated = work.gated
        rewrite(work, field, read_value(field, value), doing)
        decide(work, field, value, doing)
        doing.tell(work, narrowing=work.gated and not gated, fields=[field])
