"""Answers given on pages: what they change, as one step, and back byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.apps import apps

from fanfold.archive import ledger
from fanfold.archive.actions.answer_questions import (
    Answered,
    answer_questions,
    set_field,
    take_further,
)
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.undo_rule import undo_rule
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import (
    Account,
    ImportPlan,
    OutboxEntry,
    PlanItem,
    Reading,
    SavedRule,
    Series,
    SeriesWork,
    Step,
    Work,
)
from fanfold.archive.policy import Policy
from fanfold.archive.review import review_of, told
from fanfold.archive.rules import Rules
from fanfold.archive.steps import whole
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.intake.asking import Asked
from fanfold.intake.ports import Outcome, Rule
from fanfold.model.work import Audience, Stage
from tests.archive.reviewing import brought, in_figures, unsigned, write
from tests.archive.test_steps import records

POLICY = Policy(Stage.SHOWN, Audience.ALL)
MARROW = [{"name": "Marrow", "role": "author"}]
#: What an act writes beside what it changes, and names that stay when nobody has them.
_BESIDE = (
    *("step", "stepentry", "trace", "ledgerentry", "outboxentry", "indexposition"),
    *("creator", "pseud", "tag", "collection", "series"),
)


def rows() -> list[str]:
    """Every row of the archive, as JSON, without what is only ever added to."""
    found = []
    for kind in apps.get_app_config("archive").get_models():
        if kind._meta.model_name not in _BESIDE:
            for row in kind._default_manager.order_by("pk"):
                told = {k: v for k, v in whole(row).items() if k != "version"}
                told.pop("changed_at", None)
                line = json.dumps(told, sort_keys=True)
                found.append(f"{kind._meta.model_name} {line}")
    return found


def answer(plan: ImportPlan, value: object, **options: object) -> Answered:
    group = review_of(plan).groups[0]
    return answer_questions(
        plan,
        group.asked,
        value,
        policy=POLICY,
        by="ada",
        **options,  # type: ignore[arg-type]
    )


def test_alike_questions_are_one_group_with_title_and_place(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))

    (group,) = review_of(plan).groups
    named = [asked.title for asked, _ in told(plan, group.asked)]

    assert group.first.asked.question.code == "author-missing"
    assert named == ["Four", "One", "Three", "Two"]
    assert review_of(plan).group(group.id).asked == group.asked


def test_one_answer_brings_all_in_as_one_step_and_out_again(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    before, told_before = rows(), records()

    done = answer(plan, MARROW, as_rule=True)

    assert (done.answers, done.added, done.left) == (4, 4, 0)
    assert Step.objects.count() == 1
    assert Work.objects.filter(creatorships__pseud__name="Marrow").count() == 4
    assert not review_of(plan).entries
    undo_step(done.step, by="ada")
    assert rows() == before
    assert records() == told_before
    assert list(ledger.breaks()) == []
    assert len(review_of(plan).groups[0].entries) == 4


def test_the_undoing_can_be_undone_and_the_index_hears_of_both(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    done = answer(plan, MARROW)
    public = Work.objects.get(title="One").public
    after = rows()
    OutboxEntry.objects.all().delete()

    undone = undo_step(done.step, by="ada")
    assert OutboxEntry.objects.filter(on=public).count() == 1
    undo_step(undone.public, by="ada")

    assert rows() == after
    assert OutboxEntry.objects.filter(on=public).count() == 2


def test_a_large_group_is_taken_further_in_portions_of_the_same_step(
    tmp_path: Path,
) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    before = rows()

    done = answer(plan, MARROW, portion=1)
    assert (done.answers, done.added, done.left) == (4, 1, 3)
    assert len(review_of(plan).ready) == 3
    more = take_further(plan, policy=POLICY, by="ada", of=done.step, portion=2)
    assert (more.added, more.left, more.step) == (2, 1, done.step)
    take_further(plan, policy=POLICY, by="ada", of=done.step)

    assert Work.objects.count() == 5
    undo_step(done.step, by="ada")
    assert rows() == before


@pytest.mark.parametrize("portion", [1, 9])
def test_two_versions_of_one_story_in_a_group_come_in_and_go_as_one(
    tmp_path: Path, portion: int
) -> None:
    folder = unsigned(tmp_path / "site")
    head = "Title: One\nFandom: Due North\n\n"
    told = "\n\n".join(f"It snowed for the {n}th day, and she wrote." for n in range(9))
    (folder / "letters/one.txt").write_text(head + told)
    (folder / "letters/one-more.txt").write_text(f"{head}{told}\n\nThen it thawed.\n")
    Rules().save(Rule("may-be-the-same", value="merge"), by="ada")
    plan = brought(folder)
    before, told_before = rows(), records()

    done = answer(plan, MARROW, portion=portion)
    while review_of(plan).ready:
        take_further(plan, policy=POLICY, by="ada", of=done.step, portion=portion)

    one = Work.objects.get(title="One")
    assert one.chapters.get().texts.count() == 2
    undone = undo_step(done.step, by="ada")
    assert rows() == before
    assert records() == told_before
    undo_step(undone.public, by="ada")
    assert one.chapters.get().texts.count() == 2


def test_nothing_goes_on_once_it_was_taken_back(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    done = answer(plan, MARROW, portion=1)
    undo_step(done.step, by="ada")

    with pytest.raises(RefusedDecisionError, match="meanwhile"):
        take_further(plan, policy=POLICY, by="ada", of=done.step)
    assert Work.objects.count() == 1


def test_what_is_left_open_waits_and_is_not_public(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))

    done = answer(plan, None)

    assert (done.answers, done.added) == (4, 0)
    waiting = PlanItem.objects.filter(plan=plan, outcome=Outcome.WAITING.value)
    assert waiting.count() == 4
    assert [each.left_by for each in review_of(plan).entries] == ["ada"] * 4
    assert not review_of(plan).groups


def test_a_rehearsal_keeps_answers_and_adds_nothing(tmp_path: Path) -> None:
    folder = unsigned(tmp_path / "site")
    plan = brought(folder, commit=False)

    done = answer(plan, MARROW)
    assert (done.answers, done.added, Work.objects.count()) == (4, 0, 0)
    brought(folder)

    assert Work.objects.count() == 5


def test_a_rule_answers_the_next_import_and_its_end_can_be_undone(
    tmp_path: Path,
) -> None:
    folder = unsigned(tmp_path / "site")
    answer(brought(folder), MARROW, as_rule=True)
    rule = SavedRule.objects.get()
    write(folder, "letters/five.txt", "Title: Five", "Fandom: Due North")
    plan = brought(folder)
    assert Work.objects.filter(creatorships__pseud__name="Marrow").count() == 5
    assert not review_of(plan).entries

    undo_rule(rule.public, by="ada")
    undo_step(Step.objects.order_by("-pk")[0].public, by="ada")

    rule.refresh_from_db()
    assert rule.undone_at is None


def test_stories_that_are_in_have_their_field_changed(tmp_path: Path) -> None:
    plan = brought(in_figures(tmp_path / "site"))
    before, told_before = rows(), records()
    (group,) = review_of(plan).groups
    assert {each.outcome for each in group.entries} == {Outcome.ADDED}

    done = answer(plan, group.asked[0].question.choices[0])

    assert (done.added, done.changed) == (0, 3)
    dates = Work.objects.order_by("title").values_list("date", flat=True)
    published = Work.objects.order_by("title").values_list("published", flat=True)
    assert ["2003-05-02", "2003-05-03", "2003-05-04"] in (list(dates), list(published))
    assert not review_of(plan).entries
    undo_step(done.step, by="ada")
    assert rows() == before
    assert records() == told_before


def test_a_value_that_stands_as_read_is_decided_too(tmp_path: Path) -> None:
    long = "Wren the fifth of the seven harbour houses"
    write(tmp_path / "site", "a.txt", "Title: Ash", f"Author: {long}")
    plan = brought(tmp_path / "site")
    (entry,) = review_of(plan).entries
    as_read = entry.asked.question.choices[0]

    done = answer_questions(plan, [entry.asked], as_read, policy=POLICY, by="ada")

    assert (done.changed, done.left) == (1, 0)
    assert not review_of(plan).entries
    assert not review_of(plan).ready


def test_a_story_that_may_be_there_becomes_its_version_and_back(
    tmp_path: Path,
) -> None:
    write(tmp_path / "first", "ash.txt", "Title: The Ash Tree", "Author: Wren")
    brought(tmp_path / "first")
    other = "Title: The Ash Tree\nAuthor: Wren\n\nIt rained for a week.\n"
    (tmp_path / "next").mkdir()
    (tmp_path / "next/ash.txt").write_text(other)
    plan = brought(tmp_path / "next")
    (entry,) = review_of(plan).entries
    assert entry.asked.question.code == "may-be-the-same"
    before, told_before = rows(), records()

    done = answer_questions(plan, [entry.asked], "merge", policy=POLICY, by="ada")

    assert done.added == 1
    assert Work.objects.get().chapters.get().texts.count() == 2
    undo_step(done.step, by="ada")
    assert rows() == before
    assert records() == told_before
    left_out = answer_questions(plan, [entry.asked], "skip", policy=POLICY, by="ada")
    assert PlanItem.objects.get(plan=plan).outcome == Outcome.REFUSED.value
    undo_step(left_out.step, by="ada")
    assert rows() == before


def test_a_field_is_set_though_nobody_asked(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    before = rows()
    key = review_of(plan).entries[0].asked.item

    done = set_field(plan, key, "rating", "mature", policy=POLICY, by="ada")
    assert (done.added, done.left) == (0, 0)
    answer(plan, MARROW)

    assert Work.objects.get(title="Four").rating == "mature"
    for made in Step.objects.filter(act="answer-questions").order_by("-pk"):
        undo_step(made.public, by="ada")
    assert rows() == before


def test_a_place_that_a_series_kept_is_kept_again(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    series = Series.objects.create(title="Letters", open="open")
    item = PlanItem.objects.get(plan=plan, draft__icontains="letters/one.txt")
    (source_id, *_) = item.draft["source_ids"]
    SeriesWork.objects.create(series=series, source_id=source_id, position=1)
    before = rows()

    done = answer(plan, MARROW)
    assert SeriesWork.objects.get().work is not None
    undo_step(done.step, by="ada")

    assert rows() == before


def test_what_was_done_with_a_story_since_stands_in_the_way(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    done = answer(plan, MARROW)
    row = Work.objects.get(title="One")
    reader = Account.objects.create_user("wren", "wren@example.org")
    Reading.objects.create(account=reader, work=row, read_at=row.added_at)
    edit_works([row.public], [("title", "Ice")], by="ben")
    after = rows()

    with pytest.raises(RefusedDecisionError, match="edit-work by ben"):
        undo_step(done.step, by="ada")
    assert rows() == after

    undo_step(Step.objects.order_by("-pk")[0].public, by="ben")
    undo_step(done.step, by="ada")
    assert Work.objects.count() == 1


def test_what_is_asked_no_more_is_not_answered(tmp_path: Path) -> None:
    plan = brought(unsigned(tmp_path / "site"))
    review = review_of(plan)
    group = review.groups[0]
    answer(plan, MARROW)

    with pytest.raises(NotFoundError):
        review_of(plan).group(group.id)
    with pytest.raises(NotFoundError, match="Nothing was changed"):
        answer_questions(plan, [], MARROW, policy=POLICY, by="ada")


def two_in_one(folder: Path, signed: str) -> Path:
    folder.mkdir()
    text = "".join(
        f"Title: {name}\n{signed}Rating: G\n\n"
        f"Nobody had seen {name} for a year, and then for another year.\n\n"
        "The snow lay on the pier, and the boats lay under it.\n\nTHE END\n\n\n"
        for name in ("Salt", "Smoke")
    )
    (folder / "two.txt").write_text(text, "utf-8")
    return folder


def asked_of(plan: ImportPlan, code: str) -> list[Asked]:
    asked = [each.asked for each in review_of(plan).entries]
    return [each for each in asked if each.question.code == code]


def test_a_rehearsed_file_that_is_one_story_comes_in_as_one(tmp_path: Path) -> None:
    folder = two_in_one(tmp_path / "site", "Author: Anna\n")
    plan = brought(folder, commit=False)

    answer_questions(
        plan, asked_of(plan, "several-stories"), "one", policy=POLICY, by="ada"
    )
    brought(folder)

    assert Work.objects.get().title == "Salt"


def test_a_file_whose_stories_wait_is_made_one_and_two_again(tmp_path: Path) -> None:
    plan = brought(two_in_one(tmp_path / "site", ""))
    before = rows()

    one = answer_questions(
        plan, asked_of(plan, "several-stories"), "one", policy=POLICY, by="ada"
    )
    assert (one.added, one.left) == (0, 0)
    named = answer_questions(
        plan, asked_of(plan, "author-missing"), MARROW, policy=POLICY, by="ada"
    )

    assert Work.objects.get().chapters.count() == 2
    outcomes = PlanItem.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["added", "unchanged"]
    assert not review_of(plan).entries
    for step in (named.step, one.step):
        undo_step(step, by="ada")
    assert rows() == before


#: Hungarian whose letters might as well be Portuguese: nothing but the words tells.
_HUNGARIAN = (
    "Title: {title}\n{signed}\nAz őr felébredt, és a mezőn várt. Még éjszaka volt, és "
    "esett.\n\n{title} lett.\n"
)


def in_hungarian(folder: Path, signed: str) -> Path:
    folder.mkdir()
    for title in ("Idő", "Nagy erdő"):
        text = _HUNGARIAN.format(title=title, signed=signed)
        (folder / f"{len(title)}.txt").write_bytes(text.encode("windows-1250"))
    return folder


def test_a_rehearsed_file_is_read_anew_in_the_letters_that_somebody_chose(
    tmp_path: Path,
) -> None:
    folder = in_hungarian(tmp_path / "site", "Author: Deniz\n")
    plan = brought(folder, commit=False)
    asked = asked_of(plan, "encoding-unsure")
    assert len(asked) == 2

    answer_questions(plan, asked, "windows-1250", policy=POLICY, by="ada")
    brought(folder)

    assert sorted(Work.objects.values_list("title", flat=True)) == ["Idő", "Nagy erdő"]


def test_what_is_to_be_read_anew_is_not_taken_in_as_it_was_read(
    tmp_path: Path,
) -> None:
    folder = in_hungarian(tmp_path / "site", "")
    plan = brought(folder)

    for code, value in (
        ("encoding-unsure", "windows-1250"),
        ("author-missing", MARROW),
    ):
        done = answer_questions(
            plan, asked_of(plan, code), value, policy=POLICY, by="ada"
        )
        assert (done.added, done.left) == (0, 0)
    assert not review_of(plan).entries
    assert len(review_of(plan).later) == 2
    brought(folder)
    assert not review_of(plan).later

    assert sorted(Work.objects.values_list("title", flat=True)) == ["Idő", "Nagy erdő"]
