"""Stories at the desk: fields, states, chapters, versions; each act taken back."""

from __future__ import annotations

import pytest
from django.test import Client

from fanfold.archive import shelf
from fanfold.archive.actions.arrange_works import write_text
from fanfold.archive.actions.author_says import leave_works, never_import
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.comparing import Line, side_by_side
from fanfold.archive.models import Account, Step, Work
from fanfold.archive.reader import ANYONE, KEEPER
from fanfold.model.creator import Credit
from fanfold.model.permission import Permission
from fanfold.model.tags import Label
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Work as ModelWork
from fanfold.web import typed
from tests.archive.making import model_work, put
from tests.archive.test_arranging import chapters, ids, records, texts
from tests.web.talking_to import page_of, sent
from tests.web.test_desk import last_step, signed_in


def whole(row: Work) -> ModelWork:
    return shelf.work(row.public, reader=KEEPER)


def edited(client: Client, row: Work, **fields: str) -> str:
    row.refresh_from_db()
    return sent(
        client, f"/desk/works/{row.public}/edit/", version=row.version, **fields
    )


def undone(client: Client) -> None:
    client.post(f"/desk/steps/{last_step().public}/undo/")


def addresses(row: Work) -> list[str]:
    one = f"/desk/works/{row.public}/"
    return [
        *("/desk/works/", "/desk/works/do/", one, f"{one}edit/", f"{one}state/"),
        *(f"{one}chapters/", f"{one}join/", f"{one}chapters/{ids(row)[0]}/"),
    ]


def test_readers_and_authors_find_no_story_at_the_desk() -> None:
    row = put("Snow")
    wren = signed_in("wren", "member")
    creator = row.creatorships.get().pseud.creator
    creator.account = Account.objects.get(username="wren")
    creator.save()

    for path in addresses(row):
        assert wren.get(path).status_code == 404
        assert wren.post(path, {"act": "hide", "why": "x"}).status_code == 404
        assert Client().get(path).status_code == 302
    assert "/desk/" not in wren.get(f"/works/{row.public}/origin/").content.decode()


@pytest.mark.parametrize("role", ["archivist", "moderator", "admin"])
def test_staff_come_from_where_a_story_comes_from_to_the_desk(role: str) -> None:
    row = put("Snow")
    client = signed_in("ada", role)

    assert f"/desk/works/{row.public}/" in page_of(
        client, f"/works/{row.public}/origin/"
    )
    page = page_of(client, f"/desk/works/{row.public}/")
    assert "stated in the source" in page
    assert "as it stood" in page


def test_an_archivist_finds_no_story_of_anothers_import() -> None:
    row, seen = put("Snow"), put("Ice")
    Work.objects.filter(pk=row.pk).update(stage="unreviewed")
    client = signed_in("ada", "archivist")

    for path in addresses(row)[2:]:
        posted = client.post(path, {"act": "show", "number": "1"})
        assert posted.status_code == 404
    said = {"act": "show", "work": [row.public, seen.public], "sure": "yes"}
    assert client.post("/desk/works/do/", said).status_code == 404
    join = {"other": row.public, "sure": "yes"}
    path = f"/desk/works/{seen.public}/join/"
    assert client.post(path, join).status_code == 404
    assert "Snow" not in page_of(client, "/desk/works/")
    assert "Snow" in page_of(signed_in("ben", "moderator"), "/desk/works/")
    row.refresh_from_db()
    assert row.stage == "unreviewed"


def test_what_is_typed_is_set_and_the_rest_left_as_it_was() -> None:
    row = put(
        "Snow", fandoms=("Quarry",), creators=(Credit("Marrow"),), summary="It snows."
    )
    before, known = records(), whole(row)
    client = signed_in("ada", "admin")
    Account.objects.update(shows_adult=True)
    form = {entry: typed.typed(known, entry) for entry in ("summary", "creators")}

    done = edited(
        client,
        row,
        **form,
        title="Ice",
        fandoms="Harbour Lights\r\n Quarry ",
        rating="explicit",
        date="2004-05",
        why="she wrote",
    )

    work = whole(row)
    assert "4 fields set." in done
    assert (work.title, work.fandoms) == ("Ice", ("Harbour Lights", "Quarry"))
    assert (work.rating.value, str(work.date and work.date.text)) == (
        "explicit",
        "2004-05",
    )
    assert work.summary == "It snows."
    assert last_step().why == "she wrote"
    assert "decided" in page_of(client, f"/desk/works/{row.public}/")
    undone(client)
    assert records() == before


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title", " "),
        ("title", "x" * 2000),
        ("date", "yesterday"),
        ("language", "x" * 70),
        ("chapters_expected", "-3"),
        ("chapters_expected", "9" * 30),
        ("rating", "steamy"),
        ("creators", "y" * 400),
        ("tags", "z" * 400 + ": fog"),
    ],
)
def test_what_a_field_cannot_hold_is_said_and_nothing_set(
    field: str, text: str
) -> None:
    row = put("Snow")
    before = records()

    page = edited(signed_in("ada", "admin"), row, **{field: text})

    assert 'class="notice wrong"' in page
    assert records() == before


def test_the_gate_stands_before_a_story_at_the_desk_too() -> None:
    row = put("Snow", summary="Secret.")
    Work.objects.update(gated=True)
    client = signed_in("ada", "admin")

    page = page_of(client, f"/desk/works/{row.public}/")

    assert "A choice first" in page
    assert "Secret." not in page


def test_a_form_that_is_older_than_the_story_sets_nothing() -> None:
    row = put("Snow")
    client = signed_in("ada", "admin")
    edited(client, row, title="Ice")
    path = f"/desk/works/{row.public}/edit/"

    assert "changed meanwhile" in sent(client, path, version=1, title="Rain")
    assert whole(row).title == "Ice"


def test_every_field_that_can_be_set_comes_back_from_its_form_as_it_was() -> None:
    work = model_work(
        "Snow",
        creators=(Credit("Marrow"), Credit("Wren", typed.Role.BETA)),
        fandoms=("Harbour Lights", "Quarry"),
        categories=(("Harbour", "Lights"), ("Quarry",)),
        tags=(ModelTag("Genre", "Fog: thick"),),
        labels=(Label("Thanks", "to all: of you"),),
        adult_gate=True,
        chapters_expected=7,
    )
    row = put(
        "Snow",
        **{
            name: getattr(work, name)
            for name in ("creators", "fandoms", "categories", "tags", "labels")
        },
        adult_gate=True,
        chapters_expected=7,
    )
    before = whole(row)

    for field in typed.SETTABLE:
        value = typed.read(before, field, typed.typed(before, field))
        assert edit_works([row.public], [(field, value)], by="ada") == 0, field


def test_addresses_are_not_typed_in() -> None:
    row = put("Snow")

    edited(signed_in("ada", "admin"), row, notes="Write to wren@example.org!")

    assert "wren@" not in (whole(row).notes or "")


def test_a_story_is_hidden_with_a_notice_and_shown_again() -> None:
    row = put("Snow")
    client = signed_in("ada", "moderator")
    path = f"/desk/works/{row.public}/state/"

    assert "Say why" in sent(client, path, act="hide")
    sent(client, path, act="hide", why="An address stands in chapter 1.")
    row.refresh_from_db()
    assert row.stage == "hidden"
    undone(client)
    sent(client, path, act="members")
    row.refresh_from_db()
    assert (row.stage, row.audience) == ("shown", "members")
    sent(client, path, act="show")
    assert list(Work.objects.listed_for(ANYONE)) == [row]


def test_hiding_is_not_for_an_archivist() -> None:
    row = put("Snow")
    client = signed_in("ada", "archivist")
    said = {"act": "hide", "why": "no", "work": row.public, "sure": "yes"}

    assert client.post(f"/desk/works/{row.public}/state/", said).status_code == 404
    assert client.post("/desk/works/do/", said).status_code == 404
    assert 'value="hide"' not in page_of(client, f"/desk/works/{row.public}/")
    row.refresh_from_db()
    assert row.stage == "shown"


def test_many_that_wait_are_shown_as_one_step() -> None:
    rows = [put(title) for title in ("Snow", "Ice", "Rain")]
    Work.objects.update(stage="unreviewed")
    before = records()
    client = signed_in("ada", "moderator")
    said = {"work": [row.public for row in rows[:2]], "act": "show"}

    shown = sent(client, "/desk/works/do/", **said)
    assert "Snow" in shown
    assert "Rain" not in shown
    assert records() == before
    sent(client, "/desk/works/do/", **said, sure="yes")

    stages = list(Work.objects.order_by("pk").values_list("stage", flat=True))
    assert stages == ["shown", "shown", "unreviewed"]
    undone(client)
    assert records() == before


def test_a_field_of_many_is_set_as_one_step() -> None:
    rows = [put(title) for title in ("Snow", "Ice")]
    before = records()
    client = signed_in("ada", "admin")
    said = {"work": [row.public for row in rows], "act": "edit", "field": "fandoms"}

    assert "one a line" in sent(client, "/desk/works/do/", **said)
    done = sent(client, "/desk/works/do/", **said, value="Quarry", sure="yes")

    assert "2 stories changed." in done
    assert [whole(row).fandoms for row in rows] == [("Quarry",), ("Quarry",)]
    undone(client)
    assert records() == before
    bad = {**said, "field": "date", "value": "never", "sure": "yes"}
    assert 'class="notice wrong"' in sent(client, "/desk/works/do/", **bad)
    assert client.post("/desk/works/do/", {**said, "field": "id"}).status_code == 404
    assert "Tick the stories" in sent(client, "/desk/works/do/", act="show")


def test_chapters_are_put_into_order_by_numbers() -> None:
    row = put("Snow", chapters=chapters("One.", "Two.", "Three."))
    before = records()
    client = signed_in("ada", "admin")
    one, _two, three = ids(row)
    path = f"/desk/works/{row.public}/chapters/"

    sent(client, path, act="order", **{f"place-{three}": "1"})
    assert texts(row) == ["Three.", "One.", "Two."]
    undone(client)
    sent(client, path, act="order", **{f"place-{one}": "3"})
    assert texts(row) == ["Two.", "Three.", "One."]
    undone(client)
    odd = {f"place-{one}": "nan", f"place-{three}": "first"}
    assert "Nothing was changed" in sent(client, path, act="order", **odd)
    assert records() == before


def test_chapters_are_parted_off_and_joined_again() -> None:
    row = put("Snow", chapters=chapters("One.", "Two.", "Three."))
    before = records()
    client = signed_in("ada", "admin")
    path = f"/desk/works/{row.public}/"

    none = sent(client, f"{path}chapters/", act="part", title="Ice")
    assert "some, not all" in none
    sent(client, f"{path}chapters/", act="part", title="Ice", chapter=ids(row)[1:])
    made = Work.objects.get(title="Ice")
    assert (texts(row), texts(made)) == (["One."], ["Two.", "Three."])

    asked = sent(client, f"{path}join/", other=made.public)
    assert "2 chapters of “Ice” go behind" in asked
    assert texts(row) == ["One."]
    sent(client, f"{path}join/", other=made.public, sure="yes")
    assert texts(row) == ["One.", "Two.", "Three."]

    undone(client)
    client.post(f"/desk/steps/{step_before().public}/undo/")
    assert records() == before


def step_before() -> Step:
    return Step.objects.get(act="part-work")


def test_versions_stand_side_by_side_and_one_is_chosen() -> None:
    row = put("Snow", "First, as it was.")
    (chapter,) = ids(row)
    write_text(chapter, "<p>Second.</p>", "Second <i>one</i>.", by="ada")
    client = signed_in("ada", "admin")
    path = f"/desk/works/{row.public}/chapters/{chapter}/"

    raw = client.get(path).content.decode()
    assert "First, as it was." in raw
    assert "Second &lt;i&gt;one&lt;/i&gt;." in raw
    assert "2 versions" in page_of(client, f"/desk/works/{row.public}/")
    sent(client, path, number="1")

    assert texts(row) == ["First, as it was."]
    undone(client)
    assert texts(row) == ["Second <i>one</i>."]
    assert client.post(path, {"number": "9"}).status_code == 404


def test_paragraphs_alike_are_passed_over() -> None:
    one = "\n\n".join(f"Paragraph {number}." for number in range(9))
    other = one.replace("Paragraph 4.", "Another one.\n\nAnd more.")

    lines = side_by_side(one, other)

    assert lines == [
        Line("", "", same=True, left_out=3),
        Line("Paragraph 3.", "Paragraph 3.", same=True),
        Line("Paragraph 4.", "Another one.", same=False),
        Line("", "And more.", same=False),
        Line("Paragraph 5.", "Paragraph 5.", same=True),
        Line("", "", same=True, left_out=3),
    ]
    assert side_by_side("", "") == []


def test_hostile_words_stand_as_text() -> None:
    bad = "<script>alert(1)</script></textarea><img src=x>"
    row = put(bad, summary=bad, fandoms=(bad,), notes=bad)
    client = signed_in("ada", "admin")

    pages = [client.get(path) for path in ("/desk/works/", addresses(row)[2])]
    pages.append(client.get("/desk/works/?stage=shown"))
    pages.append(client.post(f"/desk/works/{row.public}/join/", {"other": row.public}))
    said = {"work": row.public, "act": "edit", "field": "title", "value": bad}
    pages.append(client.post("/desk/works/do/", said))

    for page in pages:
        assert page.status_code == 200
        assert "<script" not in page.content.decode()
        assert "<img" not in page.content.decode()


def test_the_number_of_queries_does_not_grow(
    django_assert_max_num_queries: object,
) -> None:
    client = signed_in("ada", "admin")
    row = put("Snow", chapters=chapters(*(f"Part {n}." for n in range(9))))
    for number in range(9):
        put(f"Ice {number}", fandoms=(f"Quarry {number}",))

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get("/desk/works/?stage=shown")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get(f"/desk/works/{row.public}/")


def test_what_an_author_allows_is_shown_with_dates_and_evidence() -> None:
    row = put(
        "Snow",
        distribution_raw="Anywhere, <i>ask</i>",
        permission=Permission.ANYONE,
        creators=(Credit("Marrow"),),
    )
    creator = row.creatorships.get().pseud.creator
    leave_works([row.public], by="marrow")
    never_import(creator.public, by="marrow")
    client = signed_in("ada", "moderator")

    told = client.get(f"/desk/works/{row.public}/").content.decode()
    assert "confirmed by the author" in told
    assert '<q class="quote">Anywhere, ask</q>' in told
    assert "never to be brought in again (for all stories of this author)" in told
    row.creatorships.update(anonymous=True)

    masked = client.get(f"/desk/works/{row.public}/").content.decode()

    assert "confirmed by the author" in masked
    assert "never to be brought in again" not in masked
