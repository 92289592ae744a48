"""A date is only as exact as known, and never one that no calendar has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.model.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2003-02", date(2003, 2, 1), date(2003, 2, 28)),
        ("2004-05-06", date(2004, 5, 6), date(2004, 5, 6)),
        ("2004-05-06T19:54:29Z", date(2004, 5, 6), date(2004, 5, 6)),
        ("1998-03-03T10:00+01:00", date(1998, 3, 3), date(1998, 3, 3)),
    ],
)
def test_a_date_means_every_day_it_may_be(text: str, first: date, last: date) -> None:
    assert PartialDate(text).interval() == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "04",
        "2004-13",
        "2004-00",
        "2003-02-29",
        "0000-00-00",
        "2004-5-6",
        "2004-05-06T25:00:00Z",
        "2004\n",
    ],
)
def test_what_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"date|month|day|year|hour|isoformat"):
        PartialDate(text)


def test_a_moment_is_told_in_utc() -> None:
    east = timezone(timedelta(hours=2))

    told = PartialDate.of(datetime(2001, 7, 4, 1, 30, 5, 999, tzinfo=east))

    assert told.text == "2001-07-03T23:30:05Z"


def test_a_moment_without_zone_claims_none() -> None:
    assert PartialDate.of(datetime(2001, 7, 4, 1, 30)).text == "2001-07-04T01:30:00"


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_makes_a_date_of_its_own_day(moment: datetime) -> None:
    assert PartialDate.of(moment).interval() == (moment.date(), moment.date())
