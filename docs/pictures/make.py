"""Makes the pictures of the README from a served archive of the examples.

    make demo &
    make pictures

Each is a PNG of few colours, so that the repository stays small.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1100, "height": 820}
COLOURS = 48
#: Bytes a picture may have.
LARGEST = 150_000


def home(page: Page) -> None:
    """The first page."""


def browse(page: Page) -> None:
    """A search narrowed by what its result is made of."""
    page.goto(page.url + "search/?q=harbour&status=complete&rating=-explicit")


def reading(page: Page) -> None:
    """A chapter, in the dark, on a telephone."""
    page.get_by_role("link", name="Stories", exact=True).click()
    page.goto(page.url + "?sort=long")
    page.locator("article a").first.click()
    page.get_by_role("link", name="Begin").click()


def creator(page: Page) -> None:
    """An author's page: the one with most stories."""
    page.get_by_role("link", name="Authors", exact=True).click()
    counts = page.locator("main li").all()
    most = max(counts, key=lambda each: _number(each.inner_text()))
    most.locator("a").first.click()


def provenance(page: Page) -> None:
    """Where a story comes from, and how each of its fields is known."""
    page.get_by_role("link", name="Stories", exact=True).click()
    page.locator("article a").first.click()
    page.get_by_role("link", name="Where this comes from").click()


def _number(text: str) -> int:
    last = text.split()[-1]
    return int(last) if last.isdigit() else 0


Scene = tuple[Callable[[Page], None], dict[str, int], str]
SCENES: tuple[Scene, ...] = (
    (home, DESK, "light"),
    (browse, DESK, "light"),
    (reading, PHONE, "dark"),
    (creator, DESK, "light"),
    (provenance, DESK, "light"),
)


def main(archive: str, chromium: str) -> None:
    """Make every picture from the archive at that address."""
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        for scene, size, scheme in SCENES:
            made = _picture(browser, archive, scene, size, scheme)
            if len(made) > LARGEST:
                sys.exit(f"{scene.__name__} has {len(made)} bytes, {LARGEST} allowed")
            (HERE / f"{scene.__name__}.png").write_bytes(made)
        browser.close()


def _picture(
    browser: Any,
    archive: str,
    scene: Callable[[Page], None],
    size: dict[str, int],
    scheme: str,
) -> bytes:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(archive)
    scene(page)
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    context.close()
    made = io.BytesIO()
    few = shot.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(made, "PNG", optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
