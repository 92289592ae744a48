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
    # As MySQL calls them.
    "utf8mb3": "utf-8",
    "utf8mb4": "utf-8",
    "latin2": "iso-8859-2",
    "koi8r": "koi8-r",
    "koi8u": "koi8-u",
    "ujis": "euc-jp",
    "eucjpms": "euc-jp",
    "euckr": "cp949",
    "macce": "mac-latin2",
    "unicode": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "x-cp1250": "windows-1250",
    "x-cp1251": "windows-1251",
    "x-mac-ukrainian": "mac-cyrillic",
    "windows-31j": "cp932",
    "windows-949": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}


def python_codec(label: str) -> str | None:
    """Return the one name of the encoding that browsers read under a label, or None."""
    folded = label.strip().strip("\"'").lower().replace("_", "-")
    folded = _READ_AS.get(folded, folded)
    try:
        known = codecs.lookup(folded)
    except (LookupError, ValueError):
        return None
    # Codecs like rot13 or zlib turn no bytes into letters.
    if not getattr(known, "_is_text_encoding", True):
        return None
    name = known.name.replace("_", "-")
    for start, ours in (("cp125", "windows-125"), ("iso8859", "iso-8859")):
        name = name.replace(start, ours) if name.startswith(start) else name
    return name
