"""Every page in Chromium: axe, no JavaScript, 360 pixels, light and dark, keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.e2e.fitness import Fault, faults_of
from tests.e2e.sizes import DESK, PHONE

playwright = pytest.importorskip("playwright.sync_api")

expect = playwright.expect


def addresses(page: Any, archive: str) -> list[str]:
    """One page of each kind, met as a reader would: by links."""

    def first(at: str, form: str) -> str:
        page.goto(archive + at)
        links = page.eval_on_selector_all("a", "all => all.map(a => a.pathname)")
        return next(link for link in links if re.fullmatch(form, link))

    work = first("/works/?sort=long", r"/works/[a-z0-9]{9}/")
    chapter = first(work, r"/works/\w+/chapters/\w+/")
    return [
        "/",
        "/works/",
        "/works/?sort=title&page=2",
        "/authors/",
        "/tags/",
        "/reading/",
        "/shelves/",
        "/search/",
        "/search/?q=snow",
        "/search/kept/",
        "/tags/all/fandom/?letter=A",
        "/search/?q=snow+words:lots",
        "/search/?q=snow&rating=-general&year=1066",
        "/sign-in/",
        "/nothing-here/",
        work,
        f"{work}whole/",
        f"{work}chapters/",
        f"{work}origin/",
        chapter,
        first("/authors/", r"/authors/\w+/"),
        first("/tags/", r"/tags/\w+/"),
        first("/shelves/", r"/collections/\w+/"),
        first("/shelves/", r"/series/\w+/"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_passes_axe_and_fits(
    browser: Any, archive: str, scheme: str, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    faults: list[Fault] = []

    for address in addresses(page, archive):
        page.goto(archive + address)
        faults += faults_of(page, address, size["width"])

    context.close()
    assert faults == []


def test_a_reader_gets_everywhere_without_javascript(
    browser: Any, archive: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(f"{archive}/works/?sort=long")

    page.get_by_role("button", name="I am an adult").click()
    # Every claim waits for the page a click leads to: a busy machine takes its time.
    expect(page).to_have_url(re.compile(rf"{re.escape(archive)}/works/"))
    page.locator("article a").first.click()
    expect(page).to_have_url(re.compile(r"/works/\w{9}/$"))
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("link", name="Next chapter").click()
    expect(page.locator("body")).to_contain_text("2 of")
    page.get_by_role("link", name="Chapters", exact=True).click()
    page.get_by_role("link", name="The whole text").click()
    page.get_by_role("link", name="Where this comes from").click()
    expect(page.locator("body")).to_contain_text(title)
    page.goto(f"{archive}/reading/")
    page.get_by_label("Paper").select_option("dark")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_label("Paper")).to_have_value("dark")
    assert "color-scheme:dark" in page.request.get(f"{archive}/reader.css").text()
    page.get_by_label("Language of these pages").select_option("de")
    page.get_by_role("button", name="Choose").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    context.close()


def test_no_page_loads_anything_from_elsewhere(browser: Any, archive: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    for address in addresses(page, archive):
        page.goto(archive + address)

    context.close()
    assert [url for url in asked if not url.startswith(archive)] == []
    # Two pages are asked for that are wrong on purpose; the browser remarks on both.
    meant = ("404 (Not Found)", "400 (Bad Request)")
    assert [each for each in complaints if not any(m in each for m in meant)] == []


def test_the_keyboard_reaches_the_page_first(browser: Any, archive: str) -> None:
    page = browser.new_page()
    page.goto(archive)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()
