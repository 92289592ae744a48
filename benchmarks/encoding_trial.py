"""How many texts are read as they were meant, beside detectors and menders?

The texts are those of tests/text/encoding_trial.toml, and the commonest case of all:
English with curly quotes, in windows-1252, Mac Roman and doubled UTF-8.
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.rows import Row
from fanfold.text.decode import decode
from fanfold.text.mend import mend

_TEXTS = Path(__file__).parents[1] / "tests" / "text" / "encoding_trial.toml"
_ENGLISH = (
    "“It’s late,” said Wren.",
    "She hadn’t slept – nobody had…",
    "The café wasn’t open.",
    "“Don’t,” he’d said, “don’t wait.”",
)
#: A text and its bytes.
_Case = tuple[str, bytes]
_Read = Callable[[bytes], str]


def measure(*, large: bool = False) -> list[Row]:
    """Return how many texts each reads wrongly, and the time each takes."""
    pairs = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))["pair"]
    trial = [
        (pair[size], pair[size].encode(pair["encoding"]))
        for pair in pairs
        for size in ("long", "short")
    ]
    english = [
        (text, text.encode(codec))
        for text in _ENGLISH
        for codec in ("windows-1252", "mac-roman")
    ]
    doubled = [(text, text.encode().decode("latin-1").encode()) for text in _ENGLISH]
    return [
        *_beside(f"{len(trial)} texts, wrong", trial, _DETECTORS),
        *_beside(f"{len(english)} English texts, wrong", english, _DETECTORS),
        *_beside(f"{len(doubled)} doubled texts, wrong", doubled, _MENDERS),
        *_times(trial),
    ]


def _ours(raw: bytes) -> str:
    return mend(decode(raw)[0])[0]


def _chardet(raw: bytes) -> str:
    from chardet import detect

    return raw.decode(detect(raw)["encoding"] or "ascii", "replace")


def _charset_normalizer(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    return str(from_bytes(raw).best() or "")


def _ftfy(raw: bytes) -> str:
    from ftfy import fix_text

    return fix_text(raw.decode(), uncurl_quotes=False, normalization=None)


_DETECTORS: dict[str, _Read] = {
    "chardet": _chardet,
    "charset-normalizer": _charset_normalizer,
}
_MENDERS: dict[str, _Read] = {"ftfy": _ftfy}


def _wrong(cases: Sequence[_Case], read: _Read) -> int:
    return sum(not _reads(read, raw, text) for text, raw in cases)


def _reads(read: _Read, raw: bytes, text: str) -> bool:
    try:
        return read(raw) == text
    except (LookupError, UnicodeDecodeError):
        return False


def _beside(
    question: str, cases: Sequence[_Case], peers: dict[str, _Read]
) -> list[Row]:
    ours = _wrong(cases, _ours)
    return [
        Row(question, ours, _wrong(cases, read), "texts", name)
        for name, read in peers.items()
    ]


def _times(cases: Sequence[_Case]) -> list[Row]:
    ours, theirs = (_seconds(cases, read) for read in (_ours, _chardet))
    return [Row("the same, time", 1000 * ours, 1000 * theirs, "ms CPU", "chardet")]


def _seconds(cases: Sequence[_Case], read: _Read) -> float:
    began = time.process_time()
    _wrong(cases, read)
    return time.process_time() - began
