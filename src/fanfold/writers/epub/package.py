"""The package document: what a book is, what lies in it, in which order.

EPUB 3.3 (W3C Recommendation, 25 May 2023); EPUB Accessibility 1.1 for the ``schema:``
metadata. Nothing is claimed that the text could make untrue: no conformance line.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence

from fanfold.model.creator import Credit
from fanfold.model.work import Chapter, Work
from fanfold.text.addresses import removed
from fanfold.text.house import escape, escape_attribute, plain, xhtml
from fanfold.writers._front import title_of

CONTAINER = """\
<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles>
    <rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""
#: Where the names of works are numbers of the same kind: made up once, for ever.
_NAMESPACE = uuid.UUID("4c2c1f9e-5b0a-5e0e-9c43-0f0ad5f7a4f1")
_UNDATED = "2000-01-01"
_ROLES = {
    "author": "aut",
    "co-author": "aut",
    "translator": "trl",
    "beta": "edt",
    "artist": "ill",
    "archivist": "mdc",
}


def chapter_files(work: Work) -> Iterator[tuple[str, Chapter]]:
    """Yield each chapter with the name of its file."""
    for chapter in work.chapters:
        yield f"chapter-{chapter.position:04}.xhtml", chapter


def identifier_of(work: Work) -> str:
    """Return ``urn:uuid:…``, the same for the same work for ever.

    From the public id where an archive gave one, else from the bytes it was read from.
    """
    seed = work.id
    if work.state is None:
        read_from = sorted({entry.claim.evidence.original for entry in work.evidence})
        seed = "/".join([*read_from, *work.source_ids, work.id])
    return name_of(seed)


def name_of(seed: str) -> str:
    """Return ``urn:uuid:…`` made from what names a thing for ever."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, seed)}"


def package_document(work: Work) -> str:
    """Return ``package.opf``."""
    return "\n".join(_lines(work)) + "\n"


def _lines(work: Work) -> Iterator[str]:
    language = work.language or "und"
    yield from opening(identifier_of(work), title_of(work), (language,))
    yield from people((each, each.name in work.authors) for each in work.creators)
    yield from _about(work)
    yield from _series(work)
    yield from closing(modified(work))
    yield from manifest(name for name, _ in chapter_files(work))
    yield from spine(len(work.chapters))


def opening(identifier: str, title: str, languages: Sequence[str]) -> Iterator[str]:
    """Yield the package's beginning: identifier, title, languages, the first of which
    is the package's own."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="id" xml:lang="{xml(languages[0])}" '
        'prefix="calibre: https://calibre-ebook.com">'
    )
    yield '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    yield f'<dc:identifier id="id">{identifier}</dc:identifier>'
    yield f"<dc:title>{xml(title)}</dc:title>"
    for language in languages:
        yield f"<dc:language>{xml(language)}</dc:language>"


def closing(day: str) -> Iterator[str]:
    """Yield the metadata's end. day: the last on which anything changed."""
    yield from _access()
    yield f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>'
    yield "</metadata>"


def people(credits: Iterable[tuple[Credit, bool]]) -> Iterator[str]:
    """Yield who made it, each with whether it is an author."""
    for number, (credit, is_author) in enumerate(credits, start=1):
        kind = "creator" if is_author else "contributor"
        yield f'<dc:{kind} id="p{number}">{xml(credit.name)}</dc:{kind}>'
        yield (
            f'<meta refines="#p{number}" property="role" scheme="marc:relators">'
            f"{_ROLES[credit.role.value]}</meta>"
        )


def subjects(work: Work) -> Iterator[str]:
    """Yield what a work is about, as the text of elements."""
    found = [
        *work.fandoms,
        *([each.name for each in work.relationships] or work.relationships_raw),
        *([each.name for each in work.characters] or work.characters_raw),
        *(tag.name for tag in work.tags),
        *work.warnings_raw,
        work.rating_raw or work.rating.value,
    ]
    yield from dict.fromkeys(filter(None, map(xml, found)))


def _about(work: Work) -> Iterator[str]:
    if work.summary:
        yield f"<dc:description>{xml(work.summary)}</dc:description>"
    for subject in subjects(work):
        yield f"<dc:subject>{subject}</dc:subject>"
    for address in work.urls:
        yield f"<dc:source>{xml(address)}</dc:source>"
    first = work.published or work.date
    if first is not None:
        yield f"<dc:date>{first.text}</dc:date>"
    if work.distribution_raw:
        yield f"<dc:rights>{xml(work.distribution_raw)}</dc:rights>"


def _series(work: Work) -> Iterator[str]:
    for number, place in enumerate(work.series, start=1):
        title = xml(place.title)
        yield f'<meta property="belongs-to-collection" id="s{number}">{title}</meta>'
        yield (f'<meta refines="#s{number}" property="collection-type">series</meta>')
        if place.position is not None:
            yield (
                f'<meta refines="#s{number}" property="group-position">'
                f"{place.position}</meta>"
            )
    if work.series:
        # What calibre and KOReader read.
        first = work.series[0]
        title = escape_attribute(_text(first.title))
        yield f'<meta name="calibre:series" content="{title}"/>'
        if first.position is not None:
            yield f'<meta name="calibre:series_index" content="{first.position}"/>'


def _access() -> Iterator[str]:
    """True of every book: text alone, pictures are described in words."""
    for name, value in (
        ("accessMode", "textual"),
        ("accessModeSufficient", "textual"),
        ("accessibilityFeature", "structuralNavigation"),
        ("accessibilityFeature", "tableOfContents"),
        ("accessibilityFeature", "readingOrder"),
        ("accessibilityFeature", "displayTransformability"),
        ("accessibilityHazard", "none"),
        (
            "accessibilitySummary",
            "Text only, in reading order, with a table of contents. The text is the "
            "author's; where it had pictures, their descriptions stand in their place.",
        ),
    ):
        yield f'<meta property="schema:{name}">{value}</meta>'


def manifest(names: Iterable[str]) -> Iterator[str]:
    """Yield what lies in the book: its own pages, then these, in reading order."""
    page = 'media-type="application/xhtml+xml"'
    yield "<manifest>"
    yield f'<item id="nav" href="nav.xhtml" {page} properties="nav"/>'
    yield '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    yield '<item id="style" href="style.css" media-type="text/css"/>'
    yield f'<item id="title" href="title.xhtml" {page}/>'
    for number, name in enumerate(names, start=1):
        yield f'<item id="c{number}" href="{name}" {page}/>'
    yield "</manifest>"


def spine(pages: int) -> Iterator[str]:
    """Yield the order of reading: the title page, then so many pages; and the end."""
    yield '<spine toc="ncx"><itemref idref="title"/>'
    for number in range(1, pages + 1):
        yield f'<itemref idref="c{number}"/>'
    yield "</spine></package>"


def modified(work: Work) -> str:
    """Return the last day that the work itself knows of: no clock may be asked."""
    dates = [each for each in (work.updated, work.published, work.date) if each]
    return max(each.interval()[1].isoformat() for each in dates) if dates else _UNDATED


def _text(html: str) -> str:
    return removed(" ".join(plain(xhtml(html)).split()))


def xml(html: str) -> str:
    """Return inline house HTML as the text of an element."""
    return escape(_text(html))
