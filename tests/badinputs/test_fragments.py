"""Hostile fragments and work styles: what is given out is judged by a second parser.

The words that a case forbids are a first sieve; the oracle judges by elements,
attributes and addresses, and by whether the page around the story stays what it was.
"""

from __future__ import annotations

import time

import pytest

pytest.importorskip("django")

from django.test import Client

from fanfold.archive.models import TextVersion
from fanfold.text.house import clean
from fanfold.text.markup import read_page
from fanfold.text.page import html_of
from fanfold.text.skins import clean_declarations, clean_sheet
from tests.archive.making import put
from tests.badinputs.cases import Case, cases, known_misses
from tests.badinputs.oracle import faults, frame

FRAGMENTS = cases("fragment")
SKINS = cases("css")


def named(case: Case) -> str:
    return case.id


def text_of(case: Case) -> str:
    return case.content().decode("utf-8")


def as_read(fragment: str) -> str:
    """The fragment as a reader of pages brings it in, then cleaned on its way out."""
    return clean(html_of(read_page(fragment).lines))


@pytest.mark.parametrize("case", FRAGMENTS, ids=named)
def test_a_fragment_comes_out_harmless(case: Case) -> None:
    begun = time.process_time()
    given_out = {"cleaned": clean(text_of(case)), "read": as_read(text_of(case))}

    assert time.process_time() - begun < case.max_seconds
    for way, html in given_out.items():
        assert list(faults(html)) == [], way
        assert [word for word in case.forbid if word in html.lower()] == [], way


@pytest.mark.parametrize("case", FRAGMENTS, ids=named)
def test_what_a_fragment_says_is_kept(case: Case) -> None:
    kept = {"cleaned": clean(text_of(case)), "read": as_read(text_of(case))}

    lost = [(way, w) for way, html in kept.items() for w in case.keep if w not in html]
    assert bool(lost) == (case.id in known_misses()), lost


@pytest.mark.archive
@pytest.mark.django_db
def test_the_page_around_a_fragment_stays_what_it_was(client: Client) -> None:
    row = put("Snow", text="k")
    address = f"/works/{row.public}/whole/"
    version = TextVersion.objects.filter(chapter__work=row)
    whole = frame(client.get(address).content.decode(), "text")

    for case in FRAGMENTS:
        version.update(html=text_of(case))
        page = client.get(address).content.decode()
        assert frame(page, "text") == whole, case.id


@pytest.mark.parametrize("case", SKINS, ids=named)
def test_a_skin_dresses_the_story_alone(case: Case) -> None:
    sheet = clean_sheet(text_of(case))

    assert [word for word in case.forbid if word in sheet] == []
    assert [word for word in case.keep if word not in sheet] == []
    for line in sheet.splitlines():
        assert line == "}" or line.startswith(("@media ", ".text ")), line


def test_styles_in_fragments_are_held_to_the_same_list() -> None:
    for case in FRAGMENTS:
        for style in text_of(case).split("style=")[1:]:
            given = style.split(">")[0].strip("'\"")
            cleaned = clean_declarations(given)
            assert [word for word in case.forbid if word in cleaned] == []
