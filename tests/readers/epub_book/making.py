"""Books for tests, made of their parts: ``python -m tests.readers.epub_book.making``.

Writes the sources of the cases beside this file; a test holds them to what is here.
All text is invented.
"""

# ruff: noqa: E501 - pages as their programs write them

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

HERE = Path(__file__).parent
CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" '
    'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


def zipped(parts: Mapping[str, str | bytes], *, type_first: bool = True) -> bytes:
    """The parts as one file, the same bytes each time."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as made:
        if type_first:
            _add(made, "mimetype", b"application/epub+zip", ZIP_STORED)
        for name, content in parts.items():
            content = content.encode() if isinstance(content, str) else content
            _add(made, name, content, ZIP_DEFLATED)
    return stream.getvalue()


def _add(made: ZipFile, name: str, content: bytes, how: int) -> None:
    entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.create_system = how, 3
    made.writestr(entry, content)


def page(body: str, *, title: str = "", attributes: str = "", head: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops">\n'
        f"<head><title>{title}</title>{head}</head>\n"
        f"<body{attributes}>\n{body}\n</body></html>\n"
    )


def package(
    metadata: str,
    pages: Iterable[str],
    *,
    extra: str = "",
    guide: str = "",
    version: str = "3.0",
    spine: Iterable[str] | None = None,
) -> str:
    """A package document; ids are the names of the pages."""
    pages = list(pages)
    items = "\n".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>'
        for name in pages
    )
    order = "\n".join(
        f'<itemref idref="{name}"/>' for name in (pages if spine is None else spine)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<package xmlns="http://www.idpf.org/2007/opf" version="{version}" '
        'unique-identifier="id">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:opf="http://www.idpf.org/2007/opf">\n'
        f"{metadata}\n</metadata>\n<manifest>\n{items}\n{extra}</manifest>\n"
        f'<spine toc="ncx">\n{order}\n</spine>\n{guide}</package>\n'
    )


NAV = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
NCX = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def nav(*places: tuple[str, str]) -> str:
    items = "".join(f'<li><a href="{href}">{text}</a></li>' for text, href in places)
    return page(f'<nav epub:type="toc"><h1>Contents</h1><ol>{items}</ol></nav>')


def ncx(*places: tuple[str, str]) -> str:
    points = "".join(
        f'<navPoint id="n{at}" playOrder="{at}"><navLabel><text>{text}</text></navLabel>'
        f'<content src="{href}"/></navPoint>'
        for at, (text, href) in enumerate(places, start=1)
    )
    return (
        '<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" '
        f'version="2005-1"><navMap>{points}</navMap></ncx>'
    )


def book(
    metadata: str,
    pages: Mapping[str, str],
    *,
    others: Mapping[str, str | bytes] = {},
    type_first: bool = True,
    extra: str = "",
    guide: str = "",
    version: str = "3.0",
    spine: Iterable[str] | None = None,
) -> bytes:
    opf = package(
        metadata, pages, extra=extra, guide=guide, version=version, spine=spine
    )
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER.format("OEBPS/content.opf"),
        "OEBPS/content.opf": opf,
        **{f"OEBPS/{name}": content for name, content in pages.items()},
        **{
            name if name.startswith("META-INF") else f"OEBPS/{name}": content
            for name, content in others.items()
        },
    }
    return zipped(parts, type_first=type_first)


SIMPLE = (
    '<dc:identifier id="id">urn:uuid:1</dc:identifier><dc:title>{title}</dc:title>'
    '<dc:creator id="a">{name}</dc:creator><dc:language>en</dc:language>'
)


def _memo_in_story() -> bytes:
    """Nothing in it is a header, a heading or an end mark: all of it is the story."""
    return book(
        SIMPLE.format(title="The Harbour Office", name="Quill"),
        {
            "one.xhtml": page(
                "<p>The memo had been pinned up since the spring.</p>"
                "<p>From: the harbour master<br/>Rating: poor<br/>Summary: none of you"
                " can tie a knot.</p><p>Nobody had taken it down; nobody had learnt to"
                " tie a knot. <em>Not one.</em></p><p>Chapter 1 of the rule book said"
                " why, and he read it out to the gulls, who were the only ones to stay"
                " for the end.</p>"
            )
        },
    )


def _front_matter() -> bytes:
    return book(
        SIMPLE.format(title="Slack Water", name="halfpenny")
        + '<dc:creator opf:role="trl">Linnet</dc:creator>'
        "<dc:contributor>calibre (8.1) [https://calibre.example.org]</dc:contributor>"
        '<dc:date opf:event="publication">2004-05-06</dc:date>'
        "<dc:subject>Domestic</dc:subject><dc:subject>Weather</dc:subject>"
        "<dc:description>&lt;p&gt;Two people and a &lt;em&gt;boat&lt;/em&gt;."
        "&lt;/p&gt;&lt;p&gt;It leaks.&lt;/p&gt;</dc:description>"
        '<meta name="calibre:series" content="Tides"/>'
        '<meta name="calibre:series_index" content="2.0"/>',
        {
            "cover.xhtml": page('<img src="cover.jpg" alt="A boat"/>'),
            "titlepage.xhtml": page("<h1>Slack Water</h1><p>halfpenny</p>"),
            "rights.xhtml": page("<p>For nobody's profit.</p>"),
            "inhalt.xhtml": page(
                '<p><a href="a.xhtml">Chapter 1: Out</a></p>'
                '<p><a href="b.xhtml">Chapter 2: In</a></p>'
                '<p><a href="c.xhtml">Chapter 3</a></p>'
            ),
            "a.xhtml": page("<h2>Chapter 1: Out</h2><p>The boat went out.</p>"),
            "b.xhtml": page("<h2>Chapter 2</h2><h3>In</h3><p>It came in, low.</p>"),
            "b2.xhtml": page("<p>And lower still.</p>"),
            "c.xhtml": page("<h2>Chapter 3</h2><p>They bought a bucket.</p>"),
        },
        extra=NCX,
        others={
            "toc.ncx": ncx(
                ("Chapter 1: Out", "a.xhtml"),
                ("Chapter 2: In", "b.xhtml"),
                ("Chapter 3", "c.xhtml"),
            )
        },
        guide=(
            '<guide><reference type="cover" href="cover.xhtml"/>'
            '<reference type="copyright-page" href="rights.xhtml"/></guide>'
        ),
        version="2.0",
    )


def _one_page() -> bytes:
    """All chapters in one page, told apart by anchors; sections are no chapters."""
    body = (
        "<h1>Three Watches</h1>"
        '<section id="w1"><h2>First Watch</h2><p>Bells.</p>'
        '<section id="s1"><h3>Later</h3><p>More bells.</p></section></section>'
        '<section id="w2"><h2>Middle Watch</h2><p>No bells.</p></section>'
        '<section id="w3"><h2>Last Watch</h2><p>Somebody had taken the bell.</p></section>'
    )
    inner = '<ol><li><a href="t.xhtml#s1">Later</a></li></ol>'
    contents = (
        '<nav epub:type="toc"><ol><li><a href="t.xhtml">Three Watches</a><ol>'
        f'<li><a href="t.xhtml#w1">First Watch</a>{inner}</li>'
        '<li><a href="t.xhtml#w2">Middle Watch</a></li>'
        '<li><a href="t.xhtml#w3">Last Watch</a></li></ol></li></ol></nav>'
    )
    return book(
        SIMPLE.format(title="Three Watches", name="Tidewrack"),
        {"t.xhtml": page(body)},
        extra=NAV,
        others={"nav.xhtml": page(contents)},
    )


def _disordered() -> bytes:
    """Entries in another order, no word of its type, a chapter that is not there."""
    metadata = SIMPLE.format(title="Loose &amp; Leaf", name="Marrow &amp; Wren")
    return book(
        metadata,
        {
            "1.html": page("<h1>1. Wind</h1><p>It blew.</p>"),
            "3.html": page("<h1>3. Calm</h1><p>It did not.</p>"),
        },
        extra=(
            '<item id="2.html" href="2.html" media-type="application/xhtml+xml"/>'
            '<item id="x" href="http://example.org/x.html" '
            'media-type="application/xhtml+xml"/>'
        ),
        spine=["1.html", "2.html", "3.html", "x", "nowhere"],
        type_first=False,
    )


def _header_inside() -> bytes:
    """A book of a text file: nothing in its package, a header in its page."""
    body = (
        "<p>Title: The Kettle</p><p>Author: Wren</p><p>Fandom: Cold Harbour</p>"
        "<p>Rating: PG-13</p><p>Disclaimer: Not mine, nor the kettle.</p>"
        "<p>Part 1</p><p>The kettle sang, and nobody listened to it for a while.</p>"
        "<p>Part 2</p><p>Then it stopped, and everybody did.</p><p>THE END</p>"
    )
    return book(
        '<dc:identifier id="id">x</dc:identifier><dc:title>Unknown</dc:title>'
        "<dc:creator>Unknown</dc:creator><dc:language>und</dc:language>"
        "<dc:date>0101-01-01T00:00:00+00:00</dc:date>",
        {"index_split_000.html": page(body)},
        version="2.0",
    )


def _fanficfare() -> bytes:
    def chapter(number: int, title: str, text: str) -> str:
        head = (
            f'<meta name="chapterurl" content="http://shelf.example.org/s/7/{number}"/>'
            f'<meta name="chapterorigtitle" content="{title}"/>'
            f'<meta name="chaptertoctitle" content="{number}. {title}"/>'
            f'<meta name="chaptertitle" content="{number}. {title}"/>'
        )
        heading = f'<h3 class="fff_chapter_title">{number}. {title}</h3>'
        return page(
            heading + text,
            title=f"{number}. {title}",
            attributes=' class="fff_chapter"',
            head=head,
        )

    fields = (
        ("Series", '<a href="http://shelf.example.org/r/2">Slack Water [3]</a>'),
        ("Category", "Cold Harbour"),
        ("Genre", "Humor, Tea"),
        ("Characters", "Tarn, Anders, Rook"),
        ("Relationships", "Tarn, Anders/Rook"),
        ("Status", "Completed"),
        ("Published", "2005-02-11"),
        ("Updated", "2005-02-13"),
        ("Packaged", "2020-01-02 03:04:05"),
        ("Rating", "PG-13"),
        ("Warnings", "Mild Peril"),
        ("Chapters", "2"),
        ("Words", "1,234"),
        ("Weather", "Fog"),
        ("Publisher", "shelf.example.org"),
        ("Summary", "<div>Two cups.<p>One of them is empty.</p></div>"),
    )
    lines = "\n".join(f"<b>{label}:</b> {value}<br />\n" for label, value in fields)
    title_page = page(
        '<h3><a href="http://shelf.example.org/s/7">The Kettle</a> by '
        f'<a class="authorlink" href="http://shelf.example.org/u/3">Wren</a></h3>'
        f"<div>\n{lines}</div>",
        attributes=' class="fff_titlepage"',
    )
    log = "".join(
        f'<p class="log_entry"><b>Updated:</b> <span id="dateUpdated">{day}</span> '
        f'<b>Status:</b> <span id="status">{status}</span></p><hr/>'
        for day, status in (("2005-02-11", "In-Progress"), ("2005-02-13", "Completed"))
    )
    subjects = (
        *("FanFiction", "Humor", "Tea", "Cold Harbour", "Rook", "Tarn, Anders"),
        *("Tarn, Anders/Rook", "Last Update: 2005/02/13", "Completed"),
        "Last Update Year/Month: 2005/02",
    )
    metadata = (
        '<dc:identifier id="id">fanficfare-uid:shelf.example.org-u3-s7</dc:identifier>'
        '<dc:title>The Kettle</dc:title><dc:creator opf:role="aut">Wren</dc:creator>'
        "<dc:contributor>FanFicFare [https://fanficfare.example.org]</dc:contributor>"
        "<dc:language>en</dc:language>"
        '<dc:date opf:event="publication">2005-02-11</dc:date>'
        '<dc:date opf:event="creation">2020-01-02</dc:date>'
        '<dc:date opf:event="modification">2005-02-13</dc:date>'
        "<dc:description>Two cups. One of them is empty.</dc:description>"
        + "".join(f"<dc:subject>{each}</dc:subject>" for each in subjects)
        + "<dc:publisher>shelf.example.org</dc:publisher>"
        '<dc:identifier opf:scheme="URL">http://shelf.example.org/s/7</dc:identifier>'
        "<dc:source>http://shelf.example.org/s/7</dc:source>"
    )
    return book(
        metadata,
        {
            "title_page.xhtml": title_page,
            "log_page.xhtml": page(log, attributes=' class="fff_logpage"'),
            "file0001.xhtml": chapter(
                1, "On", "<p>It was <i>on</i>.</p><hr/><p>Still.</p>"
            ),
            "file0002.xhtml": chapter(2, "Off", "<p>It was off.</p>"),
        },
        extra=NCX,
        others={
            "toc.ncx": ncx(("1. On", "file0001.xhtml"), ("2. Off", "file0002.xhtml"))
        },
        version="2.0",
    )


def _archive_download() -> bytes:
    tag = '<a href="http://archive.example.org/tags/t">{}</a>'.format
    preface = page(
        '<div id="preface"><h2 class="toc-heading">Preface</h2><p class="message">'
        '<b class="calibre1">Low Water</b><br class="calibre2"/>Posted originally on the '
        '<a href="http://archive.example.org/">Archive of Our Own</a> at <a '
        'href="http://archive.example.org/works/7">http://archive.example.org/works/7</a>'
        '.</p><div class="meta"><dl class="tags"><dt class="calibre3">Rating:</dt>'
        f'<dd class="calibre4">{tag("Teen And Up Audiences")}</dd>'
        f'<dt class="calibre3">Fandom:</dt><dd class="calibre4">{tag("Cold Harbour")}</dd>'
        f'<dt class="calibre3">Relationship:</dt><dd class="calibre4">{tag("Tarn/Rook")}'
        '</dd><dt class="calibre3">Language:</dt><dd class="calibre4">English</dd>'
        '<dt class="calibre3">Stats:</dt><dd class="calibre4">Published: 2011-02-03 '
        "Completed: 2011-02-04 Words: 31 Chapters: 2/2</dd></dl>"
        '<h1 class="calibre5">Low Water</h1><div class="byline">by <a rel="author" '
        'href="http://archive.example.org/u">halfpenny</a></div>'
        '<p class="calibre6">Summary</p><blockquote class="userstuff"><p>There is a ring'
        " at the bottom of the harbour.</p></blockquote></div></div>",
        attributes=' class="calibre"',
    )

    def chapter(heading: str, text: str) -> str:
        return page(
            '<div id="chapters" class="userstuff"><div class="meta"><h2 '
            f'class="toc-heading">{heading}</h2></div><div class="userstuff1"><p '
            f'class="calibre6">{text}</p></div></div>',
            attributes=' class="calibre"',
        )

    afterword = page(
        '<div id="afterword"><h2 class="toc-heading">Afterword</h2><p class="message">'
        'Please <a href="http://archive.example.org/c">drop by the Archive and comment'
        "</a>.</p></div>",
        attributes=' class="calibre"',
    )
    subjects = ("Fanworks", "Teen And Up Audiences", "Cold Harbour", "Tarn/Rook")
    metadata = (
        '<dc:identifier id="id">5f0c</dc:identifier><dc:title>Low Water</dc:title>'
        "<dc:creator>halfpenny</dc:creator><dc:language>en</dc:language>"
        "<dc:publisher>Archive of Our Own</dc:publisher>"
        "<dc:date>2011-02-04T00:00:00+00:00</dc:date>"
        + "".join(f"<dc:subject>{each}</dc:subject>" for each in subjects)
    )
    return book(
        metadata,
        {
            "low_split_000.xhtml": preface,
            "low_split_001.xhtml": chapter("Chapter 1: Out", "The tide went out."),
            "low_split_002.xhtml": chapter("Chapter 2: In", "Then it came back."),
            "low_split_003.xhtml": afterword,
        },
        extra=NCX,
        others={
            "toc.ncx": ncx(
                ("Preface", "low_split_000.xhtml"),
                ("Chapter 1: Out", "low_split_001.xhtml"),
                ("Chapter 2: In", "low_split_002.xhtml"),
                ("Afterword", "low_split_003.xhtml"),
            )
        },
        version="2.0",
    )


def _own() -> bytes:
    from fanfold.model.record import parse_line
    from fanfold.writers.epub import writer

    stream = io.BytesIO()
    writer.write(parse_line((HERE / "own.jsonl").read_bytes()), stream)  # type: ignore[arg-type]
    return stream.getvalue()


CASES = {
    "memo_in_story": (
        _memo_in_story,
        "A story with labels in it and no header at all.",
    ),
    "front_matter": (_front_matter, "EPUB 2: cover, title page, contents kept out."),
    "one_page": (
        _one_page,
        "EPUB 3: chapters at anchors of one page, a section in one.",
    ),
    "disordered": (_disordered, "No type, a missing page, a part out of the book."),
    "header_inside": (_header_inside, "A text file made a book: the header is inside."),
    "fanficfare": (_fanficfare, "In the layout of FanFicFare 4.62, with a log page."),
    "archive_download": (_archive_download, "In the layout of a large archive's EPUB."),
    "own": (_own, "Our own book, of tests/readers/epub_book/own.jsonl."),
}


def main() -> None:
    for name, (make, about) in CASES.items():
        folder = HERE / name
        folder.mkdir(exist_ok=True)
        (folder / "source.epub").write_bytes(make())
        (folder / "about.md").write_text(
            f"{about} Invented text; made by tests/readers/epub_book/making.py.\n"
        )


if __name__ == "__main__":
    main()
