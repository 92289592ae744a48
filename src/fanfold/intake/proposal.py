"""What the program would do with an item, and why, in words a person can check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from fanfold.intake.ports import (
    Candidate,
    Catalogue,
    Difference,
    Item,
    Proposal,
    Question,
    Verdict,
)
from fanfold.model.draft import DraftWork, settled
from fanfold.model.work import Work

#: Sums of the differences' weights. Up to CLOSE with title and authors the same, a
#: draft is a further version of a work; from FAR on it is another work.
CLOSE, FAR = 0.4, 1.0
SAME = "may-be-the-same"
_NAMING = {"title", "authors"}


def propose(item: Item, catalogue: Catalogue) -> Proposal:
    """Return what should happen to an item, with reasons and open questions.

    Only works are compared with what is there; a creator, series, comment and so on
    is added by the archive's acts, which know their own from others'.
    """
    if not isinstance(item.draft, DraftWork):
        kind = type(item.draft.value).__name__.lower()
        return Proposal(Verdict.ADD, (f"a {kind} as {item.reader} found it",))
    work = settled(item.draft)
    if catalogue.tombstone(work) is not None:
        reason = "it was taken down by wish of its creator and must not come back"
        return Proposal(Verdict.SKIP, (reason,))
    candidates = tuple(catalogue.candidates(work))
    return _compared(work, candidates)


def unasked(proposal: Proposal) -> Verdict:
    """Return the verdict of a proposal as if nothing of it had to be asked."""
    if not proposal.candidates:
        return Verdict.ADD
    nearest = proposal.candidates[0]
    if nearest.identical:
        return Verdict.SKIP
    further = _distance(nearest) <= CLOSE and _named_alike(nearest)
    return Verdict.MERGE if further else Verdict.ADD


def _compared(work: Work, candidates: tuple[Candidate, ...]) -> Proposal:
    for candidate in candidates:
        if candidate.identical:
            reason = f"the same text is there already: {candidate.title}"
            return Proposal(Verdict.SKIP, (reason,), (candidate,))
    questions = tuple(_missing(work))
    nearest = min(candidates, key=_distance, default=None)
    if nearest is None:
        return _asking(Verdict.ADD, ("nothing in the archive is like it",), questions)
    apart = _distance(nearest)
    named_alike = _named_alike(nearest)
    reasons = _reasons(nearest)
    ordered = (nearest, *(each for each in candidates if each is not nearest))
    if apart >= FAR:
        found = f"the nearest, {nearest.title}, is another work"
        return _asking(Verdict.ADD, (found, *reasons), questions, ordered)
    if apart <= CLOSE and named_alike:
        found = f"a further version of {nearest.title}"
        return _asking(Verdict.MERGE, (found, *reasons), questions, ordered)
    asked = _same(work, nearest, merge=named_alike or apart <= CLOSE)
    found = f"it may be {nearest.title}, or another work"
    return _asking(Verdict.ASK, (found, *reasons), (asked, *questions), ordered)


def _asking(
    verdict: Verdict,
    reasons: tuple[str, ...],
    questions: Sequence[Question],
    candidates: tuple[Candidate, ...] = (),
) -> Proposal:
    asked = tuple(question.asked for question in questions if question.code != SAME)
    return Proposal(
        Verdict.ASK if questions else verdict,
        (*reasons, *asked),
        candidates,
        tuple(questions),
    )


def _missing(work: Work) -> list[Question]:
    """Return questions for what a work needs and no claim says."""
    questions = []
    if not work.title.strip():
        name = _file_name(work)
        asked = f"No title was found in {name or 'it'}. What is it called?"
        suggestion = _as_title(name) or "Untitled"
        questions.append(
            Question("title-missing", asked, "title", (suggestion,), suggestion)
        )
    if not work.authors:
        asked = f"Nobody is named as the author of {work.title or 'it'}. Who wrote it?"
        unknown = [{"name": "Unknown", "role": "author"}]
        folder = str(PurePosixPath(_file_name(work)).parent)
        questions.append(
            Question("author-missing", asked, "creators", (unknown,), unknown, folder)
        )
    return questions


def _same(work: Work, nearest: Candidate, *, merge: bool) -> Question:
    suggestion = Verdict.MERGE if merge else Verdict.ADD
    return Question(
        SAME,
        f"Is {work.title or 'this'} the same story as {nearest.title}?",
        choices=tuple(
            each.value for each in (Verdict.MERGE, Verdict.ADD, Verdict.SKIP)
        ),
        suggestion=suggestion.value,
    )


def _reasons(candidate: Candidate) -> tuple[str, ...]:
    return tuple(map(_in_words, candidate.differences))


def _in_words(difference: Difference) -> str:
    if difference.name == "text":
        return "the texts differ"
    ours, theirs = difference.ours or "nothing", difference.theirs or "nothing"
    return f"{difference.name}: there {ours[:60]}, here {theirs[:60]}"


def _named_alike(candidate: Candidate) -> bool:
    return not any(each.name in _NAMING for each in candidate.differences)


def _distance(candidate: Candidate) -> float:
    return sum(difference.weight for difference in candidate.differences)


def _file_name(work: Work) -> str:
    for each in work.source_ids:
        if each.startswith("file:"):
            return each.removeprefix("file:")
    return ""


def _as_title(name: str) -> str:
    words = PurePosixPath(name).stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words)[:120]
