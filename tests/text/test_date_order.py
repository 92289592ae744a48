"""Day and month in figures, decided over all dates of one source."""

from __future__ import annotations

import pytest

from fanfold.text.dates import Order, date_of, order_in


def test_one_date_that_can_be_read_in_one_way_decides_for_all() -> None:
    found = order_in(["03/04/99", "24/03/99", "no date", "1/2/2001"])

    assert found.order is Order.DAY_FIRST
    assert (found.day_first, found.month_first, found.undecided) == (1, 0, 2)
    assert found.example == "24/03/99"


def test_months_first_are_told_the_same_way() -> None:
    assert order_in(["3/24/99", "03-25-2001"]).order is Order.MONTH_FIRST


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["03/04/99", "04/05/99"],
        ["24/03/99", "03/24/99"],
        ["2004-05-06", "12.05.1999"],
        ["99/99/99", "00/00/0000"],
    ],
)
def test_what_decides_nothing_is_left_open(texts: list[str]) -> None:
    assert order_in(texts).order is None


def test_one_odd_row_does_not_turn_the_rest() -> None:
    texts = [f"{day}/03/1999" for day in range(13, 32)] * 2 + ["03/24/1999"]

    found = order_in(texts)

    assert found.order is Order.DAY_FIRST
    assert found.month_first == 1


def test_dots_put_the_day_first_and_decide_for_nobody_else() -> None:
    assert order_in(["24.12.1999", "03/04/1999"]).order is None


@pytest.mark.parametrize(
    ("order", "date"),
    [
        (None, "1999"),
        (Order.DAY_FIRST, "1999-04-03"),
        (Order.MONTH_FIRST, "1999-03-04"),
    ],
)
def test_a_date_is_read_in_its_source_s_order(order: Order | None, date: str) -> None:
    found = date_of("03/04/99", order)

    assert found is not None
    assert found.text == date


@pytest.mark.parametrize("order", list(Order))
def test_an_order_never_outweighs_what_a_date_says(order: Order) -> None:
    for text, date in (("24/03/99", "1999-03-24"), ("3.4.1999", "1999-04-03")):
        found = date_of(text, order)

        assert found is not None
        assert found.text == date
