"""A letter from the desk to its yes, in Chromium without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.serving import Served
from tests.e2e.sizes import DESK, PHONE
from tests.e2e.test_accounts import new_page, sign_in

axe = pytest.importorskip("axe_playwright_python.sync_playwright")


@pytest.fixture(scope="module")
def staffed(served: Served) -> Served:
    for role in ("member", "moderator", "archivist"):
        address = ["--address", f"letters-{role}@example.org", "--role", role]
        served.fanfold("account", "add", f"letters-{role}", *address)
    return served


def test_a_letter_is_prepared_looked_at_and_given_out(
    browser: Any, staffed: Served
) -> None:
    page = new_page(browser)
    sign_in(page, staffed, "letters-archivist")
    page.goto(f"{staffed.address}/desk/")
    page.get_by_role("link", name="Letters").click()
    page.get_by_label("What shall become of your stories").check()
    page.get_by_role("button", name="Prepare it; nothing is sent").click()
    page.get_by_label("Subject").fill("Your old stories")
    page.get_by_role("button", name="Look at it as they get it").click()

    assert page.locator("h1").inner_text() == "Shall this be sent?"
    shown = page.locator("pre").inner_text()
    assert shown.startswith("Dear ")
    assert "@" not in page.locator("main").inner_text()
    page.get_by_role("button", name="Yes, give them to me as files").click()

    link = page.get_by_role("link", name="One mailbox").get_attribute("href")
    content = page.request.get(f"{staffed.address}{link}").body()
    assert content.count(b"\nSubject: Your old stories\n") >= 1
    assert b"put-the-address-here@example.org" in content
    page.context.close()


def test_letters_are_no_page_for_members_and_moderators(
    browser: Any, staffed: Served
) -> None:
    for role in ("letters-member", "letters-moderator"):
        page = new_page(browser)
        sign_in(page, staffed, role)
        assert page.goto(f"{staffed.address}/desk/letters/").status == 404
        page.context.close()


def test_pages_of_letters_have_no_fault(browser: Any, staffed: Served) -> None:
    page = new_page(browser, java_script_enabled=True)
    sign_in(page, staffed, "letters-archivist")
    page.goto(f"{staffed.address}/desk/letters/")
    faults = faults_of(page)
    page.get_by_label("What shall become of your stories").check()
    page.get_by_role("button", name="Prepare it; nothing is sent").click()
    faults += faults_of(page)
    page.get_by_label("Also to those who got a letter like this before").check()
    page.get_by_role("button", name="Look at it as they get it").click()
    faults += faults_of(page)
    page.get_by_role("button", name="Yes, give them to me as files").click()
    faults += faults_of(page)

    assert faults == []
    page.context.close()


def faults_of(page: Any) -> list[tuple[object, ...]]:
    """What axe and its width say against a page, phone and desk, day and night."""
    faults: list[tuple[object, ...]] = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page)
            faults += [
                (page.url, each["id"], [node["html"][:120] for node in each["nodes"]])
                for each in found.response["violations"]
            ]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            faults.append((page.url, "wider than the screen", wide))
    return faults
