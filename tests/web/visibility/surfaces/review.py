"""What an import asks about the work, and the original that stands beside it.

Stricter than the table in two things: what was taken down is asked about no more, and
its original is shown to nobody here (an admin's two steps are yet to come); and of what
lies in its author's drawer nothing is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase

from fanfold.archive.models import PlanItem, Work
from fanfold.archive.plan import Plan
from fanfold.archive.review import group_id
from fanfold.intake.asking import Asked
from fanfold.intake.ports import Item, Outcome, Proposal, Question, Verdict
from fanfold.keep.originals import Originals
from fanfold.model.draft import drafted
from fanfold.model.original import Original
from fanfold.web.settings import CONFIGURATION
from tests.archive.making import SEEN, model_work
from tests.web.visibility.scene import TEXT, TITLE, Scene, Visit
from tests.web.visibility.surface import Surface, leaks, page_of, raw

KEY = "k-1"
QUESTION = Question(
    *("author-unsure", "Is that the name?", "creators"),
    ([{"name": "Marrow", "role": "author"}],),
    holds=False,
)
NOTHING = "404_same_as_missing"


@dataclass(frozen=True, slots=True)
class Beside(Surface):
    """A page where an original may be seen. never: states in which it may not."""

    row: str = "original_bytes"
    never: frozenset[str] = frozenset(("tombstone",))
    own: bool = True

    def must(self, actor: str, state: str) -> str:
        """Return what an actor must get: what the table says, or less."""
        # super() knows no class that slots=True made anew.
        told = Surface.must(self, actor, state)
        signed_in = not actor.startswith("anon")
        return NOTHING if signed_in and state in self.never else told


def asked(scene: Scene) -> None:
    """Let the import ask about the work's author; its original lies in the store."""
    work = Work.objects.get(pk=scene.work.pk)
    assert work.plan is not None
    path = Originals(CONFIGURATION.originals).path(SEEN.original)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Title: {TITLE}\n\n{TEXT}\n", encoding="utf-8")
    draft = drafted(model_work(TITLE, TEXT))
    item = Item(KEY, "s", 1, "posted_text", draft)
    plan = Plan(work.plan)
    plan.keep_originals([Original(SEEN.original, 9, "a.txt", media_type="text/plain")])
    plan.add_items([item])
    plan.propose_all([(item, Proposal(Verdict.ADD, questions=(QUESTION,)))])
    told = {"outcome": Outcome.ADDED.value, "work": work.public}
    PlanItem.objects.filter(key=KEY).update(**told)


def _page(visit: Visit, end: str) -> str:
    plan = Work.objects.get(pk=visit.work.pk).plan
    assert plan is not None
    return f"/desk/imports/{plan.public}/review/{end}"


def _listed(visit: Visit, response: HttpResponseBase) -> str:
    """Return whether a list of questions tells of the work."""
    whole = raw(response)
    if response.status_code != 200:
        return page_of(visit, response)
    if TITLE in whole:
        return "200_full"
    leaked = leaks(whole)
    return f"{NOTHING} with {leaked}" if leaked else NOTHING


SURFACES = (
    Beside(
        "review_queue",
        lambda visit: _page(visit, ""),
        prepare=asked,
        judge=_listed,
        never=frozenset(("tombstone", "draft")),
    ),
    Beside(
        "review_group",
        lambda visit: _page(visit, f"alike/{group_id(Asked(KEY, '', QUESTION))}/"),
        judge=_listed,
        never=frozenset(("tombstone", "draft")),
    ),
    Beside("review_item", lambda visit: _page(visit, f"{KEY}/")),
    Beside("review_bytes", lambda visit: _page(visit, f"{KEY}/?view=hex")),
    Beside("review_page", lambda visit: _page(visit, f"{KEY}/page/")),
)
