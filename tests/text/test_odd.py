"""What of a text is not plain ASCII."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.odd import odd_runs


def test_each_run_is_told_once() -> None:
    assert odd_runs("café, “café”\r\n") == "é “ é”"


def test_plain_text_holds_nothing_odd() -> None:
    assert odd_runs("It rained.\n\tAll night.\r\n") == ""


@given(st.text() | st.text(alphabet="a é’\x00\x1c\x7f\v\f\n"))
def test_every_odd_sign_is_told_and_no_other(text: str) -> None:
    odd = {each for each in text if not (" " <= each <= "~" or each in "\t\n\v\f\r")}

    assert set(odd_runs(text)) - {" "} == odd
