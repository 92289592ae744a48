"""Pages of one site read together: a folder, a mirror, a web archive's file.

What the pages have in common is no story's; what links them is their order:
docs/readers/saved_site.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from fanfold.model.draft import Draft
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers import peek, saved_page
from fanfold.readers.contract import Reader, Recognition, Source

_WARC = (b"WARC/0.", b"WARC/1.")


def recognise(source: Source) -> Recognition:
    """LIKELY for two pages or a page and its files, CERTAIN for a web archive's."""
    first, *others = source.originals
    if is_web_archive(first):
        return Recognition.CERTAIN
    if not others or _sure_of(first) is Recognition.NO:
        return Recognition.NO
    if any("_files/" in each.name or _sure_of(each) for each in others):
        return Recognition.LIKELY
    return Recognition.NO


def gather(originals: Sequence[Original]) -> Iterator[tuple[Original, ...]]:
    """Yield the pages that link to one another or lay in one folder of the web."""
    if len(originals) > 1:
        # Here and not above: whoever only asks what a file is need not load all this.
        from fanfold.readers.saved_site.gathering import sites, web_archives

        yield from web_archives(originals)
        yield from sites(originals)


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the works of the site in the order of its index pages."""
    from fanfold.readers.saved_site.reading import read_site

    yield from read_site(source, scratch=scratch)


def is_web_archive(original: Original) -> bool:
    """Tell whether a file holds the records of a web archive (ISO 28500)."""
    return peek.beginning(original, 8).startswith(_WARC)


def _sure_of(original: Original) -> Recognition:
    return saved_page.recognise(Source((original,)))


reader = Reader(
    name="saved_site",
    title="The pages of a site, saved together",
    recognise=recognise,
    read=read,
    gather=gather,
    reading="fanfold.readers.saved_site.reading",
)
