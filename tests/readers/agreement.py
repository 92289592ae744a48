"""How far the forms that other programs made of a story agree with the story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fanfold.intake.examine import examine
from fanfold.model.draft import DraftWork, settled
from fanfold.model.problem import Problem
from fanfold.model.work import Work
from fanfold.text.house import plain


class Agreement(NamedTuple):
    """One form beside the story. found, added: shares of three words in a row of the
    story that the form has, and of the form's that the story lacks; emphasis: share of
    the story's emphasised words that the form emphasises."""

    form: str
    works: int
    found: float
    added: float
    emphasis: float
    title: bool
    authors: bool
    chapters: bool
    codes: tuple[str, ...]


def works_in(path: Path) -> tuple[list[Work], tuple[str, ...]]:
    """The works of a file, and the codes of what was hard about it."""
    works, codes = [], []
    for item in examine([path]):
        if isinstance(item, DraftWork):
            works.append(settled(item))
        elif isinstance(item, Problem):
            codes.append(item.code)
    return works, tuple(codes)


def agreements(folder: Path) -> Iterator[Agreement]:
    """Every form in a folder beside its source; without one, beside the first form."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    source = next((path for path in files if path.stem == "source"), files[0])
    ((story,), _) = works_in(source)
    for path in files:
        if path != source:
            works, codes = works_in(path)
            yield _agreement(story, path.name, works, codes)


def _agreement(
    story: Work, name: str, works: list[Work], codes: tuple[str, ...]
) -> Agreement:
    if len(works) != 1:
        return Agreement(
            name,
            len(works),
            0,
            0,
            0,
            title=False,
            authors=False,
            chapters=False,
            codes=codes,
        )
    (form,) = works
    ours, theirs = _threes(story), _threes(form)
    both = sum((ours & theirs).values())
    leaning, lent = _emphasised(story), _emphasised(form)
    return Agreement(
        name,
        1,
        both / max(sum(ours.values()), 1),
        1 - both / max(sum(theirs.values()), 1),
        sum((leaning & lent).values()) / max(sum(leaning.values()), 1)
        if leaning
        else 1.0,
        title=_bare(story.title) == _bare(form.title),
        authors=story.authors == form.authors,
        chapters=len(story.chapters) == len(form.chapters),
        codes=codes,
    )


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, plain(text))).casefold()


def _threes(work: Work) -> Counter[tuple[str, ...]]:
    words = [
        word
        for chapter in work.chapters
        for word in map(_bare, chapter.text.split())
        if word
    ]
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _emphasised(work: Work) -> Counter[str]:
    words: Counter[str] = Counter()
    for chapter in work.chapters:
        for piece in chapter.html.split("<em>")[1:]:
            words.update(map(_bare, plain(piece.partition("</em>")[0]).split()))
    return words
