"""Undoing what wrong readings of earlier programs did to a text.

Mended is only what can be nothing else: UTF-8 that was read as something else and
written again (misread.py), control characters and references to them where
windows-1252 was meant, and curly quotes that another machine's alphabet made letters
of ("donít", "donÕt", "donÆt": quotes.py). Typography is its author's: straight quotes
stay straight, three dots three dots. Lines keep their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fanfold.model.evidence import Step
from fanfold.model.problem import Problem, Severity
from fanfold.text import misread, quotes
from fanfold.text.odd import odd_runs
from fanfold.vocab.patterns import late

#: How often a text may have been encoded over; thrice is the most seen in the wild.
TIMES = 3


def mend(
    text: str, *, times: int = TIMES, doubled: bool = False
) -> tuple[str, tuple[Step, ...]]:
    """Return the text with mojibake undone, and the steps taken; none for most texts.

    Works line by line, for one file may hold whole and broken lines.
    times: so often it may have been encoded over. doubled: True where most of what
    came with it was, so that less proof is asked.
    """
    steps: list[Step] = []
    in_vain: set[str] = set()
    for rule, argument, note in _tries(text, times, doubled=doubled):
        if argument in in_vain:
            continue
        mended = _RULES[rule](text, argument)
        if mended != text:
            lines = _differing(text, mended)
            steps.append(Step(rule, argument, f"{note} Lines: {lines}."))
            text = mended
        elif argument:
            in_vain.add(argument)
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


def remarks(steps: Iterable[Step], place: str) -> Iterator[Problem]:
    """Yield what a person should know about how `place` (a file's name) was mended."""
    told = [step.note for step in steps if step.rule == _DOUBLE]
    if told:
        yield Problem("mojibake-repaired", place, " ".join(told), Severity.NOTE)


_PAIR = late("[^\x00-\x7f]{2}")


def _tries(text: str, times: int, *, doubled: bool) -> Iterator[tuple[str, str, str]]:
    """Yield the rules that may have something to do, with their arguments."""
    odd = "" if text.isascii() else odd_runs(text)
    # One character became at least two: a curly quote alone is no sign of it.
    for codec in misread.CODECS if _PAIR.search(odd) else ():
        if misread.may_be(odd, codec):
            argument = f"{codec} proven" if doubled else codec
            for _ in range(times):
                yield _DOUBLE, argument, f"UTF-8 had been read as {codec}."
    if "\ufeff" in odd or "ï»¿" in odd:
        yield "mend.mark/1", "", "A byte order mark had become part of the text."
    if "&#1" in text:
        yield "mend.references/1", "", "References to controls meant windows-1252."
    # Below a wrong reading a control is two letters, of which this is the first.
    if _CONTROL.search(odd) or "Â" in odd:
        yield "mend.c1/1", "", "Control characters stood where windows-1252 was meant."
    for name, told in quotes.ALPHABETS.items():
        if told.apostrophe in odd:
            yield "mend.quotes/1", name, told.note


def _differing(before: str, after: str) -> str:
    pairs = enumerate(zip(before.split("\n"), after.split("\n"), strict=True), start=1)
    numbers = [str(number) for number, (old, new) in pairs if old != new]
    return ", ".join(numbers[:8]) + (" …" if len(numbers) > 8 else "")


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


# -- The mark at a file's start ------------------------------------------------------

_MARKS = late(r"\A(?:\ufeff|ï»¿)+")


def _without_mark(text: str, _argument: str) -> str:
    """Return the text without marks at its start; inside they are left."""
    return _MARKS.sub("", text)


_DOUBLE = "mend.double-utf8/3"
_RULES: dict[str, Callable[[str, str], str]] = {
    _DOUBLE: misread.undone,
    "mend.mark/1": _without_mark,
    "mend.references/1": _name_references,
    "mend.c1/1": _name_controls,
    "mend.quotes/1": quotes.brought_back,
}
