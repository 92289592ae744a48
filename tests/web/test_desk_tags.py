"""Tags at the desk: bins, answers for many, suggestions, sheets; all taken back."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fanfold.archive.actions.map_tags import Relation, map_tags
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import Tag, TagMapping, Work
from fanfold.archive.tag_sheets import COLUMNS
from fanfold.model.tags import Tag as ModelTag
from tests.archive.making import put
from tests.web.test_desk import last_step, signed_in

PATHS = ("/desk/tags/", "/desk/tags/sheet/", "/desk/tags/sheet/tags.csv")
PAIRINGS = "/desk/tags/?kind=relationship"


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def page_of(client: Client, path: str = "/desk/tags/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def answered(client: Client, sure: str = "yes", **said: object) -> str:
    answer = client.post("/desk/tags/answer/", {**said, "sure": sure}, follow=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def meanings() -> list[tuple[str, str, str | None]]:
    rows = TagMapping.objects.order_by("tag__name", "pk")
    return list(rows.values_list("tag__name", "relation", "target__name"))


def sent(client: Client, text: str | bytes) -> str:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile("tags.csv", content, "text/csv")
    answer = client.post("/desk/tags/sheet/", {"sheet": file}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def packed_in(page: str) -> str:
    return unescape(page.partition('name="answers" value="')[2].partition('"')[0])


@pytest.mark.parametrize("path", [*PATHS, "/desk/tags/answer/"])
def test_tags_are_the_staffs_alone(path: str) -> None:
    put("Snow", fandoms=("Harbour Lights",))
    wren = signed_in("wren", "member")

    assert wren.get(path).status_code == 404
    assert wren.post(path, {"tag": tag("Harbour Lights").public}).status_code == 404
    assert Client().get(path).status_code == 302


@pytest.mark.parametrize("role", ["archivist", "moderator", "admin"])
def test_staff_find_the_bins(role: str) -> None:
    put("Snow", fandoms=("Harbour Lights",))
    client = signed_in("ada", role)

    for path in PATHS:
        assert client.get(path).status_code == 200
    assert "/desk/tags/" in page_of(client, "/desk/")


def test_what_has_no_meaning_comes_first_and_bins_count_it() -> None:
    put("Snow", fandoms=("Harbour Lights", "Quarry"))
    put("Ice", fandoms=("Harbour Lights",), relationships_raw=("T/R",))
    map_tags([tag("Harbour Lights").public], Relation.CANONICAL, by="ada")
    client = signed_in("ada", "admin")

    page = page_of(client, "/desk/tags/?state=all")

    assert page.index("<b>Quarry</b>") < page.index("<b>Harbour Lights</b>")
    assert "1 of 2 open" in page
    assert "<b>Harbour Lights</b>" not in page_of(client)
    assert "<b>T/R</b>" in page_of(client, PAIRINGS)


def test_a_fandoms_bin_holds_what_stands_on_its_stories() -> None:
    put("Snow", fandoms=("Harbour Lights",), relationships_raw=("T/R",))
    put("Ice", fandoms=("Quarry",), relationships_raw=("A/B",))
    client = signed_in("ada", "admin")

    page = page_of(client, f"{PAIRINGS}&fandom={tag('Quarry').public}")

    assert "<b>A/B</b>" in page
    assert "<b>T/R</b>" not in page
    assert "<b>A/B</b>" in page_of(client, f"{PAIRINGS}&words=a%2Fb")


def test_an_answer_for_many_is_shown_first_then_one_step_and_undone_as_one() -> None:
    for title in ("Snow", "Ice", "Rain"):
        put(title, relationships_raw=("T/R", "R/T"))
    put("Hail", relationships_raw=("Tarn/Reed",))
    client = signed_in("ada", "admin")
    ids = [tag("T/R").public, tag("R/T").public]
    said = {"tag": ids, "relation": "synonym", "target": " Tarn/Reed "}

    shown = answered(client, sure="", **said)
    assert "3 stories bear these tags" in shown
    assert "“Tarn/Reed” stands on 1 story now" in shown
    assert not TagMapping.objects.exists()

    done = answered(client, **said, why="the same two")
    assert "2 tags changed." in done
    assert f"/desk/steps/{last_step().public}/" in done
    assert last_step().why == "the same two"
    assert meanings() == [
        ("R/T", "synonym", "Tarn/Reed"),
        ("T/R", "synonym", "Tarn/Reed"),
    ]

    client.post(f"/desk/steps/{last_step().public}/undo/")
    assert meanings() == []


def test_a_suggestion_is_a_button_that_changes_nothing_before_the_yes() -> None:
    for title in ("Snow", "Ice"):
        put(title, relationships_raw=("Tarn/Reed",))
    put("Rain", relationships_raw=("T/R",))
    client = signed_in("ada", "admin")
    button = f"{tag('T/R').public} Tarn/Reed"

    assert f'value="{button}"' in page_of(client, PAIRINGS)
    assert "a short form" in page_of(client, PAIRINGS)
    answer = client.post("/desk/tags/answer/", {"suggested": button})

    assert "1 story bears these tags" in answer.content.decode()
    assert not TagMapping.objects.exists()


def test_a_suggestion_ranks_by_who_else_is_there() -> None:
    for title in ("Snow", "Ice", "Rain"):
        put(title, relationships_raw=("Tull/Rowe",), fandoms=("Quarry",))
    put("Hail", relationships_raw=("Tarn/Reed",), fandoms=("Harbour Lights",))
    put("Fog", relationships_raw=("T/R",), fandoms=("Harbour Lights",))
    client = signed_in("ada", "admin")

    page = page_of(client, PAIRINGS)
    buttons = [f'value="{tag("T/R").public} {name}' for name in ("Tarn", "Tull")]

    assert page.index(buttons[0]) < page.index(buttons[1])
    assert "stands with the same tags" in page


def test_every_answer_can_be_given_and_taken_away() -> None:
    put("Snow", fandoms=("Harbour Lights", "Harbour Lights: the film"))
    client = signed_in("ada", "moderator")
    film = tag("Harbour Lights: the film").public

    answered(client, tag=film, relation="parent", target="Harbour Lights")
    answered(client, tag=film, relation="canonical")
    answered(client, tag=film, relation="not-mapped")
    name = "Harbour Lights: the film"
    assert meanings() == [
        (name, "parent", "Harbour Lights"),
        (name, "not-mapped", None),
    ]
    answered(client, tag=film, relation="free")

    assert meanings() == []


def test_what_cannot_be_is_said_and_nothing_changed() -> None:
    put("Snow", fandoms=("Harbour Lights",))
    client = signed_in("ada", "admin")
    held = tag("Harbour Lights").public

    circle = {"tag": held, "relation": "synonym", "target": "Harbour Lights"}
    assert "would lead to itself" in answered(client, **circle)
    assert "Nothing was changed" in answered(client, tag=held, relation="synonym")
    assert "Nothing was changed" in answered(client, tag=held, relation="odd")
    assert "Nothing was changed" in answered(client, relation="canonical")
    long = {"tag": held, "relation": "parent", "target": "x" * 5000}
    assert "has at most" in answered(client, **long)
    nul = {"tag": f"{held}\0", "relation": "synonym", "target": "Lights\0"}
    assert "1 tag changed" in answered(client, **nul)
    undo_step(last_step().public, by="ada")
    assert meanings() == []


def test_tags_that_only_unseen_stories_bear_are_not_there() -> None:
    put("Snow", fandoms=("Harbour Lights",))
    put("Ice", fandoms=("Secret Cove",))
    Work.objects.filter(title="Ice").update(stage="unreviewed")
    archivist, admin = signed_in("ada", "archivist"), signed_in("ben", "admin")
    said = {"tag": tag("Secret Cove").public, "relation": "canonical"}

    for path in PATHS:
        assert "Secret Cove" not in page_of(archivist, path)
    assert archivist.post("/desk/tags/answer/", said).status_code == 404
    packed = f'[["{said["tag"]}", "canonical", ""]]'
    sheet = archivist.post("/desk/tags/sheet/", {"answers": packed})
    assert sheet.status_code == 404
    assert meanings() == []
    assert "Secret Cove" in page_of(admin)


def test_hostile_names_stand_as_text() -> None:
    put("Snow <script>alert(1)</script>", fandoms=("<img src=x onerror=y>",))
    client = signed_in("ada", "admin")
    held = Tag.objects.get().public

    raw = client.get("/desk/tags/").content.decode()
    sure = client.post(
        "/desk/tags/answer/",
        {"tag": held, "relation": "parent", "target": "<script>alert(2)</script>"},
    ).content.decode()

    for page in (raw, sure):
        assert "<img" not in page
        assert "<script" not in page


def test_the_number_of_queries_is_the_same_for_few_and_for_many(
    django_assert_max_num_queries: object,
) -> None:
    client = signed_in("ada", "admin")
    for number in range(12):
        fandoms = (f"Harbour {number}", f"Harbor {number}")
        row = put(f"Snow {number}", fandoms=fandoms, tags=(ModelTag("Genre", "Fog"),))
        assert row.public
    ids = list(Tag.objects.filter(kind="fandom").values_list("public", flat=True))

    for path in PATHS:
        with django_assert_max_num_queries(18):  # type: ignore[operator]
            client.get(path)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        client.post("/desk/tags/answer/", {"tag": ids, "relation": "canonical"})


def test_a_sheet_goes_out_and_comes_back_the_same() -> None:
    put("Snow", fandoms=("dS", "due South", "Quarry"), relationships_raw=("=1+1/R",))
    put("Ice", fandoms=("due South",), tags=(ModelTag("Genre", "Fog, thick"),))
    map_tags([tag("dS").public], Relation.SYNONYM, target="due South", by="ada")
    map_tags([tag("due South").public], Relation.CANONICAL, by="ada")
    map_tags([tag("due South").public], Relation.PARENT, target="Mounties", by="ada")
    map_tags([tag("Quarry").public], Relation.NOT_MAPPED, by="ada")
    client = signed_in("ada", "admin")
    before = meanings()

    out = client.get("/desk/tags/sheet/tags.csv")
    text = out.content.decode("utf-8-sig")
    rows = {row["Original Tag Name"]: row for row in csv.DictReader(io.StringIO(text))}

    assert tuple(rows["dS"]) == COLUMNS
    assert rows["dS"]["Recommended AO3 Tag"] == "due South"
    assert rows["due South"]["Fanfold Parents"] == "Mounties"
    assert rows["due South"]["Fanfold Works"] == "2"
    assert rows["Fog, thick"]["Original Tag Type"] == "Genre"
    assert rows["Fog, thick"]["Related Fandom"] == "due South"
    assert "'=1+1/R" in rows, "a spreadsheet must not take it for a formula"
    assert "changes 0 meanings" in sent(client, out.content)

    TagMapping.objects.all().delete()
    page = sent(client, out.content)
    assert "The sheet changes 4 meanings." in page
    assert meanings() == []
    client.post("/desk/tags/sheet/", {"answers": packed_in(page), "why": "agreed"})

    assert sorted(meanings(), key=str) == sorted(before, key=str)
    assert (last_step().act, last_step().why) == ("map-tag", "agreed")
    undo_step(last_step().public, by="ada")
    assert meanings() == []


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["Original Tag", "Original Tag Name", "original  tag"])
def test_both_spellings_of_the_columns_are_read(name: str, mark: str) -> None:
    put("Snow", relationships_raw=("T/R", "A/B/C"))
    client = signed_in("ada", "admin")
    lines = (
        (name, "Original Tag Type", "Recommended AO3 Tag", "Recommended AO3 Type"),
        ("T/R", "relationships", "Tarn/Reed", "relationships"),
        ("A/B/C", "relationship", '"A/B, B/C"', "relationship"),
        ("Nobody", "relationship", "Somebody", "relationship"),
    )
    page = sent(client, "\n".join(mark.join(line) for line in lines))

    assert "line 4: Nobody" in page
    client.post("/desk/tags/sheet/", {"answers": packed_in(page)})

    assert meanings() == [
        ("A/B/C", "parent", "A/B"),
        ("A/B/C", "parent", "B/C"),
        ("T/R", "synonym", "Tarn/Reed"),
    ]


def test_a_comma_in_a_known_name_parts_nothing_and_another_kind_is_refused() -> None:
    put("Snow", fandoms=("Fog, thick", "fog"), relationships_raw=("T/R",))
    client = signed_in("ada", "admin")
    head = "Original Tag,Recommended AO3 Tag,Recommended AO3 Type\n"

    page = sent(client, head + 'fog,"Fog, thick",fandom\nT/R,Tarn,character\n')
    client.post("/desk/tags/sheet/", {"answers": packed_in(page)})

    assert "does not mean one of another" in page
    assert meanings() == [("fog", "synonym", "Fog, thick")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"one,two\n1,2\n",
        b"Original Tag\n" + b"x\n" * 40_000,
        b"x" * 2_000_001,
        b'Original Tag\n"' + b"y" * 140_000,
    ],
)
def test_what_is_no_sheet_is_refused_in_words(content: bytes) -> None:
    client = signed_in("ada", "admin")

    if content:
        assert "Nothing was changed" in sent(client, content)
    odd = client.post("/desk/tags/sheet/", {"answers": "[[1]]"}, follow=True)
    assert "Nothing was changed" in odd.content.decode()
