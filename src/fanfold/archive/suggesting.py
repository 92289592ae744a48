"""Which known name a name may mean: by spelling, by abbreviation, by company.

Names and numbers alone, no rows. What is returned is a suggestion, with its reasons in
words; nothing here decides anything.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

#: Names less alike than this are two names (share of letter triples, 0 to 1).
ALIKE = 0.55
#: Most letters of a word that stands for a longer one.
_SHORT = 4
#: A pairing of more is no pairing; each more would take as many times longer.
_MOST_PARTS = 6
_JOINS = re.compile(r"\s*[/×]\s*|\s+[xX]\s+")
_FRIENDS = re.compile(r"\s*&\s*|\s+and\s+")
_ARTICLES = frozenset(("the", "a", "an", "der", "die", "das", "le", "la", "les"))


class Reason(StrEnum):
    """Why a name is suggested."""

    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"
    COMPANY = "company"


class Known(NamedTuple):
    """A name that could be meant. key: whatever the caller knows it by.

    works: how many bear it. chosen: the archive uses it already (it is canonical).
    """

    key: int
    name: str
    works: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One name that may be meant. score: from 0 to 1, for the order alone."""

    known: Known
    score: float
    reasons: tuple[Reason, ...]


def near(name: Known, others: Iterable[Known], *, most: int = 5) -> list[Suggestion]:
    """Return what a name may mean, by its letters; the likeliest first.

    Of two spellings the one the archive has chosen, else the one more works bear, is
    suggested for the other, and not the other way.
    """
    found = (_compared(name, each) for each in others if each.key != name.key)
    return _best([each for each in found if each], most)


def with_company(
    suggested: Sequence[Suggestion],
    mine: frozenset[int],
    theirs: Mapping[int, frozenset[int]],
    *,
    most: int = 3,
) -> list[Suggestion]:
    """Return suggestions ranked anew by what else stands on the same works.

    mine, theirs: keys of what stands beside the name, and beside each other by key.
    """
    return _best([_joined(each, mine, theirs) for each in suggested], most)


def standing_together(
    name: Known, together: Mapping[int, int], others: Mapping[int, Known]
) -> Suggestion | None:
    """Return the name that stands on nearly every work of this one, if it is longer.

    together: works that bear both, by the other's key. A pairing as it was typed
    stands so beside its names in full, however little alike the two are written.
    """
    best: Suggestion | None = None
    for key, works in together.items():
        other = others.get(key)
        if other is None or name.works < 3 or works < 0.8 * name.works:
            continue
        if len(fold(other.name)) > len(fold(name.name)) and other.works <= 2 * works:
            score = 0.4 * works / max(name.works, other.works)
            if best is None or score > best.score:
                best = Suggestion(other, score, (Reason.COMPANY,))
    return best


def _best(found: Sequence[Suggestion], most: int) -> list[Suggestion]:
    ranked = sorted(found, key=lambda s: (-s.score, -s.known.works, s.known.name))
    return ranked[:most]


def _joined(
    suggestion: Suggestion, mine: frozenset[int], theirs: Mapping[int, frozenset[int]]
) -> Suggestion:
    beside = theirs.get(suggestion.known.key, frozenset())
    smaller = min(len(mine), len(beside))
    share = len(mine & beside) / smaller if smaller else 0.0
    reasons = suggestion.reasons
    if share >= 0.5:
        reasons = (*reasons, Reason.COMPANY)
    return replace(
        suggestion, score=suggestion.score * (0.75 + 0.25 * share), reasons=reasons
    )


def _compared(name: Known, other: Known) -> Suggestion | None:
    bonus = 0.05 if other.chosen else 0.0
    alike = spelled_alike(name.name, other.name)
    if alike >= ALIKE and _comes_before(other, name):
        return Suggestion(other, 0.95 * alike + bonus, (Reason.SPELLING,))
    if abbreviates(name.name, other.name):
        return Suggestion(other, 0.8 + bonus, (Reason.ABBREVIATION,))
    return None


def _comes_before(one: Known, other: Known) -> bool:
    return (one.chosen, one.works, -one.key) > (other.chosen, other.works, -other.key)


def spelled_alike(one: str, other: str) -> float:
    """Return how alike two names are written, 0 to 1; the order of a pair is no matter.

    Other numbers (“Season 1”, “Season 2”) or another tie (friends, a couple) are
    another thing, however alike the letters.
    """
    first, second = _read(one), _read(other)
    if first.numbers != second.numbers or first.tie != second.tie:
        return 0.0
    if first.folded == second.folded:
        return 1.0
    if len(first.parts) != len(second.parts):
        return 0.0
    # No two can be as alike as that where one is far longer.
    shorter, longer = sorted((len(first.triples), len(second.triples)))
    if 2 * shorter < ALIKE * (shorter + longer):
        return 0.0
    shared = len(first.triples & second.triples)
    return 2 * shared / (shorter + longer)


def abbreviates(short: str, long: str) -> bool:
    """Tell whether a name is a shorter form of another: by initials, by some words.

    ``M/K`` of ``Mulder/Krycek``, ``Mulder/Krycek`` of ``Fox Mulder/Alex Krycek``,
    ``dS`` of ``due South``, ``MK`` of ``Mulder/Krycek``.
    """
    first, second = _read(short), _read(long)
    if len(first.folded) >= len(second.folded) or first.numbers != second.numbers:
        return False
    if len(first.parts) == len(second.parts) <= _MOST_PARTS:
        same_tie = first.tie == second.tie
        return same_tie and _each_fits(list(first.parts), list(second.parts))
    if len(first.parts) > 1 or " " in first.folded:
        return False
    initials = "".join(part.split()[-1][0] for part in second.parts)
    backwards = initials[::-1] if len(initials) == 2 else initials
    return first.folded in (initials, backwards) and short.strip().isupper()


def _each_fits(shorts: list[str], longs: list[str]) -> bool:
    """Tell whether each part stands for one of the others, in any order."""
    if not shorts:
        return True
    for long in longs:
        if _fits(shorts[0], long):
            rest = list(longs)
            rest.remove(long)
            if _each_fits(shorts[1:], rest):
                return True
    return False


def _fits(short: str, long: str) -> bool:
    words = long.split()
    if set(short.split()) <= set(words):
        return True
    letters = short.replace(" ", "")
    if not 0 < len(letters) <= _SHORT or not letters.isalpha():
        return False
    if letters == "".join(word[0] for word in words) and len(words) > 1:
        return True
    # One letter, or a few, with which a name begins: given, or of the family.
    return any(word.startswith(letters) for word in words) and len(words) < 4


class _Name(NamedTuple):
    """A name, taken apart. tie: how its parts stand to each other, "" for one alone."""

    folded: str
    parts: tuple[str, ...]
    tie: str
    numbers: tuple[str, ...]
    triples: frozenset[str]


@lru_cache(maxsize=20_000)
def _read(name: str) -> _Name:
    couple = [each for each in _JOINS.split(name) if each.strip()]
    friends = [each for each in _FRIENDS.split(name) if each.strip()]
    tie = "/" if len(couple) > 1 else "&" if len(friends) > 1 else ""
    raw = couple if tie == "/" else friends if tie == "&" else [name]
    parts = tuple(sorted(filter(None, map(fold, raw)))) or (fold(name),)
    folded = " / ".join(parts)
    numbers = tuple(re.findall(r"\d+", folded))
    return _Name(folded, parts, tie, numbers, _triples(folded))


def fold(name: str) -> str:
    """Return a name's letters and digits alone: small, without accents or article."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    flat = "".join(each for each in flat if not unicodedata.combining(each))
    words = re.sub(r"[^\w\s]|_", " ", re.sub(r"['’`.]", "", flat)).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words)


def _triples(folded: str) -> frozenset[str]:
    padded = f"  {folded} "
    counted = Counter(padded[at : at + 3] for at in range(len(padded) - 2))
    # A triple that comes twice counts twice, as one of its own.
    return frozenset(
        f"{triple}{time}" for triple, times in counted.items() for time in range(times)
    )
