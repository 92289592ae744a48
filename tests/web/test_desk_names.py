"""Names of authors at the desk: renamed, joined, parted; each act taken back."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from fanfold.archive import shelf
from fanfold.archive.actions.name_pseuds import join_creators
from fanfold.archive.models import Creator, Pseud, Work
from fanfold.archive.reader import KEEPER
from fanfold.model.creator import Credit
from tests.archive.making import put
from tests.archive.test_arranging import records
from tests.web.talking_to import sent
from tests.web.test_desk import last_step, signed_in


def by(name: str, title: str = "") -> Work:
    return put(title or f"Snow of {name}"[:40], creators=(Credit(name),))


def creator(name: str) -> Creator:
    return Pseud.objects.get(name=name).creator


def place(name: str, act: str = "") -> str:
    return f"/desk/names/{creator(name).public}/{act}"


def page_of(client: Client, path: str = "/desk/names/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def undone(client: Client) -> None:
    client.post(f"/desk/steps/{last_step().public}/undo/")


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_names_are_for_archivists_and_admins_alone(role: str) -> None:
    by("Marrow")
    client = signed_in("wren", role)
    said = {"pseud": Pseud.objects.get().public, "name": "Wren", "other": "x"}

    for act in ("", "rename/", "part/", "join/"):
        assert client.get(place("Marrow", act)).status_code == 404
        assert client.post(place("Marrow", act), said).status_code == 404
        assert Client().get(place("Marrow", act)).status_code == 302
    assert client.get("/desk/names/").status_code == 404
    assert Pseud.objects.get().name == "Marrow"


@pytest.mark.parametrize("role", ["archivist", "admin"])
def test_names_that_are_written_alike_are_asked_about(role: str) -> None:
    for name in ("Marrow Hale", "marrow_hale", "Marow Hale", "Ivo Tarn"):
        by(name)
    client = signed_in("ada", role)

    page = page_of(client)
    alike = page.partition("Are these one author?")[2].partition("All names")[0]

    assert alike.count("Join these two") >= 3
    assert "marrow_hale" in alike
    assert "Ivo Tarn" not in alike
    assert "Ivo Tarn" in page
    assert "Are these one author?" not in page_of(client, place("Ivo Tarn"))
    assert "Ivo Tarn" not in page_of(client, "/desk/names/?words=marrow")


def test_the_one_with_fewer_stories_would_be_joined_to_the_other() -> None:
    by("Marow Hale")
    by("Marrow Hale", "Snow")
    by("Marrow Hale", "Ice")
    client = signed_in("ada", "admin")

    for path in ("/desk/names/", place("Marow Hale"), place("Marrow Hale")):
        page = page_of(client, path)
        assert f'value="{creator("Marow Hale").public}">Join these two' in page
        assert f'value="{creator("Marrow Hale").public}">Join' not in page


def test_a_name_is_changed_in_every_byline_and_back() -> None:
    row = by("Marrow")
    before = records()
    client = signed_in("ada", "archivist")
    pseud = Pseud.objects.get().public

    done = sent(
        client, place("Marrow", "rename/"), pseud=pseud, name=" Wren  Hale", why="hers"
    )

    assert "changed in every byline" in done
    assert shelf.work(row.public, reader=KEEPER).creators[0].name == "Wren Hale"
    assert last_step().why == "hers"
    undone(client)
    assert records() == before


def test_what_no_name_can_be_is_said() -> None:
    by("Marrow")
    before = records()
    client = signed_in("ada", "admin")
    pseud = Pseud.objects.get().public

    for name in (" ", "x" * 400, "Marrow"):
        page = sent(client, place("Marrow", "rename/"), pseud=pseud, name=name)
        assert "Nothing was changed" in page
    assert "Nothing was changed" in sent(client, place("Marrow", "part/"))
    one = sent(client, place("Marrow", "part/"), pseud=pseud)
    assert "some, not all" in one
    assert records() == before


def test_two_authors_are_joined_after_a_second_yes_and_parted_again() -> None:
    by("Marrow")
    by("marrow_w")
    before = records()
    client = signed_in("ada", "admin")
    other = creator("marrow_w").public

    asked = sent(client, place("Marrow", "join/"), other=other)
    assert "“marrow_w” becomes a name of “Marrow”" in asked
    assert Creator.objects.count() == 2
    sent(client, place("Marrow", "join/"), other=other, sure="yes")
    assert Creator.objects.count() == 1

    second = Pseud.objects.get(name="marrow_w").public
    sent(client, place("Marrow", "part/"), pseud=second)
    assert creator("Marrow") != creator("marrow_w")
    undone(client)
    assert creator("Marrow") == creator("marrow_w")
    same = sent(
        client, place("Marrow", "join/"), other=creator("Marrow").public, sure="yes"
    )
    assert "one author already" in same
    assert len(records()) == len(before)


def test_a_name_of_another_author_is_not_changed_on_this_ones_page() -> None:
    by("Marrow")
    by("Wren")
    client = signed_in("ada", "admin")
    other = Pseud.objects.get(name="Wren").public

    said = {"pseud": other, "name": "Hale"}
    assert client.post(place("Marrow", "rename/"), said).status_code == 404
    assert client.post(place("Marrow", "part/"), said).status_code == 404
    assert client.post(place("Marrow", "join/"), {"other": "none"}).status_code == 404
    assert Pseud.objects.filter(name="Wren").exists()


def test_authors_of_unseen_stories_are_not_there() -> None:
    row = by("Marrow")
    by("Marow")
    Work.objects.filter(pk=row.pk).update(stage="unreviewed")
    client = signed_in("ada", "archivist")

    assert "Marrow" not in page_of(client)
    assert client.get(place("Marrow")).status_code == 404
    join = {"other": creator("Marrow").public, "sure": "yes"}
    assert client.post(place("Marow", "join/"), join).status_code == 404
    assert "Marrow" in page_of(signed_in("ben", "admin"))


def test_hostile_names_stand_as_text() -> None:
    bad = "<script>alert(1)</script>"
    by(f"{bad} Hale")
    by(f"{bad} Hales")
    client = signed_in("ada", "admin")
    one, two = Creator.objects.order_by("pk")

    pages = [client.get("/desk/names/"), client.get(f"/desk/names/{one.public}/")]
    join = f"/desk/names/{one.public}/join/"
    pages.append(client.post(join, {"other": two.public}))

    for page in pages:
        assert page.status_code == 200
        assert "<script" not in page.content.decode()


def test_the_number_of_queries_does_not_grow(
    django_assert_max_num_queries: object,
) -> None:
    client = signed_in("ada", "admin")
    for letter in "abcdefghijkl":
        by(f"Marrow Hale {letter}")
    one, two = Creator.objects.order_by("pk")[:2]
    join_creators(one.public, two.public, by="ada")

    for path in ("/desk/names/", f"/desk/names/{one.public}/"):
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            client.get(path)
