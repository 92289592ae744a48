"""Feeds of new stories: well-formed, steady, and never more than visitors see."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from fanfold.archive.models import (
    Account,
    Chapter,
    Collected,
    Collection,
    Comment,
    Pseud,
    Series,
    Tag,
    Work,
)
from fanfold.archive.search.follow import Follower
from fanfold.model.gathering import Place
from tests.archive.making import put
from tests.archive.searching import follower

__all__ = ["follower"]

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


def test_series_and_collections_have_feeds_and_link_to_them() -> None:
    put("Snow", series=(Place("Weather", 2),))
    ice = put("Ice", series=(Place("Weather", 1),))
    put("Fog")
    kept = Collection.objects.create(title="The Old Shelf")
    Collected.objects.create(collection=kept, work=ice, position=1)
    series = f"/series/{Series.objects.get().public}/"
    collection = f"/collections/{kept.public}/"

    assert [told(e, "title") for e in entries(f"{series}new.atom")] == ["Ice", "Snow"]
    assert [told(e, "title") for e in entries(f"{collection}new.atom")] == ["Ice"]
    for page in (series, collection):
        shown = Client().get(page).content.decode()
        assert shown.count(f'href="{page}new.atom"') == 2


def test_series_and_collections_of_members_have_no_feed_and_no_link() -> None:
    row = put("Snow", series=(Place("Weather", 1),))
    kept = Collection.objects.create(title="The Old Shelf")
    Collected.objects.create(collection=kept, work=row, position=1)
    Work.objects.update(audience="members")
    client = Client()
    client.force_login(Account.objects.create_user("wren", shows_adult=True))

    for page in (
        f"/series/{Series.objects.get().public}/",
        "/collections/{kept.public}/",
    ):
        page = page.format(kept=kept)
        assert "new.atom" not in client.get(page).content.decode()
        assert client.get(f"{page}new.atom").status_code == 404


def test_a_search_has_a_feed_under_its_own_words(follower: Follower) -> None:
    put("Snow", fandoms=("due South",))
    ice = put("Ice", fandoms=("due South",))
    put("Fog", text="Nothing of the kind.")
    follower.catch_up()
    tag = Tag.objects.get(name="due South").public
    query = f"q=snowed&fandom={tag}"

    found = entries(f"/search/new.atom?sort=title&page=3&{query}")
    assert [told(each, "title") for each in found] == ["Ice", "Snow"]
    assert told(found[0], "id") == f"urn:fanfold:work:{ice.public}"
    page = Client().get(f"/search/?{query}").content.decode()
    assert page.count(f'href="/search/new.atom?q=snowed&amp;fandom={tag}"') == 2
    assert "new.atom" not in Client().get("/search/").content.decode()


def test_a_feed_of_a_search_has_one_id_however_it_is_asked(follower: Follower) -> None:
    ids = {
        ElementTree.fromstring(Client().get(each).content).findtext(f"{ATOM}id")
        for each in ("/search/new.atom?q=snow", "/search/new.atom?page=2&q=snow&x=y")
    }

    assert ids == {"urn:fanfold:feed:/search/?q=snow&sort=new"}


def test_searches_that_cannot_be_answered_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SEARCH_INDEX", tmp_path / "none")

    assert Client().get("/search/new.atom?q=words:lots").status_code == 400
    answer = Client().get("/search/new.atom?q=snow")
    assert answer.status_code == 503
    assert "fanfold reindex" in answer.content.decode()
    address = Client().get("/search/new.atom?q=http://lanterns.example.org/a.html")
    assert address.status_code == 404


def test_a_program_that_has_the_feed_gets_nothing_anew() -> None:
    put("Snow")
    first = Client().get("/new.atom")
    again = Client().get("/new.atom", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    put("Ice")
    Work.objects.filter(title="Ice").update(added_at=timezone.now())
    more = Client().get("/new.atom", headers={"if-none-match": first["ETag"]})
    assert more.status_code == 200
    Work.objects.filter(title="Ice").update(stage="hidden")
    less = Client().get("/new.atom", headers={"if-none-match": more["ETag"]})
    assert less.status_code == 200
    assert "Ice" not in less.content.decode()


def test_what_was_said_is_a_feed_the_latest_first() -> None:
    row = put("Snow")
    here = {"work": row, "by": "Heron"}
    old = Comment.objects.create(
        **here, text="<em>Old</em>", date="2001-02", date_from="2001-02-01"
    )
    new = Comment.objects.create(**here, text="New", at=timezone.now(), answers=old)
    Comment.objects.create(**here, text="Nobody knows when", reply="Yes <em>I</em> do.")
    page = f"/works/{row.public}/comments"

    found = entries(f"{page}.atom")
    assert [told(each, "summary") for each in found] == [
        "New",
        "<em>Old</em>",
        "Nobody knows when<hr>Yes <em>I</em> do.",
    ]
    assert told(found[0], "id") == f"urn:fanfold:comment:{new.public}"
    assert told(found[1], "updated") == "2001-02-01T00:00:00+00:00"
    assert f'href="{page}.atom"' in Client().get(f"{page}/").content.decode()


def test_comments_that_a_page_does_not_show_are_in_no_feed() -> None:
    row = put("Snow")
    hidden = Chapter.objects.create(work=row, position=2, title="Cut", hidden=True)
    wren = Account.objects.create_user("wren")
    for text, more in (
        ("seen", {}),
        ("hidden", {"hidden": True}),
        ("waiting", {"waiting": True}),
        ("own and waiting", {"waiting": True, "account": wren}),
        ("of a cut chapter", {"chapter": hidden}),
        ("", {"at": timezone.now()}),
        ("wren@example.org says <script>x</script>", {}),
    ):
        Comment.objects.create(work=row, by="Heron", text=text, **more)
    client = Client()
    client.force_login(wren)

    for who in (Client(), client):
        found = entries(f"/works/{row.public}/comments.atom", who)
        said = [told(each, "summary") for each in found]
        assert len(said) == 2
        assert "seen" in said
        assert not any("script" in each or "wren@" in each for each in said)
