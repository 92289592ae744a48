"""An author's own stories: in every state the author's, and nobody else's.

Beyond the table in one thing: of a story that waits for review, or was taken down, its
author's own list gives the title, so that the decision can be taken back; the zip of
own stories holds a line about it and nothing of the story.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils import timezone

from fanfold.archive.models import Comment
from tests.web.visibility.desk import NOTHING, sent, told
from tests.web.visibility.scene import AUTHOR, STATES, TABLE, TITLE, Scene, Visit
from tests.web.visibility.surface import LED_AWAY, Surface, at, leaks, page_of, raw


@dataclass(frozen=True, slots=True)
class Mine(Surface):
    """A page of an author. there: what the author gets in the states of `only`;
    unseen: what else, and what all others get."""

    row: str = "work_page"
    own: bool = True
    there: str = "200_full"
    unseen: str = NOTHING
    only: frozenset[str] = frozenset(STATES)

    def must(self, actor: str, state: str) -> str:
        """Return what an actor must get."""
        if actor.startswith("anon"):
            return LED_AWAY
        mine = actor == "owner" and state in self.only
        return self.there if mine else self.unseen


@dataclass(frozen=True, slots=True)
class Zip(Surface):
    """The zip of own stories: of others' works there is nothing in it."""

    own: bool = True

    def must(self, actor: str, state: str) -> str:
        """Return what an actor must get: the table's, and a line on what waits."""
        if actor == "owner" and state == "unreviewed":
            return "receipt_only"
        return Surface.must(self, actor, state)


def _packed(visit: Visit, response: HttpResponseBase) -> str:
    if response.status_code != 200:
        return page_of(visit, response)
    whole = raw(response)
    if TITLE in whole:
        return "200_full"
    kept = "receipt_only" if visit.work.public in whole else NOTHING
    leaked = leaks(whole)
    return f"{kept} with {leaked}" if leaked else kept


def _somebody_said(scene: Scene) -> None:
    told = {"by": "Heron", "text": "Commented for nobody.", "at": timezone.now()}
    Comment.objects.create(work=scene.work, **told)


_WRITABLE = frozenset(TABLE["work_page"]["owner"]) - {"unreviewed", "tombstone"}


SURFACES = (
    Mine("mine", at("/mine/"), there="present", unseen="absent", judge=told),
    *(
        Mine(
            f"mine_figures{end}",
            at(f"/mine/figures{end}"),
            there="present",
            unseen="absent",
            only=frozenset(STATES) - {"tombstone"},
            judge=told,
        )
        for end in ("/", ".csv")
    ),
    Mine(
        "mine_comments",
        at("/mine/comments/"),
        there="present",
        unseen="absent",
        only=frozenset(STATES) - {"unreviewed", "draft", "tombstone"},
        judge=told,
        prepare=_somebody_said,
    ),
    Mine(
        "mine_work",
        lambda visit: f"/mine/works/{visit.work.public}/",
        only=_WRITABLE,
    ),
    Mine(
        "mine_chapter",
        lambda visit: f"/mine/works/{visit.work.public}/chapters/{visit.chapter}/",
        only=_WRITABLE | {"unreviewed"},
    ),
    Mine(
        "mine_chapter_new",
        lambda visit: f"/mine/works/{visit.work.public}/chapters/new/",
        only=_WRITABLE | {"unreviewed"},
    ),
    Mine(
        "mine_together",
        lambda visit: f"/mine/works/{visit.work.public}/together/",
        only=_WRITABLE | {"unreviewed"},
    ),
    Mine(
        "mine_delete",
        lambda visit: f"/mine/works/{visit.work.public}/delete/",
        only=frozenset(("draft",)),
    ),
    Mine(
        "mine_appeal",
        lambda visit: f"/mine/works/{visit.work.public}/appeal/",
        only=frozenset(("hidden",)),
    ),
    Mine(
        "mine_take_down",
        at("/mine/works/"),
        ask=sent(lambda visit: {"act": "take-down", "work": visit.work.public}),
        only=frozenset(STATES) - {"tombstone"},
    ),
    Surface(
        "claim_a_name",
        lambda visit: f"/authors/{visit.author}/claim/",
        "author_page",
        told=lambda visit: AUTHOR,
        own=True,
        alone=True,
    ),
    Mine(
        "closing_an_account",
        at("/account/close/"),
        there="present",
        unseen="absent",
        only=frozenset(STATES) - {"draft", "tombstone"},
        judge=told,
    ),
    Zip("owner_export", at("/account/stories/"), judge=_packed),
)
