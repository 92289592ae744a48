"""What recurs over a site's pages goes at their ends; what is a story's stays."""

from __future__ import annotations

import pytest

from fanfold.text.markup import read_page
from fanfold.text.repeats import recurring, without_recurring

PROSE = "It had been snowing for {} days when Wren came home over the long hill."


def pages(around: str, stories: int = 4) -> list[str]:
    bodies = (
        f"<p>{PROSE.format(n * '1')}</p><p>No.</p>" for n in range(1, stories + 1)
    )
    return [around.replace("STORY", body) for body in bodies]


def left(sources: list[str], own: tuple[str, ...] = ()) -> list[str]:
    read = [read_page(source).lines for source in sources]
    kept = without_recurring(read[0], recurring(read), own)
    return [each.line.text for each in kept if each.line.text]


@pytest.mark.parametrize(
    "line",
    [
        "by Wren Tolliver",
        "Rating: PG",
        "Disclaimer: They are not mine.",
        "The characters belong to their owners; no money is made of this.",
        "Part 1",
        "* * *",
    ],
)
def test_what_a_header_says_on_every_page_stays(line: str) -> None:
    assert line in left(pages(f"<p>{line}</p>STORY"))


@pytest.mark.parametrize(
    "line",
    [
        "Wren's Nest",
        "Visitor number 48213",
        "This nest was tended by elves on 3/4/2001",
        "Nest of the month",
    ],
)
def test_furniture_goes_at_both_ends(line: str) -> None:
    plain = left(pages("STORY"))

    assert left(pages(f"<h1>{line}</h1>STORY")) == plain
    assert left(pages(f"STORY<p>{line}</p>")) == plain


def test_counts_that_differ_from_page_to_page_are_the_same_line() -> None:
    sources = [
        source.replace("N", str(1000 + number))
        for number, source in enumerate(pages("<p>Visitor N</p>STORY"))
    ]

    assert not any("Visitor" in line for line in left(sources))


def test_a_line_that_recurs_inside_of_stories_stays() -> None:
    around = f"<p>Menu</p>STORY<p>{PROSE.format('X')}</p><p>No.</p>"
    sources = [
        source.replace("X", str(number) * 2)
        for number, source in enumerate(pages(around))
    ]

    assert left(sources).count("No.") >= 1


def test_an_end_mark_stays() -> None:
    assert left(pages("STORY<p>The End</p>"))[-1] == "The End"


def test_a_title_that_is_the_pages_own_stays() -> None:
    sources = pages("<h1>Snow</h1>STORY")

    assert "Snow" not in left(sources)
    assert "Snow" in left(sources, own=("Snow",))


def test_two_pages_are_too_few_to_compare() -> None:
    assert "Menu" in left(pages("<p>Menu</p>STORY", stories=2))


def test_pages_that_are_alike_throughout_keep_their_words() -> None:
    story = "".join(f"<p>{PROSE.format(1000 + number)}</p>" for number in range(20))

    assert len(left([story, story, story])) == 20


def test_a_heading_counts_nothing() -> None:
    around = [f"<h2>Christmas {1990 + number}</h2>" for number in range(4)]
    sources = [f"{one}{body}" for one, body in zip(around, pages("STORY"), strict=True)]

    assert left(sources)[0] == "Christmas 1990"
