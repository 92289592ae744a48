"""Several works that a reader told apart in one file, and the wish to keep them one.

Where one work ends and the next begins is worked out from the text, so a person may
say that a file holds one story after all. Readers number such works ``#1``, ``#2`` …
behind the file's source id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from fanfold.intake.ports import Item, Question
from fanfold.model.draft import WORK_CLAIMS, DraftChapter, DraftWork
from fanfold.text.house import plain
from fanfold.vocab.patterns import late

SEVERAL = "several-stories"
APART, ONE = "apart", "one"
_NUMBERED = late(r"#\d{1,6}$")
_TOLD = 4


def file_of(source_ids: Sequence[str]) -> str:
    """Return the name of the file that a work was read from, or ""."""
    for each in source_ids:
        if each.startswith("file:"):
            return _NUMBERED.sub("", each.removeprefix("file:"))
    return ""


def families(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items in order: works of one file together, everything else alone."""
    for (file, _), alike in groupby(items, key=_family):
        if file:
            yield list(alike)
        else:
            yield from ([each] for each in alike)


def _family(item: Item) -> tuple[str, str]:
    draft = item.draft
    if not isinstance(draft, DraftWork):
        return "", ""
    return (file_of(draft.source_ids), item.source) if is_numbered(item) else ("", "")


def is_numbered(item: Item) -> bool:
    """Tell whether an item is one of several works of its file."""
    ids = item.draft.source_ids if isinstance(item.draft, DraftWork) else ()
    return any(_NUMBERED.search(each) for each in ids[:1])


def question(family: Sequence[Item], folder: str) -> Question:
    """Return the question whether the works of a file are one story.

    folder: files in it that hold several works ask the same.
    """
    titles = [_title(each) for each in family]
    named = ", ".join(f"“{each}”" for each in titles[:_TOLD])
    more = f" and {len(titles) - _TOLD} more" if len(titles) > _TOLD else ""
    first = family[0].draft
    name = file_of(first.source_ids) if isinstance(first, DraftWork) else ""
    return Question(
        SEVERAL,
        f"{name} was read as {len(titles)} stories: {named}{more}. Is that right?",
        choices=(APART, ONE),
        labels=("yes, stories of their own", "no, they are one story"),
        suggestion=APART,
        group=folder,
        place=_beginning(family[1]),
        holds=False,
    )


def joined(family: Sequence[Item]) -> Item:
    """Return the first item with a draft that holds the chapters of all.

    What the first says of itself counts, and what it does not say the others may.
    """
    drafts = [each.draft for each in family if isinstance(each.draft, DraftWork)]
    head = drafts[0]
    claims: dict[str, Any] = {}
    for draft in drafts:
        for name in WORK_CLAIMS:
            claims[name] = claims.get(name) or getattr(draft, name)
    ids = tuple(_NUMBERED.sub("", each) for each in head.source_ids)
    chapters = tuple(each for draft in drafts for each in _chapters(draft))
    whole = replace(head, source_ids=ids, chapters=chapters, **claims)
    return replace(family[0], draft=whole)


def _chapters(draft: DraftWork) -> Iterator[DraftChapter]:
    for number, chapter in enumerate(draft.chapters):
        named = chapter.title or (draft.title if number == 0 else ())
        yield replace(chapter, title=named)


def _beginning(item: Item) -> str:
    """Return where a work begins: what a person needs to see is the second one."""
    draft = item.draft
    claims = draft.title if isinstance(draft, DraftWork) else ()
    return claims[0].evidence.place if claims else ""


def _title(item: Item) -> str:
    draft = item.draft
    claim = draft.title[0] if isinstance(draft, DraftWork) and draft.title else None
    return plain(claim.value) if claim is not None else "untitled"
