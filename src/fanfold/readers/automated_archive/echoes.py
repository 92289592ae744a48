"""What a story's page says again of its entry, above the story.

The archive's own template printed notes, names and summary on the page, some of them
without a label. The table holds them, so they are no part of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fanfold.model.draft import DraftChapter
from fanfold.model.evidence import Claim
from fanfold.readers.automated_archive.entries import Entry
from fanfold.text import words
from fanfold.text.house import plain
from fanfold.text.inline import inline
from fanfold.text.parts import bare
from fanfold.vocab.patterns import late

#: Blocks at the top of a story that may be its entry's words.
_BLOCKS = 12
_BLOCK = late(r"<(p|h[1-6])\b[^<>]*>")
_LABELLED = late(r"\s*[^:\n]{1,40}:\s*")
#: What the template said without a label. A summary may be the story's first words.
_UNLABELLED = frozenset({"title", "author", "notes"})


def without_echoes(chapter: DraftChapter, entry: Entry) -> DraftChapter:
    """Return a story's first chapter without what its entry says too."""
    if not chapter.html:
        return chapter
    claim = chapter.html[0]
    html = _trimmed(claim.value, entry)
    if html == claim.value:
        return chapter
    text = plain(html)
    first = Claim(html, claim.standing, claim.evidence, claim.steps)
    return replace(
        chapter, html=(first, *chapter.html[1:]), text=text, words=words.count(text)
    )


def _trimmed(html: str, entry: Entry) -> str:
    labelled = _bared(c.text for c in entry.cells)
    alone = _bared(c.text for c in entry.cells if c.kind in _UNLABELLED)
    left = html
    for _ in range(_BLOCKS):
        block, _, rest = left.partition("\n<")
        if _BLOCK.match(block) is None or not _is_echo(block, labelled, alone):
            return left if left.strip() else html
        left = f"<{rest}" if rest else ""
    return left


def _is_echo(block: str, labelled: frozenset[str], alone: frozenset[str]) -> bool:
    text = plain(block)
    if bare(text) in alone:
        return True
    label = _LABELLED.match(text)
    return label is not None and bare(text[label.end() :]) in labelled


def _bared(values: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, (bare(plain(inline(value))) for value in values)))
