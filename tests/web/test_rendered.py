"""Pages kept ready for visitors: the same as made anew, and never more."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanfold.archive import outbox
from fanfold.archive.actions.withdraw_work import withdraw_work
from fanfold.archive.models import Comment, SeriesWork, Work
from fanfold.model.gathering import Place, Related, RelatedKind
from fanfold.web.page_store import Page, PageStore
from fanfold.web.rendered import Front, edition
from tests.archive.making import model_work, put
from tests.web.visibility.scene import (
    STATES,
    TEXT,
    TITLE,
    Visit,
    enter,
    move,
    set_scene,
)
from tests.web.visibility.surface import Surface, bare
from tests.web.visibility.walking import SURFACES, wrong
from tests.web.visiting import Answer, Visitor

KEPT = ("work_page", "chapter_page", "full_text_page")


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    return PageStore(tmp_path / "rendered", edition="one", limit=8 << 20)


@pytest.fixture
def site() -> Visitor:
    """The site alone: every page made anew."""
    return Visitor(WSGIHandler())


@pytest.fixture
def visitor(store: PageStore) -> Visitor:
    """The same with kept pages before it."""
    return Visitor(Front(WSGIHandler(), store))


def long_work(title: str = TITLE, text: str = TEXT, **fields: object) -> Work:
    one = model_work(title, text).chapters[0]
    chapters = (one, replace(one, position=2), replace(one, position=3))
    return put(title, chapters=chapters, **fields)


def pages(row: Work) -> list[str]:
    above = f"/works/{row.public}/"
    some = row.chapters.values_list("public", flat=True)
    chapters = [f"{above}chapters/{each}/" for each in some]
    return [above, f"{above}whole/", f"{above}chapters/", *chapters]


def files(folder: Path) -> list[Path]:
    return [each for each in folder.rglob("*") if each.is_file()]


def test_a_kept_page_is_the_page_and_costs_one_question(
    visitor: Visitor, site: Visitor, tmp_path: Path
) -> None:
    row = long_work()
    for path in pages(row):
        first = visitor.get(path)

        with CaptureQueriesContext(connection) as queries:
            second = visitor.get(path)

        assert len(queries) == 1
        assert first == second
        assert second.content == site.get(path).content
        assert second.status_code == 200
    assert len(files(tmp_path)) == len(pages(row))


def test_a_page_is_sent_as_the_browser_takes_it(visitor: Visitor) -> None:
    path = pages(long_work())[-1]
    packed = visitor.get(path)

    plain = visitor.get(path, HTTP_ACCEPT_ENCODING="br, gzip;q=0")
    head = visitor.get(path, method="HEAD")
    known = visitor.get(path, HTTP_IF_NONE_MATCH=packed.headers["ETag"])

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert plain.content == packed.content
    assert int(plain.headers["Content-Length"]) == len(plain.content)
    assert head.content == known.content == b""
    assert head.headers == packed.headers
    assert known.status_code == 304
    assert "Content-Security-Policy" in packed.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert packed.headers["Cache-Control"] == "private, no-cache"


def test_each_language_and_host_has_pages_of_its_own(
    visitor: Visitor, site: Visitor
) -> None:
    path = pages(long_work())[0]
    german = replace(visitor, language="de")
    visitor.get(path)
    german.get(path)

    assert b'<html lang="en">' in visitor.get(path).content
    assert b'<html lang="de">' in german.get(path).content
    foreign = visitor.get(path, HTTP_HOST="evil.example.org")
    assert foreign.status_code == 400
    assert foreign.content == site.get(path, HTTP_HOST="evil.example.org").content


def test_a_change_is_shown_at_once(visitor: Visitor) -> None:
    row = long_work()
    for path in pages(row):
        visitor.get(path)

    Work.objects.filter(pk=row.pk).update(title="Thaw")
    outbox.tell(row.public)

    assert all(b"Thaw" in visitor.get(path).content for path in pages(row))


def test_a_new_comment_is_counted_at_once(visitor: Visitor) -> None:
    row = long_work()
    path = pages(row)[0]
    counted = b'Comments</a> <span class="quiet">1</span>'
    assert counted not in visitor.get(path).content

    Comment.objects.create(work=row, by="Linnet", text="Good.")

    assert counted in visitor.get(path).content


def test_a_story_tied_to_it_is_told_at_once_and_no_longer_once_hidden(
    visitor: Visitor,
) -> None:
    row = long_work("Snow", source_ids=("file:a.txt",))
    page = f"/works/{row.public}/"
    assert "Thaw" not in visitor.get(page).content.decode()

    tie = Related(RelatedKind.SEQUEL, "file:a.txt", None, "Snow")
    thaw = put("Thaw", related=(tie,))
    assert "Thaw" in visitor.get(page).content.decode()
    assert "Thaw" in visitor.get(page).content.decode()
    Work.objects.filter(pk=thaw.pk).update(stage="hidden")
    assert "Thaw" not in visitor.get(page).content.decode()
    # Kept without it, and told again at once: what is counted is what is shown.
    Work.objects.filter(pk=thaw.pk).update(stage="shown")
    assert "Thaw" in visitor.get(page).content.decode()


def test_a_story_of_the_same_text_is_told_at_once_when_it_is_shown(
    visitor: Visitor,
) -> None:
    row, twin = long_work("Snow"), long_work("Thaw")
    page = f"/works/{row.public}/"
    assert "Thaw" in visitor.get(page).content.decode()

    for stage in ("hidden", "shown"):
        Work.objects.filter(pk=twin.pk).update(stage=stage)
        assert ("Thaw" in visitor.get(page).content.decode()) == (stage == "shown")


@pytest.mark.parametrize("before", STATES)
def test_each_change_of_state_counts_at_once(
    before: str, visitor: Visitor, site: Visitor
) -> None:
    scene = set_scene(before)
    asked = [pages(scene.work)[0], pages(scene.work)[-1]]
    for after in STATES:
        move(scene, before)
        for path in asked:
            visitor.get(path)

        move(scene, after)  # with no word to anybody: not even its version rises

        for path in asked:
            shown, right = visitor.get(path), site.get(path)
            assert shown.status_code == right.status_code, (after, path)
            assert bare(response(shown)) == bare(response(right)), (after, path)


@pytest.mark.parametrize("state", STATES)
def test_the_table_holds_with_pages_kept_while_all_was_open(
    state: str, visitor: Visitor
) -> None:
    scene = set_scene("published", company=True)
    for path in pages(scene.work):
        assert visitor.get(path).status_code == 200

    move(scene, state)

    chosen = [through(visitor, each) for each in SURFACES if each.name in KEPT]
    assert len(chosen) == len(KEPT)
    assert list(wrong(scene, state, chosen)) == []


def through(visitor: Visitor, surface: Surface) -> Surface:
    """The same surface, asked where kept pages are."""

    def ask(visit: Visit, address: str) -> HttpResponse:
        return response(replace(visitor, client=visit.client).get(address))

    return replace(surface, ask=ask)


def response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.content, status=answer.status_code)


def set_state(row: Work, state: str) -> None:
    """Put a work in a state, with no word to anybody."""
    plain = {"stage": "shown", "audience": "all", "gated": False, "reveal_at": None}
    Work.objects.filter(pk=row.pk).update(**{**plain, **STATES[state]})


@pytest.mark.parametrize("state", STATES)
def test_a_hidden_neighbour_is_not_named_by_a_kept_page(
    state: str, visitor: Visitor, site: Visitor
) -> None:
    rows = [
        long_work(f"Part {number}", f"Text {number}.", series=(Place("Cycle", number),))
        for number in range(4)
    ]
    for row in rows:
        visitor.get(f"/works/{row.public}/")

    set_state(rows[2], state)

    for at, row in enumerate(rows):
        if at != 2:
            path = f"/works/{row.public}/"
            shown = visitor.get(path).content
            assert shown == site.get(path).content
            assert (rows[2].public.encode() in shown) == (
                state == "published" and at in (1, 3)
            )


def test_a_series_without_its_last_work_says_so(visitor: Visitor) -> None:
    rows = [long_work(f"P{n}", series=(Place("Cycle", n),)) for n in range(4)]
    path = f"/works/{rows[0].public}/"
    assert b"1 of 4" in visitor.get(path).content

    SeriesWork.objects.filter(work=rows[3]).delete()

    assert b"1 of 3" in visitor.get(path).content


def test_a_withdrawn_work_leaves_no_page_behind(
    visitor: Visitor, tmp_path: Path
) -> None:
    row = long_work()
    for path in pages(row):
        visitor.get(path)
    assert files(tmp_path)

    withdraw_work(row.public, by="test")

    assert visitor.get(pages(row)[0]).status_code == 410
    assert files(tmp_path) == []


@pytest.mark.parametrize("actor", ["anon18", "member", "owner", "moderator"])
def test_what_somebody_gets_with_a_visit_of_their_own_is_not_kept(
    actor: str, visitor: Visitor, tmp_path: Path
) -> None:
    scene = set_scene("published")
    mine = replace(visitor, client=enter(scene, actor).client)

    for path in pages(scene.work):
        assert mine.get(path).status_code == 200

    assert files(tmp_path) == []


def test_an_unknown_cookie_or_question_is_left_to_the_site(
    visitor: Visitor, tmp_path: Path
) -> None:
    path = pages(long_work())[0]
    client = Client()
    client.cookies["flash"] = "1"

    assert replace(visitor, client=client).get(path).status_code == 200
    assert visitor.get(path + "?x=1").status_code == 200
    assert visitor.get(path, HTTP_AUTHORIZATION="Bearer x").status_code == 200

    assert files(tmp_path) == []


def test_a_page_with_a_token_is_not_kept(store: PageStore, tmp_path: Path) -> None:
    row = long_work()

    def site(environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [b'<input name="csrfmiddlewaretoken" value="x">']

    Visitor(Front(site, store)).get(pages(row)[0])

    assert files(tmp_path) == []


def test_a_page_that_names_what_is_not_for_all_is_not_kept(
    store: PageStore, tmp_path: Path
) -> None:
    row, other = long_work(), long_work("Other")
    set_state(other, "restricted")

    def site(environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/html")])
        return [f'<a href="/works/{other.public}/">'.encode()]

    Visitor(Front(site, store)).get(pages(row)[0])

    assert files(tmp_path) == []


def test_a_page_is_made_anew_once_somebody_it_names_is_hidden(
    store: PageStore,
) -> None:
    row, other = long_work(), long_work("Other")
    asked: list[object] = []

    def site(environ: object, start: Callable[..., object]) -> list[bytes]:
        asked.append(environ)
        start("200 OK", [("Content-Type", "text/html")])
        return [f'<a href="/works/{other.public}/">'.encode()]

    visitor = Visitor(Front(site, store))
    visitor.get(pages(row)[0])
    visitor.get(pages(row)[0])
    assert len(asked) == 1

    set_state(other, "adult")

    visitor.get(pages(row)[0])
    assert len(asked) == 2


@pytest.mark.parametrize("damage", ["cut", "altered", "emptied", "no json"])
def test_a_torn_file_is_made_anew(
    damage: str, visitor: Visitor, tmp_path: Path
) -> None:
    path = pages(long_work())[0]
    whole = visitor.get(path)
    (file,) = files(tmp_path)
    content = file.read_bytes()
    torn = {
        "cut": content[:-9],
        "altered": content[:-9] + b"x" + content[-8:],
        "emptied": b"",
        "no json": content[3:],
    }
    file.write_bytes(torn[damage])

    assert visitor.get(path) == whole
    assert file.read_bytes() == content


def test_a_page_is_shown_where_it_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = PageStore(tmp_path / "file", edition="one", limit=1 << 20)

    got = Visitor(Front(WSGIHandler(), store)).get(pages(long_work())[0])

    assert got.status_code == 200
    assert got.headers["Content-Encoding"] == "gzip"


def test_the_store_stays_within_its_limit_and_the_oldest_go(tmp_path: Path) -> None:
    store = PageStore(tmp_path, edition="one", limit=64_000)
    (tmp_path / "an-older-edition").mkdir()
    page = Page([1], [], [], os.urandom(3_000))

    for number in range(100):
        store.put(f"work{number}", "page", page)
        size = sum(each.stat().st_size for each in files(tmp_path))
        assert size <= 64_000 * 17 // 16

    assert store.get("work99", "page") == page
    assert store.get("work0", "page") is None
    assert [each.name for each in tmp_path.iterdir()] == ["one"]


def test_another_edition_shows_none_of_these_pages(
    store: PageStore, tmp_path: Path
) -> None:
    store.put("work", "page", Page([1], [], [], b"old"))

    other = PageStore(tmp_path / "rendered", edition="two", limit=8 << 20)

    assert store.get("work", "page") is not None
    assert other.get("work", "page") is None
    assert edition() == edition()
