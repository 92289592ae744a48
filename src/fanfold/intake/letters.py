"""Texts whose letters may be read in two ways that make different words.

Most guesses are sure, and where only quotation marks differ nobody is asked. The
answer is how the file is read: it is read once more, so this is asked first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fanfold.intake.ports import Item, Question
from fanfold.intake.sources import Claimed
from fanfold.model.draft import DraftWork
from fanfold.text.rivals import rivals

ENCODING = "encoding-unsure"
_MOST = 4 << 20  # bytes looked at
_CHOICES = 4


def used_by(item: Item) -> str:
    """Return the encoding that an item was read in, or ""."""
    chapters = item.draft.chapters if isinstance(item.draft, DraftWork) else ()
    steps = [s for each in chapters[:1] for claim in each.html for s in claim.steps]
    for step in steps:
        stage, _, rule = step.rule.partition(".")
        if stage == "decode" and not rule.startswith("line-ends"):
            return rule.rpartition("/")[0].split("+")[0]
    return ""


def question(source: Claimed, item: Item, folder: str) -> Question | None:
    """Return what to ask about a source whose encoding was guessed, if anything.

    item: its first. folder: files in it ask the same. Reads the original.
    """
    used = used_by(item)
    if not used or len(source.source.originals) != 1:
        return None
    (original,) = source.source.originals
    try:
        with original.open() as stream:
            near = rivals(stream.read(_MOST), used)[:_CHOICES]
    except OSError:
        return None
    if not near:
        return None
    names = tuple(name for name, _ in near)
    return Question(
        ENCODING,
        f"{original.name} does not say how its letters were stored. Which words are "
        "right?",
        choices=names,
        labels=names,
        notes=tuple(" ".join(words) for _, words in near),
        suggestion=used,
        group=folder,
        holds=False,
    )


def read_in(source: Claimed, encoding: str) -> Claimed:
    """Return the source as it is to be read in this encoding."""
    habit: Mapping[str, str] = {**source.source.habit, "encoding": encoding}
    return source._replace(source=replace(source.source, habit=dict(habit)))
