"""Twenty-eight pairs of language and encoding, long and short, with nothing declared;
and English with curly quotes, which has to be right every time."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from fanfold.text.decode import decode
from fanfold.text.mend import mend

PAIRS = tomllib.loads(
    (Path(__file__).parent / "encoding_trial.toml").read_text(encoding="utf-8")
)["pair"]
TEXTS = [(pair["encoding"], pair[size]) for pair in PAIRS for size in ("long", "short")]
ENGLISH = (
    "“It’s late.”",
    "She hadn’t slept – nobody had…",
    "‘Tis the season,” he’d said, “isn’t it?”",
    "the boys’ boats — all of them — were gone",
    "He said “no” and left. “Wait,” called Wren; “don’t go!” But he’d gone…",
    "The cafés weren’t open, and the naïve clerk’s “résumé” lay on the bar.",
)


def doubled(text: str, times: int = 1) -> bytes:
    for _ in range(times):
        text = "".join(
            bytes([byte]).decode("windows-1252", "ignore") or chr(byte)
            for byte in text.encode()
        )
    return text.encode()


def read(raw: bytes) -> str:
    return mend(decode(raw)[0])[0]


def test_there_are_twenty_eight_pairs_in_both_sizes() -> None:
    pairs = {(pair["language"], pair["encoding"]) for pair in PAIRS}

    assert len(pairs) == len(PAIRS) == 28
    assert len(TEXTS) == 56


def test_at_least_54_of_56_are_read_as_they_were_meant() -> None:
    wrong = [
        (encoding, text[:30])
        for encoding, text in TEXTS
        if read(text.encode(encoding)) != text
    ]

    assert len(wrong) <= 2, wrong


@pytest.mark.parametrize("text", ENGLISH)
@pytest.mark.parametrize("times", [1, 40])
def test_english_with_curly_quotes_is_always_right(text: str, times: int) -> None:
    whole = "\n".join([text] * times)

    assert read(whole.encode("windows-1252")) == whole
    assert read(whole.encode("mac-roman")) == whole
    assert read(whole.encode("mac-roman").replace(b"\n", b"\r")) == whole
    assert read(whole.encode()) == whole
    assert read(doubled(whole)) == whole
    assert read(doubled(whole, 2)) == whole
