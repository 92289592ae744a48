"""How long does the slowest run of 300 kB of one sign, or of one tag in itself, take?

A pattern that goes back over what it has read takes minutes for it, and a hostile file
of no more than that would hold up an import.
"""

from __future__ import annotations

import hashlib
import string
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.rows import Row, as_in_reading, spent_on
from fanfold.model.original import Original
from fanfold.readers import posted_text, saved_page
from fanfold.readers.contract import Reader, Source

_SIZE = 300_000
LIMIT = 1000.0
_SIGNS = (
    *string.punctuation,
    *"aAX0 \t\n\xa0—–…“’Ãâí雪",
    *("a ", "a.", "a: ", ": ", "A/B ", "a@", "a@b.", " at ", "1/", "* ", "_a", "é—"),
    *("&#", "&lt;", "\\'", "<!--", "<a ", "</", "='", "]]>", "Part 1\n", "Title: a\n"),
    *("\n\n\n", "a\n\n", "> ", "From: a\n", "***\n", "by a\n"),
)
_TAGS = (
    *("a", "b", "i", "p", "br", "dd", "div", "font", "h1", "hr", "img", "li", "ol"),
    *("pre", "script", "span", "style", "table", "td", "tr", "ul", "blockquote"),
    *("center", "textarea", "svg", "xyz", "dt>a<dd"),
)


@as_in_reading
def measure(*, large: bool = False) -> list[Row]:
    """Return the slowest run of signs in a text and of tags in a page."""
    del large
    tags = [f"<{tag}>{words}" for tag in _TAGS for words in ("", "a")]
    return [
        _slowest("a text", posted_text.reader, _SIGNS),
        _slowest("a page", saved_page.reader, [*_SIGNS, *tags]),
    ]


def _slowest(kind: str, reader: Reader, units: Iterable[str]) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        spent = {unit: _run(reader, unit, Path(folder)) for unit in units}
    unit = max(spent, key=lambda unit: spent[unit])
    question = f"{kind} of 300 kB of {unit!r}, the slowest of {len(spent)}"
    return Row(question, spent[unit], LIMIT, "ms CPU", "the limit")


def _run(reader: Reader, unit: str, folder: Path) -> float:
    raw = unit.encode()
    content = b"Snow.\n" + raw * (_SIZE // len(raw))
    path = folder / "run"
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    source = Source((Original(digest, len(content), "run.txt", path=path),))
    return spent_on(lambda: list(reader.read(source, scratch=folder)), 2)
