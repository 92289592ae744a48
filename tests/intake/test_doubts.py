"""What looks wrongly read is asked about where somebody is there; nothing waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanfold.intake.asking import Asked, Session
from fanfold.intake.decision import Yes
from fanfold.intake.doubts import DAY_FIRST, MONTH_FIRST, both_ways, doubts, order_of
from fanfold.intake.ports import Outcome
from fanfold.intake.siblings import ONE, SEVERAL, file_of
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.work import FieldClaim, Work

from .memory_archive import MemoryArchive
from .test_asking import Playing, answer, skip
from .test_journey import bring, story, titles


def work(title: str = "Snow", author: str = "Marrow") -> Work:
    return Work("1", title, creators=(Credit(author),))


def dated(quote: str, year: str = "2003") -> Work:
    seen = Evidence("0" * 64, "line 2", quote, "test/1")
    claim: Claim[object] = Claim(PartialDate(year), Standing.LABELLED, seen)
    return Work("1", "Snow", evidence=(FieldClaim("date", claim),))


@pytest.mark.parametrize(
    "name",
    ["Marrow", "kestrel1999", "J. R. Vale", "The Wren of Ash & Elm", "St. John Marsh"],
)  # fmt: skip
def test_names_as_people_have_them_are_no_doubt(name: str) -> None:
    assert list(doubts(work(author=name), "site")) == []


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Marrow. Rating: PG", "Marrow"),
        ("Bea <[address removed]>", "Bea"),
        ("Ada Vale http://www.example.org", "Ada Vale"),
    ],
)
def test_a_name_with_more_in_it_is_asked_and_cut(name: str, offered: str) -> None:
    (question,) = doubts(work(author=name), "site")

    assert question.code == "author-unsure"
    assert question.suggestion == [{"name": offered, "role": "author"}]
    assert not question.holds


@pytest.mark.parametrize(
    "title", ["Snow", "From Here to the Sea", "From: a friend"[:4], "Re: Snow"]
)
def test_titles_as_stories_have_them_are_no_doubt(title: str) -> None:
    assert list(doubts(work(title), "site")) == []


@pytest.mark.parametrize(
    "title",
    ["From [address removed] Mon Mar 15", "Return-Path: &lt;x&gt;", "word " * 40],
)
def test_a_title_that_a_program_wrote_is_asked(title: str) -> None:
    assert [each.code for each in doubts(work(title), "site")] == ["title-unsure"]


def test_a_date_in_figures_is_asked_only_where_it_may_mean_two_days() -> None:
    (question,) = doubts(dated("Date: 03/04/2003"), "site")

    assert question.choices == ("2003-04-03", "2003-03-04")
    assert question.labels == (DAY_FIRST, MONTH_FIRST)
    for clear in ("25/12/2003", "12/25/2003", "04/04/2003", "in 2003", "2003-04-03"):
        assert list(doubts(dated(clear), "site")) == []
    assert list(doubts(dated("03/04/2003", year="2003-04-03"), "site")) == []


def test_the_order_of_a_clear_date_is_known() -> None:
    assert order_of("25/12/02") == DAY_FIRST
    assert order_of("12-25-1999") == MONTH_FIRST
    assert [order_of(each) for each in ("3/4/02", "4/4/02", "99/99/99", "2002")] == [
        ""
    ] * 4
    assert both_ways("3/4/99") == ("1999-04-03", "1999-03-04")


def test_other_dates_of_the_folder_speak_for_an_order(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for name, date in (("a", "25/12/2002"), ("b", "13/01/2003"), ("c", "03/04/2003")):
        path = story(folder, f"{name}.txt", name, "Anna", f"It snowed on {name} today.")
        path.write_text(f"Date: {date}\n" + path.read_text("utf-8"), "utf-8")
    found: list[Asked] = []

    class Looking:
        def ask(self, session: Session) -> None:
            found.extend(session.asked)

    report = bring(MemoryArchive(), folder, asker=Looking())

    (asked,) = found
    assert asked.question.suggestion == "2003-04-03"
    assert asked.question.notes == ("like 2 of the clear dates here", "")
    assert report.outcomes == {Outcome.ADDED: 3}  # nothing waits for it


@pytest.fixture
def set_of_two(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    text = "".join(
        f"Title: {name}\nAuthor: Anna\nRating: G\n\n"
        f"Nobody had seen {name} for a year, and then for another year.\n\n"
        "The snow lay on the pier, and the boats lay under it.\n\nTHE END\n\n\n"
        for name in ("Salt", "Smoke")
    )
    (folder / "two.txt").write_text(text, "utf-8")
    return folder


def test_a_file_of_several_stories_is_as_it_was_read_without_an_answer(
    set_of_two: Path,
) -> None:
    archive = MemoryArchive()

    report = bring(archive, set_of_two)

    assert titles(archive) == {"Salt", "Smoke"}
    (unsure,) = report.questions
    assert unsure.question.code == SEVERAL
    assert report.outcome.value == "clean"
    assert "Not sure, and taken as it was read: 1" in "\n".join(report.lines())


def test_a_person_says_that_a_file_is_one_story(set_of_two: Path) -> None:
    archive = MemoryArchive()
    asker = Playing(answer(ONE))

    report = bring(archive, set_of_two, asker=asker)
    again = bring(archive, set_of_two)

    (asked,) = asker.seen
    assert asked.question.code == SEVERAL
    assert asked.seen is not None
    assert asked.seen.place == "line 12"  # where the second one begins
    (row,) = archive.works()
    assert row[2] == "Salt"
    assert report.outcomes == {Outcome.ADDED: 1, Outcome.UNCHANGED: 1}
    assert again.outcomes == report.outcomes
    assert report.disagreements() == again.disagreements() == ()


def test_one_answer_for_all_such_files_is_a_rule(set_of_two: Path) -> None:
    archive = MemoryArchive()
    bring(archive, set_of_two, asker=Playing(answer(ONE, alike=True)))
    text = (set_of_two / "two.txt").read_text("utf-8")
    (set_of_two / "other.txt").write_text(text.replace("Sa", "Ma").replace("Sm", "St"))

    report = bring(archive, set_of_two)

    assert titles(archive) == {"Salt", "Malt"}
    assert report.questions == ()


def test_left_open_means_stories_of_their_own(set_of_two: Path) -> None:
    archive = MemoryArchive()

    bring(archive, set_of_two, asker=Playing(skip))

    assert titles(archive) == {"Salt", "Smoke"}


def test_yes_takes_the_name_that_is_offered(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    story(folder, "a.txt", "Home", "Anna; Rating: PG", "It snowed all night long.")
    archive = MemoryArchive()

    bring(archive, folder, decider=Yes("anna"))

    ((*_, authors, _, _),) = archive.works()
    assert "Rating" not in str(authors)


def test_a_files_name_is_without_the_works_number() -> None:
    assert file_of(("file:a/b#12.txt#3",)) == "a/b#12.txt"
    assert file_of(("ao3:works/1",)) == ""
