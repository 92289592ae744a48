"""Many rows added at once are what Django's own way to add them makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanfold.archive.models import Claim, Work
from fanfold.archive.writing import add_all
from tests.archive.making import put


def claims(work: Work, values: list[Any]) -> Iterator[Claim]:
    for place, value in enumerate(values, start=1000):
        yield Claim(
            work=work,
            field="title",
            position=place,
            value=value,
            standing=2,
            original="0" * 64,
            place="line 1",
            quote="Café “Noir” 100 % \\ '",
            rule="odd/1",
            steps=[{"rule": "a"}],
        )


def rows(work: Work) -> list[tuple[Any, ...]]:
    names = [each.attname for each in Claim._meta.concrete_fields if each.name != "id"]
    found = Claim.objects.filter(work=work, rule="odd/1").order_by("position")
    return [each[1:] for each in found.values_list("work_id", *names[1:])]


def test_added_rows_are_those_of_bulk_create() -> None:
    values: list[Any] = ["Home", "", None, ["x", 1], {"a": None}]
    one, other = put("One"), put("Other")

    add_all(Claim, claims(one, values))
    Claim.objects.bulk_create(claims(other, values))

    assert rows(one) == rows(other)
    assert len(rows(one)) == len(values)
    found = Claim.objects.filter(work=one, rule="odd/1").order_by("position")
    assert [each.value for each in found] == values


def test_more_rows_than_go_at_once_are_all_added() -> None:
    work = put("Long")

    add_all(Claim, claims(work, list(range(1203))))

    assert len(rows(work)) == 1203


def test_nothing_to_add_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        add_all(Claim, ())

    assert not [each for each in asked if "INSERT" in each["sql"]]
