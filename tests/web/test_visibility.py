"""The table of visibility, cell by cell, over HTTP, for the surfaces there are.

visibility.json: surface → actor → state → what the reader must get.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from fanfold.archive.models import Account, Creator, ImportPlan, Pseud, Role, Tag, Work
from fanfold.archive.reader import ANYONE
from fanfold.model.work import Audience, Stage
from tests.archive.making import model_work, put

TABLE: dict[str, dict[str, dict[str, str]]] = json.loads(
    (Path(__file__).parent / "visibility.json").read_text(encoding="utf-8")
)
STATES = {
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
ROLES = {
    "archivist": Role.ARCHIVIST,
    "moderator": Role.MODERATOR,
    "admin": Role.ADMIN,
}
TITLE = "Quite a secret title"
TEXT = "It snowed in secret."


def page(end: str) -> Callable[[Work], str]:
    return lambda row: f"/works/{row.public}/{end}"


def chapter(row: Work) -> str:
    found = row.chapters.order_by("position").first()
    assert found is not None
    return f"/works/{row.public}/chapters/{found.public}/"


def under_the_tag(row: Work) -> str:
    return f"/tags/{Tag.objects.get(name='Snowland').public}/"


def of_the_author(row: Work) -> str:
    return f"/authors/{Pseud.objects.get(name='Marrow').public}/"


SURFACES: dict[str, Callable[[Work], str]] = {
    "work_page": page(""),
    "chapter_page": chapter,
    "full_text_page": page("whole/"),
    "download_epub": page("download/x.epub"),
    "download_html": page("download/x.html"),
    "download_txt": page("download/x.txt"),
    "provenance_page": page("origin/"),
    "home_recent": lambda row: "/",
    "browse": lambda row: "/works/?sort=new",
    "tag_page": under_the_tag,
    "author_page": of_the_author,
    "author_work_count": lambda row: "/authors/",
}


def work_in(state: str) -> Work:
    one = model_work(TITLE, TEXT).chapters[0]
    chapters = (one, replace(one, position=2))
    row = put(TITLE, fandoms=("Snowland",), chapters=chapters)
    plan = ImportPlan.objects.create(
        key="k", name="old", by="archivist", started_at=timezone.now()
    )
    Work.objects.filter(pk=row.pk).update(plan=plan, **STATES[state])
    row.refresh_from_db()
    return row


def client_of(actor: str) -> Client:
    client = Client()
    if actor == "anon18":
        client.post("/gate/", {"answer": "yes"})
    if actor.startswith("anon"):
        return client
    account = Account.objects.create_user(
        actor, role=ROLES.get(actor, Role.MEMBER), shows_adult=actor != "member"
    )
    if actor == "owner":
        Creator.objects.filter(pseuds__name="Marrow").update(account=account)
    client.force_login(account)
    return client


def answer(client: Client, address: str, listed: bool, row: Work) -> str:
    response = client.get(address)
    text = response.content.decode("latin-1")
    if listed:
        return "present" if row.public in text or _counted(text) else "absent"
    if response.status_code == 404:
        other = client.get(f"/works/{'z' * 9}/")
        same = _bare(other.content) == _bare(response.content)
        return "404_same_as_missing" if same else "404 of its own"
    if response.status_code == 410:
        return "410_neutral" if TITLE not in text else "410 with its title"
    gate = "A choice first" in text
    leaks = TITLE in text or TEXT in text or "Marrow" in text
    if gate:
        return "gate that tells" if leaks else "200_gate"
    return "200_full" if response.status_code == 200 else str(response.status_code)


def _counted(text: str) -> bool:
    return re.search(r">Marrow</a> <span[^>]*>1<", text) is not None


def _bare(content: bytes) -> bytes:
    """The page without what is a visit's own: its token, and where it was asked."""
    return re.sub(rb'value="[^"]*"', b"", content)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", ACTORS)
def test_every_surface_answers_as_the_table_says(actor: str, state: str) -> None:
    row = work_in(state)
    client = client_of(actor)

    for surface, address_of in SURFACES.items():
        expected = TABLE[surface][actor][state]
        listed = expected in ("present", "absent")
        got = answer(client, address_of(row), listed, row)
        assert got == expected, surface


def test_the_table_is_walked_whole() -> None:
    assert set(SURFACES) == set(TABLE)
    assert all(set(TABLE[each]) == set(ACTORS) for each in TABLE)
    assert all(set(TABLE[s][a]) == set(STATES) for s in TABLE for a in TABLE[s])
    assert ANYONE.shows_adult is False
