"""What the program would do with an item, and why, in words a person can check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from fanfold.intake.doubts import doubts
from fanfold.intake.ports import (
    Candidate,
    Catalogue,
    Difference,
    Item,
    Proposal,
    Question,
    Verdict,
)
from fanfold.intake.siblings import file_of
from fanfold.model.draft import DraftWork, settled
from fanfold.model.keeping import Tombstone
from fanfold.model.work import Work
from fanfold.text.house import escape, plain

#: Sums of the differences' weights. Up to CLOSE with title and authors the same, a
#: draft is a further version of a work; from FAR on it is another work.
CLOSE, FAR = 0.4, 1.0
SAME = "may-be-the-same"
BURIED = "may-be-taken-down"
_NAMING = {"title", "authors"}


def propose(
    item: Item, catalogue: Catalogue, *, within: str = "", stranger: bool = False
) -> Proposal:
    """Return what should happen to an item, with reasons and open questions.

    within: the folder or file that was brought in, where names do not begin with it:
    "the folder x" of one import is not that of another. stranger: the catalogue has
    said that it has no candidates.

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
    candidates = () if stranger else tuple(catalogue.candidates(work))
    near = catalogue.buried_alike(work)
    asked = () if near is None else (_buried(work, near),)
    return _compared(work, candidates, within, asked)


def unasked(proposal: Proposal) -> Verdict:
    """Return the verdict of a proposal as if nothing of it had to be asked."""
    if not proposal.candidates:
        return Verdict.ADD
    nearest = proposal.candidates[0]
    if nearest.identical:
        return Verdict.SKIP
    further = _distance(nearest) <= CLOSE and _named_alike(nearest)
    return Verdict.MERGE if further else Verdict.ADD


def _compared(
    work: Work,
    candidates: tuple[Candidate, ...],
    within: str,
    first: tuple[Question, ...],
) -> Proposal:
    for candidate in candidates:
        if candidate.identical:
            reason = f"the same text is there already: {candidate.title}"
            return Proposal(Verdict.SKIP, (reason,), (candidate,))
    folder = folder_of(work.source_ids, within)
    questions = (*first, *_missing(work, within), *doubts(work, folder))
    if work.state is not None:
        # It comes from an archive, where somebody has settled all this.
        questions = first
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
    merge = named_alike or apart <= CLOSE
    asked = _same(work, nearest, within, merge=merge)
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
        Verdict.ASK if any(each.holds for each in questions) else verdict,
        (*reasons, *asked),
        candidates,
        tuple(questions),
    )


def _missing(work: Work, within: str) -> list[Question]:
    """Return questions for what a work needs and no claim says."""
    questions = []
    name, folder = file_of(work.source_ids), folder_of(work.source_ids, within)
    if not work.title.strip():
        asked = f"No title was found in {name or 'a story'}. What is it called?"
        begins = _beginning(work)
        offered = {_as_title(name) or "Untitled": "the file's name"}
        if begins:
            offered.setdefault(begins, "its first words")
        titles, labels = tuple(map(escape, offered)), tuple(offered.values())
        questions.append(
            Question("title-missing", asked, "title", titles, titles[0], folder, labels)
        )
    if not work.authors:
        called = f"“{plain(work.title)}”" if work.title else name or "a story"
        asked = f"Nobody is named as the author of {called}. Who wrote it?"
        # No name, rather than a person called Unknown who has written everything.
        nobody: list[object] = []
        questions.append(
            Question("author-missing", asked, "creators", (nobody,), nobody, folder)
        )
    return questions


def _buried(work: Work, near: Tombstone) -> Question:
    """Return the question about a text much of which was taken down.

    Nothing is suggested, and no answer is for many: it is an author's wish.
    """
    return Question(
        BURIED,
        f"Much of “{plain(work.title) or 'this story'}” is in a text that was taken "
        f"down by wish of its author on {near.at[:10]}. Is it that story?",
        choices=(Verdict.SKIP.value, Verdict.ADD.value),
        labels=("yes: leave it out", "no, another story: let it in"),
        alone=True,
    )


def _same(work: Work, nearest: Candidate, within: str, *, merge: bool) -> Question:
    suggestion = Verdict.MERGE if merge else Verdict.ADD
    # Alike are those of one folder that differ from what is there in the same things.
    ways = ", ".join(sorted(each.name for each in nearest.differences))
    return Question(
        SAME,
        f"Is “{plain(work.title) or 'this'}” the same story as “{plain(nearest.title)}”"
        f", which the archive has? They differ: {'; '.join(_reasons(nearest))}.",
        choices=tuple(
            each.value for each in (Verdict.MERGE, Verdict.ADD, Verdict.SKIP)
        ),
        suggestion=suggestion.value,
        group=f"{folder_of(work.source_ids, within)} ({ways})",
    )


def _reasons(candidate: Candidate) -> tuple[str, ...]:
    return tuple(map(_in_words, candidate.differences))


def _in_words(difference: Difference) -> str:
    if difference.name == "text" and not difference.ours:
        return "the texts differ"
    ours, theirs = (
        plain(each) or "nothing" for each in (difference.ours, difference.theirs)
    )
    return f"{difference.name}: there {ours[:60]}, here {theirs[:60]}"


def _named_alike(candidate: Candidate) -> bool:
    return not any(each.name in _NAMING for each in candidate.differences)


def _distance(candidate: Candidate) -> float:
    return sum(difference.weight for difference in candidate.differences)


def folder_of(source_ids: Sequence[str], within: str) -> str:
    """Return the folder that a work's file lies in, from what was brought in on."""
    folder = str(PurePosixPath(within, file_of(source_ids)).parent)
    return "" if folder == "." else folder


def _beginning(work: Work) -> str:
    """Return the first words of a story, as an untitled one is listed by."""
    words = work.chapters[0].text.split()[:8] if work.chapters else []
    return " ".join(words)[:60] + "…" if len(words) > 3 else ""


def _as_title(name: str) -> str:
    words = PurePosixPath(name).stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words)[:120]
