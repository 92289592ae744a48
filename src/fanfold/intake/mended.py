"""Texts before and after what was done to their letters, those changed most first.

Where the original is one text, its bytes are read plainly as UTF-8 and once more by
the steps that the claim tells, and the lines compared. Where it is a database or a
mailbox, what a field held is compared with what was made of it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from fanfold.model.draft import DraftWork
from fanfold.model.evidence import Claim, Step, best
from fanfold.model.original import Original
from fanfold.text.addresses import removed
from fanfold.text.house import plain
from fanfold.text.replay import replay

MOST, _SAMPLES, _WIDTH = 20, 3, 160
_LARGEST = 1 << 20  # bytes of an original that is read again for its lines
_PLAIN = ("decode.utf-8/", "decode.utf-8-sig/", "decode.ascii/", "decode.line-ends/")


class Changed(NamedTuple):
    """One text. item: key of the item it is of; lines: how many came out otherwise;
    samples: (before, after)."""

    item: str
    title: str
    file: str
    lines: int
    samples: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON, without anybody's address."""
        pairs = [{"before": removed(b), "after": removed(a)} for b, a in self.samples]
        named = {"title": removed(self.title), "file": removed(self.file)}
        return {"item": self.item, **named, "lines": self.lines, "samples": pairs}


class Mended:
    """Keeps the most changed of all texts it is shown."""

    def __init__(self, originals: Mapping[str, Original]) -> None:
        self._originals = originals
        self._seen: set[str] = set()
        self._heap: list[tuple[int, int, Changed]] = []
        self._number = 0

    def take(self, item: str, draft: DraftWork) -> None:
        """Look at a work; one file that holds several counts once. item: its key."""
        changed = self._file(draft) or self._fields(draft)
        if changed is None:
            return
        changed = changed._replace(item=item)
        self._number -= 1  # of two changed alike the first is kept
        heapq.heappush(self._heap, (changed.lines, self._number, changed))
        if len(self._heap) > MOST:
            heapq.heappop(self._heap)

    def most(self) -> tuple[Changed, ...]:
        """Return the texts, the most changed first."""
        return tuple(each for _, _, each in sorted(self._heap, reverse=True))

    def _file(self, draft: DraftWork) -> Changed | None:
        claim = next(filter(None, (best(c.html) for c in draft.chapters)), None)
        if claim is None or not _odd(claim.steps):
            return None
        original = self._originals.get(claim.evidence.original)
        if original is None or original.size > _LARGEST:
            return None
        if original.sha256 in self._seen:
            return None
        try:
            with original.open() as stream:
                content = stream.read()
            after = replay(content, claim.steps)
        except (OSError, ValueError):
            return None  # not a text of its own: its fields are looked at
        self._seen.add(original.sha256)
        before = content.decode("utf-8", "replace").replace("\r\n", "\n")
        lines = _differing(before.replace("\r", "\n"), after)
        return _changed(draft, original.name, lines)

    def _fields(self, draft: DraftWork) -> Changed | None:
        pairs = [
            (claim.evidence.quote, plain(str(claim.value)))
            for claim in _claims(draft)
            if _mended(claim.steps) and claim.evidence.quote
        ]
        pairs = [(b, a[: len(b)]) for b, a in pairs if not a.startswith(b)]
        claim = next(_claims(draft), None)
        original = self._originals.get(claim.evidence.original) if claim else None
        return _changed(draft, original.name if original else "", pairs)


def _changed(
    draft: DraftWork, file: str, pairs: list[tuple[str, str]]
) -> Changed | None:
    if not pairs:
        return None
    title = best(draft.title)
    samples = tuple(_around(before, after) for before, after in pairs[:_SAMPLES])
    named = plain(title.value) if title else file
    return Changed("", named, file, len(pairs), samples)


def _claims(draft: DraftWork) -> Iterator[Claim[str]]:
    fields = (draft.title, draft.summary, draft.notes)
    for claims in (*fields, *(each.html for each in draft.chapters)):
        claim = best(claims)
        if claim is not None:
            yield claim


def _odd(steps: tuple[Step, ...]) -> bool:
    return any(not step.rule.startswith(_PLAIN) for step in steps)


def _mended(steps: tuple[Step, ...]) -> bool:
    return any(not step.rule.startswith("decode.") for step in steps)


def _differing(before: str, after: str) -> list[tuple[str, str]]:
    """Return lines that differ; both texts have the same lines in the same order."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return [(one, other) for one, other in pairs if one != other]


def _around(before: str, after: str) -> tuple[str, str]:
    """Return two lines from shortly before where they part."""
    pairs = zip(before, after, strict=False)
    at = next((n for n, (one, other) in enumerate(pairs) if one != other), 0)
    start = max(0, at - _WIDTH // 3)
    end = start + _WIDTH
    dots = "…" if start else ""
    return f"{dots}{before[start:end]}", f"{dots}{after[start:end]}"
