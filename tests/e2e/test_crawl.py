"""All pages of the example archive: links, HTML, weight, width, paper, keyboard."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.e2e.crawling import Met, crawl

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

WIDTHS = (360, 768, 1280, 2560)
#: What a reader waits for: bytes of a reading page with all that it loads, compressed.
FIRST_LOAD = 60_000
READING = ("/works/*/", "/works/*/chapters/*/", "/works/*/whole/")
#: Where a validator may lie: .ci/run puts it there.
VNU = os.environ.get("FANFOLD_VNU", "")


@pytest.fixture(scope="module")
def pages(archive: str) -> list[Met]:
    return crawl(archive)


@pytest.fixture(scope="module")
def kinds(pages: list[Met]) -> list[str]:
    """One address of each kind of page: the one with the longest text."""
    html = sorted((e for e in pages if e.is_page), key=lambda each: each.size)
    return [each.address for each in {each.kind: each for each in html}.values()]


def test_every_link_leads_somewhere(pages: list[Met], archive: str) -> None:
    assert len(pages) > 100
    assert [(each.address, each.status) for each in pages if each.status != 200] == []


def test_every_anchor_is_there(pages: list[Met]) -> None:
    texts = {each.address: each.text for each in pages if each.text}
    missing = {
        (each.address, link)
        for each in pages
        for link in each.links
        if (parted := urldefrag(link)).fragment and parted.url in texts
        if f'id="{parted.fragment}"' not in texts[parted.url]
    }
    assert missing == set()


def test_no_page_has_a_script_or_style_of_its_own(pages: list[Met]) -> None:
    for each in pages:
        if not each.is_page:
            continue
        policy = each.headers["content-security-policy"]
        assert "default-src 'none'" in policy, each.address
        assert "unsafe" not in policy, each.address
        assert " style=" not in each.text, each.address
        assert "<style" not in each.text, each.address
        assert "<script>" not in each.text, each.address
        assert " on" + "click=" not in each.text, each.address


def test_no_page_names_what_to_load_from_elsewhere(
    pages: list[Met], archive: str
) -> None:
    for each in pages:
        for link in _loaded(each):
            assert link.startswith(archive), each.address


def test_a_reading_page_is_light(pages: list[Met]) -> None:
    """All of it on the first visit: the page, its sheets, its scripts, its picture."""
    weights = {each.address: each.size for each in pages}
    heavy = {}
    for each in pages:
        if each.kind in READING and not _is_long(each):
            size = each.size + sum(weights[link] for link in set(_loaded(each)))
            if size > FIRST_LOAD:
                heavy[each.address] = size
    assert heavy == {}


def _is_long(page: Met) -> bool:
    """A text that is longer than all that a page may weigh is no fault of the page."""
    return len(page.text) > 4 * FIRST_LOAD


def _loaded(page: Met) -> list[str]:
    ends = (".css", ".js", ".svg", ".png", ".woff2")
    return [link for link in page.links if urlsplit(link).path.endswith(ends)]


def test_the_html_is_valid(pages: list[Met], tmp_path: Path) -> None:
    if not Path(VNU).is_file():
        pytest.skip("no validator: FANFOLD_VNU names no vnu.jar (.ci/run gets one)")
    names = {}
    for number, each in enumerate(page for page in pages if page.text):
        name = f"{number}.html"
        (tmp_path / name).write_text(each.text, "utf-8")
        names[name] = each.address
    words = ["java", "-Xss4m", "-jar", VNU, "--errors-only", "--format", "gnu"]
    done = subprocess.run(
        [*words, str(tmp_path)], check=False, capture_output=True, text=True
    )
    faults = [line.partition(f"{tmp_path}/")[2] for line in done.stderr.splitlines()]
    assert [
        (names.get(each.partition('"')[0].partition(":")[0]), each) for each in faults
    ][:20] == []


def test_every_kind_of_page_fits_and_is_well_on_every_paper(
    browser: Any, archive: str, kinds: list[str]
) -> None:
    context = browser.new_context()
    page = context.new_page()
    faults: list[object] = []

    # Light and dark are looked at in test_pages.py; no paper changes any width.
    for theme, widths in (("light", WIDTHS), ("sepia", WIDTHS[:1])):
        _choose_paper(page, archive, theme)
        for address in kinds:
            page.set_viewport_size({"width": WIDTHS[0], "height": 800})
            page.goto(address)
            if theme == "sepia":
                found = axe.Axe().run(page).response["violations"]
                faults += [(address, each["id"]) for each in found]
            for width in widths:
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    faults.append((address, theme, width, wide))

    context.close()
    assert faults == []


def _choose_paper(page: Any, archive: str, theme: str) -> None:
    page.goto(f"{archive}/reading/")
    page.get_by_label("Paper").select_option(theme)
    page.get_by_role("button", name="Keep").click()
    playwright.expect(page.get_by_label("Paper")).to_have_value(theme)


#: Runs in the page: what can be reached by Tab, and what the focus looks like there.
_REACHABLE = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary')]
  // Of a group of radio buttons the keyboard stops at one; arrows go on from there.
  .filter((one, at, all) => one.type !== 'radio' || at === all.findIndex(
    other => other.type === 'radio' && other.name === one.name
      && other.form === one.form))
  .filter(e => e.checkVisibility() && !e.disabled && e.tabIndex >= 0).length"""
_FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
  if (e === document.body || e.dataset.met) return null;
  e.dataset.met = '1';
  const seen = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const name = (e.textContent || e.name || '').trim().slice(0, 30);
  return [`${e.tagName} ${name}`, seen]; }"""


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(
    browser: Any, kinds: list[str]
) -> None:
    page = browser.new_page()
    faults: list[object] = []

    for address in kinds:
        page.goto(address)
        wanted, met = page.evaluate(_REACHABLE), []
        if wanted > 150:
            continue  # a long list of the same links; shorter pages have all kinds
        for _key in range(wanted + 5):
            page.keyboard.press("Tab")
            here = page.evaluate(_FOCUSED)
            if here is None and len(met) >= wanted:
                break
            if here is not None:
                met.append(here)
        if len(met) < wanted:
            faults.append((address, f"{len(met)} of {wanted} reached"))
        faults += [(address, name) for name, seen in met if not seen]

    page.close()
    assert faults == []
