"""Which files of a batch are one source: a dump and its folder of chapters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from fanfold.model.original import Original
from fanfold.readers.contract import Recognition, Source
from fanfold.readers.efiction_dump.files import lying, roots_of
from fanfold.readers.peek import beginning, is_sql
from fanfold.vocab.patterns import late

_TABLE = late(
    rb"(?:CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?|INSERT\s+(?:IGNORE\s+)?INTO\s+"
    rb"|REPLACE\s+INTO\s+)(?:[`\"\w$-]+\.)?[`\"]?([\w$-]*?fanfiction_([a-z]+))[`\"\s(]",
    2,
)
_PIECE = 1 << 22
_OVERLAP = 400
#: Names that no dump has, so that a folder of pages is not opened file by file.
_NEVER = late(
    r".*\.(?:html?|php|gif|jpe?g|png|css|js|eml|epub|docx?|pdf|pl|cgi|json)", 2
)


def recognise(source: Source) -> Recognition:
    """CERTAIN where a dump holds eFiction's tables, POSSIBLE for any other dump."""
    dumps = [each for each in source if is_dump(each)]
    if not dumps:
        return Recognition.NO
    if any(_is_ours(each) for each in dumps):
        return Recognition.CERTAIN
    return Recognition.POSSIBLE if len(source.originals) == 1 else Recognition.NO


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield each dump with the chapter folders nearest to it.

    Dumps of one folder that hold different tables of one site are one source. Files of
    eFiction itself around the chapters go with them (software.py). All
    folders of chapters go to some dump: which is the site's own, and which an older
    install's, is told by what is in them (reading.py).
    """
    dumps = [each for each in originals if _may_be_dump(each) and _is_ours(each)]
    if not dumps:
        return
    # Here and not above: most batches hold no dump.
    from fanfold.readers.efiction_dump.software import installs

    sets = _together(dumps)
    taken: dict[int, list[Original]] = defaultdict(list)
    near: dict[str, int] = {}
    roots = roots_of(originals)
    for root, files in roots.items():
        near[root] = _nearest(root, sets)
        taken[near[root]] += files
    held = {id(each) for each in (*dumps, *(f for lie in roots.values() for f in lie))}
    others = [each for each in originals if id(each) not in held]
    for root, software in installs(roots, others):
        taken[near[root]].append(software)
    for at, dumps_of_one in enumerate(sets):
        yield (*dumps_of_one, *taken[at])


def is_dump(original: Original) -> bool:
    """Tell whether a file is SQL, by how it begins."""
    return is_sql(beginning(original))


def _may_be_dump(original: Original) -> bool:
    if lying(original.name) is not None or _NEVER.fullmatch(original.name):
        return False
    return is_dump(original)


def _is_ours(original: Original) -> bool:
    return bool(_tables(original.path, original.sha256)) if original.path else False


@lru_cache(maxsize=256)
def _tables(path: Path, sha256: str) -> frozenset[str]:
    """Return the names of eFiction's tables in a dump; read once, in pieces."""
    from fanfold.readers.efiction_dump.tables import KEYS

    found: set[str] = set()
    with path.open("rb") as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            # Of a dump of two bytes a letter the names are found without the zeros.
            piece = rest + piece.replace(b"\0", b"")
            if b"anfiction_" in piece or b"ANFICTION_" in piece:
                for each in _TABLE.finditer(piece):
                    if each[2].decode("ascii").lower() in KEYS:
                        found.add(each[1].decode("ascii", "replace"))
            rest = piece[-_OVERLAP:]
    return frozenset(found)


def _together(dumps: Sequence[Original]) -> list[list[Original]]:
    """Return dumps by source: parts of one site share a folder and repeat nothing."""
    sets: list[list[Original]] = []
    by_folder: dict[str, list[Original]] = defaultdict(list)
    for dump in dumps:
        by_folder[dump.name.rpartition("/")[0]].append(dump)
    for lie in by_folder.values():
        held = [_held(each) for each in lie]
        apart = sum(map(len, held)) == len(frozenset().union(*held))
        parts = apart and not all(_has_both(tables) for tables in held)
        sets += [lie] if parts else [[each] for each in lie]
    return sets


def _held(dump: Original) -> frozenset[str]:
    return _tables(dump.path, dump.sha256) if dump.path else frozenset()


def _has_both(tables: frozenset[str]) -> bool:
    return any("stories" in t for t in tables) and any("chapters" in t for t in tables)


def _nearest(root: str, sets: Sequence[Sequence[Original]]) -> int:
    """Return the set whose dump shares most of its path with a folder, of several
    alike the largest."""
    way = root.rstrip("/").split("/")

    def near(at: int) -> tuple[int, int]:
        names = [each.name.split("/")[:-1] for each in sets[at]]
        shared = max(_shared(way, each) for each in names)
        return shared, sum(each.size for each in sets[at])

    return max(range(len(sets)), key=near)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
