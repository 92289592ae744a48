"""Works that are put in together come out as if one had come after the other."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive import ledger
from fanfold.archive.actions.accept_draft import Decided, accept_draft, accept_drafts
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import (
    Creator,
    ImportPlan,
    LedgerEntry,
    OutboxEntry,
    Pseud,
    Related,
    SeriesWork,
    Tag,
    Work,
)
from fanfold.errors import RefusedDecisionError, WithdrawnError
from fanfold.model.creator import Credit
from fanfold.model.draft import DraftWork, drafted
from fanfold.model.gathering import Place, RelatedKind
from fanfold.model.gathering import Related as Tie
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Work as ModelWork

from .making import OPEN, model_work


def together(works: Sequence[ModelWork], plan: ImportPlan | None = None) -> list[Work]:
    decided = [Decided(drafted(each), by="Ada") for each in works]
    rows = accept_drafts(decided, policy=OPEN, plan=plan)
    assert all(isinstance(row, Work) for row in rows)
    return [row for row in rows if isinstance(row, Work)]


def plan() -> ImportPlan:
    return ImportPlan.objects.create(
        key="p" * 64, name="old-site", by="Ada", started_at=timezone.now()
    )


def like(number: int) -> ModelWork:
    return model_work(
        f"Story {number}",
        f"It rained {number} times.",
        source_ids=(f"efiction:stories/{number}",),
        urls=(f"http://old.example.org/viewstory.php?sid={number}",),
        creators=(Credit(f"Author {number}", source_id=f"efiction:users/{number}"),),
        fandoms=("Cold Harbour", f"Fandom {number}"),
        tags=(ModelTag(f"Tag {number}", "Genres"),),
        categories=(("Books", f"Shelf {number}"),),
    )


def questions(works: Sequence[ModelWork]) -> int:
    """Put works in; return how often the database was asked. Rows go in as they fit."""
    with CaptureQueriesContext(connection) as asked:
        together(works)
    return sum(each["sql"].startswith("SELECT") for each in asked)


def test_more_works_are_no_more_questions_but_for_what_is_new() -> None:
    together([like(0)])
    known = [
        model_work(f"Story {n}", f"It hailed {n} times.", fandoms=("Cold Harbour",))
        for n in range(30)
    ]
    together(known[:1])

    few, many = questions(known[1:3]), questions(known[3:30])

    assert few == many


def test_a_name_changed_within_the_row_is_the_same_person() -> None:
    works = [
        model_work(title, title, creators=(Credit(name, source_id="efiction:users/3"),))
        for title, name in (("Snow", "Marrow"), ("Rain", "Bone"), ("Hail", "Marrow"))
    ]

    rows = together(works, plan())

    creator = Creator.objects.get()
    names = Pseud.objects.filter(creator=creator).order_by("position")
    assert [(each.name, each.current) for each in names] == [
        ("Marrow", True),
        ("Bone", False),
    ]
    credited = [row.creatorships.get().pseud.name for row in rows]
    assert credited == ["Marrow", "Bone", "Marrow"]


def test_names_tags_and_places_are_made_once_for_all() -> None:
    works = [
        model_work(
            f"Story {n}",
            f"It rained {n} times.",
            fandoms=("Cold Harbour",),
            series=(Place("The Watch", n + 1),),
        )
        for n in range(3)
    ]

    rows = together(works)

    assert Tag.objects.count() == Pseud.objects.count() == 1
    places = SeriesWork.objects.order_by("position")
    assert [each.work_id for each in places] == [row.pk for row in rows]
    assert len({each.series_id for each in places}) == 1


def test_works_of_one_row_that_name_each_other_are_tied() -> None:
    first = model_work(
        "Snow",
        source_ids=("efiction:stories/1",),
        related=(Tie(RelatedKind.SEQUEL, source_id="efiction:stories/2"),),
    )
    second = model_work(
        "Rain",
        "It rained.",
        source_ids=("efiction:stories/2",),
        related=(Tie(RelatedKind.SEQUEL, source_id="efiction:stories/1"),),
    )

    one, other = together([first, second])

    targets = Related.objects.order_by("pk").values_list("work", "target")
    assert list(targets) == [(one.pk, other.pk), (other.pk, one.pk)]


def test_what_is_refused_leaves_the_others_in_and_the_ledger_whole() -> None:
    gone = accept_draft(drafted(like(7)), by="Ada", policy=OPEN, contacts=["c" * 64])
    withdraw_work(gone.public, by="Ada")
    drafts = [drafted(like(1)), DraftWork(), drafted(like(7)), drafted(like(2))]
    heard = OutboxEntry.objects.count()

    rows = accept_drafts([Decided(each, by="Ada") for each in drafts], policy=OPEN)

    kinds = [type(each) for each in rows]
    assert kinds == [Work, RefusedDecisionError, WithdrawnError, Work]
    assert list(ledger.breaks()) == []
    accepted = LedgerEntry.objects.filter(act="accept-draft").order_by("number")
    assert [each.on for each in accepted][1:] == [
        each.public for each in rows if isinstance(each, Work)
    ]
    assert OutboxEntry.objects.count() == heard + 2
