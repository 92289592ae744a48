"""The record loses nothing, and says where a line is wrong."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from fanfold.errors import RecordError
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.model.problem import Problem
from fanfold.model.record import (
    Recorded,
    document,
    from_json,
    lines,
    parse_line,
    to_json,
    without_emails,
)
from fanfold.model.work import Chapter, FieldClaim, Work
from tests.strategies import recorded

HERE = Evidence("0" * 64, "line 2", "Title: Home", "headers.label/1")
WORK = Work(
    id="k3",
    title="Home",
    creators=(Credit("Wisp"),),
    emails=("wisp@example.org",),
    date=PartialDate("2004-05"),
    chapters=(Chapter("1", 1, "<p>It snowed.</p>", "It snowed.", 2),),
    evidence=(
        FieldClaim("title", Claim("Home", Standing.LABELLED, HERE, (Step("m/1"),))),
        FieldClaim("date", Claim(PartialDate("2004-05"), Standing.GUESSED, HERE)),
    ),
)


@settings(deadline=None)
@given(recorded)
def test_everything_comes_back_from_its_line_as_it_was(value: Recorded) -> None:
    (line,) = lines([value])

    assert parse_line(line) == value


def test_a_work_has_the_keys_of_the_record() -> None:
    written = to_json(WORK)

    assert written["kind"] == "work"
    assert written["authors"] == ["Wisp"]
    assert written["date"] == "2004-05"
    assert written["rating"] == "unrated"
    assert written["permission"] == "unstated"
    assert written["word_count"] == 2
    assert written["chapters"][0]["text"] == "It snowed."


def test_evidence_stands_beside_its_field_and_value() -> None:
    entry = to_json(WORK)["evidence"][0]

    assert entry == {
        "field": "title",
        "value": "Home",
        "standing": "labelled",
        "original": "0" * 64,
        "place": "line 2",
        "quote": "Title: Home",
        "rule": "headers.label/1",
        "steps": [{"rule": "m/1"}],
    }


def test_absent_is_left_out_and_null_means_absent() -> None:
    written = to_json(WORK)

    assert "summary" not in written
    assert from_json({**written, "summary": None}) == WORK


def test_a_key_of_a_later_fanfold_is_passed_over() -> None:
    written = to_json(WORK)
    written["chapters"][0]["mood"] = "quiet"
    written["evidence"].append({"field": "mood", "value": "quiet"})

    assert from_json({**written, "mood": "quiet"}) == WORK


def test_addresses_stay_out_of_what_is_stored_or_shown() -> None:
    stored = "".join(lines([without_emails(WORK)]))

    assert "@" not in stored
    assert from_json(json.loads(stored)) == replace(WORK, emails=())


def test_the_document_has_a_place_for_each_kind() -> None:
    made = document([WORK, Problem("nul-bytes", "a.txt", "It is not text.")])

    assert made["format"] == "fanfold/1"
    assert [work["title"] for work in made["works"]] == ["Home"]
    assert made["problems"][0]["code"] == "nul-bytes"
    assert made["creators"] == made["series"] == made["news"] == []
    assert made["suggestions"] == made["comments"] == made["recommendations"] == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "an object"),
        ('{"kind": "wrok"}', "'wrok'"),
        ('{"kind": "work", "title": "x"}', "id"),
        ('{"kind": "work", "id": "1", "title": 7}', "title"),
        ('{"kind": "work", "id": "1", "title": "x", "urls": "y"}', "urls"),
        ('{"kind": "work", "id": "1", "title": "x", "urls": [1]}', "urls[0]"),
        ('{"kind": "work", "id": "1", "title": "x", "date": "May"}', "date"),
        ('{"kind": "work", "id": "1", "title": "x", "rating": "R"}', "rating"),
        ('{"kind": "work", "id": "1", "title": "x", "chapters": [3]}', "chapters[0]"),
        (
            '{"kind": "work", "id": "1", "title": "x", "evidence": [{"field": '
            '"title", "value": "x", "standing": "sure"}]}',
            "evidence[0]",
        ),
        ('{"kind": "work", "id": "1", "title": "x", "adult_gate": 1}', "adult_gate"),
    ],
)
def test_a_wrong_line_is_named_with_its_place(line: str, named: str) -> None:
    with pytest.raises(RecordError) as raised:
        parse_line(line, 7)

    assert str(raised.value).startswith("line 7: ")
    assert named in str(raised.value)
