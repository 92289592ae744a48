"""Scores of read works beside the trial set's answers: a share from 0 to 1 a field.

Works are paired by title, author and first words. Texts count as right when they agree
after case, quotes, dashes and outer signs are folded; long ones also when nine tokens
in ten agree (notes six). Lists count by the share they agree in. Where the answer is
silent an empty value is not counted, and a value out of thin air is wrong.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]
Scores = dict[str, list[float]]

_TEXTS = ("title", "rating_raw", "spoilers_raw", "dedication", "distribution_raw")
_LONG = {"summary": 0.9, "disclaimer": 0.9, "notes": 0.6}
_LISTS = (
    *("authors", "emails", "fandoms", "relationships_raw", "characters_raw"),
    *("warnings_raw", "archives_named"),
)
_CODES = {
    "rating": "unrated",
    "permission": "unstated",
    "language": "",
    "status": "unknown",
}
#: How much a field weighs in a document's mark.
WEIGHTS = {
    "works": 3,
    "title": 3,
    "authors": 3,
    "emails": 1,
    "fandoms": 1,
    "relationships_raw": 1.5,
    "characters_raw": 0.5,
    "rating_raw": 1,
    "rating": 2,
    "warnings_raw": 1,
    "summary": 2,
    "disclaimer": 1,
    "notes": 0.5,
    "series": 0.5,
    "spoilers_raw": 1,
    "dedication": 0.5,
    "distribution_raw": 1,
    "permission": 2,
    "archives_named": 1,
    "date": 0.5,
    "language": 0.5,
    "status": 1,
    "chapter_count": 2.5,
    "chapter_bounds": 5,
    "chapter_titles": 1,
    "word_count": 3,
}
_QUOTES = str.maketrans("‘’‚‛′`´“”„‟″«»", "'''''''" + '"' * 7)


def document(gold: Sequence[Record], found: Sequence[Record]) -> Scores:
    """Return the marks of one document's works by field, one number a work."""
    scores: Scores = {"works": [float(len(gold) == len(found))]}
    partners = _paired(gold, found)
    for place, right in enumerate(gold):
        partner = partners.get(place)
        for name, mark in _work(right, partner or {}).items():
            scores.setdefault(name, []).append(mark if partner is not None else 0.0)
    return scores


def mark(scores: Scores) -> float:
    """Return one document's mark, its fields weighed."""
    known = {name: marks for name, marks in scores.items() if name in WEIGHTS}
    total = sum(WEIGHTS[name] for name in known)
    return sum(WEIGHTS[n] * sum(m) / len(m) for n, m in known.items()) / total


def _work(gold: Record, found: Record) -> dict[str, float]:
    silent = set(gold.get("ungraded") or ())
    marks: dict[str, float] = {}
    for name in (*_TEXTS, *_LONG):
        right, seen = str(gold.get(name) or ""), str(found.get(name) or "")
        if name in silent or (not right and (not seen or name == "notes")):
            continue
        marks[name] = _same_text(name, right, seen)
    for name in _LISTS:
        right_list, seen_list = _list(gold, name), _list(found, name)
        if name not in silent and (right_list or seen_list):
            marks[name] = _agreement(set(right_list), set(seen_list))
    for name, absent in _CODES.items():
        if name not in silent:
            right, seen = gold.get(name) or absent, found.get(name) or absent
            marks[name] = float(
                right[:2] == seen[:2] if name == "language" else right == seen
            )
    if gold.get("date") and "date" not in silent:
        day = _day(gold["date"])
        marks["date"] = float(_day(found.get("date"))[: len(day)] == day)
    if gold.get("series") and "series" not in silent:
        titles = [each["title"] for each in found.get("series") or ()]
        marks["series"] = float(_fold(" ".join(titles)) == _fold(gold["series"]))
    return marks | _chapters(gold, found, silent)


def _chapters(gold: Record, found: Record, silent: set[str]) -> dict[str, float]:
    right = [
        (_bare(c["first_words"]), _bare(c["last_words"])) for c in gold["chapters"]
    ]
    texts = [_words(c["text"]) for c in found.get("chapters") or ()]
    seen = [(_bare(" ".join(t[:6])), _bare(" ".join(t[-6:]))) for t in texts]
    hits = sum((Counter(right) & Counter(seen)).values())
    marks = {
        "chapter_count": float(len(right) == len(seen)),
        "chapter_bounds": hits / max(len(right), len(seen)),
    }
    wanted = [_heading(c["title"]) for c in gold["chapters"] if c.get("title")]
    if wanted and "chapter_titles" not in silent:
        told = [
            _heading(c["title"]) for c in found.get("chapters") or () if c.get("title")
        ]
        marks["chapter_titles"] = sum(each in told for each in wanted) / len(wanted)
    count = found.get("word_count", sum(map(len, texts)))
    off = abs(count - gold["word_count"]) / gold["word_count"]
    return marks | {"word_count": float(off <= 0.01)}


def _same_text(name: str, right: str, seen: str) -> float:
    if name == "rating_raw":
        right, seen = (
            re.sub(r"(?i)^rat(ed|ing)\W+", "", each) for each in (right, seen)
        )
    if _fold(right) == _fold(seen) or (right and _tokens(right) == _tokens(seen)):
        return 1.0
    near = _LONG.get(name)
    return float(
        bool(near) and _agreement(_tokens(right), _tokens(seen)) >= (near or 0)
    )


def _agreement(one: Any, other: Any) -> float:
    """Return the F1 of two bags."""
    right, seen = Counter(one), Counter(other)
    both = sum((right & seen).values())
    return (
        2 * both / (sum(right.values()) + sum(seen.values())) if right or seen else 1.0
    )


def _paired(gold: Sequence[Record], found: Sequence[Record]) -> dict[int, Record]:
    likeness = sorted(
        (
            (_likeness(right, seen), -at, -place)
            for at, right in enumerate(gold)
            for place, seen in enumerate(found)
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for _, at, place in likeness:
        if -at not in pairs and -place not in pairs.values():
            pairs[-at] = -place
    return {at: found[place] for at, place in pairs.items()}


def _likeness(gold: Record, found: Record) -> float:
    titles = _tokens(gold.get("title") or ""), _tokens(found.get("title") or "")
    authors = _list(gold, "authors"), _list(found, "authors")
    text = (found.get("chapters") or [{"text": ""}])[0]["text"]
    first = (
        _tokens(gold["chapters"][0]["first_words"]),
        _tokens(" ".join(_words(text)[:6])),
    )
    return 3 * _agreement(*titles) + _agreement(*authors) + 2 * _agreement(*first)


def _list(record: Record, name: str) -> list[str]:
    values = [_fold(each) for each in record.get(name) or ()]
    if name == "archives_named":
        return [re.sub(r"^(the|my|at) ", "", each) for each in values]
    return values


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", html.unescape(text)).translate(_QUOTES)
    text = re.sub(r"[\u2010-\u2015\u2212]|--+", "-", text)
    return " ".join(text.split()).casefold().strip(" \"'*_~.,;:")


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['‘’]", "", _fold(text)))


def _words(text: str) -> list[str]:
    return [word for word in text.split() if any(map(str.isalnum, word))]


def _bare(text: str) -> str:
    return "".join(_tokens(text))


def _heading(title: str) -> str:
    bare = re.sub(
        r"^(chapter|part|chapitre|kapitel|cap[ií]tulo|teil)?\s*"
        r"([0-9]+|[ivxl]+|one|two|three|four|five)?\s*[.:)\-]*\s+",
        "",
        _fold(title),
    )
    return bare or _fold(title)


def _day(date: Any) -> tuple[int, ...]:
    found = re.search(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", str(date or ""))
    return tuple(int(part) for part in found.groups() if part) if found else ()
