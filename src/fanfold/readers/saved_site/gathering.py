"""Which of many files are pages of one site: those that link to one another, or that
lay in one folder of the web. Looks at names first and at few bytes of each page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from fanfold.model.original import Original
from fanfold.readers import peek
from fanfold.readers.saved_site import is_web_archive
from fanfold.readers.saved_site.addresses import Atlas, by_folder, normal, own_addresses
from fanfold.vocab.patterns import late

_PAGE = late(
    r"(?i)\.(?:[xs]?html?|php\d?|asp|cgi|jsp)(?:[?@%].{0,200})?$|\.(?:php\d?|asp|cgi|pl)[?@]"
)
_REFERENCE = late(
    rb"""(?i)\b(?:href|src)\s{0,4}=\s{0,4}(?:"([^"<>]{1,400})"|'([^'<>]{1,400})'|([^\s"'<>]{1,400}))"""
)
#: What of a page is looked at, and of each where there are very many.
_SIZE, _SIZE_OF_MANY, _MANY = 1 << 18, 1 << 13, 20_000
_LINKED = late(r"(?i)\.(?:te?xt|asc|rtf|docx?|odt|pdf|epub)$")
_ASSETS = late(r"(?i)(.{1,200})(?:_files|_fichiers|-dateien|_archivos|_file)/")


def is_page_name(name: str) -> bool:
    """Tell whether a file is called as a page is."""
    return _PAGE.search(name) is not None


def sites(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the sets of files that are one site each, in the order found.

    Pictures and the like come along with a page that shows them, texts with the pages
    that link to them.
    """
    pages = [n for n, each in enumerate(originals) if is_page_name(each.name)]
    if not pages:
        return
    atlas = Atlas([each.name for each in originals])
    sets = _Sets()
    homes: dict[str, int] = {}
    for place in pages:
        own = own_addresses(peek.beginning(originals[place]).decode("latin-1"))
        atlas.know(place, own or filter(None, [by_folder(originals[place].name)]))
        home = normal(own[0]).partition("?")[0].rpartition("/")[0] if own else ""
        if home:
            sets.join(place, homes.setdefault(home, place))
    shown = _join_linked(originals, pages, atlas, sets)
    _join_assets(originals, pages, sets)
    together = {place for group in sets.groups() if len(group) > 1 for place in group}
    for asset, place in shown.items():
        if asset not in together and place in together:
            sets.join(asset, place)
    for members in sets.groups():
        if len(members) > 1:
            yield tuple(originals[place] for place in members)


def _join_linked(
    originals: Sequence[Original], pages: Sequence[int], atlas: Atlas, sets: _Sets
) -> dict[int, int]:
    """Join what links to one another; return which page shows which other file.

    A picture that two pages show makes them no site.
    """
    size = _SIZE if len(pages) <= _MANY else _SIZE_OF_MANY
    linked = {
        place for place, each in enumerate(originals) if _LINKED.search(each.name)
    }
    linked.update(pages)
    shown: dict[int, int] = {}
    for place in pages:
        for target in _targets(_beginning(originals[place], size), place, atlas):
            if target in linked:
                sets.join(place, target)
            else:
                shown.setdefault(target, place)
    return shown


def _beginning(original: Original, size: int) -> bytes:
    try:
        with original.open() as stream:
            return stream.read(size)
    except OSError:
        return b""


def _targets(content: bytes, place: int, atlas: Atlas) -> Iterator[int]:
    for groups in set(_REFERENCE.findall(content)):
        # Loaded where there is a page: a text alone is to be shown at once.
        from html import unescape

        href = unescape(b"".join(groups).decode("utf-8", "replace"))
        target = atlas.find(href, place)
        if target is not None and target != place:
            yield target


def _join_assets(
    originals: Sequence[Original], pages: Sequence[int], sets: _Sets
) -> None:
    """Join what a browser saved beside a page, ``page_files/``, to that page."""
    stems = {originals[place].name.rpartition(".")[0]: place for place in pages}
    for place, each in enumerate(originals):
        folder = (
            _ASSETS.match(each.name) if "_" in each.name or "-" in each.name else None
        )
        if folder is not None and folder[1] in stems:
            sets.join(place, stems[folder[1]])


class _Sets:
    """Sets of places that grow together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self._top(one), self._top(other)))
        self._above[second] = first

    def groups(self) -> list[list[int]]:
        members: defaultdict[int, list[int]] = defaultdict(list)
        for place in sorted(self._above):
            members[self._top(place)].append(place)
        return [members[top] for top in sorted(members)]

    def _top(self, place: int) -> int:
        above = self._above.setdefault(place, place)
        while above != self._above[above]:
            self._above[above] = self._above[self._above[above]]
            above = self._above[above]
        return above


#: What a WACZ file holds beside its records (its specification, 1.1.1).
_BESIDE = late(
    r"(?i)(?:^|/)(?:datapackage(?:-digest)?\.json|pages/.{1,80}\.jsonl"
    r"|indexes/.{1,80}|logs/.{1,80}|.{1,80}\.cdxj?(?:\.gz)?(?:/.{1,80})?)$"
)


def web_archives(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the records of each web archive with what lies beside them."""
    records = [
        each for each in originals if ".warc" in each.name and is_web_archive(each)
    ]
    by_folder: defaultdict[str, list[Original]] = defaultdict(list)
    for each in records:
        folder = each.name.partition("/archive/")[0] if "/archive/" in each.name else ""
        if not folder and each.name.startswith("archive/"):
            folder = "."
        by_folder[folder or each.name].append(each)
    for folder, found in by_folder.items():
        above = "" if folder == "." else f"{folder}/"
        beside = [
            each
            for each in originals
            if each not in found
            and each.name.startswith(above)
            and _BESIDE.fullmatch(each.name[len(above) :])
        ]
        if len(found) + len(beside) > 1:
            yield (*found, *beside)
