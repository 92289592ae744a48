"""How SQLite goes about questions that are asked with every page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanfold.archive.models import PlanItem, Work
from fanfold.archive.reader import ANYONE, Reader
from fanfold.archive.search.documents import documents
from fanfold.archive.search.frequent import NONE
from tests.archive.making import put

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL counts what its tables hold"
)
MEMBER = Reader(account=1, shows_adult=True)


def explained(sql: str, values: Any = ()) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        return "; ".join(row[3] for row in cursor.fetchall())


def plan(rows: Any) -> str:
    return explained(*rows.query.sql_with_params())


@pytest.mark.parametrize("reader", [ANYONE, MEMBER])
def test_works_named_by_id_are_looked_up_and_not_sifted_out(reader: Reader) -> None:
    listed = Work.objects.listed_for(reader).order_by()
    seen = Work.objects.visible_to(reader).order_by()

    for rows in (listed, seen):
        assert "(public=?)" in plan(rows.filter(public__in=["a", "b", "c"]))
        assert "rowid=?" in plan(rows.filter(pk__in=[1, 2, 3]))
    assert "(fingerprint=?)" in plan(listed.filter(fingerprint="a"))


@pytest.mark.parametrize("order", [("sort_title", "id"), ("-added_at", "-id")])
def test_a_page_of_a_visitor_s_list_is_read_in_its_order(
    order: tuple[str, str],
) -> None:
    told = plan(Work.objects.listed_for(ANYONE).order_by(*order)[40:60])

    assert "(stage=? AND audience=? AND gated=?)" in told
    assert "FOR ORDER BY" not in told


def test_the_items_of_a_source_are_read_without_a_look_at_those_of_others() -> None:
    told = plan(PlanItem.objects.filter(plan=1, source="a").order_by("position"))

    assert "(plan_id=? AND source=?)" in told
    assert "FOR ORDER BY" not in told


def test_works_are_indexed_without_a_look_at_all_others() -> None:
    keys = [put(f"Story {number}").pk for number in range(20)]
    with CaptureQueriesContext(connection) as asked:
        list(documents(Work.objects.filter(pk__in=keys), NONE))

    plans = [explained(each["sql"]) for each in asked]
    assert len(plans) > 5
    for told in plans:
        assert "SCAN" not in told, told
        # Nearly every work is shown, nearly every claim is of a whole work.
        assert "(stage=?" not in told, told
        assert "(chapter_id=?)" not in told or "text" in told, told
