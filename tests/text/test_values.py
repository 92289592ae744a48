"""One value at a time: both readings tried, the one taken told, no byte lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.model.evidence import Standing
from fanfold.text.replay import replay
from fanfold.text.values import Hints, Value, decode_value, lost_letters


def over(text: str, codec: str = "windows-1252", times: int = 1) -> bytes:
    """UTF-8 that was taken for `codec` and written as UTF-8 again, so many times."""
    for _ in range(times):
        text = "".join(
            bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode()
        )
    return text.encode()


@pytest.mark.parametrize(
    "text", ["", "Home", "CANÇÃO", "Größe", "naïve “quotes”…", "Ở nhà, ÃO", "雪の日"]
)
def test_a_value_that_is_whole_is_read_as_it_stands(text: str) -> None:
    value = decode_value(text.encode())

    assert value.text == text
    assert value.doubled == 0
    assert value.standing is Standing.RECORDED


def test_plain_letters_need_no_steps() -> None:
    assert decode_value(b"Home") == Value("Home")


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("text", ["Café", "Größe", "“Über”", "It’s late…", "naïve"])
def test_a_value_encoded_over_is_brought_back_and_says_so(
    text: str, times: int
) -> None:
    value = decode_value(over(text, times=times))

    assert value.text == text
    assert value.doubled == times
    assert value.standing is Standing.GUESSED


def test_what_most_values_show_is_believed_of_one() -> None:
    value = decode_value(over("Größe"), Hints(doubled=True))

    assert (value.text, value.standing) == ("Größe", Standing.LABELLED)


def test_bytes_under_a_false_declaration_are_read_as_what_they_are() -> None:
    raw = "“It’s snowing,” she said…".encode("windows-1252")

    value = decode_value(raw, Hints(declared="utf8"))

    assert value.text == "“It’s snowing,” she said…"
    assert value.encoding == "windows-1252"


def test_the_usual_encoding_of_a_source_decides_a_single_word() -> None:
    value = decode_value("Ondřej".encode("windows-1250"), Hints(usual="windows-1250"))

    assert (value.text, value.standing) == ("Ondřej", Standing.LABELLED)


@given(st.binary(max_size=120), st.sampled_from(["", "utf8", "latin1", "cp1250"]))
def test_any_bytes_are_a_value_that_its_steps_repeat(raw: bytes, label: str) -> None:
    value = decode_value(raw, Hints(declared=label))

    assert "\0" not in value.text
    if value.steps:
        assert replay(raw, value.steps) == value.text


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("What? No?! Why??", 0),
        ("see http://example.org/a?b=c", 0),
        ("Caf?s and na?ve", 2),
        ("She smiled ???? and left", 4),
        ("“?” he asked", 0),
    ],
)
def test_letters_that_a_server_lost_are_counted(text: str, lost: int) -> None:
    assert lost_letters(text) == lost
