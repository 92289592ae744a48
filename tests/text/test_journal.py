"""The words that journal sites put around an entry."""

from __future__ import annotations

import pytest

from fanfold.text import journal
from fanfold.text.lines import Kind, Line


@pytest.mark.parametrize(
    "line",
    [
        "Anna wrote a letter in the morning,",
        "He wrote in a hurry, and badly.",
        "What she wrote in the snow was gone by noon.",
        "",
    ],
)
def test_prose_about_writing_is_no_byline(line: str) -> None:
    assert journal.user_of(line) is None


@pytest.mark.parametrize(
    ("line", "user"),
    [
        ("anna_k (anna_k) wrote,", "anna_k"),
        ("anna_k wrote in snow_fic,", "anna_k"),
        ("[info]anna-k wrote in [info]snow_fic", "anna-k"),
        ("linnet posting in harbour_lights", "linnet"),
        ("Posted by wren_t at the fair", "wren_t"),
    ],
)
def test_a_byline_names_its_user(line: str, user: str) -> None:
    assert journal.user_of(line) == user


@pytest.mark.parametrize(
    "line",
    [
        "It was the 4th of May, 2001, and it snowed.",
        "In 1999 nobody came.",
        "Chapter 4",
        "10:15 pm",
        "May the best man win",
        "2/9",
    ],
)
def test_a_sentence_with_a_date_is_no_date_line(line: str) -> None:
    assert journal.when(line) is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("@ 2003-05-12 22:15:00", "2003-05-12"),
        ("[Oct. 19th, 2007|09:18 pm]", "Oct. 19th, 2007"),
        ("07 April 2005 @ 11:28 pm", "07 April 2005"),
        ("Monday, May 5th, 2003", "May 5th, 2003"),
        ("January 30th, 2014, 11:02 am", "January 30th, 2014"),
        ("Aug 04, 2008 18:25", "Aug 04, 2008"),
        ("Date: 2007-10-02 20:11", "2007-10-02"),
    ],
)
def test_a_date_line_gives_its_date(line: str, date: str) -> None:
    assert journal.when(line) == date


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("The Mill at Night", [("title", "The Mill at Night")]),
        ("A Fiction of Snow", [("title", "A Fiction of Snow")]),
        ("Storyteller", [("title", "Storyteller")]),
        ("Snow (part 2)", [("title", "Snow (part 2)")]),
        ("Snow (1/3)", [("title", "Snow (1/3)")]),
        ("Fic: Snow", [("title", "Snow")]),
        ("[fic] Snow", [("title", "Snow")]),
        ("New fic - Snow", [("title", "Snow")]),
        ("Snow (G)", [("title", "Snow"), ("rating", "G")]),
        ("Snow, PG-13", [("title", "Snow"), ("rating", "PG-13")]),
        (
            "Drabble: Snow (Will/Marian, R)",
            [("title", "Snow"), ("pairing", "Will/Marian"), ("rating", "R")],
        ),
        (
            "FIC: Snow (Robin Hood, Will/Marian)",
            [("title", "Snow"), ("pairing", "Will/Marian"), ("fandom", "Robin Hood")],
        ),
    ],
)
def test_a_subject_says_what_stands_in_it(
    subject: str, told: list[tuple[str, str]]
) -> None:
    assert journal.said_in(subject) == told


def lines(text: str) -> list[Line]:
    return [
        Line(each, number, Kind.TEXT if each else Kind.BLANK)
        for number, each in enumerate(text.split("\n"), start=1)
    ]


STORY = "\n\n".join(f"It had snowed for {day} days when she wrote." for day in range(9))


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"Snow\nby Wren\n\n{STORY}",
        f"She wrote:\n\n{STORY}",
        f"{STORY}\n\nanna_k wrote,\n@ 2003-05-12 22:15\n\n{STORY}",
    ],
)
def test_a_text_without_a_frame_has_none(text: str) -> None:
    assert journal.frame_of(lines(text)) is None


def test_an_entry_that_was_copied_loses_its_frame() -> None:
    text = (
        "anna_k (anna_k) wrote,\n@ 2003-05-12 22:15:00\n\nCurrent mood: sleepy\n\n"
        f"Fic: Snow (PG)\n\n{STORY}\n\nTags: fic\n(7 comments) - (Leave a comment)\n"
        "Rating: A+\n"
    )

    frame = journal.frame_of(lines(text))

    assert frame is not None
    assert [(told.name, told.value) for told in frame.told] == [
        ("author", "anna_k"),
        ("date", "2003-05-12"),
        ("title", "Snow"),
        ("rating", "PG"),
    ]
    kept = "\n".join(each.text for each in lines(text)[frame.start : frame.end])
    assert kept.strip() == STORY
