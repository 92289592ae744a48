"""Originals that belong together, and the one reader that knows them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from importlib import import_module
from typing import NamedTuple

from fanfold.intake.habits import Habits
from fanfold.intake.survey import Found, Part
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity, loss, note
from fanfold.readers.contract import Reader, Recognition, Source, readers


class Known(NamedTuple):
    """A reader, and the module that a worker process finds it in."""

    reader: Reader
    module: str


class Claimed(NamedTuple):
    """A source with the reader that won it, or with why there is none.

    key: digest of its originals and their names: the same run after run.
    """

    key: str
    source: Source
    known: Known | None
    problems: tuple[Problem, ...] = ()


def known_readers(modules: Sequence[str] = ()) -> tuple[Known, ...]:
    """Return the package's readers, or those of `modules` where some are named."""
    if modules:
        return tuple(Known(import_module(name).reader, name) for name in modules)
    return tuple(Known(each, f"fanfold.readers.{each.name}") for each in readers())


def key_of(originals: Iterable[Original]) -> str:
    """Return a digest of what the originals are and are called, order aside."""
    digest = hashlib.sha256()
    for sha256, name in sorted((each.sha256, each.name) for each in originals):
        digest.update(f"{sha256} {len(name.encode())} {name}\n".encode())
    return digest.hexdigest()


def claimed(
    found: Iterable[Found], known: Sequence[Known], *, apart: Sequence[str] = ()
) -> Iterator[Claimed]:
    """Yield every source once, in the order in which its first file was found.

    apart: patterns of names (``rope*.txt``) that a person wants read each by itself.
    What a reader gathers and claims together is one source; the surest reader comes
    first, then the larger set. A file that none claims so is a source of its own.
    """
    stories = [each.original for each in found if each.part == Part.STORY]
    free = [each for each in stories if not _is_apart(each.name, apart)]
    sets, failures = _gathered(free, known) if free else ([], ())
    together = {id(each): made for made in sets for each in made.source}
    told: set[int] = set()
    habits = Habits(stories)
    for each in stories:
        if id(each) in told:
            continue
        made = together.get(id(each)) or claim((each,), known)
        told.update(map(id, made.source))
        source = replace(made.source, habit=habits.of(made.source))
        yield made._replace(source=source, problems=(*failures, *made.problems))
        failures = ()


def _is_apart(name: str, patterns: Sequence[str]) -> bool:
    last = name.rpartition("/")[2]
    return any(fnmatchcase(name, each) or fnmatchcase(last, each) for each in patterns)


def claim(originals: tuple[Original, ...], known: Sequence[Known]) -> Claimed:
    """Return the originals as one source, with the reader that is surest of it."""
    source = Source(originals, name=originals[0].name)
    answers, failures = _answers(source, known)
    key = key_of(originals)
    best = max(answers.values(), default=Recognition.NO)
    winners = [each for each in known if answers.get(each.reader.name) is best]
    if best is Recognition.NO:
        detail = "no reader knows what kind of file this is; it is kept, not read"
        return Claimed(
            key, source, None, (*failures, note("no-reader", source.name, detail))
        )
    if len(winners) > 1:
        names = " and ".join(each.reader.name for each in winners)
        detail = f"{names} are equally sure of it, so none of them read it"
        return Claimed(
            key, source, None, (*failures, loss("two-readers", source.name, detail))
        )
    return Claimed(key, source, winners[0], failures)


class _Offer(NamedTuple):
    """A set of files that a reader would read together."""

    answer: Recognition
    known: Known
    originals: tuple[Original, ...]


def _gathered(
    stories: Sequence[Original], known: Sequence[Known]
) -> tuple[list[Claimed], tuple[Problem, ...]]:
    """Return the sets that are claimed together, and which readers failed to say."""
    offers: list[_Offer] = []
    failures: list[Problem] = []
    for each in known:
        try:
            sets = [] if each.reader.gather is None else each.reader.gather(stories)
            offers += [
                _Offer(each.reader.recognise(Source(originals)), each, originals)
                for originals in sets
            ]
        except Exception as error:  # noqa: BLE001 - one reader's fault stops no other
            failures.append(_failed(each, stories[0].name, error))
    offers.sort(key=lambda offer: (-offer.answer, -len(offer.originals)))
    return list(_granted(offers)), tuple(failures)


def _granted(offers: list[_Offer]) -> Iterator[Claimed]:
    """Yield what is claimed together, surest and largest first, no file twice."""
    taken: set[int] = set()
    for offer in offers:
        left = tuple(each for each in offer.originals if id(each) not in taken)
        whole = len(left) == len(offer.originals)
        answers, _ = _answers(Source(left), [offer.known]) if left else ({}, ())
        sure = max(answers.values(), default=Recognition.NO)
        if sure < Recognition.LIKELY:
            continue
        taken.update(map(id, left))
        rivals = _rivals(offer, offers) if whole else ()
        yield claim(left, [offer.known, *rivals])


def _rivals(offer: _Offer, offers: Iterable[_Offer]) -> Iterator[Known]:
    """Yield the readers that are as sure of the same set."""
    members = set(map(id, offer.originals))
    for each in offers:
        same = each.answer is offer.answer and set(map(id, each.originals)) == members
        if same and each.known is not offer.known:
            yield each.known


def _answers(
    source: Source, known: Sequence[Known]
) -> tuple[dict[str, Recognition], tuple[Problem, ...]]:
    answers, failures = {}, []
    for each in known:
        try:
            answers[each.reader.name] = each.reader.recognise(source)
        except Exception as error:  # noqa: BLE001 - one reader's fault stops no other
            place = source.name or source.originals[0].name
            failures.append(_failed(each, place, error))
    return answers, tuple(failures)


def _failed(known: Known, place: str, error: Exception) -> Problem:
    detail = f"{known.reader.name} failed to look at it ({type(error).__name__})"
    return Problem("reader-failed", place, detail, Severity.WARNING)
