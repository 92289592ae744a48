"""Pages as readers meet them."""

from __future__ import annotations

import io
import logging
import re
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import Account, Pseud, Tag, Work
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.tags import Label
from fanfold.model.tags import Tag as ModelTag
from fanfold.model.work import Chapter
from fanfold.web.access import RULES
from fanfold.web.faults import Brief
from fanfold.web.pages import letters
from tests.archive.making import claimed, put

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
ADDRESS = "marrow@example.org"
#: The one script there is: a file of ours.
OUR_SCRIPT = '<script src="/static/reading.js" defer></script>'


def chapters(*titles: str) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            "",
            place,
            f"<p>{title} <em>text</em>.</p>",
            f"{title} text.",
            2,
            title=title,
            evidence=(claimed(f"<p>{title} <em>text</em>.</p>", "html"),),
        )
        for place, title in enumerate(titles, start=1)
    )


def put_long(title: str = "Snow", **fields: Any) -> Work:
    return put(title, chapters=chapters("First", "Second", "Third"), **fields)


def test_a_story_that_nobody_signed_says_so_and_makes_up_nobody(client: Client) -> None:
    row = put("Snow", creators=())

    assert "Author unknown" in text_of(client, f"/works/{row.public}/")
    assert "Unknown" not in text_of(client, "/authors/")


def test_authors_stand_some_on_a_page_and_by_letter(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "_PAGE", 2)
    for name in ("Ash", "Bone", "Ada"):
        put(f"By {name}", creators=(Credit(name),))

    first, second = (text_of(client, f"/authors/?page={n}") for n in (1, 2))
    assert all(name in first for name in (">Ada<", ">Ash<", "page 1 of 2"))
    assert ">Bone<" not in first
    assert ">Bone<" in second
    under = text_of(client, "/authors/?letter=A")
    assert ">Ash<" in under
    assert "page 1" not in under


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def unpacked(content: bytes) -> bytes:
    """What a book holds, one file after the other; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(map(book.read, book.namelist()))


def every_page(row: Work) -> list[str]:
    base = f"/works/{row.public}/"
    ids = row.chapters.values_list("public", flat=True)
    return [
        # The page of an only chapter leads to the story's own.
        *(f"{base}chapters/{id_}/" for id_ in ids if len(ids) > 1),
        "/",
        "/works/",
        "/authors/",
        "/tags/",
        "/reading/",
        "/sign-in/",
        base,
        f"{base}whole/",
        f"{base}chapters/",
        f"{base}origin/",
        *(f"{base}download/x.{suffix}" for suffix in ("epub", "html", "txt")),
        *(f"/authors/{pseud.public}/" for pseud in Pseud.objects.all()),
        *(f"/tags/{tag.public}/" for tag in Tag.objects.exclude(kind="free")),
    ]


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    names = {each.name for each in get_resolver().url_patterns}

    assert names == set(RULES)


def test_an_address_without_a_rule_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(RULES, "works")

    text_of(client, "/works/", 404)


def test_a_story_is_read_by_chapter_whole_and_as_an_index(client: Client) -> None:
    row = put_long()
    ids = list(row.chapters.order_by("position").values_list("public", flat=True))

    front = text_of(client, f"/works/{row.public}/")
    index = text_of(client, f"/works/{row.public}/chapters/")
    whole = text_of(client, f"/works/{row.public}/whole/")
    second = text_of(client, f"/works/{row.public}/chapters/{ids[1]}/")

    for id_ in ids:
        assert f"/chapters/{id_}/" in front
        assert f"/chapters/{id_}/" in index
    assert whole.count("<em>text</em>") == 3
    assert '<p id="p1">Second <em>text</em>.</p>' in second
    assert "First <em>" not in second
    assert 'rel="prev"' in second
    assert 'rel="next"' in second


def test_a_chapter_of_another_story_is_not_found(client: Client) -> None:
    one, other = put_long("One"), put_long("Two")
    chapter = other.chapters.first()
    assert chapter is not None

    text_of(client, f"/works/{one.public}/chapters/{chapter.public}/", 404)


def test_the_gate_says_rating_and_warnings_and_nothing_else(client: Client) -> None:
    row = put("Secret", rating=Rating.EXPLICIT, warnings_raw=("violence",))

    gate = text_of(client, f"/works/{row.public}/")

    assert "Explicit" in gate
    assert "violence" in gate
    assert "Secret" not in gate
    assert "Marrow" not in gate
    for end in ("origin/", "download/x.epub", "download/x.txt"):
        text_of(client, f"/works/{row.public}/{end}", 404)


def test_the_gate_opens_by_post_for_this_visit_and_shuts_again(client: Client) -> None:
    row = put("Secret", rating=Rating.EXPLICIT)
    address = f"/works/{row.public}/"
    assert "Secret" not in text_of(client, "/works/")

    client.get("/gate/?answer=yes")
    assert "Secret" not in text_of(client, address)
    passed = client.post("/gate/", {"answer": "yes", "next": address})

    assert passed["Location"] == address
    assert "Secret" in text_of(client, address)
    assert "Secret" in text_of(client, "/works/")
    client.post("/gate/", {"answer": "no"})
    assert "Secret" not in text_of(client, address)


@pytest.mark.parametrize("there", ["//evil.example.org/", "https://evil.example.org/"])
def test_the_gate_leads_nowhere_else(client: Client, there: str) -> None:
    assert client.post("/gate/", {"answer": "yes", "next": there})["Location"] == "/"


def test_a_gate_without_its_token_stays_shut() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/gate/", {"answer": "yes"}).status_code == 403


def test_missing_and_not_for_this_reader_look_alike(client: Client) -> None:
    row = put("Members")
    Work.objects.update(audience="members")

    hidden = client.get(f"/works/{row.public}/")
    missing = client.get(f"/works/{'z' * 9}/")

    def told(response: Any) -> str:
        text = re.sub(
            r'value="[^"]*"|/report/\?page=[^"]*"', "", response.content.decode()
        )
        return re.sub(r"/works/\w+/", "", text)

    assert hidden.status_code == missing.status_code == 404
    assert told(hidden) == told(missing)
    names = ("Content-Type", "Cache-Control", "Vary")
    assert [hidden[n] for n in names] == [missing[n] for n in names]


def test_members_read_what_is_for_members(client: Client) -> None:
    row = put("Members")
    Work.objects.update(audience="members")

    client.force_login(Account.objects.create_user("bea"))

    assert "Members" in text_of(client, f"/works/{row.public}/")
    client.post("/sign-out/")
    text_of(client, f"/works/{row.public}/", 404)


def test_what_was_taken_down_answers_neutrally(client: Client) -> None:
    row = put("Secret")
    withdraw_work(row.public, by="Ada")

    text = text_of(client, f"/works/{row.public}/", 410)

    assert "Secret" not in text
    assert "Secret" not in text_of(client, "/")


def test_the_origin_page_shows_line_standing_and_quote(client: Client) -> None:
    row = put("Snow", warnings_raw=("violence",))

    text = text_of(client, f"/works/{row.public}/origin/")

    assert "line 1" in text
    assert "stated in the source" in text
    assert "as it stood" in text


def test_the_origin_page_stands_where_a_chapters_text_was_lost(client: Client) -> None:
    row = put("Snow", chapters=(Chapter("", 1, "", "", 0, title="Lost"),))

    assert "line 1" in text_of(client, f"/works/{row.public}/origin/")


def test_downloads_are_files_with_names(client: Client) -> None:
    row = put("Snow & Rain")

    response = client.get(f"/works/{row.public}/download/snow-rain.epub")

    assert response["Content-Type"] == "application/epub+zip"
    disposition = response["Content-Disposition"]
    assert disposition == 'attachment; filename="snow-rain.epub"'
    assert response.content.startswith(b"PK")


def test_a_title_that_is_a_script_stays_words(client: Client) -> None:
    fields = {
        "creators": (Credit(HOSTILE),),
        "summary": HOSTILE,
        "fandoms": (HOSTILE,),
        "warnings_raw": (HOSTILE,),
        "tags": (ModelTag(HOSTILE, HOSTILE),),
        "labels": (Label(HOSTILE, HOSTILE),),
        "notes": HOSTILE,
        "rating_raw": HOSTILE,
        "distribution_raw": HOSTILE,
    }
    row = put(f"Snow {HOSTILE}", f"Text {HOSTILE}", **fields)
    put_long(f"Long {HOSTILE}")

    for address in every_page(row):
        if not address.endswith((".epub", ".txt")):
            page = text_of(client, address).replace(OUR_SCRIPT, "")
            assert "<script" not in page, address
            assert "<img" not in page, address


def test_no_address_is_on_any_page_or_in_any_file(client: Client) -> None:
    told = f"Write to {ADDRESS} soon."
    row = put(
        f"Snow {ADDRESS}",
        told,
        creators=(Credit(f"Marrow {ADDRESS}"),),
        summary=told,
        notes=told,
        end_notes=told,
        dedication=told,
        distribution_raw=told,
        fandoms=(f"Fandom {ADDRESS}",),
        labels=(Label("Feedback", told),),
        source_ids=(f"file:{ADDRESS}.txt",),
    )

    for address in every_page(row):
        response = client.get(address)
        assert response.status_code == 200, address
        assert ADDRESS not in str(response.headers), address
        assert ADDRESS.encode() not in unpacked(response.content), address


@pytest.mark.parametrize("address", ["/", "/works/", "/authors/", "/tags/"])
def test_the_number_of_queries_does_not_grow_with_the_list(
    client: Client, address: str
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            text_of(client, address)
        return len(caught)

    put_long("One", fandoms=("A",), source_ids=("x:1",))
    few = queries()
    for number in range(10):
        put_long(f"More {number}", fandoms=(f"F{number}",), source_ids=(f"x:{number}",))

    assert queries() == few


def test_queries_of_a_story_do_not_grow_with_its_chapters(client: Client) -> None:
    def queries(row: Work, end: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            text_of(client, f"/works/{row.public}/{end}")
        return len(caught)

    short = put("Short", chapters=chapters("One", "Two"))
    long = put("Long", chapters=chapters(*map(str, range(12))))

    for end in ("", "whole/", "chapters/", "origin/"):
        assert queries(short, end) == queries(long, end)


def test_lists_turn_pages_and_odd_wishes_count_for_none(client: Client) -> None:
    for number in range(23):
        put(f"Story {number:02}")

    first = text_of(client, "/works/?sort=title")
    second = text_of(client, "/works/?sort=title&page=2")

    assert first.count('class="card"') == 20
    assert second.count('class="card"') == 3
    assert "Story 22" in second
    for odd in ("?page=0", "?page=-1", "?page=²", "?page=9999999999", "?sort=drop"):
        text_of(client, f"/works/{odd}")


def test_a_list_says_that_it_is_the_one_shown(client: Client) -> None:
    for address in ("/works/", "/authors/", "/tags/", "/reading/"):
        page = text_of(client, address)
        assert page.count('aria-current="page"') == 1
        assert f'<a href="{address}" aria-current="page">' in page
    assert 'aria-current="page"' not in text_of(client, "/")


def test_a_story_in_another_language_says_so_in_lists(client: Client) -> None:
    put("Der dritte Degen", language="de")

    assert '<article lang="de">' in text_of(client, "/works/")


def test_an_author_page_has_the_other_names(client: Client) -> None:
    put("Snow")
    pseud = Pseud.objects.get()
    Pseud.objects.create(creator=pseud.creator, name="Marrowbone", current=False)

    assert "Marrowbone" in text_of(client, f"/authors/{pseud.public}/")


def test_an_author_of_hidden_works_alone_is_not_there(client: Client) -> None:
    put("Snow")
    pseud = Pseud.objects.get()
    Work.objects.update(stage="hidden")

    text_of(client, f"/authors/{pseud.public}/", 404)
    assert "Marrow" not in text_of(client, "/authors/")


def test_pages_speak_german_where_the_browser_asks(client: Client) -> None:
    page = client.get("/works/", headers={"accept-language": "de"}).content.decode()

    assert '<html lang="de">' in page
    assert "Geschichten" in page


def test_pages_say_what_browsers_may_do_with_them(client: Client) -> None:
    response = client.get("/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "noindex" in response.content.decode()


def test_a_fault_of_the_program_shows_and_logs_nothing_of_a_story(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = put("Secret title")
    told = f"broken on Secret title of {ADDRESS}"

    def break_down(*_: object, **__: object) -> None:
        raise ValueError(told)

    monkeypatch.setattr("fanfold.archive.shelf.work", break_down)
    log = io.StringIO()
    ours = logging.getLogger("django").handlers
    (handler,) = (each for each in ours if isinstance(each.formatter, Brief))
    monkeypatch.setattr(handler, "stream", log)
    calm = Client(raise_request_exception=False)

    page = text_of(calm, f"/works/{row.public}/?q=secret-words", 500)

    assert "fault of the program" in page
    line = log.getvalue()
    assert f"ValueError on page work {row.public}" in line
    assert "break_down" in line
    for each in ("Secret", ADDRESS, "secret-words"):
        assert each not in line
        assert each not in page


def test_robots_are_sent_away_by_default(client: Client) -> None:
    assert "Disallow: /" in text_of(client, "/robots.txt")
