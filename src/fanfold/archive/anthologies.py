"""A series, or an author's stories, as one book for one reader.

What is in it is what the reader's lists show, in their order, and each story as the
reader gets it alone. Nothing tells of the others: stories are numbered as they stand in
the book, and a series' own numbers are left away, whose gaps would tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from fanfold.archive import shelf
from fanfold.archive.queries.barring import without_muted
from fanfold.archive.queries.gatherings import author
from fanfold.archive.queries.series import one_series
from fanfold.archive.reader import Reader
from fanfold.errors import NotFoundError, TooLongError
from fanfold.model import work as model
from fanfold.text.house import escape
from fanfold.writers.epub.several import Binding, write_several

#: Most words of one book: some twenty novels.
MOST_WORDS = 2_000_000
#: Words, and stories, that are in memory at once.
_WORDS_AT_ONCE, _AT_ONCE = 100_000, 20


@dataclass(frozen=True, slots=True)
class Anthology:
    """What becomes one book. stories: (public id, words), in order."""

    binding: Binding
    stories: tuple[tuple[str, int], ...]

    def write(self, stream: BinaryIO, *, reader: Reader) -> None:
        """Write the book. Raises TooLongError where there is too much for one."""
        words = sum(words for _public, words in self.stories)
        if words > MOST_WORDS:
            raise TooLongError(words, MOST_WORDS)
        works = _works([*self.stories], reader)
        write_several(self.binding, map(_unnumbered, works), stream)


def of_series(public: str, reader: Reader) -> Anthology:
    """Return a series. Raises NotFoundError where the reader's lists show no story
    of it."""
    one = one_series(public, reader)
    summary = one.summary or ""
    binding = Binding(f"series/{public}", one.title, summary, is_series=True)
    return _anthology(binding, without_muted(one.works, reader))


def of_author(public: str, reader: Reader) -> Anthology:
    """Return the stories under a name, by title; those without the name are not among
    them. Raises NotFoundError where the reader's lists show none."""
    pseud, works = author(public, reader)
    binding = Binding(f"authors/{public}", f"Stories by {escape(pseud.name)}")
    return _anthology(binding, works.order_by("sort_title", "pk"))


def _anthology(binding: Binding, rows: Any) -> Anthology:
    told = dict(rows.values_list("public", "word_count"))
    if not told:
        raise NotFoundError("There is no such book here.")
    return Anthology(binding, tuple(told.items()))


def _works(stories: Sequence[tuple[str, int]], reader: Reader) -> Iterator[model.Work]:
    """Yield the works whole, a handful in memory; what was hidden meanwhile is not."""
    for ids in _handfuls(stories):
        found = {work.id: work for work in shelf.works(reader=reader, ids=ids)}
        for public in ids:
            if public in found:
                yield found.pop(public)


def _handfuls(stories: Sequence[tuple[str, int]]) -> Iterator[list[str]]:
    ids: list[str] = []
    held = 0
    for public, words in stories:
        if ids and (len(ids) == _AT_ONCE or held + words > _WORDS_AT_ONCE):
            yield ids
            ids, held = [], 0
        ids.append(public)
        held += words
    yield ids


def _unnumbered(work: model.Work) -> model.Work:
    """Return a work without its numbers in series, and without what claims them."""
    places = tuple(replace(each, position=None) for each in work.series)
    claims = tuple(each for each in work.evidence if each.field != "series")
    return replace(work, series=places, evidence=claims)
