"""The sites whose pages are known, each in a module of its own."""

from __future__ import annotations

from collections.abc import Sequence

from fanfold.readers.saved_page.laid import Laid, Site, tokens_in
from fanfold.readers.saved_page.sites import (
    archive_download,
    archive_page,
    automated_archive,
    efiction,
    fanfiction_net,
    journal,
    mediaminer,
)
from fanfold.text.page import Page, PageLine

#: In the order in which they are asked: the surest signs first.
SITES: tuple[Site, ...] = (
    archive_download.SITE,
    archive_page.SITE,
    efiction.SITE,
    fanfiction_net.SITE,
    mediaminer.SITE,
    journal.SITE,
    automated_archive.SITE,
)


def laid_out(page: Page, lines: Sequence[PageLine]) -> Laid | None:
    """Return the page taken apart as its site lays it out; None where none is known."""
    tokens = tokens_in(lines)
    for site in SITES:
        if site.known(page, lines, tokens):
            laid = site.laid(page, lines)
            # An index says all of a story and has none of it.
            if any(each.line.text for each in laid.lines) or any(
                each.name == "title" for each in laid.said
            ):
                return laid
    return None
