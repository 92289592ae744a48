"""What browsers read under the name of an encoding."""

from __future__ import annotations

import codecs

#: What browsers read under a label that promises something else (WHATWG Encoding).
_READ_AS = {
    "iso-8859-1": "windows-1252",
    "iso8859-1": "windows-1252",
    "latin1": "windows-1252",
    "latin-1": "windows-1252",
    "l1": "windows-1252",
    "cp1252": "windows-1252",
    "x-cp1252": "windows-1252",
    "ansi": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "latin5": "windows-1254",
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "macroman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks-c-5601-1987": "cp949",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}


def python_codec(label: str) -> str | None:
    """Return the name of the encoding that browsers read under a label, or None."""
    folded = label.strip().strip("\"'").lower().replace("_", "-")
    folded = _READ_AS.get(folded, folded)
    try:
        known = codecs.lookup(folded)
    except (LookupError, ValueError):
        return None
    # Codecs like rot13 or zlib turn no bytes into letters.
    return folded if getattr(known, "_is_text_encoding", True) else None
