"""One work in one state, with marker words in all of it, and those who ask for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from fanfold.archive.models import (
    Account,
    Categorised,
    Category,
    Collected,
    Collection,
    Comment,
    Creator,
    ImportPlan,
    Pseud,
    Role,
    Series,
    Tag,
    Work,
)
from fanfold.archive.models import PermissionState as PermissionRow
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.gathering import Place
from fanfold.model.permission import PermissionState
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Audience, Stage
from tests.archive.making import model_work, put

#: surface → actor → state → what that actor must get.
TABLE: dict[str, dict[str, dict[str, str]]] = json.loads(
    (Path(__file__).parent / "table.json").read_text(encoding="utf-8")
)
STATES: dict[str, dict[str, Any]] = {
    "unreviewed": {"stage": Stage.UNREVIEWED},
    "draft": {"stage": Stage.DRAFT},
    "published": {},
    "restricted": {"audience": Audience.MEMBERS},
    "adult": {"gated": True},
    "adult_restricted": {"audience": Audience.MEMBERS, "gated": True},
    "unrevealed": {"reveal_at": timezone.now() + timedelta(days=9)},
    "hidden": {"stage": Stage.HIDDEN},
    "tombstone": {"stage": Stage.WITHDRAWN},
}
ACTORS = tuple(TABLE["work_page"])
_ROLES = {
    "archivist": Role.ARCHIVIST,
    "moderator": Role.MODERATOR,
    "admin": Role.ADMIN,
}

#: The work's address in its old archive, on our own host.
OLD = "/stories/secret.html"
TITLE = "Quite a secret title"
#: Words to search for; they tell nothing of which text they stand in.
SOUGHT = "snowed in secret"
TEXT = f"It {SOUGHT} while zeldafrost fell."
AUTHOR, SERIES, COLLECTION, FANDOM = "Marrow", "Snow Cycle", "The Old Shelf", "Snowland"
CATEGORY, YEAR = "The Old Tree", "1904"
#: What only the work itself holds, wherever it may turn up: in a page, a header, a
#: file's name or inside of a book.
MARKERS = (
    TITLE,
    "quite-a-secret",
    "zeldafrost",
    "Summarized for nobody",
    "Noted for nobody",
    "Secretly tagged",
    "Commented for nobody",
    "Permitted to nobody",
)


@dataclass(slots=True, weakref_slot=True)
class Scene:
    """The archive of one walk. company: another story, shown to all, stands beside
    the work: by a co-author of both, in the same series, collection and fandom.

    accounts: by actor, None for visitors.
    """

    work: Work
    company: Work | None
    accounts: dict[str, Account | None] = field(default_factory=dict)

    @property
    def others(self) -> int:
        """How many stories everybody sees beside the work."""
        return int(self.company is not None)


@dataclass
class Visit:
    """One actor at the scene, with a client that is signed in where the actor is."""

    scene: Scene
    actor: str
    client: Client

    @property
    def work(self) -> Work:
        """The work in question."""
        return self.scene.work

    @property
    def account(self) -> Account | None:
        """The actor's own account."""
        return self.scene.accounts[self.actor]

    @cached_property
    def chapter(self) -> str:
        """Public id of the work's first chapter."""
        found = self.work.chapters.order_by("position").first()
        assert found is not None
        return found.public

    @cached_property
    def tag(self) -> str:
        """Public id of the work's fandom."""
        return Tag.objects.get(name=FANDOM).public

    @cached_property
    def author(self) -> str:
        """Public id of the name the work stands under."""
        return Pseud.objects.get(name=AUTHOR).public

    @cached_property
    def series(self) -> str:
        """Public id of the work's series."""
        return Series.objects.get().public

    @cached_property
    def collection(self) -> str:
        """Public id of the collection the work came with."""
        return Collection.objects.get().public


def set_scene(state: str, *, company: bool = False) -> Scene:
    """Put a work in a state, and an account for each who asks."""
    scene = Scene(_work(company=company), _beside() if company else None)
    plan = ImportPlan.objects.create(
        key="k", name="old", by="archivist", started_at=timezone.now()
    )
    Work.objects.filter(pk=scene.work.pk).update(plan=plan)
    move(scene, state)
    scene.accounts = {actor: _account(actor) for actor in ACTORS}
    owner = scene.accounts["owner"]
    Creator.objects.filter(pseuds__name=AUTHOR).update(account=owner)
    return scene


def move(scene: Scene, state: str) -> None:
    """Take the work into a state."""
    shown = {"stage": Stage.SHOWN, "audience": Audience.ALL, "gated": False}
    columns = {**shown, "reveal_at": None, **STATES[state]}
    Work.objects.filter(pk=scene.work.pk).update(**columns)
    scene.work.refresh_from_db()


def enter(scene: Scene, actor: str) -> Visit:
    """Let an actor in."""
    client = Client()
    if actor == "anon18":
        client.post("/gate/", {"answer": "yes"})
    account = scene.accounts[actor]
    if account is not None:
        client.force_login(account)
    return Visit(scene, actor, client)


def _work(*, company: bool) -> Work:
    one = model_work(TITLE, TEXT).chapters[0]
    author = Credit(AUTHOR, source_id="efiction:authors/5")
    credits = [Credit("Linnet"), author] if company else [author]
    row = put(
        TITLE,
        source_ids=("efiction:stories/77",),
        urls=(f"http://testserver{OLD}",),
        fandoms=(FANDOM,),
        creators=tuple(credits),
        chapters=(one, replace(one, position=2)),
        series=(Place(SERIES, 1 + company),),
        date=PartialDate(YEAR),
        summary="Summarized for nobody.",
        notes="Noted for nobody.",
        tags=(ModelTag("Genres", "Secretly tagged"),),
    )
    branch = Category.objects.create(name=CATEGORY)
    Categorised.objects.create(work=row, category=branch, path=[CATEGORY], position=1)
    kept = Collection.objects.create(title=COLLECTION)
    Collected.objects.create(collection=kept, work=row, position=1)
    Comment.objects.create(work=row, by="Heron", text="Commented for nobody.")
    told = {"state": PermissionState.UNKNOWN.value, "since": timezone.now()}
    PermissionRow.objects.create(
        work=row, by="archivist", evidence="Permitted to nobody, she wrote.", **told
    )
    return row


def _beside() -> Work:
    row = put(
        "Shown to everybody",
        fandoms=(FANDOM,),
        date=PartialDate(YEAR),
        creators=(Credit("Linnet"), Credit(AUTHOR)),
        series=(Place(SERIES, 1),),
        text=f"And so it {SOUGHT}.",
    )
    collection = Collection.objects.get()
    Collected.objects.create(collection=collection, work=row, position=2)
    branch = Category.objects.get()
    Categorised.objects.create(work=row, category=branch, path=[CATEGORY], position=1)
    return row


def _account(actor: str) -> Account | None:
    if actor.startswith("anon"):
        return None
    return Account.objects.create_user(
        actor, role=_ROLES.get(actor, Role.MEMBER), shows_adult=actor != "member"
    )
