"""Office documents for tests, made of their parts: ``python -m tests.readers.documents``.

Writes the sources of the cases of word_file, open_document, rich_text, pdf_file,
calibre_library and fanficfare. All text is invented.
"""

# ruff: noqa: E501 - documents as their programs write them

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

HERE = Path(__file__).parent


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """The parts as one file, the same bytes each time; a mimetype is stored."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as made:
        for name, content in parts.items():
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            entry.create_system = 3
            made.writestr(entry, content)
    return stream.getvalue()


# -- Word ------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def w_run(text: str, *marks: str) -> str:
    told = "".join(f"<w:{mark}/>" for mark in marks)
    return f'<w:r><w:rPr>{told}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def w_p(*runs: str, style: str = "", align: str = "") -> str:
    told = f'<w:pStyle w:val="{style}"/>' if style else ""
    told += f'<w:jc w:val="{align}"/>' if align else ""
    inner = "".join(run if run.startswith("<") else w_run(run) for run in runs)
    return f"<w:p><w:pPr>{told}</w:pPr>{inner}</w:p>"


def docx(body: str, *, styles: str = "", first: str = "[Content_Types].xml") -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document {_W}><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<?xml version="1.0"?><w:styles {_W}>{styles}</w:styles>',
    }
    ordered = {first: parts[first], **parts}
    return zipped(ordered)


def _w_style(name: str, kind: str, inner: str) -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{inner}</w:style>'


_HEADER = ("Author: Marrow", "Fandom: Cold Harbour", "Rating: PG-13")

WORD: dict[str, tuple[Callable[[], bytes], str]] = {
    "header": (
        lambda: docx(
            w_p("The Last Watch", align="center")
            + "".join(map(w_p, _HEADER))
            + w_p("The lamp was ", w_run("still", "i"), " lit, ", w_run("so", "b"), ".")
            + w_p("* * *", align="center")
            + w_p("Nobody answered.")
            + w_p("THE END")
        ),
        "A header above a story, as a word processor's user types it.",
    ),
    "styles": (
        lambda: docx(
            w_p("Slack Water", style="Kopf")
            + w_p("Author: halfpenny")
            + w_p(
                '<w:r><w:rPr><w:rStyle w:val="Leise"/></w:rPr><w:t>Quietly.</w:t></w:r>'
            )
            + w_p("In the middle.", style="Mitte")
            + w_p(
                '<w:r><w:rPr><w:rStyle w:val="Weg"/></w:rPr><w:t>Hidden.</w:t></w:r>'
            ),
            styles=_w_style(
                "Kopf", "paragraph", '<w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
            )
            + _w_style("Leise", "character", "<w:rPr><w:i/></w:rPr>")
            + _w_style("Mitte", "paragraph", '<w:pPr><w:jc w:val="center"/></w:pPr>')
            + _w_style("Weg", "character", "<w:rPr><w:vanish/></w:rPr>"),
        ),
        "Emphasis, centring, headings and hidden words by styles of its own.",
    ),
    "no_header": (
        lambda: docx(
            w_p(
                "It was the kind of morning that has been up all night, and he had too."
            )
            + w_p(
                "The memo had been pinned up since the spring, and nobody had read it."
            )
            + w_p("Summary: none of you can tie a knot, it said, at some length.")
            + w_p("He took it down, folded it, and put it where the others were.")
        ),
        "A story alone, with a label in its midst: left alone.",
    ),
    "parts": (
        lambda: docx(
            w_p("Tides", style="Title")
            + w_p("by Wren")
            + w_p("Part 1: Out")
            + w_p("It went out, and went on going out.")
            + w_p("Part 2: In")
            + w_p("It came back for what it had left."),
            styles=_w_style("Title", "paragraph", ""),
        ),
        "Two parts, told by their headings.",
    ),
    "other_order": (
        lambda: docx(
            w_p("Title: Odd") + w_p("Author: Wren") + w_p("It was odd."),
            first="word/document.xml",
        ),
        "The entries in the order of programs on the web.",
    ),
    "revisions": (
        lambda: docx(
            w_p("Title: Twice")
            + w_p("Author: Wren")
            + w_p(
                "It was ",
                f"<w:del>{w_run('never').replace('w:t', 'w:delText')}</w:del>",
                f"<w:ins>{w_run('always')}</w:ins>",
                " so.",
            )
            + w_p('<w:r><w:footnoteReference w:id="9"/></w:r>', "No note is there.")
        ),
        "Words that were taken out are left out; a note that is not there spoils nothing.",
    ),
}

# -- OpenDocument ----------------------------------------------------------------------

_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}"'
    for prefix, name in (
        *(("office", "office:1.0"), ("text", "text:1.0"), ("style", "style:1.0")),
        *(("table", "table:1.0"), ("fo", "xsl-fo-compatible:1.0")),
    )
)


def odt(
    body: str,
    *,
    styles: str = "",
    mimetype: str = "application/vnd.oasis.opendocument.text",
    manifest: str = "",
) -> bytes:
    return zipped(
        {
            "mimetype": mimetype,
            "content.xml": f'<?xml version="1.0"?><office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>',
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def o_p(text: str, style: str = "") -> str:
    told = f' text:style-name="{style}"' if style else ""
    return f"<text:p{told}>{text}</text:p>"


def o_style(name: str, letters: str = "", paragraph: str = "", parent: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}"{above}><style:paragraph-properties {paragraph}/><style:text-properties {letters}/></style:style>'


_SPAN = '<text:span text:style-name="{}">{}</text:span>'.format

OPEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "header": (
        lambda: odt(
            o_p("The Last Watch", "C")
            + "".join(map(o_p, _HEADER))
            + o_p(
                f"The lamp was {_SPAN('I', 'still')} lit,<text:s text:c='2'/>{_SPAN('B', 'so')}.<text:line-break/>Yes."
            )
            + o_p("* * *", "C")
            + o_p(f"Nobody {_SPAN('H', 'at all ')}answered.")
            + o_p("THE END"),
            styles=o_style("I", 'fo:font-style="italic"')
            + o_style("B", 'fo:font-weight="bold"')
            + o_style("H", 'text:display="none"')
            + o_style("C", paragraph='fo:text-align="center"'),
        ),
        "A header above a story; italics, bold, hidden words, a centred break.",
    ),
    "inherited": (
        lambda: odt(
            o_p("Title: Heirs")
            + o_p("Author: Wren")
            + o_p(f"All of it leans, {_SPAN('N', 'but this')}.", "P2")
            + o_p("Round and round.", "R1"),
            styles=o_style("P1", 'fo:font-style="italic"')
            + o_style("P2", parent="P1")
            + o_style("N", 'fo:font-style="normal"')
            + o_style("R1", parent="R2")
            + o_style("R2", parent="R1"),
        ),
        "Styles that take after others, one of them in a circle.",
    ),
    "no_header": (
        lambda: odt(
            o_p(
                "It was the kind of morning that has been up all night, and he had too."
            )
            + o_p(
                "The memo had been pinned up since the spring, and nobody had read it."
            )
            + o_p(
                "Rating: poor, somebody had written under it, and signed with a fish."
            )
            + o_p("He took it down, folded it, and put it where the others were.")
        ),
        "A story alone, with a label in its midst: left alone.",
    ),
    "notes": (
        lambda: odt(
            o_p("Title: Notes")
            + o_p("Author: Wren")
            + o_p(
                'It rained<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Where it had not rained before.</text:p></text:note-body></text:note> all day.'
            )
            + "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p></text:deletion></text:changed-region></text:tracked-changes>"
            + o_p(
                "And<office:annotation><text:p>Really?</text:p></office:annotation> all night."
            )
        ),
        "A footnote goes to the end; a remark in the margin and deleted words go away.",
    ),
    "chapters": (
        lambda: odt(
            o_p("Title: Tides")
            + o_p("Author: Wren")
            + '<text:h text:outline-level="2">Chapter 1: Out</text:h>'
            + o_p("It went out.")
            + '<text:h text:outline-level="2">Chapter 2: In</text:h>'
            + o_p("It came in.")
            + "<text:list><text:list-item><text:p>A bucket</text:p></text:list-item><text:list-item><text:p>A rope</text:p></text:list-item></text:list>"
        ),
        "Two chapters by headings, a list in one.",
    ),
    "older": (
        lambda: odt(
            o_p("Title: Old") + o_p("Author: Wren") + o_p("It was old &amp; good."),
            mimetype="application/vnd.sun.xml.writer",
        ),
        "A text of OpenOffice 1, which is much the same.",
    ),
}

# -- RTF -------------------------------------------------------------------------------


def rtf(body: str, *, page: str = "1252", head: str = "") -> bytes:
    text = (
        r"{\rtf1\ansi\ansicpg" + page + r"\deff0{\fonttbl{\f0\froman\fcharset0 Times;}"
        r"{\f1\fswiss\fcharset204 Arial;}}{\stylesheet{\s0 Normal;}{\s1 heading 1;}}"
        + head
        + body
        + "}"
    )
    return text.encode("latin-1")


_RTF_HEADER = r"\pard\qc\b The Last Watch\b0\par\pard Author: Marrow\par Fandom: Cold Harbour\par Rating: PG-13\par "

RICH: dict[str, tuple[Callable[[], bytes], str]] = {
    "header": (
        lambda: rtf(
            r"{\info{\title A Program's Title}{\author Nobody}}{\header Page 1\par}"
            + _RTF_HEADER
            + r"The lamp was {\i still} lit \emdash  \ldblquote{\b so}\rdblquote , na\'efve.\line Yes.\par"
            + r"{\v hidden }\pard\qc * * *\par\pard Nobody {\*\unknown at all }answered.\par THE END\par"
        ),
        "A header above a story; italics, bold, hidden words, what is not known.",
    ),
    "cyrillic": (
        lambda: rtf(
            r"Title: Lamp\par Author: Wren\par {\f1\'cb\'e0\'ec\'ef\'e0 \'e3\'ee\'f0\'e5\'eb\'e0.}\par \u1051?\u1072?\u1084?\u1087?\u1072?.\par Laughed {\uc2\u-10179 ab\u-8704 cd} once.\par"
        ),
        "Letters by the font's code page, and by their numbers.",
    ),
    "japanese": (
        lambda: rtf(
            r"Title: Night\par Author: Wren\par \'82\'a0\'82\'a9\'82\'e8\'82\'aa\'82\'c6\'82\'e0\'82\'e9\'81\'42\par",
            page="932",
        ),
        "Two bytes a letter.",
    ),
    "no_header": (
        lambda: rtf(
            r"It was the kind of morning that has been up all night, and he had too.\par "
            r"The memo had been pinned up since the spring, and nobody had read it.\par "
            r"Rating: poor, somebody had written under it, and signed with a fish.\par "
            r"He took it down, folded it, and put it where the others were.\par"
        ),
        "A story alone, with a label in its midst: left alone.",
    ),
    "fields": (
        lambda: rtf(
            r"Title: Fields\par Author: Wren\par "
            r'See {\field{\*\fldinst HYPERLINK "http://shelf.example.org/x"}{\fldrslt\ul this}}.'
            r"{\pict\pngblip 89504e47}{\footnote {\chftn} A note.\par}\par "
            r"\trowd one\cell two\cell\row\pard It went on.\par"
            r"{\object\objdata 00}{\bin4 {{{{}"
        ),
        "A link, a picture, a note, a table, bytes that are no text.",
    ),
    "cut": (
        lambda: rtf(_RTF_HEADER + r"The lamp was {\i still lit, and")[:-1],
        "Cut off in its midst: what came before is read.",
    ),
}

# -- PDF -------------------------------------------------------------------------------


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str, str]]], *, extra: str = ""
) -> bytes:
    """A PDF with lines of (x, y, font, text); F1 is upright, F2 slanted."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids ["
        + " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
        + f"] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Italic /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        content = "\n".join(
            f"BT /{font} 12 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET"
            for x, y, font, text in lines
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents {6 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return (
        out
        + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {extra}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def _printed(
    lines: Sequence[str], number: int, *, running: str = "The Last Watch / Marrow"
) -> list[tuple[float, float, str, str]]:
    """Lines on a page between a running head and the page's number."""
    made: list[tuple[float, float, str, str]] = (
        [(150, 570, "F1", running)] if running else []
    )
    y = 540.0
    for line in lines:
        if line:
            made.append(
                (
                    100.0 if line.startswith(" ") else 72.0,
                    y,
                    "F2" if line.startswith("_") else "F1",
                    line.strip("_ "),
                )
            )
        y -= 14 if line else 8
    return [*made, (200, 20, "F1", str(number))]


_LONG = (
    "The lamp was still lit, and nobody had said that it",
    "should not be, for there was nobody to say it any",
)

PDF: dict[str, tuple[Callable[[], bytes], str]] = {
    "header": (
        lambda: pdf(
            [
                _printed(
                    [
                        "Title: The Last Watch",
                        "Author: Marrow",
                        "Rating: PG-13",
                        "",
                        *_LONG,
                    ],
                    1,
                ),
                _printed(
                    [
                        "more, and it burnt on.",
                        "",
                        "_It burnt._",
                        "",
                        "Nobody answered.",
                    ],
                    2,
                ),
                _printed(["Then it was day.", "", "THE END"], 3),
            ]
        ),
        "Three pages with a running head, numbers, a sentence over the edge of a page.",
    ),
    "verse": (
        lambda: pdf(
            [
                _printed(
                    [
                        "Title: Rope",
                        "Author: Wren",
                        "",
                        "One rope,",
                        "two ropes,",
                        "no boat.",
                    ],
                    1,
                    running="",
                )
            ]
        ),
        "Short lines stay lines.",
    ),
    "no_header": (
        lambda: pdf(
            [
                _printed(
                    [
                        *_LONG,
                        "more, and it burnt on.",
                        "",
                        *_LONG,
                        "at all.",
                        "",
                        "Rating: poor, said the wind, and it went on.",
                    ],
                    1,
                    running="",
                )
            ]
        ),
        "A story alone: left alone.",
    ),
    "hyphens": (
        lambda: pdf(
            [
                _printed(
                    [
                        "Title: Harbour",
                        "Author: Wren",
                        "",
                        "Everybody in the harbour knew the well-known har-",
                        "bour master, who was not well-",
                        "known in the harbour for anything else at all.",
                    ],
                    1,
                    running="",
                )
            ]
        ),
        "A word parted at the end of a line is joined where the text has it whole.",
    ),
    "one_number": (
        lambda: pdf(
            [
                _printed(
                    [
                        "Title: Nine",
                        "Author: Wren",
                        "",
                        "He counted to",
                        "9",
                        "and stopped.",
                    ],
                    1,
                    running="",
                )
            ]
        ),
        "A number amid the text is no page number.",
    ),
    "chapters": (
        lambda: pdf(
            [
                _printed(
                    [
                        "Title: Tides",
                        "Author: Wren",
                        "",
                        "Chapter 1: Out",
                        "",
                        "It went out.",
                    ],
                    1,
                    running="",
                ),
                _printed(["Chapter 2: In", "", "It came in."], 2, running=""),
            ]
        ),
        "A chapter a page.",
    ),
}

MADE = {
    "word_file": (WORD, "docx"),
    "open_document": (OPEN, "odt"),
    "rich_text": (RICH, "rtf"),
    "pdf_file": (PDF, "pdf"),
}


def main() -> None:
    for reader, (cases, ending) in MADE.items():
        for name, (make, about) in cases.items():
            folder = HERE / reader / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"source.{ending}").write_bytes(make())
            (folder / "about.md").write_text(
                f"{about} Invented text; made by tests/readers/documents.py.\n"
            )


if __name__ == "__main__":
    main()
