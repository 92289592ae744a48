"""Drafts are settled into works and come back whole."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from hypothesis import given

from fanfold.model.advice import Rating
from fanfold.model.draft import (
    CHAPTER_CLAIMS,
    CHAPTER_FACTS,
    WORK_CLAIMS,
    WORK_FACTS,
    DraftChapter,
    DraftWork,
    drafted,
    settled,
)
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.problem import Problem
from fanfold.model.record import (
    found_from_json,
    found_to_json,
    in_a_line,
    to_json,
)
from fanfold.model.work import Chapter, Work
from tests.strategies import recorded

HERE = Evidence("0" * 64, "line 1", "as found", "test/1")


def labelled(value: object) -> Claim[object]:
    return Claim(value, Standing.LABELLED, HERE)


def draft() -> DraftWork:
    chapter = DraftChapter(
        id="1", html=(labelled("<p>It snowed.</p>"),), text="It snowed.", words=2
    )
    return DraftWork(
        id="1",
        title=(labelled("Home"), Claim("Homeward", Standing.DECIDED, HERE)),
        fandoms=(labelled(()),),
        rating=(Claim(Rating.TEEN, Standing.GUESSED, HERE),),
        emails=("a@example.org",),
        chapters=(chapter,),
    )


def test_the_best_claim_becomes_the_value_and_all_claims_stay() -> None:
    work = settled(draft())

    assert work.title == "Homeward"
    assert [claim.value for claim in work.claims("title")] == ["Home", "Homeward"]


def test_a_stated_none_is_an_empty_list_with_evidence() -> None:
    work = settled(draft())

    assert work.fandoms == ()
    assert work.claims("fandoms") == (labelled(()),)


def test_what_nobody_claims_is_absent() -> None:
    work = settled(DraftWork())

    assert work.title == ""
    assert work.summary is None
    assert work.rating is Rating.UNRATED
    assert work.evidence == ()


def test_chapters_are_numbered_and_keep_their_own_claims() -> None:
    two = replace(draft(), chapters=draft().chapters * 2)

    work = settled(two)

    assert [chapter.position for chapter in work.chapters] == [1, 2]
    assert work.chapters[0].html == "<p>It snowed.</p>"
    assert work.word_count == 4


def test_a_settled_draft_comes_back_as_it_was() -> None:
    assert drafted(settled(draft())) == draft()


def test_works_and_drafts_have_the_same_fields() -> None:
    of_work = {each.name for each in fields(Work)} - {"evidence", "chapters"}
    of_chapter = {each.name for each in fields(Chapter)} - {"evidence", "position"}

    assert of_work == {*WORK_CLAIMS, *WORK_FACTS}
    assert of_chapter == {*CHAPTER_CLAIMS, *CHAPTER_FACTS}


@given(recorded)
def test_what_a_process_hands_on_is_what_it_found(value: object) -> None:
    """Works with every field, people, talk; each through JSON and back."""
    found = drafted(value) if isinstance(value, Work) else value
    if not isinstance(found, DraftWork | Claim | Problem):
        return

    line = in_a_line(found_to_json(found))

    assert found_from_json(json.loads(line)) == found


def test_a_draft_kept_as_a_works_record_is_still_understood() -> None:
    made = json.loads(json.dumps(to_json(settled(draft()))))

    assert found_from_json(made) == drafted(settled(draft()))
