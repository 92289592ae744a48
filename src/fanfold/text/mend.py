"""Undoing what wrong readings of earlier programs did to a text.

Mended is only what can be nothing else: UTF-8 that was read as something else and
written again, control characters and references to them where windows-1252 was meant,
and windows-1252 that was read on a Macintosh ("donít"). Typography is its author's:
straight quotes stay straight, three dots three dots. Lines keep their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from fanfold.model.evidence import Step
from fanfold.vocab.patterns import late

#: How often a text may have been encoded over; thrice is the most seen in the wild.
TIMES = 3


def mend(text: str) -> tuple[str, tuple[Step, ...]]:
    """Return the text with mojibake undone, and the steps taken; none for most texts.

    Works line by line, for one file may hold whole and broken lines.
    """
    steps: list[Step] = []
    odd = _odd(text)
    for rule, argument, note in _tries(text, odd):
        mended = _RULES[rule](text, argument)
        if mended != text:
            lines = _differing(text, mended)
            steps.append(Step(rule, argument, f"{note} Lines: {lines}."))
            text = mended
    return text, tuple(steps)


def replay(text: str, steps: Iterable[Step]) -> str:
    """Return what the steps of `mend` make of the decoded text.

    Raises ValueError for a step that is not `mend`'s.
    """
    for step in steps:
        if step.rule not in _RULES:
            raise ValueError(f"{step.rule} is no step of mend")
        text = _RULES[step.rule](text, step.argument)
    return text


def _odd(text: str) -> str:
    """Return what is not ASCII, parted by spaces: little of most texts."""
    return "" if text.isascii() else " ".join(_NOT_ASCII_RUN.findall(text))


def _tries(text: str, odd: str) -> Iterator[tuple[str, str, str]]:
    """Yield the rules that may have something to do, with their arguments."""
    # One character became at least two: a curly quote alone is no sign of it.
    for codec in _MISREAD_AS if _PAIR.search(odd) else ():
        if _sequence(codec).search(odd):
            for _ in range(TIMES):
                yield "mend.double-utf8/1", codec, f"UTF-8 had been read as {codec}."
    if "&#1" in text:
        yield "mend.references/1", "", "References to controls meant windows-1252."
    if _CONTROL.search(odd):
        yield "mend.c1/1", "", "Control characters stood where windows-1252 was meant."
    if "í" in odd:
        yield "mend.mac/1", "", "windows-1252 had been read as Mac Roman."


def _differing(before: str, after: str) -> str:
    pairs = enumerate(zip(before.split("\n"), after.split("\n"), strict=True), start=1)
    numbers = [str(number) for number, (old, new) in pairs if old != new]
    return ", ".join(numbers[:8]) + (" …" if len(numbers) > 8 else "")


# -- UTF-8 read as something else ---------------------------------------------------

_MISREAD_AS = ("windows-1252", "mac-roman", "windows-1250")


@cache
def _byte_of(codec: str) -> dict[str, int]:
    """Return each character above ASCII with its byte; open places are controls."""
    letters = {
        byte: bytes([byte]).decode(codec, "ignore") or chr(byte)
        for byte in range(0x80, 0x100)
    }
    return {letter: byte for byte, letter in letters.items()}


def _class_of(codec: str, first: int, last: int) -> str:
    letters = (
        letter for letter, byte in _byte_of(codec).items() if first <= byte <= last
    )
    return "[" + "".join(map(re.escape, letters)) + "]"


@cache
def _sequence(codec: str) -> re.Pattern[str]:
    """Return what one UTF-8 character beyond ASCII looks like when read as `codec`."""
    follow = _class_of(codec, 0x80, 0xBF)
    two, three = _class_of(codec, 0xC2, 0xDF), _class_of(codec, 0xE0, 0xEF)
    four = _class_of(codec, 0xF0, 0xF4)
    return re.compile(f"{two}{follow}|{three}{follow}{{2}}|{four}{follow}{{3}}")


_NOT_ASCII = late("[^\x00-\x7f]")
_PAIR = late("[^\x00-\x7f]{2}")
_NOT_ASCII_RUN = late("[^\x00-\x7f]+")
#: What people wrote: Latin, Greek and Cyrillic letters, punctuation, signs, emoji, and
#: the halves of a text that was encoded twice over.
_WRITTEN = late(
    "[\u0080-\u024f\u0370-\u04ff\u2010-\u2044\u20ac\u2122\u02c6\u02dc\u2190-\u21ff"
    "\u25a0-\u27bf\ufb01\ufb02\u221a\u2202"
    "\U0001f300-\U0001faff]"
)
#: Letters of East Asia: believed only where a line has several of them.
_EAST_ASIAN = late("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")


def _undo_utf8(text: str, codec: str) -> str:
    sequence = _sequence(codec)
    if not sequence.search(text):
        return text
    lines = text.split("\n")
    whole = [_undone(line, codec, strict=True) for line in lines]
    # Two whole lines are proof enough to mend single sequences in mixed lines too.
    proven = sum(a != b for a, b in zip(lines, whole, strict=True)) > 1
    if proven:
        whole = [_undone(line, codec, strict=False) for line in whole]
    return "\n".join(whole)


def _undone(line: str, codec: str, *, strict: bool) -> str:
    """Return the line as it was before it was read as `codec`.

    strict: only where every character beyond ASCII is part of a sequence.
    """
    if line.isascii():
        return line
    sequence = _sequence(codec)
    if strict and _NOT_ASCII.search(sequence.sub("", line)):
        return line

    many = strict and sum(len(each) > 2 for each in sequence.findall(line)) > 3

    def meant(found: re.Match[str]) -> str:
        table = _byte_of(codec)
        raw = bytes(table[letter] for letter in found[0])
        letter = raw.decode("utf-8", "ignore")
        sure = strict or len(found[0]) > 2
        believed = _WRITTEN.fullmatch(letter) or (
            many and _EAST_ASIAN.fullmatch(letter)
        )
        return letter if sure and believed else found[0]

    return sequence.sub(meant, line)


# -- Controls where windows-1252 was meant ------------------------------------------

_WINDOWS = {
    byte: letter
    for byte in range(0x80, 0xA0)
    if (letter := bytes([byte]).decode("windows-1252", "ignore"))
}
_CONTROL = late("[\x80-\x9f]")
_REFERENCE = late("&#0{0,4}(1[2-5][0-9]);?")


def _name_controls(text: str, _argument: str) -> str:
    return text.translate(_WINDOWS)


def _name_references(text: str, _argument: str) -> str:
    return _REFERENCE.sub(lambda found: _WINDOWS.get(int(found[1]), found[0]), text)


# -- windows-1252 read as Mac Roman -------------------------------------------------

#: Words that nobody writes with an accent: the proof that a text is broken this way.
_PROOF = late(
    r"\b(?:do|ca|wo|did|is|was|could|would|does|had|has|have|are|were|should)n"
    r"ít\b|\b(?:[Ii]t|[Hh]e|[Ss]he|[Tt]hat|[Ww]hat|[Tt]here|[Ll]et)í(?:s|d|ll)\b"
    r"|\bIí(?:m|d|ll|ve)\b|\b(?:[Yy]ou|[Ww]e|[Tt]hey)í(?:re|ve|ll|d)\b"
)
_LETTER = "[^\\W\\d_]"
_MAC_MARKS = (
    (rf"(?<={_LETTER})í(?=(?:t|s|d|ll|re|ve|m)\b)", "’"),
    (rf"(?<=s)í(?!{_LETTER})|(?<!{_LETTER})í(?=(?:em|cause|til|tis|twas)\b)", "’"),
    (rf"(?<!{_LETTER})ì(?=\w|[ëÖ*_<…])", "“"),
    (r"(?<=[\w.,!?;:…Ö*_>íñó-])î(?!\w)", "”"),
    (rf"(?<!{_LETTER})ë(?={_LETTER})", "‘"),
    (r"(?<=[.,!?])í(?!\w)", "’"),
    (r"(?<=\w)Ö(?!\w)|(?<![\w])Ö(?!\w)", "…"),
    (r"(?<= )ñ(?= )", "–"),
    (r"(?<=[ \w,.])ó(?=[ ”])|(?<=[ ”])ó(?=[ \w])", "—"),
)


def _undo_mac(text: str, _argument: str) -> str:
    if "’" in text or not _PROOF.search(text):
        return text
    for pattern, mark in _MAC_MARKS:
        text = re.sub(pattern, mark, text)
    return text


_RULES: dict[str, Callable[[str, str], str]] = {
    "mend.double-utf8/1": _undo_utf8,
    "mend.references/1": _name_references,
    "mend.c1/1": _name_controls,
    "mend.mac/1": _undo_mac,
}
