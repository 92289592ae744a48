"""UTF-8 that a program took for another encoding and wrote as UTF-8 again.

One character beyond ASCII became two to four that hardly ever stand together:
"Ã¼", "â€™", "ĂĽ", "Рё". Hardly ever is not never: "IRMÃ…" ends in a letter of
Portuguese, "CĂŞTI" is Romanian, "—Él" opens a Spanish speech. So a line is believed
only whole, a pair that a writer may have meant only where other lines prove the rest,
and letters of another script only where several make words.

Where a byte has no letter in that encoding, some programs wrote U+FFFD for it: two
letters and that sign were a closing quotation mark. It is brought back where it can be
one mark alone; letters that cannot be told stay as they were found, and hold up nothing
else of their line.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from fanfold.vocab.patterns import late

#: What UTF-8 was taken for, the commonest first.
CODECS = ("windows-1252", "mac-roman", "windows-1250", "windows-1251", "cp437")
#: So many letters of another script make a word of it.
_SEVERAL = 3
#: So many whole lines prove that others of the text were broken the same way.
_PROOF = 2


#: Stands for a byte that has no letter.
LOST = "\N{REPLACEMENT CHARACTER}"
#: Marks that stories have; a lost byte made one of them if it made any.
_MARKS = frozenset("“”‘’„…–—")


def may_be(odd: str, codec: str) -> bool:
    """Tell whether any characters look like one of UTF-8 read as `codec`."""
    return _sequence(codec).search(odd) is not None


def undone(text: str, argument: str) -> str:
    """Return the text as it was before, line by line; lines keep their number.

    argument: the encoding it had been read as; `` proven`` behind it where the text
    need not prove it.
    """
    codec, _, proven = argument.partition(" ")
    if not may_be(text, codec):
        return text
    lines = text.split("\n")
    whole = [_whole(line, codec, sure=False) for line in lines]
    if proven or sum(a != b for a, b in zip(lines, whole, strict=True)) >= _PROOF:
        whole = [_proven(*both, codec) for both in zip(lines, whole, strict=True)]
    return "\n".join(whole)


def _proven(line: str, mended: str, codec: str) -> str:
    """Return a line of a text that others prove to be broken."""
    if line != mended or line.isascii():
        return mended
    whole = _whole(line, codec, sure=True)
    return whole if whole != line else _in_parts(line, codec)


def _whole(line: str, codec: str, *, sure: bool) -> str:
    """Return a line that is broken throughout as it was, any other as it is.

    sure: True where pairs that a writer may have meant need no other beside them.
    """
    if line.isascii():
        return line
    sequence = _sequence(codec, lossy=LOST in line)
    found = list(sequence.finditer(line))
    if not found or _NOT_ASCII.search(sequence.sub("", line)):
        return line
    if not sure and all(_is_natural(line, each) for each in found):
        return line
    mended = sequence.sub(lambda each: _letter(each[0], codec), line)
    return mended if _is_believable(mended) else line


def _in_parts(line: str, codec: str) -> str:
    """Return a line with those pairs mended that nobody writes; the rest stays."""

    def meant(found: re.Match[str]) -> str:
        letter = _letter(found[0], codec)
        if _WRITTEN.fullmatch(letter) and not _is_natural(line, found):
            return letter
        return found[0]

    return _sequence(codec).sub(meant, line)


# -- What a misread character looks like ----------------------------------------------


@cache
def _byte_of(codec: str) -> dict[str, int]:
    """Return each character above ASCII with its byte; open places are controls."""
    table = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        table[bytes([byte]).decode(codec, "ignore") or chr(byte)] = byte
    return table


def _class_of(codec: str, first: int, last: int) -> str:
    letters = (
        letter for letter, byte in _byte_of(codec).items() if first <= byte <= last
    )
    return "[" + "".join(map(re.escape, letters)) + "]"


@cache
def _sequence(codec: str, *, lossy: bool = False) -> re.Pattern[str]:
    """Return what one UTF-8 character beyond ASCII looks like when read as `codec`.

    lossy: U+FFFD may stand for bytes that `codec` has no letter for.
    """
    follow = _class_of(codec, 0x80, 0xBF)
    if lossy and _open_places(codec):
        follow = f"{follow[:-1]}{LOST}]"
    two, three = _class_of(codec, 0xC2, 0xDF), _class_of(codec, 0xE0, 0xEF)
    four = _class_of(codec, 0xF0, 0xF4)
    return re.compile(f"{two}{follow}|{three}{follow}{{2}}|{four}{follow}{{3}}")


@lru_cache(maxsize=4096)
def _letter(sequence: str, codec: str) -> str:
    if LOST in sequence:
        return _lost_mark(sequence, codec)
    table = _byte_of(codec)
    raw = bytes(table[letter] for letter in sequence)
    return raw.decode("utf-8", "ignore") or sequence


@cache
def _open_places(codec: str) -> tuple[str, ...]:
    """Return controls for the bytes from 0x80 to 0xBF that have no letter."""
    return tuple(
        chr(byte)
        for byte in range(0x80, 0xC0)
        if not bytes([byte]).decode(codec, "ignore")
    )


def _lost_mark(sequence: str, codec: str) -> str:
    """Return the one mark that a sequence with a lost byte can be, else itself."""
    if sequence.count(LOST) > 1:
        return sequence
    letters = {
        _letter(sequence.replace(LOST, place), codec) for place in _open_places(codec)
    }
    marks = letters & _MARKS
    return marks.pop() if len(marks) == 1 else sequence


# -- What a writer may have meant -----------------------------------------------------

#: Signs that follow a letter in whole texts too: "IRMÃ…", "PÅ”".
_FOLLOWING = frozenset("…’”“‘»«›–—\xa0!?.,;:")


def _is_natural(line: str, found: re.Match[str]) -> bool:
    """Tell whether somebody may have written these two characters on purpose."""
    if len(found[0]) > 2:
        return False
    first, second = found[0][0], found[0][1]
    before = line[found.start() - 1 : found.start()]
    after = line[found.end() : found.end() + 1]
    if not first.isalpha():
        # "“É" and "—É" open a speech where Mac Roman's marks are meant.
        return first in "“”‘’«»–—…" and second.isalpha()
    if before.islower() or (first in "ÂÃ" and not before.isupper()):
        return False
    if second in _FOLLOWING:
        return not after.isalpha() or second == "’"
    # Two letters: "Ăştia" and "RÓŻA" are words, in an alphabet that has both.
    return second.isalpha()


_NOT_ASCII = late("[^\x00-\x7f]")
#: What people wrote: letters of Latin alphabets, punctuation, signs, emoji; and the
#: halves of a text that was encoded twice over.
_WRITTEN = late(
    "[\x80-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u02c6\u02c7\u02d8-\u02dd"
    "\u03a9\u03c0\u1e00-\u1eff\u2002-\u2044\u20ac\u2113\u2116\u2122\u2190-\u21ff\u2202"
    "\u2206\u220f\u2211\u221a\u221e\u222b\u2248\u2260\u2264\u2265\u2500-\u27bf"
    "\u2b50\ufb01\ufb02\ufe0f\ufeff\U0001f1e6-\U0001faff]"
)
#: Other scripts: believed only where a line has several of their letters in words.
_SCRIPTS = late(
    "[\u0370-\u052f\u0531-\u058f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff"
    "\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_MIXED = late(
    "[A-Za-z][\u0370-\u052f\u0531-\u06ff]|[\u0370-\u052f\u0531-\u06ff][A-Za-z]"
    "|[\u0400-\u045f][\xc0-\xff\u0100-\u017f]|[\xc0-\xff\u0100-\u017f][\u0400-\u045f]"
)


def _is_believable(line: str) -> bool:
    """Tell whether people write such a line: no odd signs, no mixture of scripts."""
    odd = "".join(_NOT_ASCII.findall(line)).replace(LOST, "")
    rest = _WRITTEN.sub("", odd)
    if not rest:
        return True
    letters = len(_SCRIPTS.findall(rest))
    return letters == len(rest) and letters >= _SEVERAL and not _MIXED.search(line)
