"""Tags as readers meet them: what they mean here, what stands beside, by letter."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.models import Tag, TagMapping, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.tags import Tag as ModelTag
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def page_of(client: Client, name: str) -> str:
    return text_of(client, f"/tags/{Tag.objects.get(name=name).public}/")


def mapped(name: str, relation: str, target: str) -> None:
    TagMapping.objects.create(
        tag=Tag.objects.get(name=name),
        relation=relation,
        target=Tag.objects.get_or_create(kind="fandom", type="", name=target)[0],
        by="test",
        at=timezone.now(),
    )


def listed(page: str, name: str) -> str:
    """What stands beside a name in a tag's list of facts."""
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page)
    return re.sub(r"<[^>]+>", "", found[1]) if found else ""


def test_a_tag_has_its_other_names_what_is_in_it_and_where_it_belongs(
    client: Client,
) -> None:
    put("One", fandoms=("due South",))
    put("Two", fandoms=("dS",))
    put("Three", fandoms=("due South: the film",))
    mapped("dS", "synonym", "due South")
    mapped("due South: the film", "parent", "due South")
    mapped("due South", "parent", "Mounties")

    south, short = page_of(client, "due South"), page_of(client, "dS")
    above = page_of(client, "Mounties")

    assert listed(south, "Also known as") == "dS 1"
    assert listed(south, "In it") == "due South: the film 1"
    assert listed(south, "Belongs to") == "Mounties"
    assert south.count('class="card"') == 3
    assert "Counted under <a" in short
    assert short.count('class="card"') == 1
    assert above.count('class="card"') == 3


def test_names_that_only_hidden_stories_bear_are_shown_nowhere(client: Client) -> None:
    put("One", fandoms=("due South",))
    hidden = put("Two", fandoms=("d. S.",))
    put("Three", fandoms=("secret film",))
    mapped("d. S.", "synonym", "due South")
    mapped("secret film", "parent", "due South")
    Work.objects.filter(title="Three").update(audience="members")
    Work.objects.filter(pk=hidden.pk).update(stage="hidden")

    page = page_of(client, "due South")

    assert "d. S." not in page
    assert "secret film" not in page
    public = Tag.objects.get(name="d. S.").public
    assert client.get(f"/tags/{public}/").status_code == 404


def test_rings_of_mappings_do_no_harm(client: Client) -> None:
    put("One", fandoms=("A",))
    put("Two", fandoms=("B",))
    mapped("A", "parent", "B")
    mapped("B", "parent", "A")

    assert page_of(client, "A").count('class="card"') == 2


def test_what_stands_beside_a_tag_is_counted(
    client: Client, follower: Follower
) -> None:
    for number in range(3):
        put(f"S{number}", fandoms=("Snow",), characters_raw=("Ann",))
    put("Other", fandoms=("Snow",), characters_raw=("Bob",))
    hidden = put("Hidden", fandoms=("Snow",), characters_raw=("Carl",))
    Work.objects.filter(pk=hidden.pk).update(stage="hidden")
    follower.catch_up()

    page = page_of(client, "Snow")

    assert listed(page, "Often together with") == "Ann 3, Bob 1"
    assert f"/search/?fandom={Tag.objects.get(name='Snow').public}" in page


def test_free_tags_lead_to_their_page(client: Client) -> None:
    row = put(
        "Snow", tags=(ModelTag("Genres", "Domestic"), ModelTag("Mood", "Domestic"))
    )
    moody = Tag.objects.get(name="Domestic", type="Mood")

    page = text_of(client, f"/works/{row.public}/")

    assert f'<a href="/tags/{moody.public}/">Domestic</a>' in page
    assert "Mood" in text_of(client, f"/tags/{moody.public}/")


@pytest.mark.parametrize(
    ("letter", "there"), [("D", "Dune"), ("E", "Élan"), ("#", "1066"), ("Z", "Žofie")]
)
def test_names_stand_under_their_letter(
    client: Client, letter: str, there: str
) -> None:
    names = ("Dune", "Élan", "1066", "Žofie", "Middle")
    for name in names:
        put(name, fandoms=(f"{name} fandom",))

    for address in ("/works/", "/tags/all/fandom/"):
        response = client.get(address, {"letter": letter})
        page = response.content.decode().partition("<main")[2]
        shown = {name for name in names if f">{name}" in page}
        assert shown == {there}, address


def test_odd_letters_and_kinds_do_no_harm(client: Client) -> None:
    put("Snow")

    for letter in ("é", "AB", "<", "'", "1", ""):
        assert client.get("/works/", {"letter": letter}).status_code == 200
    assert client.get("/tags/all/nothing/").status_code == 404


def test_queries_of_a_tag_do_not_grow_with_its_stories_and_names(
    client: Client, follower: Follower
) -> None:
    def queries() -> int:
        follower.catch_up()
        with CaptureQueriesContext(connection) as caught:
            page_of(client, "Snow")
        return len(caught)

    def add(number: int) -> None:
        name = f"Snow {number}"
        put(
            name,
            fandoms=("Snow", name),
            characters_raw=(f"Ann {number}",),
            source_ids=(name,),
        )
        mapped(name, "synonym", "Snow")

    add(0)
    few = queries()
    for number in range(1, 9):
        add(number)

    assert queries() == few
