"""What is shown on a terminal moves nothing there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.printable import printable


@pytest.mark.parametrize(
    "text", ["Zoë’s “home” — 雪", "👩\u200d🚀", "می\u200cخواهم", ""]
)
def test_words_stay_as_they_are(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x1b[2J", "a·[2J"), ("a\u202eb", "a·b"), ("a\tb", "a b"), ("\x9bm", "·m")],
)
def test_what_a_terminal_obeys_becomes_a_dot(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_no_control_is_left_and_no_sign_lost(text: str) -> None:
    shown = printable(text)

    assert len(shown) == len(text)
    assert not any(letter < " " or "\x7f" <= letter < "\xa0" for letter in shown)
