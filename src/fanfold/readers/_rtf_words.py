"""Control words of RTF and what they mean (Rich Text Format specification 1.9.1)."""

from __future__ import annotations

import codecs

from fanfold.vocab.patterns import late

TOKEN = late(
    rb"([^\\{}\r\n]+)|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|([{}])"
    rb"|\\([^a-zA-Z])|[\r\n]+|\\\Z"
)
#: Destinations that hold no text of the story.
LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict object objdata header headerl headerr"
    b" headerf footer footerl footerr footerf ftnsep ftnsepc ftncn aftnsep aftnsepc"
    b" aftncn annotation atnid atnauthor atndate atnicn atnref atrfstart atrfend"
    b" xe tc tcn rxe txe bkmkstart bkmkend filetbl listtable listoverridetable"
    b" revtbl rsidtbl generator themedata colorschememapping datastore latentstyles"
    b" fldinst nonshppict shpinst template private fontemb fontfile pgptbl xmlnstbl"
    b" mmathpr userprops docvar do nonesttables sp sn sv".split()
)
LETTERS = {
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"tab": "\t",
    b"emspace": "\u2003", b"enspace": "\u2002", b"qmspace": "\u2005",
    b"zwj": "\u200d", b"zwnj": "\u200c",
}  # fmt: skip
SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
TAGS = {b"i": "em", b"b": "strong", b"ul": "u", b"strike": "s", b"striked": "s"}
TAGS |= {b"super": "sup", b"sub": "sub"}
ENDS = {b"ulnone": {"u"}, b"nosupersub": {"sup", "sub"}}
UNDERLINES = frozenset(
    b"uld uldash uldashd uldashdd uldb ulth ulw ulwave ulhwave ululdbwave".split()
)
ALIGN = {b"qc": "centre", b"qr": "right", b"ql": "", b"qj": "", b"qd": ""}
#: What ends a cell, a row, a line or a paragraph.
ENDINGS = frozenset(b"par page sect line cell nestcell row nestrow".split())
#: Character sets of fonts (\\fcharset) as code pages; 0 is that of the document.
CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    255: "cp437",
}  # fmt: skip
NAMED = {b"mac": "mac-roman", b"pc": "cp437", b"pca": "cp850"}


def codec_of(name: str) -> str:
    """Return the name of an encoding of bytes, "" where Python knows none."""
    name = {"cp10000": "mac-roman", "cp65001": "utf-8", "cp936": "gb18030"}.get(
        name, name
    )
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return name if getattr(known, "_is_text_encoding", True) else ""


class Tables:
    """Fonts and styles as their tables are read, an entry after the other.

    fonts: the encoding of each by its number; levels: of styles that are headings.
    """

    def __init__(self) -> None:
        self.fonts: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self.name: list[str] = []
        self._number = 0

    def take(self, word: bytes, value: int | None) -> bool:
        """Take a word of a table; tell whether it begins an entry."""
        if word in {b"s", b"f"} and value is not None:
            self._number, self.name = value, []
            return True
        if word == b"fcharset" and value in CHARSETS:
            self.fonts[self._number] = CHARSETS[value]
        elif word == b"cpg" and value and (codec := codec_of(f"cp{value}")):
            self.fonts[self._number] = codec
        elif word == b"outlinelevel" and value is not None and 0 <= value < 6:
            self.levels[self._number] = value + 1
        return False

    def end(self) -> None:
        """End an entry: a style may be a heading by its name."""
        name = "".join(self.name).strip(" ;").lower()
        heading = name.startswith(("heading ", "überschrift ", "titre "))
        if heading and name[-1:].isdecimal():
            self.levels[self._number] = min(max(int(name[-1]), 1), 6)
        elif name in {"title", "titel", "titre"}:
            self.levels[self._number] = 1
