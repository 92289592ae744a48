"""Ties between works: both ways, in any order, and never to what is hidden."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanfold.archive import shelf
from fanfold.archive.models import Creatorship, Work
from fanfold.archive.queries.related import ties
from fanfold.archive.reader import ANYONE, Reader
from fanfold.model.gathering import Related, RelatedKind
from tests.archive.making import put

OLD = "http://old.example.org/7.html"
BY_ID = Related(RelatedKind.SEQUEL, "file:a.txt", None, "Snow")
BY_URL = Related(RelatedKind.TRANSLATION, None, OLD, None)


def told(row: Work, reader: Reader = ANYONE) -> list[tuple[str, bool, str]]:
    return [
        (each.kind.value, each.back, each.title) for each in ties(row.public, reader)
    ]


@pytest.mark.parametrize("later", [True, False])
def test_a_tie_is_seen_from_both_ends_whichever_came_first(later: bool) -> None:
    if later:
        thaw, regen = put("Thaw", related=(BY_ID,)), put("Regen", related=(BY_URL,))
    snow = put("Snow", source_ids=("file:a.txt",), urls=(OLD,))
    if not later:
        thaw, regen = put("Thaw", related=(BY_ID,)), put("Regen", related=(BY_URL,))

    assert told(thaw) == [("sequel", False, "Snow")]
    assert told(regen) == [("translation", False, "Snow")]
    assert told(snow) == [("sequel", True, "Thaw"), ("translation", True, "Regen")]


def test_what_is_not_here_is_told_by_its_words() -> None:
    away = Related(RelatedKind.INSPIRED_BY, None, "http://far.example.org/", "Far")

    (tie,) = ties(put(related=(away,)).public, ANYONE)

    assert (tie.public, tie.title, tie.url) == ("", "Far", "http://far.example.org/")


@pytest.mark.parametrize("hidden", [{"stage": "hidden"}, {"audience": "members"}])
def test_a_hidden_end_leaves_no_trace(hidden: dict[str, str]) -> None:
    snow = put("Snow", source_ids=("file:a.txt",))
    thaw = put("Thaw", related=(BY_ID,))
    Work.objects.filter(pk=snow.pk).update(**hidden)

    work = shelf.work(thaw.public, reader=ANYONE)

    assert told(thaw) == []
    assert work.related == ()
    assert work.claims("related") == ()
    if "audience" in hidden:
        member = Reader(account=0)
        assert told(thaw, member) == [("sequel", False, "Snow")]
        assert shelf.work(thaw.public, reader=member).related == (BY_ID,)


def test_the_same_text_is_another_version() -> None:
    one, other = put("Snow", "It fell all night."), put("Neve", "It fell all night.")
    put("Rain", "It rained all night.")

    assert told(one) == [("version", False, "Neve")]
    assert told(other) == [("version", False, "Snow")]

    Work.objects.filter(pk=other.pk).update(gated=True)
    assert told(one) == [], "a version that is not listed is not named"


def test_an_unnamed_author_stays_unnamed_in_a_tie() -> None:
    snow = put("Snow", source_ids=("file:a.txt",))
    thaw = put("Thaw", related=(BY_ID,))
    Creatorship.objects.filter(work=snow).update(anonymous=True)

    assert [each.authors for each in ties(thaw.public, ANYONE)] == [("Anonymous",)]


def test_queries_do_not_grow_with_the_ties() -> None:
    def queries(row: Work) -> int:
        with CaptureQueriesContext(connection) as caught:
            ties(row.public, ANYONE)
        return len(caught)

    row = put("Snow", source_ids=("file:a.txt",))
    put("Thaw 0", related=(BY_ID,))
    few = queries(row)
    for number in range(1, 9):
        put(f"Thaw {number}", related=(BY_ID,))

    assert queries(row) == few
    assert len(told(row)) == 9
