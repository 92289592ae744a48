"""A session of questions: order, alike ones, rules, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fanfold.errors import RefusedDecisionError
from fanfold.intake.answering import in_words, rule_of, typed
from fanfold.intake.asking import Asked, Session, ordered
from fanfold.intake.ports import Outcome, Question, Verdict
from fanfold.intake.proposal import SAME
from fanfold.intake.report import Report

from .memory_archive import MemoryArchive
from .test_journey import bring, story, titles

MARROW = [{"name": "Marrow", "role": "author"}]
BEA = [{"name": "Bea", "role": "author"}]


class Playing:
    """Answers a session by a list of moves; stops when the list is over."""

    def __init__(self, *moves: Callable[[Session], object]) -> None:
        self._moves = list(moves)
        self.seen: list[Asked] = []

    def ask(self, session: Session) -> None:
        while self._moves and session.current is not None:
            self.seen.append(session.current)
            self._moves.pop(0)(session)


def answer(value: object, *, alike: bool = False) -> Callable[[Session], object]:
    return lambda session: session.answer(value, alike=alike)


def skip(session: Session) -> object:
    return session.skip()


def undo(session: Session) -> object:
    return session.undo()


def unsigned(folder: Path, name: str, title: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f"Title: {title}\nFandom: Due North\n\nIt snowed on {title} all night.\n",
        "utf-8",
    )


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name in ("one", "two", "three"):
        unsigned(folder, f"letters/{name}.txt", name.title())
    unsigned(folder, "more/wolf.txt", "The Wolf")
    return folder


def authors(archive: MemoryArchive) -> dict[str, str]:
    return {row[2]: row[3] for row in archive.works()}


def outcomes(report: Report) -> dict[Outcome, int]:
    return dict(report.outcomes)


def test_nobody_is_asked_what_is_clear(tmp_path: Path) -> None:
    story(tmp_path / "site", "home.txt", "Home", "Anna", "It snowed all night long.")
    asker = Playing()

    report = bring(MemoryArchive(), tmp_path / "site", asker=asker)

    assert asker.seen == []
    assert outcomes(report) == {Outcome.ADDED: 1}


def test_a_rehearsal_asks_nothing(site: Path) -> None:
    asker = Playing(answer(MARROW))

    report = bring(MemoryArchive(), site, commit=False, asker=asker)

    assert asker.seen == []
    assert len(report.questions) == 4


def test_each_answer_counts_for_its_own_story(site: Path) -> None:
    archive = MemoryArchive()

    report = bring(
        archive, site, asker=Playing(answer(MARROW), skip, answer(BEA), skip)
    )

    assert outcomes(report) == {Outcome.ADDED: 2, Outcome.WAITING: 2}
    told = authors(archive)
    assert ["Bea" in told[title] for title in ("One", "Two")] == [False, True]


def test_alike_questions_come_together_and_are_counted(site: Path) -> None:
    met: list[int] = []

    bring(
        MemoryArchive(),
        site,
        asker=Playing(lambda session: met.append(len(session.alike()))),
    )

    assert met == [2]  # of "letters"; "more" asks for itself


def test_one_answer_for_all_alike_is_a_rule_that_answers_next_time(
    site: Path, tmp_path: Path
) -> None:
    archive = MemoryArchive()
    bring(archive, site, asker=Playing(answer(MARROW, alike=True), skip))
    unsigned(site, "letters/four.txt", "Four")

    asker = Playing(skip)
    report = bring(archive, site, asker=asker)

    (rule,) = archive.all()
    assert (rule.code, rule.group) == ("author-missing", "site/letters")
    assert [each.name for each in asker.seen] == ["more/wolf.txt"]
    assert "Marrow" in authors(archive)["Four"]
    assert outcomes(report)[Outcome.WAITING] == 1


def test_the_same_folder_of_another_import_is_another_matter(
    site: Path, tmp_path: Path
) -> None:
    archive = MemoryArchive()
    bring(archive, site, asker=Playing(answer(MARROW, alike=True), skip))
    unsigned(tmp_path / "else", "letters/five.txt", "Five")

    report = bring(archive, tmp_path / "else")

    assert outcomes(report) == {Outcome.WAITING: 1}


def test_what_was_left_open_waits_whatever_rule_comes_later(site: Path) -> None:
    archive = MemoryArchive()

    report = bring(archive, site, asker=Playing(skip, answer(MARROW, alike=True), skip))

    assert outcomes(report) == {Outcome.ADDED: 2, Outcome.WAITING: 2}


def test_undo_takes_back_answers_and_rules_one_by_one(site: Path) -> None:
    archive = MemoryArchive()
    asker = Playing(
        answer(BEA), answer(BEA, alike=True), undo, undo, answer(MARROW, alike=True)
    )

    report = bring(archive, site, asker=asker)

    assert outcomes(report) == {Outcome.ADDED: 3, Outcome.WAITING: 1}
    assert all("Marrow" in told for told in authors(archive).values())
    assert [bool(rule.undone_at) for rule in archive.all()] == [True, False]


def test_undo_with_nothing_said_says_so() -> None:
    archive = MemoryArchive()
    session = Session([], answers=archive.answers, rules=archive, by="anna")

    assert session.undo() is None
    assert session.current is None


def test_answers_given_before_a_stop_are_kept(site: Path) -> None:
    archive = MemoryArchive()

    def stopped(session: Session) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(archive, site, asker=Playing(answer(BEA), answer(MARROW), stopped))
    assert archive.works() == []
    again = Playing()
    report = bring(archive, site, asker=again)

    assert outcomes(report) == {Outcome.ADDED: 2, Outcome.WAITING: 2}


def test_alike_stories_of_one_import_are_asked_about_once_they_meet(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "site"
    story(folder, "a.txt", "Home", "Anna", "It snowed all night long, and then again.")
    story(folder, "b.txt", "Home", "Ben", "Nobody had seen the wolf for a whole year.")
    archive = MemoryArchive()
    asker = Playing(answer(Verdict.ADD.value))

    report = bring(archive, folder, asker=asker)

    assert [each.question.code for each in asker.seen] == [SAME]
    assert outcomes(report) == {Outcome.ADDED: 2}
    assert titles(archive) == {"Home"}


def test_a_label_means_each_storys_own_choice(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for name in ("the_pier", "grey-lamps"):
        (folder / f"{name}.txt").parent.mkdir(exist_ok=True)
        (folder / f"{name}.txt").write_text(
            f"Author: Anna\n\nWhat {name} saw that night nobody would say aloud.\n"
        )
    archive = MemoryArchive()

    def by_file_name(session: Session) -> None:
        current = session.current
        assert current is not None
        question = current.question
        session.answer(question.labelled("the file's name"), alike=True)

    bring(archive, folder, asker=Playing(by_file_name))

    assert titles(archive) == {"the pier", "grey lamps"}
    assert [rule.label for rule in archive.all()] == ["the file's name"]


def test_the_folders_usual_author_is_on_offer(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    for name in ("one", "two", "three"):
        story(folder, f"{name}.txt", name, "Marrow", f"It snowed in {name} all night.")
    unsigned(folder, "four.txt", "Four")
    asker = Playing()
    found: list[Asked] = []

    class Looking(Playing):
        def ask(self, session: Session) -> None:
            found.extend(session.asked)

    bring(MemoryArchive(), folder, asker=Looking())

    (asked,) = found
    assert asker.seen == []
    assert asked.question.choices[-1] == MARROW
    assert asked.question.suggestion == MARROW
    assert asked.question.notes[-1] == "3 others in this folder"


def test_harm_and_number_give_the_order() -> None:
    def asked(code: str, group: str, item: str, *, holds: bool = True) -> Asked:
        question = Question(code, "?", group=group, holds=holds)
        return Asked(item, "r", question)

    questions = [
        asked("odd-tag", "", "1"),
        asked("title-missing", "a", "2"),
        asked("author-missing", "a", "3"),
        asked("author-missing", "b", "4"),
        asked("author-missing", "b", "5"),
        asked("author-unsure", "a", "6", holds=False),
    ]

    assert [each.item for each in ordered(questions)] == ["4", "5", "3", "2", "1", "6"]


def test_what_people_type_becomes_the_fields_form() -> None:
    author, title = Question("a-b", "?", "creators"), Question("c-d", "?", "title")

    assert typed(author, " Anna ;Bea") == [
        {"name": "Anna", "role": "author"},
        {"name": "Bea", "role": "co-author"},
    ]
    assert typed(title, "Salt & <Smoke>") == "Salt &amp; &lt;Smoke&gt;"
    assert in_words(title, "Salt &amp; Smoke") == "Salt & Smoke"
    assert typed(Question("e-f", "?", "date"), "May 2003") == "2003-05"
    assert typed(Question("g-h", "?", "rating"), "NC-17") == "explicit"


@pytest.mark.parametrize("field", ["creators", "title", "date", "rating", "language"])
def test_what_cannot_be_taken_is_refused_with_what_is_expected(field: str) -> None:
    with pytest.raises(RefusedDecisionError, match="Expected"):
        typed(Question("a-b", "?", field), "  ")


def test_an_address_that_is_typed_is_not_kept() -> None:
    value = typed(Question("a-b", "?", "creators"), "Anna anna@example.org")

    assert "example.org" not in str(value)


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"group": "site"},
        {"code": "author-missing", "value": "Anna"},
        {"code": "no-such-code", "value": "Anna"},
        {"code": SAME, "value": "ask"},
    ],
)
def test_what_is_no_rule_is_refused(told: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        rule_of(told)


def test_a_rule_of_an_export_is_a_rule() -> None:
    rule = rule_of({"code": "author-missing", "group": "site", "value": MARROW})

    assert (rule.group, rule.value) == ("site", MARROW)
