"""The review queue in Chromium: by plain forms, by keys alone, and fit for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.archive.reviewing import LETTERS, in_figures, unsigned, write
from tests.e2e.serving import Served
from tests.e2e.sizes import DESK, PHONE
from tests.e2e.test_accounts import new_page, sign_in

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

expect = playwright.expect
QUEUE = "/desk/imports/review/"


@pytest.fixture(scope="module")
def keeper(served: Served) -> str:
    """The name of an archivist."""
    address = ["--address", "reviewer@example.org", "--role", "archivist"]
    served.fanfold("account", "add", "reviewer-1", *address)
    return "reviewer-1"


def bring(served: Served, folder: Path, keeper: str) -> None:
    served.fanfold("import", folder, "--commit", "--no-ask", "--by", keeper)


@pytest.fixture(scope="module")
def visit(browser: Any, served: Served, keeper: str) -> dict[str, Any]:
    """What a browser keeps of somebody who signed in."""
    page = new_page(browser, viewport=DESK)
    sign_in(page, served, "reviewer")
    kept: dict[str, Any] = page.context.storage_state()
    page.context.close()
    return kept


def opened(browser: Any, served: Served, visit: Any, name: str, **options: Any) -> Any:
    """Return a page at the questions of the import with this name."""
    page = new_page(browser, storage_state=visit, **{"viewport": DESK, **options})
    page.goto(served.address + QUEUE)
    page.get_by_role("link", name=name, exact=True).click()
    return page


def test_one_answer_for_many_is_given_seen_and_taken_back_without_scripts(
    browser: Any, served: Served, visit: Any, keeper: str, tmp_path: Path
) -> None:
    bring(served, unsigned(tmp_path / "first-shelf"), keeper)
    page = opened(browser, served, visit, "first-shelf")

    page.get_by_role("link", name="4 stories ask the same: Who wrote it?").click()
    page.get_by_label("Another answer").fill("Marrow Vale")
    page.get_by_role("button", name="Show what that changes").click()
    expect(page.locator("tbody tr")).to_have_count(len(LETTERS))
    expect(page.locator("tbody tr").first).to_contain_text("Marrow Vale")
    page.get_by_role("button", name="Yes, as one step").click()

    expect(page.get_by_role("status")).to_contain_text("4 stories came in.")
    expect(page.get_by_text("Nothing is asked.")).to_be_visible()
    page.get_by_role("link", name="Questions of imports").first.click()
    page.get_by_role("link", name="Answers saved as rules").click()
    expect(page.locator("main")).to_contain_text("Marrow Vale")

    page.goto(served.address + QUEUE)
    page.get_by_role("link", name="first-shelf", exact=True).click()
    page.get_by_role("button", name="Undo the last answer").click()
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    expect(page.get_by_text("4 questions are open.")).to_be_visible()
    page.goto(f"{served.address}/desk/rules/")
    expect(page.locator("main")).not_to_contain_text("Marrow Vale")
    page.context.close()


def test_a_story_is_read_beside_its_original_without_scripts(
    browser: Any, served: Served, visit: Any, keeper: str, tmp_path: Path
) -> None:
    folder = tmp_path / "second-shelf"
    told = ("Title: The Ferry", "Fandom: Due North", "Mail: ferry@example.org")
    write(folder, "ferry.txt", *told)
    bring(served, folder, keeper)
    page = opened(browser, served, visit, "second-shelf")

    page.get_by_role("link", name="The Ferry").click()
    expect(page.locator("#L3")).to_contain_text("Mail: [address removed]")
    field = page.locator("#f-title")
    field.get_by_role("link", name="line 1").click()
    assert page.url.endswith("#L1")
    page.locator("#L1").get_by_role("link", name="Title: The Ferry").click()
    assert page.url.endswith("#f-title")
    shown = "getComputedStyle(document.querySelector('#f-title')).boxShadow"
    assert page.evaluate(shown) != "none"

    page.get_by_role("link", name="As it looked").click()
    inside = page.frame_locator("iframe").locator("body")
    expect(inside).to_contain_text("Title: The Ferry")
    expect(inside).not_to_contain_text("example.org")
    page.get_by_role("link", name="Bytes", exact=True).click()
    expect(page.locator(".bytes")).to_contain_text("54 69 74 6c 65")
    expect(page.locator(".bytes")).not_to_contain_text("ferry@")

    page.get_by_label("Another answer").fill("Heron Vale")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("status")).to_contain_text("1 story came in.")
    expect(page.get_by_text("Nothing is asked.")).to_be_visible()
    page.context.close()


def test_everything_is_done_by_keys_alone(
    browser: Any, served: Served, visit: Any, keeper: str, tmp_path: Path
) -> None:
    bring(served, in_figures(unsigned(tmp_path / "third-shelf")), keeper)
    page = opened(browser, served, visit, "third-shelf", java_script_enabled=True)
    heading = page.locator("h1")

    def press(key: str) -> None:
        # A page shows its heading before its script listens for keys.
        page.wait_for_load_state()
        page.keyboard.press(key)

    asked = page.locator("p.lead").inner_text()
    expect(page.get_by_role("link", name="One after the other")).to_have_attribute(
        "data-key", "j"
    )

    press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    press("Escape")
    press("j")
    expect(heading).to_have_text("Four")
    press("j")
    expect(heading).to_have_text("One")
    press("k")
    expect(heading).to_have_text("Four")
    press("s")
    expect(page.get_by_role("status")).to_contain_text("1 question answered.")
    expect(heading).to_have_text("One")
    press("u")
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    press("f")
    page.keyboard.type("as if it were jks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 story came in.")
    press("u")
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    press("b")
    expect(heading).to_contain_text("4 stories ask the same")
    press("a")
    expect(heading).to_have_text("What this changes")
    press("n")
    expect(heading).to_contain_text("4 stories ask the same")
    press("1")
    expect(heading).to_have_text("What this changes")
    press("y")
    expect(page.get_by_role("status")).to_contain_text("4 stories came in.")
    press("u")
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    expect(page.locator("p.lead")).to_have_text(asked)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_pass_axe_and_fit(
    browser: Any,
    served: Served,
    visit: Any,
    keeper: str,
    tmp_path: Path,
    scheme: str,
    size: dict[str, int],
) -> None:
    name = f"shelf-{scheme}-{size['width']}"
    bring(served, in_figures(unsigned(tmp_path / name)), keeper)
    page = opened(
        browser,
        served,
        visit,
        name,
        java_script_enabled=True,
        color_scheme=scheme,
        viewport=size,
    )
    queue = page.url
    page.get_by_role("link", name="ask the same").first.click()
    group = page.url
    page.locator(".asked a").first.click()
    item = page.url
    faults = []

    def look(name: str) -> None:
        found = axe.Axe().run(page)
        faults.extend((name, each["id"]) for each in found.response["violations"])
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            faults.append((name, "too wide"))

    views = ("", "?view=page", "?view=hex")
    pages = [QUEUE, "/desk/rules/"]
    for address in [*(served.address + each for each in pages), queue, group]:
        page.goto(address)
        look(address)
    for view in views:
        page.goto(item + view)
        for summary in page.locator("#reading summary").all():
            summary.click()
        look(item + view)
    page.goto(group)
    page.get_by_role("button", name="Accept what is suggested").click()
    look("what it changes")
    page.context.close()

    assert faults == []
