"""Feeds of new stories: well-formed, steady, and never more than visitors see."""

from __future__ import annotations

from xml.etree import ElementTree

from django.test import Client

from fanfold.archive.models import Account, Pseud, Tag, Work
from tests.archive.making import put

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(path: str, client: Client | None = None) -> list[ElementTree.Element]:
    answer = (client or Client()).get(path)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def told(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def test_the_newest_story_stands_first_with_an_id_that_stays() -> None:
    put("Snow")
    ice = put(
        "<b>Ice</b>\x07", summary="<i>So</i> cold & <script>x</script>wren@example.org"
    )
    first = entries("/new.atom")
    Work.objects.update(version=9)

    assert [told(each, "title") for each in first] == ["Ice", "Snow"]
    assert told(first[0], "id") == f"urn:fanfold:work:{ice.public}"
    assert "script" not in told(first[0], "summary")
    assert "wren@" not in told(first[0], "summary")
    assert Client().get("/new.atom").content == Client().get("/new.atom").content


def test_authors_and_tags_have_feeds_of_their_own() -> None:
    put("Snow", fandoms=("due South",))
    put("Ice", fandoms=("Highlander",))
    author = Pseud.objects.get(name="Marrow").public
    tag = Tag.objects.get(name="due South").public

    assert len(entries(f"/authors/{author}/new.atom")) == 2
    assert [told(e, "title") for e in entries(f"/tags/{tag}/new.atom")] == ["Snow"]
    page = Client().get(f"/tags/{tag}/").content.decode()
    assert f'href="/tags/{tag}/new.atom"' in page


def test_what_visitors_do_not_see_has_no_feed_and_no_link_to_one() -> None:
    put("Snow", fandoms=("due South",))
    Work.objects.update(audience="members")
    client = Client()
    client.force_login(Account.objects.create_user("wren", shows_adult=True))

    for row, kind in ((Tag.objects.get(), "tags"), (Pseud.objects.get(), "authors")):
        page = client.get(f"/{kind}/{row.public}/").content.decode()
        assert "Snow" in page
        assert "new.atom" not in page
        assert client.get(f"/{kind}/{row.public}/new.atom").status_code == 404


def test_a_feed_tells_a_member_no_more_than_a_visitor() -> None:
    put("Snow")
    Work.objects.update(audience="members")
    client = Client()
    client.force_login(Account.objects.create_user("wren", shows_adult=True))

    assert entries("/new.atom", client) == []


def test_a_feed_of_nothing_is_a_feed_or_not_there() -> None:
    assert entries("/new.atom") == []
    assert Client().get("/authors/zzzzzzzzz/new.atom").status_code == 404
    assert Client().get("/tags/zzzzzzzzz/new.atom").status_code == 404
