"""From files to stories with the browser alone: by keyboard, without JavaScript."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.serving import ROOT, Served, serve
from tests.e2e.sizes import DESK, PHONE

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

EXAMPLES = sorted(path for path in (ROOT / "examples").rglob("*") if path.is_file())
_FOCUSED = """() => {
  const e = document.activeElement;
  return (e.innerText || e.labels?.[0]?.innerText || "").trim();
}"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A served archive without a story, and an archivist in it."""
    folder = tmp_path_factory.mktemp("empty") / "shelf"
    with serve(folder, filled=False) as found:
        address = ["--address", "ada@example.org", "--role", "archivist"]
        found.fanfold("account", "add", "ada", *address)
        yield found


@pytest.fixture(scope="module")
def cookie(empty: Served) -> dict[str, str]:
    """The visit of the archivist, made by hand: codes are asked elsewhere."""
    key = empty.folder.parent / "visit.txt"
    empty.inside(
        "from importlib import import_module\n"
        "from django.conf import settings\n"
        "from fanfold.archive.models import Account\n"
        "account = Account.objects.get(username='ada')\n"
        "visit = import_module(settings.SESSION_ENGINE).SessionStore()\n"
        "visit['_auth_user_id'] = str(account.pk)\n"
        "visit['_auth_user_backend'] = settings.AUTHENTICATION_BACKENDS[0]\n"
        "visit['_auth_user_hash'] = account.get_session_auth_hash()\n"
        "visit.create()\n"
        f"open({str(key)!r}, 'w').write(visit.session_key)\n"
    )
    return {"name": "sessionid", "value": key.read_text(), "url": empty.address}


def tab_to(page: Any, words: str) -> None:
    """Press the tab key until what is called so has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if str(page.evaluate(_FOCUSED)).startswith(words):
            return
    raise AssertionError(f"the keyboard does not come to {words}")


def choose(page: Any, words: str) -> None:
    """Press what is called so, by keyboard."""
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def wait_for(page: Any, words: str) -> None:
    """Wait until the page, which comes anew by itself, says so."""
    for _ in range(240):
        if page.locator("h2", has_text=words).count():
            return
        time.sleep(0.5)
    raise AssertionError(f"not within two minutes: {words}")


def faults(page: Any, width: int) -> list[Any]:
    found = axe.Axe().run(page)
    wrong = [(each["id"], each["nodes"][:2]) for each in found.response["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [(page.url, *wrong)] if wrong or wide > width else []


def test_from_drop_to_stories_by_keyboard_and_without_scripts(
    browser: Any, empty: Served, cookie: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{empty.address}/desk/")

    choose(page, "Bring stories in")
    tab_to(page, "What you call it")
    page.keyboard.type("The old shelf")
    tab_to(page, "Files")
    # The chooser itself belongs to the system: what it hands over is put in.
    page.locator(":focus").set_input_files(EXAMPLES)
    choose(page, "Send")
    assert page.get_by_role("heading", name="The old shelf").count()
    choose(page, "Rehearse")
    wait_for(page, "nothing was added")
    choose(page, "Read the report")
    report = page.locator("main").inner_text()
    page.go_back()
    choose(page, "Add these stories")
    wait_for(page, "The stories are in")
    done = page.locator("main").inner_text()
    choose(page, "Answer its questions")
    questions = page.locator("main").inner_text()
    page.go_back()
    choose(page, "See it as a visitor")
    seen = page.locator("article").count()

    assert "They agree" in report
    for words in ("windows-1252", "nul-bytes", "PG-13", "“That’s the generator,”"):
        assert words in report, words
    assert f"{len(EXAMPLES)} files came" in done
    assert "stories were added" in done
    assert "Nobody is named" in questions or "Who wrote it?" in questions
    assert seen > 30
    home = context.new_page()
    home.goto(f"{empty.address}/works/")
    assert home.locator("article").count() > 5
    context.close()


def test_a_folder_goes_in_pieces_and_on_after_a_break(
    browser: Any, empty: Served, cookie: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "old-site"
    (folder / "deep").mkdir(parents=True)
    head = "Title: {0}\nAuthor: Heron Vale\nRating: G\n\n"
    (folder / "one.txt").write_text(head.format("One Lamp") + "It burned.\n")
    long = head.format("Long Night") + "It was a long night.\n\n" * 500_000
    (folder / "deep" / "long.txt").write_text(long)
    context = browser.new_context(viewport=PHONE)
    context.add_cookies([cookie])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    broken: list[str] = []

    def break_the_second(route: Any) -> None:
        url = route.request.url
        if "at=8388608" in url and url not in broken:
            broken.append(url)
            route.abort()
        else:
            route.continue_()

    page.route("**/files/**", break_the_second)
    page.goto(f"{empty.address}/desk/imports/")
    page.locator("#folder").set_input_files(folder)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="What was sent").wait_for(timeout=60_000)

    assert len(broken) == 1
    assert wrong == []
    page.get_by_text("2 files").click()
    names = page.locator(".steps").inner_text()
    assert "old-site/one.txt" in names
    assert "old-site/deep/long.txt" in names
    (kept,) = empty.folder.rglob("long.txt")
    assert kept.read_text() == long
    page.get_by_role("button", name="Rehearse").click()
    wait_for(page, "nothing was added")
    assert "2 would be added" in page.locator("main").inner_text()
    context.close()


def test_who_is_signed_out_meanwhile_is_told(
    browser: Any, empty: Served, cookie: dict[str, str]
) -> None:
    context = browser.new_context()
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"{empty.address}/desk/imports/")
    context.clear_cookies(name="sessionid")

    page.locator("#files").set_input_files(EXAMPLES[0])
    page.get_by_role("button", name="Send").click()

    page.get_by_text("You are signed out").wait_for()
    assert page.get_by_role("button", name="Send").is_enabled()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_pass_axe_and_fit(
    browser: Any,
    empty: Served,
    cookie: dict[str, str],
    scheme: str,
    size: dict[str, int],
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    context.add_cookies([cookie])
    page = context.new_page()
    found = []
    page.goto(f"{empty.address}/desk/imports/")
    found += faults(page, size["width"])
    page.locator("#files").set_input_files(EXAMPLES[:3])
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="What was sent").wait_for()
    page.locator("summary", has_text="files").first.click()
    found += faults(page, size["width"])
    page.get_by_role("button", name="Rehearse").click()
    page.get_by_role("link", name="Keep this page still").click()
    found += faults(page, size["width"])
    page.goto(page.url.partition("?")[0])
    wait_for(page, "A rehearsal")
    found += faults(page, size["width"])
    page.get_by_role("link", name="Read the report").click()
    found += faults(page, size["width"])
    page.go_back()
    page.get_by_role("button", name="Add these stories").click()
    wait_for(page, "The stories are in")
    found += faults(page, size["width"])
    page.get_by_role("link", name="See it as a visitor").click()
    found += faults(page, size["width"])

    context.close()
    assert found == []
