"""Stories in Word's newer files (.docx): docs/readers/word_file.md.

The file is opened within limits and only its XML is handed on, to mammoth, which says
what is emphasis, heading, list or table; the text is then read as a page is.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fanfold.errors import UnreadableSourceError
from fanfold.model.draft import Draft
from fanfold.model.evidence import Step
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.readers.contract import Reader, Recognition, Source
from fanfold.readers.peek import beginning

_MAIN = "word/document.xml"
_STYLES = "word/styles.xml"
_TYPES = "[Content_Types].xml"
_OLE = b"\xd0\xcf\x11\xe0"
_STEP = Step("word.mammoth/1", note="Word's XML was brought to HTML by mammoth.")
_PLAIN = Step("word.plain/1", note="Word's XML is damaged; it was read more simply.")
#: What mammoth leaves out of its own accord and a story's text needs.
_MAP = """
u => u
strike => s
p[style-name='fanfold centre'] => p.centre:fresh
p[style-name='fanfold right'] => p.right:fresh
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
"""


def recognise(source: Source) -> Recognition:
    """CERTAIN for a zip file that holds a document of Word."""
    if len(source.originals) != 1:
        return Recognition.NO
    (original,) = source.originals
    begun = beginning(original, 64)
    if not begun.startswith(b"PK\x03\x04") or original.path is None:
        return Recognition.NO
    from fanfold.keep.zips import names_in

    held = names_in(original.path)
    return Recognition.CERTAIN if held >= {_TYPES, _MAIN} else Recognition.NO


def read(source: Source, *, scratch: Path) -> Iterator[Draft | Problem]:
    """Yield the one work of each document, after what was hard about it."""
    from fanfold.readers._pages import drafted_html

    for original in source:
        html, step, title, problems = _read(original)
        if step is _PLAIN:
            detail = "it is damaged; paragraphs, italics and bold were read, no more"
            problems.append(Problem("document-mended", original.name, detail))
        yield from problems
        yield drafted_html(original, html, (step,), title=title)


def _read(original: Original) -> tuple[str, Step, str, list[Problem]]:
    from fanfold.readers._parts import opened

    with opened(original) as parts:
        kept = {name: parts.xml(name) for name in parts.names if _is_needed(name)}
        if not kept.get(_MAIN):
            raise UnreadableSourceError(
                f"{original.name} holds no text of Word that can be read. It is kept "
                "as it is; open it in a word processor and save it again",
                code="document-damaged",
            )
        problems, title = parts.problems, _title(kept.get("docProps/core.xml", b""))
    return *_html_of(kept), title, problems


def _is_needed(name: str) -> bool:
    """Tell whether a part is XML that says something of the text; no picture is."""
    return name.endswith((".xml", ".rels")) and not name.startswith("customXml/")


def _title(core: bytes) -> str:
    from fanfold.text.xml import walk

    within = ""
    for piece in walk(core.decode("utf-8", "replace")):
        if piece.kind == "text" and within == "title":
            return piece.text
        within = piece.name if piece.kind == "open" else ""
    return ""


def _html_of(parts: dict[str, bytes]) -> tuple[str, Step]:
    from zipfile import ZipFile

    import mammoth  # type: ignore[import-untyped]

    from fanfold.readers._word_plain import plainly
    from fanfold.readers._word_styles import style_map

    whole = io.BytesIO()
    with ZipFile(whole, "w") as again:
        for part, content in parts.items():
            again.writestr(part, content)
    try:
        found = mammoth.convert_to_html(
            whole,
            style_map="\n".join([*style_map(parts.get(_STYLES, b"")), _MAP]),
            transform_document=mammoth.transforms.paragraph(_aligned),
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    except (Exception, RecursionError):  # noqa: BLE001 - its faults are of any kind
        return plainly(parts[_MAIN].decode("utf-8")), _PLAIN
    # A block a line: what evidence calls "line 3" is the third paragraph.
    html = str(found.value).replace("</p>", "</p>\n").replace("</tr>", "</tr>\n")
    return html, _STEP


def _aligned(paragraph: Any) -> Any:
    """Give a paragraph that is centred by hand a style that says so."""
    named = {"center": "centre", "right": "right", "end": "right"}
    style = named.get(paragraph.alignment or "")
    plain = paragraph.style_name in {None, "Normal", "Body Text", "Standard"}
    if style and plain:
        return paragraph.copy(
            style_name=f"fanfold {style}", style_id=f"fanfold-{style}"
        )
    return paragraph


reader = Reader(
    name="word_file",
    title="Word document (.docx)",
    recognise=recognise,
    read=read,
    reading="fanfold.readers._pages",
)
