"""Chapters, works, names and tags put in order; each taken back leaves what was."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from fanfold.archive import shelf
from fanfold.archive.actions.arrange_works import (
    choose_text,
    join_works,
    order_chapters,
    part_work,
    write_text,
)
from fanfold.archive.actions.map_tags import Relation, map_tags, unmap_tags
from fanfold.archive.actions.move_works import hide_works, restrict_works
from fanfold.archive.actions.name_pseuds import (
    join_creators,
    part_pseuds,
    rename_pseud,
)
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import (
    Creator,
    Decision,
    OutboxEntry,
    Pseud,
    Step,
    Tag,
    Work,
)
from fanfold.archive.reader import ANYONE, KEEPER
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.creator import Credit
from fanfold.model.record import to_json
from fanfold.model.work import Audience, Chapter
from tests.archive.making import put


def chapters(*texts: str) -> tuple[Chapter, ...]:
    return tuple(
        Chapter("", place, f"<p>{text}</p>", text, len(text.split()))
        for place, text in enumerate(texts, start=1)
    )


def records() -> list[str]:
    works = shelf.works(reader=KEEPER)
    return [json.dumps(to_json(each), sort_keys=True) for each in works]


def texts(row: Work) -> list[str]:
    return [each.text for each in shelf.work(row.public, reader=KEEPER).chapters]


def ids(row: Work) -> list[str]:
    return list(row.chapters.order_by("position").values_list("public", flat=True))


@pytest.fixture
def undone() -> Callable[[], None]:
    """Take the latest step back and see that the records are as before all of it."""
    known: list[list[str]] = []

    def back() -> None:
        if not known:
            known.append(records())
            return
        undo_step(Step.objects.order_by("-pk")[0].public, by="Ada")
        assert records() == known[0]

    return back


def test_chapters_change_places_and_keep_their_ids(undone: Callable[[], None]) -> None:
    row = put("Snow", chapters=chapters("One.", "Two.", "Three."))
    undone()
    one, two, three = ids(row)

    order_chapters(row.public, [three, one, two], by="Ada")

    assert texts(row) == ["Three.", "One.", "Two."]
    assert ids(row) == [three, one, two]
    undone()


def test_an_order_that_leaves_a_chapter_out_is_refused() -> None:
    row = put("Snow", chapters=chapters("One.", "Two."))

    with pytest.raises(RefusedDecisionError, match="each chapter of the story once"):
        order_chapters(row.public, ids(row)[:1], by="Ada")


def test_a_work_is_parted_in_two(undone: Callable[[], None]) -> None:
    row = put(
        "Snow", chapters=chapters("One.", "Two.", "Three."), fandoms=("Harbour Lights",)
    )
    undone()
    moved = ids(row)[1:]

    made = part_work(row.public, moved, title="Ice", by="Ada")

    assert texts(row) == ["One."]
    assert texts(made) == ["Two.", "Three."]
    assert ids(made) == moved
    parted = shelf.work(made.public, reader=KEEPER)
    assert (parted.title, parted.fandoms) == ("Ice", ("Harbour Lights",))
    assert (made.word_count, made.chapter_count) == (2, 2)
    undone()


@pytest.mark.parametrize("which", [slice(0, 0), slice(None)])
def test_a_work_is_not_parted_from_nothing_or_all(which: slice) -> None:
    row = put("Snow", chapters=chapters("One.", "Two."))

    with pytest.raises(RefusedDecisionError, match="some, not all"):
        part_work(row.public, ids(row)[which], title="Ice", by="Ada")


def test_two_works_become_one_and_old_addresses_lead_to_it(
    undone: Callable[[], None],
) -> None:
    row = put("Snow", "One.", source_ids=("mail:1",))
    other = put("Snow, part two", "Two.", source_ids=("mail:2",))
    undone()

    join_works(row.public, other.public, by="Ada")

    joined = shelf.work(row.public, reader=KEEPER)
    assert [each.text for each in joined.chapters] == ["One.", "Two."]
    assert joined.source_ids == ("mail:1", "mail:2")
    assert list(Work.objects.listed_for(ANYONE)) == [row]
    undone()


def test_another_version_is_shown_and_none_is_lost(undone: Callable[[], None]) -> None:
    row = put("Snow", "First.")
    undone()
    (chapter,) = ids(row)

    write_text(chapter, "<p>Second, longer.</p>", "Second, longer.", by="Ada")
    assert texts(row) == ["Second, longer."]
    choose_text(chapter, 1, by="Ada")
    assert texts(row) == ["First."]
    undo_step(Step.objects.order_by("-pk")[0].public, by="Ada")
    undo_step(Step.objects.order_by("pk")[0].public, by="Ada")

    assert texts(row) == ["First."]


def test_a_name_changes_in_every_byline_and_the_old_one_is_kept(
    undone: Callable[[], None],
) -> None:
    rows = [put(title, creators=(Credit("Marrow"),)) for title in ("Snow", "Ice")]
    undone()
    pseud = Pseud.objects.get()

    rename_pseud(pseud.public, " Wren  Hale ", by="Ada")

    for row in rows:
        assert shelf.work(row.public, reader=KEEPER).creators[0].name == "Wren Hale"
    former = pseud.creator.pseuds.filter(current=False)
    assert list(former.values_list("name", flat=True)) == ["Marrow"]
    undone()


def test_two_authors_who_are_one_are_joined(undone: Callable[[], None]) -> None:
    put("Snow", creators=(Credit("Marrow"),))
    put("Ice", creators=(Credit("marrow_w"),))
    undone()
    one, two = Creator.objects.order_by("pk")

    join_creators(one.public, two.public, by="Ada")

    assert list(one.pseuds.values_list("name", flat=True)) == ["Marrow", "marrow_w"]
    assert Creator.objects.count() == 1
    undone()
    assert Creator.objects.count() == 2


def test_an_author_who_is_two_is_parted(undone: Callable[[], None]) -> None:
    put("Snow", creators=(Credit("Marrow"),))
    put("Ice", creators=(Credit("Wren"),))
    one, two = Creator.objects.order_by("pk")
    join_creators(one.public, two.public, by="Ada")
    undone()

    made = part_pseuds([Pseud.objects.get(name="Wren").public], by="Ada")

    assert list(made.pseuds.values_list("name", "current")) == [("Wren", True)]
    undone()


def test_a_synonym_leaves_the_tag_of_the_author_and_tells_the_index(
    undone: Callable[[], None],
) -> None:
    row = put("Snow", relationships_raw=("T/R",))
    undone()
    tag = Tag.objects.get(name="T/R")
    OutboxEntry.objects.all().delete()

    map_tags([tag.public], Relation.SYNONYM, target="Tarn/Reed", by="Ada")

    assert shelf.work(row.public, reader=KEEPER).relationships_raw == ("T/R",)
    assert tag.mappings.get().target.name == "Tarn/Reed"
    assert list(OutboxEntry.objects.values_list("on", flat=True)) == [row.public]
    OutboxEntry.objects.all().delete()
    undone()
    assert not tag.mappings.exists()
    assert list(OutboxEntry.objects.values_list("on", flat=True)) == [row.public]


def test_a_tag_never_leads_to_itself() -> None:
    put("Snow", fandoms=("Harbour", "Harbour Lights"))
    one, two = Tag.objects.order_by("name")
    map_tags([one.public], Relation.SYNONYM, target="Harbour Lights", by="Ada")

    with pytest.raises(RefusedDecisionError, match="lead to itself"):
        map_tags([two.public], Relation.PARENT, target="Harbour", by="Ada")


def test_a_tag_is_one_thing_at_a_time_and_can_be_free_again() -> None:
    put("Snow", fandoms=("Harbour",))
    tag = Tag.objects.get()

    map_tags([tag.public], Relation.CANONICAL, by="Ada")
    map_tags([tag.public], Relation.NOT_MAPPED, by="Ada")
    assert [each.relation for each in tag.mappings.all()] == ["not-mapped"]

    assert unmap_tags([tag.public], by="Ada") == 1
    assert not tag.mappings.exists()


def test_a_hidden_work_has_a_notice(undone: Callable[[], None]) -> None:
    row = put("Snow")
    undone()

    with pytest.raises(RefusedDecisionError, match="Say why"):
        hide_works([row.public], notice=" ", by="Ada")
    hide_works([row.public], notice="An address stands in chapter 1.", by="Ada")

    assert list(Work.objects.listed_for(ANYONE)) == []
    assert Decision.objects.get(verdict="hide").why.startswith("An address")
    undone()
    assert list(Work.objects.listed_for(ANYONE)) == [row]


def test_members_alone_and_all_again() -> None:
    row = put("Snow")

    restrict_works([row.public], Audience.MEMBERS, by="Ada")
    assert list(Work.objects.listed_for(ANYONE)) == []
    restrict_works([row.public], Audience.ALL, by="Ada")
    assert list(Work.objects.listed_for(ANYONE)) == [row]


def test_what_is_not_there_changes_nothing() -> None:
    put("Snow")

    for act in (
        lambda: order_chapters("nothing12", [], by="Ada"),
        lambda: rename_pseud("nothing12", "Wren", by="Ada"),
        lambda: join_creators("nothing12", "nothing13", by="Ada"),
        lambda: map_tags(["nothing12"], Relation.CANONICAL, by="Ada"),
        lambda: choose_text("nothing12", 1, by="Ada"),
        lambda: restrict_works(["nothing12"], Audience.ALL, by="Ada"),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert not Step.objects.exists()
