"""A count that is kept is the count that would be made now."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fanfold.archive.models import TagKind, Work
from fanfold.archive.queries import holdings, shelves
from fanfold.archive.reader import ANYONE, Reader
from fanfold.model.work import Stage

from .making import put

pytestmark = pytest.mark.usefixtures("transactional_db")
ADULT = Reader(shows_adult=True)


def counted(reader: Reader = ANYONE) -> tuple[int, int, int, int]:
    fandoms = holdings.most_used(TagKind.FANDOM, reader, 40)
    return (
        holdings.totals(reader).works,
        holdings.totals(reader).authors,
        sum(each.works for each in fandoms),
        len(shelves.years(reader)),
    )


def elsewhere(act: object) -> None:
    """Do something in another connection, as another process would."""

    def run() -> None:
        act()  # type: ignore[operator]
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_nothing_is_counted_twice_while_nothing_changes() -> None:
    put(fandoms=("Cold Harbour",))
    first = counted()

    with CaptureQueriesContext(connection) as asked:
        again = counted()

    assert again == first
    assert not any("COUNT" in each["sql"] for each in asked)


@pytest.mark.parametrize("where", [lambda act: act(), elsewhere])
def test_what_is_hidden_or_added_counts_at_once(where: object) -> None:
    row = put(fandoms=("Cold Harbour",))
    put("Rain", fandoms=("Cold Harbour",))
    assert counted()[:3] == (2, 1, 2)

    where(lambda: Work.objects.filter(pk=row.pk).update(stage=Stage.HIDDEN))  # type: ignore[operator]
    assert counted()[:3] == (1, 1, 1)

    where(lambda: put("Hail", fandoms=("Cold Harbour",)))  # type: ignore[operator]
    assert counted()[:3] == (2, 1, 2)


def test_each_kind_of_reader_has_counts_of_its_own() -> None:
    row = put(fandoms=("Cold Harbour",))
    Work.objects.filter(pk=row.pk).update(gated=True)

    assert counted(ANYONE)[0] == 0
    assert counted(ADULT)[0] == 1
    assert counted(ANYONE)[0] == 0


def test_what_may_be_taken_back_is_not_kept() -> None:
    put(fandoms=("Cold Harbour",))
    before = counted()

    with transaction.atomic():
        put("Rain", fandoms=("Cold Harbour",))
        assert counted()[0] == before[0] + 1
        transaction.set_rollback(True)

    assert counted() == before


def test_a_work_whose_day_comes_is_counted_within_the_minute() -> None:
    row = put(fandoms=("Cold Harbour",))
    day = timezone.now() + timedelta(days=1)
    Work.objects.filter(pk=row.pk).update(reveal_at=day)
    assert counted()[0] == 0

    Work.objects.filter(pk=row.pk).update(reveal_at=timezone.now())

    assert counted()[0] == 1
