"""Names of files as labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.keep.names import as_label, climbs, numbered


@pytest.mark.parametrize(
    "name", ["a.txt", "a/b c.html", "..a", "a..b/c", "-rf", "höhle.txt", "C"]
)
def test_an_honest_name_is_left_alone(name: str) -> None:
    assert as_label(name) == name
    assert not climbs(name)


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/x", "C:\\x", "c:x", "..\\x", "\\\\host\\x", ""]
)
def test_a_name_that_climbs_is_known(name: str) -> None:
    assert climbs(name)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("a\nb.txt", "a_b.txt"),
        ("story\u202etxt.exe", "story_txt.exe"),
        ("caf\udce9.txt", "caf\\xe9.txt"),
        ("", "_"),
    ],
)
def test_what_deceives_is_shown(name: str, label: str) -> None:
    assert as_label(name) == label


@given(st.text())
def test_any_name_becomes_one_short_printable_line(name: str) -> None:
    label = as_label(name)

    assert label
    assert len(label.encode("utf-8")) <= 1024
    assert label.splitlines() == [label]


@given(st.text())
def test_a_label_is_its_own_label(name: str) -> None:
    assert as_label(as_label(name)) == as_label(name)


@pytest.mark.parametrize(
    ("name", "second"),
    [("a/b.txt", "a/b (2).txt"), ("b", "b (2)"), (".hidden", ".hidden (2)")],
)
def test_a_second_file_of_a_name_gets_a_number(name: str, second: str) -> None:
    assert numbered(name, 2) == second
