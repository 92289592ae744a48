"""Texts and what must be read from them: ``tests/text/cases/*.toml``.

A case is a text with the fields of its works as `fanfold look --json` has them
(`expect` for one work, `works` for several; a field that is not named is not looked
at; "" or [] says that it must be absent) and its chapters as
``"title|first words|last words"``. `leave` holds words that must stay in the text.
A case with `known_failure` must fail, for the reason given there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent / "cases"


def _cases() -> list[Any]:
    found = []
    for path in sorted(HERE.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            marks = []
            if "known_failure" in case:
                marks = [pytest.mark.xfail(reason=case["known_failure"], strict=True)]
            name = f"{path.stem}: {case['name']}"
            found.append(pytest.param(case, id=name, marks=marks))
    return found


@pytest.mark.parametrize("case", _cases())
def test_a_text_is_read_as_its_case_says(
    case: dict[str, Any], read_text: Callable[[str], list[dict[str, Any]]]
) -> None:
    expected = case.get("works", [case.get("expect", {})])

    works = read_text(case["text"])

    assert [_seen(work, each) for work, each in zip(works, expected, strict=True)] == (
        [_wanted(each) for each in expected]
    )
    body = "\n".join(chapter["text"] for work in works for chapter in work["chapters"])
    for words in case.get("leave", ()):
        assert words in body


def _seen(work: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    seen = {name: work.get(name) or "" for name in expected}
    if "series" in seen:
        seen["series"] = [each["title"] for each in seen["series"] or ()]
    if "labels" in seen:
        seen["labels"] = {each["name"]: each["value"] for each in seen["labels"] or ()}
    if "tags" in seen:
        seen["tags"] = [each["name"] for each in seen["tags"] or ()]
    if "chapters" in seen:
        seen["chapters"] = [
            _told(chapter, like)
            for chapter, like in zip(
                work["chapters"], expected["chapters"], strict=True
            )
        ]
    return {name: value or "" for name, value in seen.items()}


def _told(chapter: dict[str, Any], like: str) -> str:
    _, first, last = like.split("|")
    text = " ".join(chapter["text"].split())
    begins = text[: len(first)]
    ends = text[len(text) - len(last) :]
    return f"{chapter.get('title') or ''}|{begins}|{ends}"


def _wanted(expected: dict[str, Any]) -> dict[str, Any]:
    return {name: value or "" for name, value in expected.items()}
