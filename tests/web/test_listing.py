"""The small parts of lists: linked, counted, and harmless whatever a name holds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils import translation

from fanfold.archive.search.wish import Choice, Wish
from fanfold.model.tags import Tag
from fanfold.model.work import Chapter, Work
from fanfold.web.templatetags.listing import (
    byline,
    chapter_list,
    facet_values,
    tag_list,
    word_count,
)

HOSTILE = '"><script>alert(1)</script> & a@example.org'


def harmless(html: str) -> bool:
    return "<script" not in html and '""' not in html and "a@example.org" not in html


def test_names_are_linked_where_their_ids_are_known() -> None:
    told = byline(("Marrow", "Bone"), {"Marrow": "bcdfghjkm"})

    assert told == '<a href="/authors/bcdfghjkm/">Marrow</a>, Bone'
    assert byline((), {}) == "Author unknown"


def test_warnings_stay_out_of_a_folded_list() -> None:
    work = Work(
        "",
        "Snow",
        fandoms=("Cold Harbour",),
        warnings_raw=("Blood",),
        tags=(Tag("Genres", "Angst"),),
    )

    whole, folded = tag_list(work, {}), tag_list(work, {}, folded=True)

    assert '<li class="warning"><span class="tag">Blood</span></li>' in whole
    assert "Blood" not in folded
    assert "Cold Harbour" in folded
    assert "Angst" in folded
    assert tag_list(Work("", "Snow"), {}) == ""


def test_no_name_title_or_address_breaks_out() -> None:
    work = Work("bcdfghjkm", "x", fandoms=(HOSTILE,), tags=(Tag(HOSTILE, HOSTILE),))
    link = SimpleNamespace(name=HOSTILE, works=3, wanted=HOSTILE, unwanted="a&b")
    chapter = Chapter("bcdfghjkm", 1, "", "", 1, title=HOSTILE)

    assert harmless(byline((HOSTILE,), {HOSTILE: "bcdfghjkm"}))
    assert harmless(tag_list(work, {("fandom", HOSTILE): "bcdfghjkm"}))
    assert harmless(chapter_list(work, [chapter]))
    told = facet_values([link])
    assert "<script" not in told
    assert "?a&amp;b" in told


def test_numbers_are_written_as_people_of_the_language_do() -> None:
    chapters = [Chapter("bcdfghjkm", 1_234, "", "", 5_678)]

    assert word_count(1) == "1 word"
    with translation.override("de"):
        told = chapter_list(Work("bcdfghjkm", "x"), chapters)
    assert "1.234" in told
    assert "5.678 Wörter" in told


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish("snow & rain", (Choice("fandom", "a"),), "title", 4, "all", lifted=True),
        Wish(choices=(Choice("tag", "b", wanted=False),), sort="new"),
    ],
)
def test_the_short_way_to_an_address_leads_to_the_same(wish: Wish) -> None:
    adding = wish.adding()

    for value in ("c", "1/2 ä&b"):
        wanted, unwanted = Choice("year", value), Choice("year", value, wanted=False)
        assert adding("year", value) == wish.with_choice(wanted).address()
        assert adding("year", f"-{value}") == wish.with_choice(unwanted).address()
