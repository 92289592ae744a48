"""Searching in Chromium: boxes, kept searches, never wanted, suggestions."""

from __future__ import annotations

from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PHONE = {"width": 360, "height": 740}


def test_boxes_and_kept_searches_work_without_javascript(
    browser: Any, archive: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{archive}/search/")

    page.get_by_text("Search in boxes").click()
    page.get_by_label("Words anywhere").fill("snow")
    page.get_by_label("At least so many words").fill("10")
    page.locator(".boxes").get_by_role("button", name="Search").click()
    assert page.url.endswith("/search/?q=snow+words%3A%3E%3D10")
    found = page.locator(".card").count()
    assert found > 0
    page.locator("summary", has_text="Keep this search").click()
    page.get_by_label("Keep this search as").fill("Snowy")
    page.get_by_role("button", name="Keep this search").click()
    page.goto(f"{archive}/search/")
    page.get_by_role("link", name="Snowy").click()
    assert page.locator(".card").count() == found

    fandom = page.locator(".facets details", has_text="Fandom").first
    fandom.get_by_role("link", name="not").first.click()
    page.get_by_role("button", name="for good").click()
    left = page.locator(".card").count()
    assert left < found
    page.get_by_role("link", name="Let it in this once").click()
    assert page.locator(".card").count() == found
    page.get_by_role("link", name="Kept searches, and what").click()
    page.get_by_role("button", name="let in again").click()
    page.get_by_role("button", name="let go").click()
    assert "None yet" in page.content()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_boxes_pass_axe_and_suggest_names(
    browser: Any, archive: str, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.goto(f"{archive}/search/")
    page.get_by_text("Search in boxes").click()
    page.get_by_text("What can be typed").click()

    found = axe.Axe().run(page)
    assert [each["id"] for each in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    with page.expect_response("**/suggest/**"):
        page.get_by_label("Fandom", exact=True).press_sequentially("Dracula, al")
    option = page.locator("datalist option", has_text="").first
    option.wait_for(state="attached")
    assert option.get_attribute("value").startswith("Dracula, Al")
    assert faults == []
    context.close()
