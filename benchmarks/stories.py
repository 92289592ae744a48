"""Stories without meaning, as long as wished and the same for the same seed."""

from __future__ import annotations

import random
import textwrap
from html import escape

_WORDS = [
    *(
        "the",
        "a",
        "of",
        "and",
        "to",
        "in",
        "he",
        "she",
        "it",
        "was",
        "that",
    ),
    *(
        "had",
        "her",
        "his",
        "with",
        "for",
        "on",
        "as",
        "at",
        "but",
        "not",
        "be",
    ),
    *(
        "they",
        "from",
        "said",
        "him",
        "this",
        "one",
        "all",
        "out",
        "up",
        "were",
    ),
    *(
        "no",
        "what",
        "so",
        "if",
        "there",
        "by",
        "would",
        "when",
        "do",
        "lamp",
    ),
    *(
        "harbour",
        "rain",
        "boat",
        "watch",
        "door",
        "night",
        "wind",
        "letter",
    ),
    *(
        "bell",
        "rope",
        "stair",
        "kettle",
        "morning",
        "captain",
        "ledger",
        "lantern",
    ),
    *(
        "tide",
        "gull",
        "window",
        "stove",
        "remembered",
        "nothing",
        "slowly",
    ),
]
_HEAD = (
    "Title: The Last Watch\nAuthor: Marrow\nPairing: T/R\nRating: PG-13\n"
    "Summary: Tarn keeps the watch, and somebody keeps Tarn.\n"
    "Disclaimer: They are not mine, and no money is made.\n\n"
)


def as_text(dice: random.Random, size: int, *, curly: bool = False) -> str:
    """Return a story of about `size` letters, hard-wrapped, in chapters.

    curly: with curly quotes and dashes.
    """
    parts = [_HEAD]
    for paragraph in paragraphs(dice, size, curly=curly):
        parts += [textwrap.fill(paragraph, 72), "\n\n"]
    return "".join([*parts, "The End\n"])


def as_page(dice: random.Random, size: int) -> str:
    """Return the like as a page, with emphasis and curly quotes."""
    parts = [
        "<html><head><title>The Last Watch</title></head><body bgcolor=#ffffff>\n"
        "<center><h1>The Last Watch</h1>by Marrow</center>\n"
        "<p><b>Rating:</b> PG-13<br><b>Pairing:</b> T/R</p>\n"
    ]
    for paragraph in paragraphs(dice, size, curly=True):
        parts.append(f"<p>{escape(paragraph).replace('*rain*', '<i>rain</i>')}</p>\n")
    return "".join([*parts, "</body></html>\n"])


def paragraphs(dice: random.Random, size: int, *, curly: bool) -> list[str]:
    """Return paragraphs of about `size` letters in all, some of them chapter heads."""
    made, length, chapter = [], 0, 1
    while length < size:
        if length >= (chapter - 1) * 20_000:
            made.append(f"Chapter {chapter}")
            chapter += 1
        sentences = (_sentence(dice, curly=curly) for _ in range(dice.randint(1, 6)))
        made.append(" ".join(sentences))
        length += len(made[-1]) + 2
    return made


def _sentence(dice: random.Random, *, curly: bool) -> str:
    words = dice.choices(_WORDS, k=dice.randint(4, 18))
    if dice.random() < 0.05:
        words[dice.randrange(len(words))] = "*rain*"
    said = " ".join(words).capitalize()
    if dice.random() > 0.3:
        return said + "."
    return f"“{said},” she said – it wasn’t…" if curly else f'"{said}," she said.'
