"""Work styles: what comes out dresses the story's box and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.skins import PROPERTIES, SCOPE, clean_declarations, clean_sheet
from tests.pace import within


@pytest.mark.parametrize(
    ("sheet", "cleaned"),
    [
        ("p { color: red }", ".text p { color: red }"),
        (
            "p.letter, .note > em{margin:1em 2em;font-style:italic !important}",
            ".text p.letter, .text .note > em { margin: 1em 2em; font-style: italic }",
        ),
        ("/* by hand */ h2 { color: #a01 }", ".text h2 { color: #a01 }"),
        (
            "@media (max-width: 600px) { .wide { padding: 0 } }",
            "@media (max-width: 600px) {\n.text .wide { padding: 0 }\n}",
        ),
        ("p{color:red;position:fixed;top:0}", ".text p { color: red }"),
        ("body, p { color: red }", ".text p { color: red }"),
        ("@import 'x.css'; p { color: red }", ".text p { color: red }"),
    ],
)
def test_what_a_story_may_change_stays_in_its_box(sheet: str, cleaned: str) -> None:
    assert clean_sheet(sheet) == cleaned


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "p { color",
        "body { color: red }",
        ":root { --ink: red }",
        "* { color: red }",
        "p { background: url(//example.org/x.png) }",
        "p { background: u\\72l(//example.org/x.png) }",
        "p { color: var(--ink) }",
        "p { width: expression(1) }",
        "p { font-size: 0 }",
        "p { font-size: 999px }",
        "p { line-height: 0 }",
        "p { margin-left: -400px }",
        "p { text-indent: -9999px }",
        "p:before { content: 'Sign in again' }",
        "input[value^=a] { color: red }",
        "p { color: red </style><script> }",
        "@font-face { font-family: x; src: url(//example.org/f) }",
        "@layer x { * { display: none } }",
        "@supports (color: red) { p { color: red } }",
        "} body { color: red }",
        "p { color: red; } " * 2_000,
    ],
)
def test_nothing_else_is_let_out(sheet: str) -> None:
    assert clean_sheet(sheet) == ""


def test_a_style_keeps_what_it_may() -> None:
    style = "text-align:center; position: absolute; COLOR : Blue; behavior: url(x)"

    assert clean_declarations(style) == "text-align: center; color: Blue"


_LINE = re.compile(rf"{re.escape(SCOPE)} [^{{}}@\\<()]+ \{{ [^{{}}@\\<()\"']+ \}}\Z")
_PARTS = st.sampled_from(
    [
        "p",
        "{",
        "}",
        ";",
        ":",
        "color",
        "red",
        "@media screen",
        "@import",
        "url(x)",
        "/*",
        "*/",
        "\\7b",
        '"',
        "body",
        ",",
        ">",
        ".a",
        "position",
        "fixed",
        " ",
        "\n",
        "*",
    ]
)


@given(st.lists(_PARTS, max_size=40).map("".join) | st.text(max_size=60))
def test_every_line_that_comes_out_is_one_of_ours(sheet: str) -> None:
    for line in clean_sheet(sheet).splitlines():
        if line.startswith("@media ") or line == "}":
            continue
        assert _LINE.match(line), line
        names = re.findall(r"([\w-]+): ", line)
        assert set(names) <= PROPERTIES


@given(st.lists(_PARTS, max_size=40).map("".join))
def test_cleaning_again_changes_nothing_within(sheet: str) -> None:
    once = clean_sheet(sheet, "div")

    assert clean_sheet(once.replace("div ", ""), "div") == once


@pytest.mark.parametrize("run", ["{", "}", "/*", "p{", "a ", "p,", "p>", "p{a:b;", "-"])
def test_long_runs_take_little_time(run: str) -> None:
    with within(1):
        clean_sheet(run * (59_000 // len(run)))
