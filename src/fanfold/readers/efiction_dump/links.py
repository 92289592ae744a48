"""Links from one story of a site to another: made whole, and followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from fanfold.vocab.patterns import late

#: A link into the site, as it stands in a text: its quote, and eFiction's page.
_INNER = late(
    r"(<a\s[^<>]{0,200}?\bhref\s{0,3}=\s{0,3})(?:([\"'])\s{0,3}|(?=[\w./]))"
    r"((?:https?://[\w.:-]{1,80}/)?(?:\.{0,2}/)?(?:[\w~.-]{1,40}/){0,3}?)"
    r"((?:viewstory|viewuser|viewseries|series|browse|search|authors|news|challenges)"
    r"\.php[^\"'<>\s]{0,200})",
    re.I,
)
_WORK = late(r"viewstory\.php\?(?:.*?&(?:amp;)?)?sid=(\d{1,12})", re.I)


@dataclass(frozen=True, slots=True)
class Links:
    """What links between stories of one site are.

    address: of the site; without one a link is no web address and leaves its words.
    """

    address: str = ""

    def whole(self, text: str) -> str:
        """Return a text with links into the site as whole addresses.

        They are then the known addresses of the works they lead to (`of_work`).
        """
        if not self.address or ".php" not in text:
            return text
        return _INNER.sub(self._made, text)

    def _made(self, found: re.Match[str]) -> str:
        before, quote, way, page = found.groups()
        if "://" in way and not self._is_own(way):
            return found[0]
        # Left open, the quote that was not there would end at the wrong place.
        mark = quote or ""
        return f"{before}{mark}{self.address}/{page}"

    def _is_own(self, address: str) -> bool:
        return _bare(address).startswith(_bare(self.address))

    def targets(self, text: str) -> tuple[int, ...]:
        """Return the numbers of stories that links of a text lead to, each once."""
        if "viewstory.php" not in text:
            return ()
        found: list[int] = []
        for each in _INNER.finditer(text):
            work = _WORK.match(unescape(each[4]))
            own = "://" not in each[3] or (bool(self.address) and self._is_own(each[3]))
            if work is not None and own:
                found.append(int(work[1]))
        return tuple(dict.fromkeys(found))

    def of_work(self, sid: int) -> tuple[str, ...]:
        """Return the address of a work, as links to it are written."""
        return (f"{self.address}/viewstory.php?sid={sid}",) if self.address else ()

    def of_chapter(self, sid: int, order: int | None) -> tuple[str, ...]:
        """Return the address of a chapter of a work."""
        if not self.address or order is None:
            return ()
        return (f"{self.address}/viewstory.php?sid={sid}&chapter={order}",)


def _bare(address: str) -> str:
    """Return an address without what says the same site in two ways."""
    return re.sub(r"^https?://(?:www\.)?", "", address.lower()).rstrip("/")
