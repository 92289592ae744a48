"""Originals that belong together, and the one reader that knows them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from fanfold.intake.survey import Found, Part
from fanfold.keep.containers import loss, note
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity
from fanfold.readers.contract import Reader, Recognition, Source, readers


@dataclass(frozen=True, slots=True)
class Known:
    """A reader, and the module that a worker process finds it in."""

    reader: Reader
    module: str


@dataclass(frozen=True, slots=True)
class Claimed:
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


def claimed(found: Iterable[Found], known: Sequence[Known]) -> Iterator[Claimed]:
    """Yield every source once, in the order in which its first file was found.

    A folder or container is offered whole, then its parts, until a reader claims
    several files together; a file that none claims so is a source of its own.
    """
    stories = [each for each in found if each.part == Part.STORY]
    together = {id(each): group for group in _groups(stories, known) for each in group}
    done: set[int] = set()
    for each in stories:
        if id(each) in done:
            continue
        group = together.get(id(each), [each])
        done.update(map(id, group))
        yield claim(tuple(member.original for member in group), known)


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


def _groups(stories: list[Found], known: Sequence[Known]) -> Iterator[list[Found]]:
    """Yield the sets of files that one reader claims together."""
    by_root: dict[str, list[Found]] = defaultdict(list)
    for each in stories:
        by_root[each.folder[0] if each.folder else ""].append(each)
    for group in by_root.values():
        yield from _claimed_groups(group, known, depth=1)


def _claimed_groups(
    group: list[Found], known: Sequence[Known], *, depth: int
) -> Iterator[list[Found]]:
    if len(group) < 2:
        return
    answers, _ = _answers(Source(tuple(each.original for each in group)), known)
    best = max(answers.values(), default=Recognition.NO)
    if best >= Recognition.LIKELY:
        yield group
        return
    deeper: dict[str, list[Found]] = defaultdict(list)
    for each in group:
        if len(each.folder) > depth:
            deeper[each.folder[depth]].append(each)
    for part in deeper.values():
        yield from _claimed_groups(part, known, depth=depth + 1)


def _answers(
    source: Source, known: Sequence[Known]
) -> tuple[dict[str, Recognition], tuple[Problem, ...]]:
    answers, failures = {}, []
    for each in known:
        try:
            answers[each.reader.name] = each.reader.recognise(source)
        except Exception as error:  # noqa: BLE001 - one reader's fault stops no other
            detail = f"{each.reader.name} failed to look at it ({type(error).__name__})"
            place = source.name or source.originals[0].name
            failures.append(Problem("reader-failed", place, detail, Severity.WARNING))
    return answers, tuple(failures)
