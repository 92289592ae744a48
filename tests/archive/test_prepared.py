"""Queries over many rows whose SQL is made once find what the same queries find."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanfold.archive.models import Tag
from fanfold.archive.queries.prepared import Among

pytestmark = [pytest.mark.django_db, pytest.mark.archive]


@pytest.fixture
def tags() -> list[Tag]:
    return [Tag.objects.create(kind="free", type="", name=f"T {n}") for n in range(95)]


@pytest.mark.parametrize("number", [1, 2, 19, 20, 21, 40, 41, 95])
def test_as_many_are_found_as_are_named(tags: list[Tag], number: int) -> None:
    by_id = Among(
        lambda ids: Tag.objects.filter(public__in=ids).order_by("pk").values_list("pk")
    )
    by_key = Among(
        lambda keys: Tag.objects.filter(pk__in=keys).order_by("pk").values_list("pk"),
        numbers=True,
    )
    named = tags[:number]

    for _again in range(2):
        expected = [(each.pk,) for each in named]
        assert by_id.ask([each.public for each in named]) == expected
        assert by_key.ask([each.pk for each in reversed(named)]) == expected
        assert by_key.ask([each.pk + 1_000 for each in named]) == []


def test_other_conditions_stay_as_they_are(tags: list[Tag]) -> None:
    found = Among(
        lambda keys: (
            Tag.objects.filter(pk__in=keys, name__in=["T 3", "T 4", "T 90"])
            .order_by("pk")
            .values_list("name")
        ),
        numbers=True,
    )

    assert found.ask([each.pk for each in tags[:50]]) == [("T 3",), ("T 4",)]


def test_for_nothing_nothing_is_asked() -> None:
    found = Among(lambda ids: Tag.objects.filter(public__in=ids).values_list("pk"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert found.ask([]) == []

    assert len(asked) == 0
