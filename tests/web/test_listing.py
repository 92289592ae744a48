"""The small parts of lists: linked, counted, and harmless whatever a name holds."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import translation

from fanfold.archive.search.wish import Choice, Wish
from fanfold.model.advice import Rating, Status
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.gathering import Place
from fanfold.model.tags import Tag
from fanfold.model.work import Chapter, Work
from fanfold.web.display import SETTINGS
from fanfold.web.pages.lists import SORTS, Shown
from fanfold.web.templatetags.cards import cards
from fanfold.web.templatetags.listing import (
    byline,
    chapter_list,
    facet_values,
    tag_list,
    word_count,
)
from tests.archive.making import put

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


def shown(*works: Work) -> Shown:
    words = {work.id: 1_234 for work in works}
    return Shown(list(works), len(works), 1, 1, "new", {}, {}, words)


def test_a_card_says_what_is_known_and_no_more() -> None:
    full = Work(
        "bcdfghjkm",
        "Snow <em>falls</em>",
        summary="It snowed.",
        creators=(Credit("Marrow"),),
        rating=Rating.TEEN,
        status=Status.COMPLETE,
        language="fr",
        date=PartialDate("2004-05-06T19:54:29Z"),
    )
    bare = Work("bcdfghjkn", "Rain")

    with translation.override("de"):
        told = cards(shown(full), {"bcdfghjkm": "the <mark>snow</mark>"}, 3)
    plain = cards(shown(bare), "", "")

    assert '<article lang="fr">' in told
    assert '<h3><a href="/works/bcdfghjkm/">Snow <em>falls</em></a></h3>' in told
    assert '<p class="summary">It snowed.</p>' in told
    assert '<p class="passage">… the <mark>snow</mark> …</p>' in told
    facts = ["Ab 12", "1.234 Wörter", "abgeschlossen", "2004-05-06"]
    inner = told.partition('<ul class="facts" lang="de">\n')[2].partition("</ul>")[0]
    assert inner == "".join(f"<li>{each}</li>\n" for each in facts)
    assert "<article>\n<h2>" in plain
    for absent in ("summary", "passage", "lang=", "<li>unknown", "tags"):
        assert absent not in plain


def test_no_card_lets_anything_break_out() -> None:
    work = Work("bcdfghjkm", HOSTILE, summary=HOSTILE, creators=(Credit(HOSTILE),))

    assert harmless(cards(shown(work)))


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


def in_order(client: Client, address: str, *titles: str) -> bool:
    page = client.get(address).content.decode()
    places = [page.index(f">{each}</a>") for each in titles]
    return places == sorted(places)


def test_lists_are_sorted_as_a_reader_likes_them(client: Client) -> None:
    for title, words in (("Apple", 1), ("Birch", 3), ("Cedar", 2)):
        row = put(title, "word " * words, series=(Place("Trees", words),))
    author = row.creatorships.get().pseud.public
    series = row.series_places.get().series.public

    client.post("/reading/", {"sort": "long"})

    for address in ("/works/", f"/authors/{author}/"):
        assert in_order(client, address, "Birch", "Cedar", "Apple")
        assert in_order(client, f"{address}?sort=title", "Apple", "Birch", "Cedar")
        assert in_order(Client(), address, "Apple", "Birch", "Cedar")
    assert in_order(client, f"/series/{series}/", "Apple", "Cedar", "Birch")
    assert in_order(client, "/", "Cedar", "Birch", "Apple")


def test_every_order_that_can_be_liked_is_one_of_lists() -> None:
    assert set(SETTINGS["sort"].words) == {"own", *SORTS}
