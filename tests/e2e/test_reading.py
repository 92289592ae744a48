"""Reading in Chromium: settings with and without scripts, keys, places, print."""

from __future__ import annotations

import re
from typing import Any

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def chapters(browser: Any, archive: str) -> list[str]:
    """Addresses of the chapters of a story with several."""
    page = browser.new_page()
    page.goto(f"{archive}/works/?sort=long")
    work = page.locator("article a").first.get_attribute("href")
    page.goto(archive + work)
    links = page.eval_on_selector_all("ol.chapters a", "all => all.map(a => a.href)")
    page.close()
    return list(links)


def until(page: Any, true: str) -> None:
    """Wait until an expression holds; the page's own rules forbid Playwright's way."""
    for _ in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within five seconds: {true}")


def paper(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_settings_hold_without_javascript(browser: Any, chapters: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(chapters[0])
    page.locator(".display > summary").click()

    page.get_by_role("button", name="dark", exact=True).click()
    assert page.url == f"{chapters[0]}#display-form"
    assert page.locator("#display-form").is_visible()
    page.get_by_role("button", name="very large").click()

    marked = page.locator(".set-paper-dark")
    colours = "e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    assert marked.evaluate(colours) != page.locator(".set-paper-light").evaluate(
        colours
    )
    assert paper(page) == "rgb(26, 25, 23)"
    size = page.locator(".text").evaluate("e => getComputedStyle(e).fontSize")
    assert size == "28px"
    context.close()


def test_settings_change_at_once_with_it(browser: Any, chapters: list[str]) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(chapters[0])
    page.evaluate("window.stayed = true")

    page.keyboard.press("t")
    page.get_by_role("button", name="sepia").click()
    until(page, "document.querySelector('.set-paper-sepia').ariaPressed === 'true'")
    with page.expect_response(re.compile(r"\.woff2$")) as face:
        page.get_by_role("button", name="easy to tell apart").click()

    assert face.value.ok
    assert paper(page) == "rgb(246, 236, 217)"
    assert page.evaluate("window.stayed")
    page.reload()
    assert paper(page) == "rgb(246, 236, 217)"
    assert faults == []
    context.close()


@pytest.mark.parametrize("word", ["dark", "sepia", "light"])
def test_the_open_panel_passes_axe_and_fits(
    browser: Any, chapters: list[str], word: str
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(chapters[0])
    page.keyboard.press("t")
    page.get_by_role("button", name=word, exact=True).click()
    until(page, f"document.querySelector('.set-paper-{word}').ariaPressed === 'true'")
    page.get_by_text("What is shown").click()

    found = axe.Axe().run(page)

    assert [each["id"] for each in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    context.close()


def test_keys_turn_pages_and_are_shown_and_can_be_put_off(
    browser: Any, chapters: list[str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(chapters[0])

    shown = "e => getComputedStyle(e, '::after').content"
    assert page.locator("a.next").evaluate(shown) == '"n"'
    page.keyboard.press("n")
    page.wait_for_url(chapters[1])
    page.keyboard.press("p")
    page.wait_for_url(chapters[0])
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    assert page.url == chapters[0]
    page.keyboard.press("i")
    page.wait_for_url("**/chapters/")
    page.goto(chapters[0])
    page.keyboard.press("t")
    page.get_by_text("What is shown").click()
    page.locator(".set-keys-off").click()
    until(page, "document.querySelector('.set-keys-off').ariaPressed === 'true'")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    assert page.url == chapters[0]
    assert page.locator("a.next").evaluate(shown) == "none"
    context.close()


def test_a_reader_goes_on_at_the_paragraph(browser: Any, chapters: list[str]) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(chapters[1])
    assert not page.locator(".go-on").is_visible()

    page.evaluate("document.getElementById('p5').scrollIntoView({behavior: 'instant'})")
    until(page, "Object.values(localStorage).some(v => JSON.parse(v).paragraph > 3)")
    number = page.evaluate("JSON.parse(Object.values(localStorage)[0]).paragraph")
    page.goto(chapters[1].partition("chapters/")[0])
    at = page.evaluate("JSON.parse(Object.values(localStorage)[0]).at")
    page.get_by_role("link", name="Go on where you were").click()

    assert page.url == f"{chapters[1]}#p{number}"
    # Whoever leaves before the page has moved there, and stood still for the moment
    # after which a place is kept, is remembered where the page was meanwhile.
    until(page, f"Object.values(localStorage).some(v => JSON.parse(v).at > {at})")
    page.goto(f"{chapters[1].partition('chapters/')[0]}whole/")
    link = page.get_by_role("link", name="Go on where you were")
    target = str(link.get_attribute("href")).removeprefix("#")
    assert page.locator(f'[id="{target}"]').inner_text()
    page.goto(chapters[1])
    page.keyboard.press("t")
    page.get_by_text("What is shown").click()
    page.locator(".set-place-forgotten").click()
    until(page, "localStorage.length === 0")
    context.close()


def test_a_paragraph_is_bookmarked_by_its_address(
    browser: Any, chapters: list[str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(chapters[1])

    page.locator("#p3").hover()
    page.get_by_role("link", name="Address of this paragraph").click()
    assert page.url.endswith("#p3")
    page.keyboard.press("b")
    named = page.evaluate("location.hash")
    assert re.fullmatch(r"#p\d+", named)
    assert named in page.locator("output").inner_text()
    other = context.new_page()
    other.goto(page.url)
    place = other.locator(named).bounding_box()
    assert place is not None
    assert 0 <= place["y"] < 900
    context.close()


def test_notes_open_by_setting_and_on_paper(browser: Any, archive: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{archive}/works/?sort=long")
    page.locator("article a").first.click()
    note = page.locator("details.note > p:not(.label)").first

    assert not note.is_visible()
    page.emulate_media(media="print")
    assert note.is_visible()
    assert not page.locator(".ways").is_visible()
    page.emulate_media(media="screen")
    page.goto(f"{archive}/reading/")
    page.get_by_label("Notes").select_option("open")
    page.get_by_role("button", name="Keep").click()
    page.go_back()
    page.go_back()
    page.reload()
    assert note.is_visible()
    context.close()
