"""Series, collections and ties are changed, and each act is taken back whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from fanfold.archive import shelf
from fanfold.archive.actions.arrange_collections import (
    collect_works,
    describe_collection,
    drop_collection,
    make_collection,
    uncollect_works,
)
from fanfold.archive.actions.arrange_series import (
    confirm_entries,
    describe_series,
    drop_series,
    make_series,
    nest_series,
    order_series,
    part_series,
    put_into_series,
    take_from_series,
)
from fanfold.archive.actions.tie_works import tie_works, untie_works
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.handing_over import records
from fanfold.archive.models import (
    Collected,
    Collection,
    LedgerEntry,
    OutboxEntry,
    Related,
    Series,
    SeriesWork,
    Step,
    Subseries,
    Work,
)
from fanfold.archive.queries.related import ties
from fanfold.archive.queries.series import one_series
from fanfold.archive.reader import ANYONE, KEEPER
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.gathering import Related as ModelRelated
from fanfold.model.gathering import RelatedKind
from fanfold.model.lengths import TITLE
from fanfold.writers.records import line_of
from tests.archive.making import put


@pytest.fixture(autouse=True)
def scene() -> None:
    """Two series and a collection with three stories, one entry waiting, one open."""
    snow, thaw, ice = (
        put(title, source_ids=(f"efiction:stories/{at}",))
        for at, title in enumerate(("Snow", "Thaw", "Ice"), start=1)
    )
    winter = Series.objects.create(title="Winter", open="moderated")
    years = Series.objects.create(title="Years", open="closed")
    entry = SeriesWork.objects.create
    entry(series=winter, work=snow, position=1, order=1)
    entry(series=winter, work=thaw, position=2, confirmed=False)
    entry(series=winter, source_id="efiction:stories/9", position=3, confirmed=False)
    Subseries.objects.create(series=years, inner=winter, position=1)
    kept = Collection.objects.create(title="Lantern Street")
    kept.places.create(work=ice, position=1)
    Related.objects.create(
        work=ice, kind="sequel", url="http://x.example.org/1", position=1
    )
    Related.objects.create(work=thaw, target=snow, kind="sequel", position=1)


def work(title: str) -> str:
    return str(Work.objects.get(title=title).public)


def series(title: str) -> str:
    return str(Series.objects.get(title=title).public)


def collection(title: str = "Lantern Street") -> str:
    return str(Collection.objects.get(title=title).public)


def told() -> list[dict[str, Any]]:
    return [json.loads(line_of(each)) for each in records()]


def in_order(title: str = "Winter") -> list[str]:
    shown = one_series(series(title), ANYONE)
    return [each.title for each in shown.works]


ACTS: dict[str, Callable[[], object]] = {
    "make": lambda: make_series("Spring", by="Ada"),
    "describe": lambda: describe_series(
        series("Winter"), title="Cold", summary="<em>All</em>.", open_="open", by="Ada"
    ),
    "add": lambda: put_into_series(
        series("Winter"), [work("Ice"), work("Snow")], by="Ada"
    ),
    "order": lambda: order_series(
        series("Winter"), {work("Snow"): 9, "source:efiction:stories/9": 1}, by="Ada"
    ),
    "confirm": lambda: confirm_entries(series("Winter"), [work("Thaw")], by="Ada"),
    "take": lambda: take_from_series(
        series("Winter"), [work("Snow"), "source:efiction:stories/9"], by="Ada"
    ),
    "part": lambda: part_series(series("Years"), series("Winter"), by="Ada"),
    "collect": lambda: collect_works(collection(), [work("Snow")], by="Ada"),
    "uncollect": lambda: uncollect_works(collection(), [work("Ice")], by="Ada"),
    "call": lambda: describe_collection(
        collection(), title="Lanterns", about="All.", by="Ada"
    ),
    "make-collection": lambda: make_collection("Others", by="Ada"),
    "tie": lambda: tie_works(
        work("Ice"), work("Snow"), RelatedKind.INSPIRED_BY, by="Ada"
    ),
    "untie": lambda: untie_works(
        work("Thaw"), work("Snow"), RelatedKind.SEQUEL, by="Ada"
    ),
    "untie-elsewhere": lambda: untie_works(
        work("Ice"), "http://x.example.org/1", RelatedKind.SEQUEL, by="Ada"
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_act_is_one_step_in_the_ledger_that_is_taken_back(
    act: Callable[[], object],
) -> None:
    before, rows = told(), _rows()

    assert act()

    assert _rows() != rows
    (step,) = Step.objects.all()
    assert LedgerEntry.objects.filter(details__step=step.public, by="Ada").exists()
    undo_step(step.public, by="Ada")
    assert (told(), _rows()) == (before, rows)


def _rows() -> list[list[dict[str, Any]]]:
    kinds = (Series, SeriesWork, Subseries, Collection, Collected, Related)
    return [list(kind.objects.order_by("pk").values()) for kind in kinds]


def test_works_are_put_behind_the_last_once_and_name_the_series() -> None:
    OutboxEntry.objects.all().delete()

    wanted = [work("Ice"), work("Snow"), work("Ice")]
    assert put_into_series(series("Winter"), wanted, by="Ada") == 1

    assert in_order() == ["Snow", "Ice"]
    place = SeriesWork.objects.get(work__title="Ice")
    assert (place.position, place.order, place.confirmed) == (4, 1, True)
    ice = shelf.work(work("Ice"), reader=KEEPER)
    assert [each.title for each in ice.series] == ["Winter"]
    assert [e.on for e in OutboxEntry.objects.all()] == [work("Ice")]
    assert put_into_series(series("Winter"), wanted, by="Ada") == 0


def test_what_waited_is_shown_once_it_is_confirmed() -> None:
    assert in_order() == ["Snow"]

    assert confirm_entries(series("Winter"), [work("Thaw")], by="Ada") == 1

    assert in_order() == ["Snow", "Thaw"]
    assert confirm_entries(series("Winter"), [work("Thaw")], by="Ada") == 0


def test_parts_stand_where_somebody_puts_them() -> None:
    confirm_entries(series("Winter"), [work("Thaw")], by="Ada")

    order_series(series("Winter"), {work("Thaw"): 1, work("Snow"): 2}, by="Ada")

    assert in_order() == ["Thaw", "Snow"]


def test_a_series_never_lies_in_itself() -> None:
    for inner in ("Winter", "Years"):
        with pytest.raises(RefusedDecisionError, match="itself"):
            nest_series(series("Winter"), series(inner), by="Ada")

    spring = make_series("Spring", by="Ada").public
    assert nest_series(series("Winter"), spring, by="Ada")
    assert not nest_series(series("Winter"), spring, by="Ada")
    with pytest.raises(RefusedDecisionError, match="itself"):
        nest_series(spring, series("Years"), by="Ada")


def test_only_what_is_empty_is_taken_away() -> None:
    for full in ("Winter", "Years"):
        with pytest.raises(RefusedDecisionError, match="in this series"):
            drop_series(series(full), by="Ada")
    with pytest.raises(RefusedDecisionError, match="in this collection"):
        drop_collection(collection(), by="Ada")

    drop_series(make_series("Spring", by="Ada").public, by="Ada")
    drop_collection(make_collection("Others", by="Ada").public, by="Ada")

    assert Series.objects.count() == 2
    assert Collection.objects.count() == 1


@pytest.mark.parametrize("title", ["", "  \0 ", "x" * (TITLE + 1)])
def test_a_title_is_words_of_some_length(title: str) -> None:
    with pytest.raises(RefusedDecisionError, match="title"):
        make_series(title, by="Ada")
    with pytest.raises(RefusedDecisionError, match="title"):
        make_collection(title, by="Ada")


def test_two_collections_never_share_a_title() -> None:
    with pytest.raises(RefusedDecisionError, match="other collection"):
        make_collection(" Lantern  Street", by="Ada")


def test_what_is_not_there_changes_nothing() -> None:
    before = _rows()
    for wrong in (
        lambda: put_into_series(series("Winter"), [work("Ice"), "zzz"], by="Ada"),
        lambda: put_into_series("zzz", [work("Ice")], by="Ada"),
        lambda: take_from_series(series("Winter"), [work("Ice")], by="Ada"),
        lambda: order_series(series("Winter"), {"zzz": 1}, by="Ada"),
        lambda: nest_series(series("Winter"), "zzz", by="Ada"),
        lambda: collect_works(collection(), ["zzz"], by="Ada"),
        lambda: tie_works(work("Ice"), "zzz", RelatedKind.GIFT, by="Ada"),
    ):
        with pytest.raises(NotFoundError):
            wrong()

    assert _rows() == before
    assert Step.objects.count() == 0


def test_entries_of_what_was_taken_down_are_no_ones_to_move() -> None:
    snow = work("Snow")
    withdraw_work(snow, by="marrow")

    with pytest.raises(NotFoundError):
        order_series(series("Winter"), {snow: 7}, by="Ada")
    with pytest.raises(NotFoundError):
        put_into_series(series("Years"), [snow], by="Ada")


def test_a_tie_is_shown_from_both_ends_and_gone_from_both() -> None:
    ice, snow = work("Ice"), work("Snow")
    assert tie_works(ice, snow, RelatedKind.TRANSLATION, by="Ada")
    assert not tie_works(ice, snow, RelatedKind.TRANSLATION, by="Ada")

    assert ("translation", False, "Snow") in _ties(ice)
    assert ("translation", True, "Ice") in _ties(snow)
    told_ = ModelRelated(RelatedKind.TRANSLATION, "efiction:stories/1")
    assert told_ in shelf.work(ice, reader=KEEPER).related

    untie_works(ice, snow, RelatedKind.TRANSLATION, by="Ada")
    assert ("translation", True, "Ice") not in _ties(snow)
    with pytest.raises(RefusedDecisionError, match="itself"):
        tie_works(ice, ice, RelatedKind.SEQUEL, by="Ada")


def _ties(public: str) -> list[tuple[str, bool, str]]:
    found = ties(public, ANYONE)
    return [(each.kind.value, each.back, each.title) for each in found]
