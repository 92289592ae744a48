"""The card that `look` shows a person."""

from __future__ import annotations

import pytest

from fanfold.cli import card
from fanfold.cli.beside import line_of
from fanfold.model.advice import Rating
from fanfold.model.creator import Creator, Credit, Level, Role
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.gathering import Place
from fanfold.model.problem import Problem
from fanfold.model.series import Entry, Nested, Series
from fanfold.model.spoken import as_text
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.model.work import Chapter, FieldClaim, Work

SEEN = Evidence("0" * 64, "line 4", "Rating: NC-17", "headers.label/1")


def test_a_field_stands_beside_the_line_it_was_on() -> None:
    claim: Claim[object] = Claim(Rating.EXPLICIT, Standing.LABELLED, SEEN)
    work = Work(id="1", title="Home", evidence=(FieldClaim("rating", claim),))

    lines = list(card.of_work(work))

    row = next(line for line in lines if "rating" in line)
    assert "explicit" in row
    assert "line 4" in row
    assert "labelled" in row


def test_a_part_is_listed_with_its_words() -> None:
    chapter = Chapter(
        id="1", position=1, html="<p>It snowed.</p>", text="It snowed.", words=2
    )

    lines = list(card.of_work(Work(id="1", title="Home", chapters=(chapter,))))

    assert any("1 part, 2 words" in line for line in lines)


def test_a_work_without_title_says_so() -> None:
    assert next(card.of_work(Work(id="1", title=""))) == "(no title)"


def test_values_read_as_a_person_would_write_them() -> None:
    assert as_text((Credit("Anna"), Credit("Bea", Role.BETA))) == "Anna; Bea (beta)"
    assert as_text(PartialDate("2004-05")) == "2004-05"
    assert as_text(Place("Winter", 2)) == "Winter (2)"
    assert as_text(()) == "(none)"
    assert as_text(True) == "yes"


def test_a_problem_is_one_line_with_its_code() -> None:
    line = card.of_problem(Problem("nul-bytes", "x.txt", "not a text"))

    assert line == "! nul-bytes (warning) x.txt: not a text"


@pytest.mark.parametrize(
    ("thing", "line"),
    [
        (Creator("1", "Marrow"), "  member: Marrow"),
        (
            Creator(
                "1",
                "Marrow",
                former_names=("Marrowbone",),
                level=Level.STAFF,
                joined=PartialDate("2003-01"),
            ),
            "  member: Marrow (staff), since 2003-01, before: Marrowbone",
        ),
        (Series("1", "Tides"), "  series: Tides, 0 stories"),
        (
            Series(
                "1",
                "Tides <em>in</em>",
                owner="Wren",
                works=(Entry("a:1"),),
                subseries=(Nested("s:2"),),
            ),
            "  series: Tides in by Wren, 1 story, 1 series in it",
        ),
        (Comment("c", "s:3", "", "<p>More!</p>"), "  comment: somebody on s:3: More!"),
        (
            Comment(
                "c",
                "s:3",
                "Bea",
                "<p>" + "snow " * 40 + "</p>",
                reply="Ta.",
                score=0.0,
                date=PartialDate("2004-06"),
            ),
            "  comment: Bea on s:3, 2004-06, score 0, answered: "
            + ("snow " * 12)[:59]
            + "…",
        ),
        (Recommendation("r", "Bea", "s:3"), "  favourite: Bea of s:3"),
        (
            News("n", "We moved", "Text.", comments=(Comment("c", "n", "B", "x"),)),
            "  news: We moved, 1 comment",
        ),
    ],
)
def test_what_is_found_beside_works_is_said_in_a_line(thing: object, line: str) -> None:
    assert line_of(thing) == line
