"""The index: its fields, and how text becomes words in it.

Raise FORM with every change here: an index of another form is made anew.
"""

from __future__ import annotations

import re
from functools import cache

import tantivy
from tantivy import Filter, Schema, SchemaBuilder, TextAnalyzer, Tokenizer

from fanfold.archive.search.frequent import COLUMN

FORM = 5
#: Fields of names and sentences, with how much a word in them weighs.
TEXTS = {
    "title": 6.0,
    "creators": 5.0,
    "fandoms": 4.0,
    "relationships": 4.0,
    "characters": 4.0,
    "tags": 3.0,
    "warnings": 3.0,
    "categories": 2.0,
    "series": 3.0,
    "sources": 1.0,
    "summary": 2.0,
    "notes": 1.0,
    "body": 1.0,
}
#: Words of these languages are also found in their other forms ("snowed", "snowing").
STEMMED = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
#: Values matched whole, each with counts. `about`: every tag, what it means here and
#: what stands above it; `unsure`: fields whose value is a guess.
WHOLE = (
    "rating",
    "status",
    "language",
    "category",
    "collection",
    "creator",
    "in_series",
    "year",
    "unsure",
    "about",
    "audience",
)
#: Tags that are counted, by the numbers of their rows; free tags all together, and in
#: `kinds` by kind; and the names in bylines. The index counts numbers in a third of the
#: time that words take it.
COUNTED = ("fandom", "relationship", "character", "warning", "free", "byline")
#: crossing, pairings: how many fandoms and relationships a work bears.
NUMBERS = (
    *("words", "chapters", "crossing", "pairings"),
    *("date", "published", "updated", "added", "reveal_at"),
)
#: Letters of scripts that leave no room between words: Han, kana, Thai, Lao, Khmer,
#: Burmese. Each is a word of the field RUNS, and so any part of a run is found.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
RUNS = "runs"
#: Stands between two runs, so that no search reaches from one into the other.
_GAP = "|"
_LONGEST = 60


@cache
def schema() -> Schema:
    """Return the fields of the index."""
    builder = SchemaBuilder()
    builder.add_text_field(
        "id", stored=True, fast=True, tokenizer_name="raw", index_option="basic"
    )
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="words")
    for code in STEMMED:
        builder.add_text_field(
            f"stem_{code}", tokenizer_name=f"stem_{code}", index_option="freq"
        )
    builder.add_text_field(RUNS, tokenizer_name="whitespace")
    for name in (*WHOLE, "sort_title"):
        builder.add_text_field(
            name, fast=True, tokenizer_name="raw", index_option="basic"
        )
    for name in (*COUNTED, COLUMN):
        builder.add_unsigned_field(name, fast=True)
    builder.add_json_field("kinds", fast=True, tokenizer_name="raw")
    for name in NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_boolean_field("gated", indexed=True, fast=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Name the tokenizers: an opened index knows only those it is told."""
    index.register_tokenizer("words", analyzer())
    for code in STEMMED:
        index.register_tokenizer(f"stem_{code}", stemmer(code))


@cache
def analyzer() -> TextAnalyzer:
    """Return what makes words: small letters, no accents, no signs."""
    return _plain().build()


@cache
def stemmer(code: str) -> TextAnalyzer:
    """Return the same for a language of STEMMED, cut to the words' stems."""
    return _plain().filter(Filter.stemmer(STEMMED[code])).build()


def _plain() -> tantivy.TextAnalyzerBuilder:
    return (
        tantivy.TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


def unspaced(text: str) -> bool:
    """Tell whether a text has letters of a script without spaces."""
    return _UNSPACED.search(text) is not None


def runs_of(text: str) -> str:
    """Return the letters of such scripts, each as a word, runs apart."""
    if not unspaced(text):
        return ""
    words: list[str] = []
    last = -1
    for found in _UNSPACED.finditer(text):
        if words and found.start() != last:
            words.append(_GAP)
        words.append(found[0])
        last = found.end()
    return " ".join(words)


def stem_field(language: str) -> str | None:
    """Return the field for texts of a language (BCP 47), if its words have stems."""
    code = language.lower().split("-")[0]
    return f"stem_{code}" if code in STEMMED else None
