"""The text of a mail as lines: the right one of its forms, in the right letters.

Of a text that came twice (multipart/alternative) one is taken: the page where it
carries emphasis or the plain one is a stump, else the plain one. Texts that are
attached follow the mail's own; other files are named, kept and not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from fanfold.errors import UnreadableSourceError
from fanfold.model.evidence import Standing, Step
from fanfold.readers.mailbox.mime import Anatomy, Leaf, transferred, uuencoded
from fanfold.text import decode as decoding
from fanfold.text.charsets import python_codec
from fanfold.text.lines import Kind, Line
from fanfold.text.mend import mend
from fanfold.text.paragraphs import to_html
from fanfold.vocab.patterns import late

if TYPE_CHECKING:
    from fanfold.text.page import PageLine

_TEXT_FILE = late(r"(?i)\.(?:te?xt|asc|fic|story|html?|md)$")
_PAGE_FILE = late(r"(?i)\.html?$")
_PAGE = late(r"(?i)\s*(?:<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<x-html>)")
_TAG = late(r"(?i)</?(?:p|br|b|i|em|strong|center|font|div|hr|h[1-6]|a)\b[^<>]{0,200}>")
_EMPHASIS = late(r"(?i)<(?:i|em|u|cite)\b[^<>]{0,100}>\s*[^<\s]|font-style:\s*italic")
_BOLD = late(r"(?i)<(?:b|strong)\b[^<>]{0,100}>([^<]{1,400})")
_PLAIN_MARKS = late(
    r"(?<![\w*])\*\w[^*\n]{0,200}\w\*(?![\w*])|(?<!\w)_\w[^_\n]{0,200}\w_(?!\w)"
)
#: What Yahoo Groups put around an advertisement in a page.
_BANNER, _BANNER_END = "|**|begin egp html banner|**|", "|**|end egp html banner|**|"


@dataclass(slots=True)
class Text:
    """A text as lines. quotes: its lines before mending, by number; steps: from bytes
    to lines. pages: the lines of pages among them, by `id`. emails: that links write
    to. attached: names of files with whether each was read. odd, guessed, strays: what
    was hard about it.
    """

    lines: list[Line] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    steps: tuple[Step, ...] = ()
    pages: dict[int, PageLine] = field(default_factory=dict)
    emails: tuple[str, ...] = ()
    attached: list[tuple[str, bool]] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    guessed: str = ""
    declared: str = ""
    strays: int = 0

    def html_of(self, lines: Sequence[Line]) -> str:
        """Return house HTML of a run of the lines."""
        if not self.pages:
            return to_html(lines)
        made = []
        for of_page, run in groupby(lines, lambda line: id(line) in self.pages):
            part = list(run)
            made.append(_page_html(self.pages, part) if of_page else to_html(part))
        return "\n".join(each for each in made if each)

    def within(self, lines: list[Line]) -> Text:
        """Return some of the lines, or lines made of them, as a text of its own."""
        return Text(lines, self.quotes, self.steps, self.pages, self.emails)


def _page_html(pages: dict[int, PageLine], lines: list[Line]) -> str:
    from fanfold.text.page import html_of

    return html_of([pages[id(line)] for line in lines])


def texts_of(made: Anatomy, habit: dict[str, str]) -> list[Text]:
    """Return the texts of a mail: its own with one that is attached, or each alone
    where several are; empty where there is none.
    """
    own, files, others = _sorted_leaves(made)
    odd = list(dict.fromkeys(made.odd))
    read = [_text_of(leaf, habit) for leaf in own]
    attached: list[tuple[str, Text]] = []
    names: list[tuple[str, bool]] = []
    for leaf in files:
        text = _text_of(leaf, habit)
        if text is not None:
            attached.append((leaf.name, text))
            names.append((leaf.name or leaf.kind, True))
        else:
            names.append((leaf.name or leaf.kind, False))
    for text in read:
        if text is not None:
            names += text.attached
    names += [(leaf.name or leaf.kind, False) for leaf in others]
    solid = [text for text in read if text is not None and _has_words(text)]
    attached = [(name, text) for name, text in attached if _has_words(text)]
    if len(attached) == 1 or not solid:
        solid += [text for _, text in attached[:1]]
        attached = attached[1:]
    first = _joined(solid)
    first.attached, first.odd = names, odd + first.odd
    return [first, *(text for _, text in attached)]


def _has_words(text: Text) -> bool:
    return any(any(map(str.isalnum, line.text)) for line in text.lines)


def _sorted_leaves(made: Anatomy) -> tuple[list[Leaf], list[Leaf], list[Leaf]]:
    """Return the leaves that are the mail's text, texts attached, and other files."""
    own: list[Leaf] = []
    files: list[Leaf] = []
    others: list[Leaf] = []
    for choice, run in groupby(made.leaves, lambda leaf: leaf.choice):
        leaves = list(run)
        plain = [each for each in leaves if _is_text(each) and not _is_file(each)]
        if choice and plain:
            own.append(_chosen(plain))
        else:
            own += plain
        for each in leaves:
            if _is_text(each) and _is_file(each):
                files.append(each)
            elif not _is_text(each) and each.kind != "application/pgp-signature":
                others.append(each)
    return own, files, others


def _is_text(leaf: Leaf) -> bool:
    if leaf.kind.startswith("text/"):
        return leaf.kind not in {
            "text/rtf",
            "text/x-vcard",
            "text/calendar",
            "text/css",
        }
    return bool(_TEXT_FILE.search(leaf.name)) and leaf.kind.startswith("application/")


def _is_file(leaf: Leaf) -> bool:
    return leaf.attached and not leaf.choice


def _chosen(leaves: list[Leaf]) -> Leaf:
    """Return the better of a text's forms."""
    pages = [leaf for leaf in leaves if leaf.kind == "text/html"]
    plain = [leaf for leaf in leaves if leaf.kind != "text/html"]
    if not pages or not plain:
        return (plain or pages)[0]
    page, text = _rough(pages[-1]), _rough(plain[0])
    letters = len(re.sub(r"<[^<>]*>|\s", "", page)), len(re.sub(r"\s", "", text))
    if letters[1] * 2 < letters[0] and letters[0] > 200:
        return pages[-1]
    marked = _EMPHASIS.search(page) is not None or any(
        not said.rstrip().endswith(":") for said in _BOLD.findall(page)
    )
    return pages[-1] if marked and not _PLAIN_MARKS.search(text) else plain[0]


def _rough(leaf: Leaf) -> str:
    return transferred(leaf.raw, leaf.encoding)[0].decode("latin-1")


# --- one leaf ------------------------------------------------------------------------


def _text_of(leaf: Leaf, habit: dict[str, str]) -> Text | None:
    """Return the text of a leaf, None where its bytes are none."""
    content, odd = transferred(leaf.raw, leaf.encoding)
    content, quoted_steps = _unannounced(content, leaf.encoding)
    made = Text()
    if odd:
        made.odd.append(odd)
    files = list(uuencoded(content))
    for each in reversed(files):
        content = content[: each.start] + content[each.end :]
    try:
        text, encoding = _letters(content, leaf.charset, habit)
    except UnreadableSourceError:
        return None
    if encoding.standing is Standing.GUESSED:
        made.guessed, made.declared = encoding.name, leaf.charset[:40]
    made.strays = encoding.strays
    mended, steps = mend(_without_escapes(text))
    made.steps = (*quoted_steps, *encoding.steps, *steps)
    if leaf.kind == "text/html" or _PAGE_FILE.search(leaf.name) or _is_page(mended):
        _fill_page(made, mended)
    elif leaf.kind in {"text/enriched", "text/richtext"}:
        _fill_page(made, _from_enriched(mended))
    else:
        _fill_plain(made, mended, leaf)
    for each in files:
        _add_file(made, each.name, each.content, habit)
    return made


def _add_file(made: Text, name: str, content: bytes, habit: dict[str, str]) -> None:
    """Add a file that stood in the text, where it is a text itself."""
    leaf = Leaf("text/plain", content)
    text = _text_of(leaf, habit) if _TEXT_FILE.search(name) else None
    made.attached.append((name, text is not None))
    if text is not None:
        both = _joined([made, text])
        made.lines, made.quotes, made.pages = both.lines, both.quotes, both.pages


def _letters(
    content: bytes, charset: str, habit: dict[str, str]
) -> tuple[str, decoding.Encoding]:
    codec = python_codec(charset) if charset else None
    if codec in {"utf-7", "hz", "hz-gb-2312"} and content.isascii():
        try:
            text = content.decode(codec).replace("\r\n", "\n")
        except UnicodeDecodeError:
            pass
        else:
            step = Step(f"decode.{codec}/1", note="The mail says so.")
            return text, decoding.Encoding(codec, Standing.LABELLED, (step,))
    said = {"encoding": charset} if codec else habit
    return decoding.decode(content, said)


def _without_escapes(text: str) -> str:
    return _ESCAPED.sub(r"\1From ", text)


_ESCAPED = late(r"(?m)^>(>*)From ")

# Quoted-printable that nothing announces: in digests, and saved by hand.
_SOFT = late(rb"=[ \t]*\r?\n")
_CODED = late(rb"=(?:20|3D|9[1-7]|E[0-9]|C[23]|A0|85|0A|0D)", re.I)


def _unannounced(content: bytes, coding: str) -> tuple[bytes, tuple[Step, ...]]:
    if coding in {"quoted-printable", "base64"} or content.count(b"=") < 4:
        return content, ()
    coded = len(_CODED.findall(content))
    if coded >= 3 and coded + len(_SOFT.findall(content)) >= 4:
        step = Step("mailbox.quoted-printable/1", note="It was still quoted-printable.")
        return transferred(content, "quoted-printable")[0], (step,)
    return content, ()


def _is_page(text: str) -> bool:
    beginning = text[:4096]
    if _PAGE.match(beginning):
        return True
    return beginning.lstrip()[:1] == "<" and len(_TAG.findall(beginning)) >= 4


def _fill_plain(made: Text, text: str, leaf: Leaf) -> None:
    made.quotes = text.split("\n")
    numbered = (
        flowing(made.quotes, delsp=leaf.delsp)
        if leaf.flowed
        else enumerate(made.quotes, start=1)
    )
    made.lines = [
        Line(line, number, Kind.TEXT if line.strip() else Kind.BLANK)
        for number, line in numbered
    ]


def _fill_page(made: Text, source: str) -> None:
    from fanfold.readers.saved_page.chrome import without_chrome
    from fanfold.text.markup import read_page

    page = read_page(_without_banners(source))
    lines = without_chrome(page.lines)
    made.lines = [each.line for each in lines]
    made.pages = {id(each.line): each for each in lines}
    made.emails = tuple(mail for each in lines for mail in each.addresses)


def _without_banners(source: str) -> str:
    """Drop advertisements; lines keep their numbers."""
    pieces, at = [], 0
    while (start := source.find(_BANNER, at)) >= 0:
        end = source.find(_BANNER_END, start)
        if end < 0:
            break
        pieces += [source[at:start], "\n" * source.count("\n", start, end)]
        at = end + len(_BANNER_END)
    return "".join([*pieces, source[at:]])


def _joined(texts: list[Text]) -> Text:
    """Return several texts as one, numbered through."""
    if not texts:
        return Text()
    if len(texts) == 1:
        return texts[0]
    made = Text(steps=texts[0].steps)
    for text in texts:
        offset = len(made.quotes)
        for line in text.lines:
            moved = line._replace(number=line.number + offset)
            made.lines.append(moved)
            page = text.pages.get(id(line))
            if page is not None:
                made.pages[id(moved)] = page._replace(line=moved)
        highest = max((line.number for line in text.lines), default=0)
        own = [*text.quotes] or [""] * highest
        made.quotes += own
        made.lines.append(Line("", len(made.quotes) + 1, Kind.BLANK))
        made.quotes.append("")
        made.emails += text.emails
        made.odd += text.odd
        made.guessed = made.guessed or text.guessed
        made.declared = made.declared or text.declared
        made.strays += text.strays
    return made


# --- flowed, enriched ----------------------------------------------------------------


def flowing(lines: Sequence[str], *, delsp: bool = False) -> Iterator[tuple[int, str]]:
    """Yield format=flowed text (RFC 3676), what flows together on one line, each with
    the number of the line it began on.
    """
    flow: list[str] = []
    start, depth_of_flow = 0, -1
    for number, line in enumerate(lines, start=1):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        soft = body.endswith(" ") and body != "-- "
        if flow and depth != depth_of_flow:
            yield start, "".join(flow)
            flow = []
        if not flow:
            start, depth_of_flow = number, depth
            flow.append("> " if depth else "")
        flow.append(body[:-1] if soft and delsp else body)
        if not soft:
            yield start, "".join(flow)
            flow = []
    if flow:
        yield start, "".join(flow)


_ENRICHED = {"bold": "b", "italic": "i", "underline": "u", "center": "center"}


def _from_enriched(text: str) -> str:
    """Return text/enriched (RFC 1896) as a page."""
    text = text.replace("<<", "&lt;")
    text = re.sub(r"(?is)<param>.{0,400}?</param>", "", text)

    def tag(found: re.Match[str]) -> str:
        name = _ENRICHED.get(found[2].lower())
        return f"<{found[1]}{name}>" if name else ""

    text = re.sub(r"<(/?)([A-Za-z-]{1,20})>", tag, text)
    return re.sub(r"\n(\n*)", lambda found: "<br>\n" * len(found[1]) or " ", text)
