"""Catalogues: by the rules, browsed to the last page, telling when they changed."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_http_date

from fanfold.archive.models import Account, LedgerEntry, Pseud, Tag, Work
from fanfold.archive.search.follow import Follower
from fanfold.model.creator import Credit
from fanfold.model.dates import PartialDate
from fanfold.model.gathering import Place
from fanfold.model.permission import Permission
from fanfold.web.pages.lists import PAGE
from tests.archive.making import put
from tests.archive.searching import follower
from tests.web.opds_asking import ask, feed, key_of, link, titles, way
from tests.web.opds_rules import (
    ACQUISITION,
    DC,
    NAVIGATION,
    A,
    faults,
    linked,
    parsed,
)

__all__ = ["follower"]


def shelf(works: int) -> None:
    """Works of two authors in two fandoms, every third in a series."""
    for n in range(works):
        put(
            f"Story {n:02}",
            fandoms=(("due South", "Ö & <Ä>")[n % 2],),
            creators=(Credit(("Marrow", "Émile")[n % 2]),),
            series=(Place("Snow Cycle", n),) if n % 3 == 0 else (),
        )


def of(kind: str) -> str:
    """Return the address of the stories of the one author or fandom there is."""
    row: Any = Pseud if kind == "authors" else Tag
    return f"/opds/{kind}/{row.objects.get().public}/"


def crawled(start: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Follow every link of a catalogue; return each answer by its address."""
    met: dict[str, Any] = {}
    left = [(start, NAVIGATION)]
    while left:
        path, kind = left.pop()
        response = ask(path, headers)
        met[path] = response
        assert response.status_code == 200, (path, response.status_code)
        assert response["Content-Type"] == kind, path
        if "profile=opds-catalog" not in kind:
            continue
        assert faults(response.content, kind) == [], path
        for each in parsed(response.content).iter(f"{A}link"):
            known = {*met, *(waiting for waiting, _kind in left)}
            if each.get("href") not in known and each.get("type") != "text/html":
                left.append((each.get("href"), each.get("type")))
    return met


def test_every_link_leads_to_what_it_says_and_every_feed_keeps_the_rules(
    follower: Follower,
) -> None:
    shelf(PAGE + 5)
    follower.catch_up()

    met = crawled("/opds/")

    books = [path for path in met if path.endswith(".epub")]
    assert len(books) == PAGE + 5
    assert all(met[path].content.startswith(b"PK") for path in books)
    assert any("page=2" in path for path in met)
    assert any("letter=" in path for path in met)
    assert not any("/mine/" in path for path in met)


def test_ones_own_catalogue_stays_where_its_password_is_sent(
    follower: Follower, bea: Account
) -> None:
    shelf(3)
    Work.objects.update(audience="members")
    follower.catch_up()

    met = crawled("/opds/mine/", key_of(bea))

    apart = {path for path in met if not path.startswith("/opds/mine/")}
    assert apart == {"/opds/sign-in.json"}
    assert len([path for path in met if path.endswith(".epub")]) == 3


def test_a_rule_that_is_broken_is_noticed() -> None:
    put("Snow")
    told = ask("/opds/new/").content

    assert faults(told, ACQUISITION) == []
    assert faults(told, NAVIGATION) != []
    for part, other in (
        (b"<id>urn:", b"<id>/"),
        (b'rel="self"', b'rel="selves"'),
        (b"Z</updated>", b"</updated>"),
        (b"/acquisition/open-access", b"/open-access"),
        (b'rel="alternate"', b'rel="related"'),
        (b"<title>Snow<", b"<title> <"),
    ):
        assert part in told
        assert faults(told.replace(part, other), ACQUISITION) != [], part


@pytest.mark.parametrize("path", ["/opds", "/opds/", "/opds/new/"])
def test_nobody_is_led_elsewhere_and_head_answers_as_get_does(path: str) -> None:
    put("Snow")
    got, told = Client().get(path), Client().head(path)

    assert (got.status_code, told.status_code) == (200, 200)
    assert told.headers["Content-Type"] == got.headers["Content-Type"]
    assert told.headers["Content-Length"] == str(len(got.content))
    assert "Content-Encoding" not in got.headers


def test_an_entry_says_what_there_is_to_say() -> None:
    row = put(
        "<b>Ice</b>\x07 & more",
        summary="<i>So</i> cold & <script>x</script>wren@example.org",
        creators=(Credit("Marrow"), Credit("Linnet")),
        fandoms=("due South",),
        language="de",
        published=PartialDate("2004-05"),
        distribution_raw="Anywhere, with my name.",
        permission=Permission.ANYONE,
    )

    (entry,) = feed("/opds/new/").findall(f"{A}entry")

    assert entry.findtext(f"{A}title") == "Ice\N{REPLACEMENT CHARACTER} & more"
    assert entry.findtext(f"{A}id") == f"urn:fanfold:work:{row.public}"
    names = [each.text for each in entry.iter(f"{A}name")]
    assert names == ["Marrow", "Linnet"]
    summary = entry.findtext(f"{A}summary")
    assert summary.startswith("So cold &")
    assert "script" not in summary
    assert "wren@" not in summary
    assert entry.findtext(f"{DC}language") == "de"
    assert entry.findtext(f"{DC}issued") == "2004-05"
    assert entry.findtext(f"{DC}identifier").startswith("urn:uuid:")
    assert entry.findtext(f"{A}rights") == (
        "Anyone may archive this. “Anywhere, with my name.”"
    )
    kinds = {
        each.get("scheme"): each.get("label") for each in entry.iter(f"{A}category")
    }
    assert kinds["urn:fanfold:fandom"] == "due South"
    assert kinds["urn:fanfold:rating"] == "General"
    assert link(entry, "alternate") == f"/works/{row.public}/"
    (book,) = linked(entry, "http://opds-spec.org/acquisition/open-access")
    assert book.get("type") == "application/epub+zip"
    assert book.get("href") == f"/opds/books/{row.public}/ice-more.epub"


def test_the_permission_stands_where_the_author_has_no_words_for_it() -> None:
    put("Snow", permission=Permission.ASK)

    (entry,) = feed("/opds/new/").findall(f"{A}entry")

    assert entry.findtext(f"{A}rights").startswith("Ask the author")


def test_the_book_is_that_of_the_entry_and_named_for_a_folder() -> None:
    row = put("Der Schnee, 2")

    response = ask(f"/opds/books/{row.public}/der-schnee-2.epub")

    assert response["Content-Type"] == "application/epub+zip"
    told = 'attachment; filename="der-schnee-2.epub"'
    assert response["Content-Disposition"] == told
    (entry,) = feed("/opds/new/").findall(f"{A}entry")
    with ZipFile(io.BytesIO(response.content)) as book:
        package = book.read("OPS/package.opf").decode()
    assert entry.findtext(f"{DC}identifier") in package
    assert ask(f"/opds/books/{row.public}/x.html").status_code == 404


def test_a_title_without_plain_letters_is_saved_under_its_id() -> None:
    row = put("Зима")

    assert (
        f"/opds/books/{row.public}/{row.public}.epub"
        in ask("/opds/new/").content.decode()
    )


def test_the_newest_stands_first_and_pages_lead_on_and_back() -> None:
    shelf(PAGE + 1)

    first = feed("/opds/new/")
    second = feed(link(first, "next"))

    assert titles(first)[0] == f"Story {PAGE:02}"
    assert titles(second) == ["Story 00"]
    assert link(second, "previous") == link(first, "self") == "/opds/new/"
    assert link(second, "first") == link(first, "self")
    assert link(first, "last") == link(second, "self")
    assert linked(first, "previous") == linked(second, "next") == []
    assert titles(feed("/opds/new/?page=99999")) == ["Story 00"]


def test_authors_stand_under_their_letters_and_a_series_in_its_order() -> None:
    shelf(7)
    root = feed("/opds/")

    letters = feed(way(root, "Authors"))
    under_e = feed(way(letters, "E"))
    of_emile = feed(way(under_e, "Émile"))
    cycle = feed(way(feed(way(root, "Series")), "Snow Cycle"))

    assert titles(letters) == ["E", "M"]
    assert titles(of_emile) == ["Story 01", "Story 03", "Story 05"]
    assert titles(cycle) == ["Story 00", "Story 03", "Story 06"]
    assert titles(feed(way(root, "Fandoms"))) == ["due South", "Ö & <Ä>"]
    assert link(of_emile, "up") == "/opds/authors/"
    assert link(of_emile, "start") == "/opds/"


def test_what_there_is_nothing_of_is_no_way_in() -> None:
    assert titles(feed("/opds/")) == ["New stories", "All stories, by what they are"]
    assert titles(feed("/opds/new/")) == []
    for path in ("nothing/", "authors/zzzzzzzzz/", "nothing/zzzzzzzzz/", "mine/x/"):
        assert ask(f"/opds/{path}").status_code in (401, 404), path


def test_a_page_has_the_date_of_the_last_act_once_its_second_is_over() -> None:
    put("Snow", fandoms=("due South",))
    paths = (of("fandoms"), of("authors"))
    assert not any("Last-Modified" in ask(path).headers for path in paths)
    at = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

    LedgerEntry.objects.update(at=at.isoformat(timespec="milliseconds"))

    for path in paths:
        told = ask(path)["Last-Modified"]
        assert parse_http_date(told) == at.timestamp(), path
        assert feed(path).findtext(f"{A}updated") == "2026-03-04T05:06:07Z"


def test_the_date_moves_when_the_day_of_a_story_comes() -> None:
    row = put("Snow")
    LedgerEntry.objects.update(at="2026-03-04T05:06:07.000+00:00")
    before = ask(of("authors"))
    Work.objects.update(reveal_at=timezone.now() - timedelta(minutes=1))

    after = ask(of("authors"))

    assert row.public in after.content.decode()
    assert after["Last-Modified"] != before["Last-Modified"]


def test_what_only_some_may_see_has_no_date_that_an_app_could_keep_it_by(
    follower: Follower, bea: Account
) -> None:
    put("Snow")
    follower.catch_up()
    LedgerEntry.objects.update(at="2026-03-04T05:06:07.000+00:00")
    key = key_of(bea)

    for path, headers in (
        (of("authors").replace("opds/", "opds/mine/"), key),
        (of("authors"), key),
        # By the index, which hears of a change a moment after the rows.
        ("/opds/", {}),
        ("/opds/new/", {}),
        ("/opds/authors/", {}),
        ("/opds/search/", {}),
    ):
        assert "Last-Modified" not in ask(path, headers).headers, path


def test_more_stories_take_no_more_questions() -> None:
    shelf(2)
    author = Pseud.objects.get(name="Marrow").public
    paths = ("/opds/", "/opds/new/", "/opds/fandoms/", f"/opds/authors/{author}/")

    def asked() -> list[int]:
        counts = []
        for path in paths:
            with CaptureQueriesContext(connection) as made:
                ask(path)
            counts.append(len(made))
        return counts

    few = asked()
    shelf(12)

    assert asked() == few
