"""What a person checks after an import: encodings, ratings, authors, copies, mending.

Counted while the items are settled, from the plan alone, so that a run that goes on
after a kill counts all the same. Holds no address and no whole text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from fanfold.intake.mended import Changed, Mended
from fanfold.intake.ports import Item, Proposal, Verdict
from fanfold.intake.proposal import SAME
from fanfold.model.creator import BYLINE
from fanfold.model.draft import DraftWork
from fanfold.model.evidence import best
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.text.addresses import removed
from fanfold.text.house import plain

#: Duplicates that are named; the others are counted.
_NAMED = 1000
#: Problems that tell of what is referred to and is not there, and of what is there and
#: belongs to nothing.
MISSING = (
    *("chapter-file-missing", "story-file-missing", "part-missing", "missing-page"),
    *("missing-pages", "chapter-not-fetched", "epub-part-missing", "mail-parts"),
)
UNPLACED = ("chapter-file-orphan", "chapter-orphan", "review-orphan", "unlisted-file")


class Duplicate(NamedTuple):
    """A draft that is, or may be, in the archive already.

    item: its key; verdict: what was proposed; work: public id of the one that is there;
    identical: their texts are the same, letter by letter.
    """

    item: str
    title: str
    verdict: str
    work: str
    there: str
    identical: bool


class Census:
    """Counts items one by one. originals: by SHA-256, to show what was mended."""

    def __init__(self, originals: Mapping[str, Original]) -> None:
        self._encodings: Counter[str] = Counter()
        self._ratings: Counter[tuple[str, str]] = Counter()
        self._authors: dict[str, bool] = {}
        self._mended = Mended(originals)
        self.addresses = 0
        self.duplicates: list[Duplicate] = []

    def item(self, item: Item) -> None:
        """Take an item as it stands in the plan."""
        draft = item.draft
        if not isinstance(draft, DraftWork):
            return
        addresses = item.addresses or len(draft.emails)
        self.addresses += addresses
        self._encodings.update(encodings_of(draft))
        said, meant = best(draft.rating_raw), best(draft.rating)
        if said is not None or meant is not None:
            words = removed(plain(said.value)) if said else ""
            self._ratings[words, meant.value.value if meant else ""] += 1
        else:
            self._ratings["", ""] += 1
        named = best(draft.creators)
        for credit in named.value if named else ():
            if credit.role in BYLINE:
                name = " ".join(credit.name.casefold().split())
                known = self._authors.get(name, False)
                self._authors[name] = known or bool(addresses)
        self._mended.take(item.key, draft)

    def proposed(self, item: Item, proposal: Proposal) -> None:
        """Take what was proposed for an item that is open."""
        asked = any(each.code == SAME for each in proposal.questions)
        known = proposal.verdict in (Verdict.MERGE, Verdict.SKIP) or asked
        if not proposal.candidates or not known:
            return
        first = proposal.candidates[0]
        self.duplicates.append(
            Duplicate(
                item.key,
                _title(item),
                proposal.verdict.value,
                first.work_id,
                removed(plain(first.title)),
                first.identical,
            )
        )

    @property
    def changed(self) -> tuple[Changed, ...]:
        """The texts that were changed most on their way from bytes."""
        return self._mended.most()

    def as_json(self) -> dict[str, Any]:
        """Return all that was counted."""
        named = len(self._authors)
        return {
            "encodings": [
                {"encoding": name, "texts": count}
                for name, count in self._encodings.most_common()
            ],
            "ratings": [
                {"said": said, "rating": meant, "stories": count}
                for (said, meant), count in self._ratings.most_common()
            ],
            "authors": {
                "named": named,
                "without_address": named - sum(self._authors.values()),
            },
            "sealed": {"addresses": self.addresses},
            "duplicates": {
                "found": len(self.duplicates),
                "named": [each._asdict() for each in self.duplicates[:_NAMED]],
            },
            "changed": [each.as_json() for each in self.changed],
        }


def encodings_of(draft: DraftWork) -> Counter[str]:
    """Return in which encodings a work's chapters were stored, where one is known."""
    found: Counter[str] = Counter()
    for chapter in draft.chapters:
        claim = best(chapter.html)
        for step in claim.steps if claim else ():
            stage, _, rule = step.rule.partition(".")
            if stage == "decode" and not rule.startswith("line-ends"):
                found[rule.rpartition("/")[0]] += 1
                break
    return found


def unplaced(problems: list[Problem]) -> dict[str, list[dict[str, str]]]:
    """Return what is missing and what belongs to nothing, with places and codes."""
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    parts = (("missing", MISSING), ("unplaced", UNPLACED))
    return {
        name: [
            {
                "code": each.code,
                "place": removed(each.place),
                "detail": removed(each.detail),
                "severity": each.severity.value,
            }
            for each in problems
            if each.code in codes
        ]
        for name, codes in parts
    }


def _title(item: Item) -> str:
    claim = best(item.draft.title) if isinstance(item.draft, DraftWork) else None
    return removed(plain(claim.value)) if claim else ""
