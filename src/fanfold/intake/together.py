"""Small files that one reading process takes one after the other.

To be born, confined and ended costs a process twice what a story does. What goes wrong
with one of them ends the process, and is told of the file read again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fanfold.intake.sources import Claimed

#: So many files at most, of so many bytes each.
FILES, SMALL = 16, 256 << 10
#: Seconds that one of them may take among others; by itself it has the time of all.
PATIENCE = 10
#: Bytes that reading one may tell of itself before it is taken for a large one.
TOLD = 16 << 20


def groups(sources: Iterable[Claimed], workers: int) -> Iterator[list[Claimed]]:
    """Yield all sources in their order, small ones that follow each other together.

    The first come one by one and then few, so that a small import uses all workers.
    """
    group: list[Claimed] = []
    so_far = 0
    for each in sources:
        small = _is_small(each)
        if group and not (small and len(group) < min(FILES, so_far // (2 * workers))):
            yield group
            so_far += len(group)
            group = []
        group.append(each)
        if not small:
            yield group
            so_far += 1
            group = []
    if group:
        yield group


def _is_small(claimed: Claimed) -> bool:
    """Tell whether a source is one small file that needs no other program."""
    return (
        claimed.known is not None
        and claimed.known.reader.prepare is None
        and len(claimed.source.originals) == 1
        and claimed.source.size <= SMALL
    )
