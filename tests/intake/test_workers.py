"""Reading processes: what they find, and what becomes of those that misbehave."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from fanfold.intake.here import read_here
from fanfold.intake.limits import FULL, Limits
from fanfold.intake.sources import Claimed, claim, known_readers
from fanfold.intake.together import FILES, SMALL, groups
from fanfold.intake.workers import Pool
from fanfold.model.draft import DraftWork, settled
from fanfold.model.original import Original
from fanfold.model.problem import Problem, Severity

LIMITS = Limits(seconds=2, memory=256 << 20, written=1 << 20)
MODULES = ("odd_readers.shouting",)
Verb = Callable[[Path, str], list[object]]


def order(folder: Path, words: str, name: str = "a.odd") -> Claimed:
    path = folder / name
    path.write_text(f"{words}\n", "utf-8")
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    original = Original(digest, len(content), name, path=path)
    return claim((original,), known_readers(MODULES))


def in_a_fork(folder: Path, words: str) -> list[object]:
    scratch = folder / "scratch"
    scratch.mkdir()
    return list(read_here(order(folder, words), limits=LIMITS, scratch=scratch))


def in_a_pool(folder: Path, words: str) -> list[object]:
    with Pool(LIMITS, MODULES) as pool:
        ((_, items),) = ((s, list(i)) for s, i in pool.read_all([order(folder, words)]))
    return list(items)


both = pytest.mark.parametrize("reading", [in_a_fork, in_a_pool])


def titles(items: list[object]) -> list[str]:
    return [settled(item).title for item in items if isinstance(item, DraftWork)]


def losses(items: list[object]) -> list[str]:
    return [
        item.code
        for item in items
        if isinstance(item, Problem) and item.severity is Severity.LOSS
    ]


@both
def test_what_a_reader_yields_arrives_in_its_order(
    reading: Verb, tmp_path: Path
) -> None:
    items = reading(tmp_path, "go")

    assert titles(items) == ["before a.odd", "after a.odd"]
    assert items[1] == Problem("odd", "a.odd", "read to its end")
    assert losses(items) == []


@both
def test_the_snowman_survives_the_pipe(reading: Verb, tmp_path: Path) -> None:
    items = reading(tmp_path, "go")

    assert isinstance(items[0], DraftWork)
    assert "\u2603" in settled(items[0]).chapters[0].html


@both
@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("eat", "worker-crashed"),
        ("spin", "worker-timeout"),
        ("sleep", "worker-timeout"),
        ("abort", "worker-crashed"),
        ("fail", "worker-failed"),
        ("unreadable", "unreadable-source"),
        ("socket", "worker-forbidden"),
        ("program", "worker-forbidden"),
        ("fork", "worker-forbidden"),
        ("die", "worker-forbidden"),
        ("large", "worker-failed"),
    ],
)
def test_a_reading_that_goes_wrong_is_a_problem_after_what_it_found(
    reading: Verb, tmp_path: Path, words: str, code: str
) -> None:
    items = reading(tmp_path, words)

    assert titles(items) == ["before a.odd"]
    assert losses(items) == [code]


@both
@pytest.mark.parametrize("act", ["write", "remove", "rename"])
def test_nothing_outside_the_scratch_folder_is_touched(
    reading: Verb, tmp_path: Path, act: str
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine", "utf-8")

    items = reading(tmp_path, f"{act} {outside}")

    assert outside.read_text("utf-8") == "mine"
    assert losses(items) == ["worker-forbidden"]


@both
def test_a_refusal_that_a_reader_swallows_is_told_all_the_same(
    reading: Verb, tmp_path: Path
) -> None:
    items = reading(tmp_path, "swallow")

    assert titles(items) == ["before a.odd", "after a.odd"]
    assert losses(items) == ["worker-forbidden"]


@both
def test_the_words_of_a_fault_do_not_quote_the_source(
    reading: Verb, tmp_path: Path
) -> None:
    problem = reading(tmp_path, "fail")[-1]

    assert isinstance(problem, Problem)
    assert "words of the story" not in problem.detail
    assert "LookupError" in problem.detail


@both
def test_a_reader_may_write_to_its_scratch_folder(
    reading: Verb, tmp_path: Path
) -> None:
    assert losses(reading(tmp_path, "scratch")) == []


@both
def test_many_drafts_come_through(reading: Verb, tmp_path: Path) -> None:
    assert len(titles(reading(tmp_path, "many"))) == 502


def test_what_a_reader_prints_does_not_come_between(tmp_path: Path) -> None:
    items = in_a_pool(tmp_path, "print")

    assert titles(items) == ["before a.odd", "after a.odd"]


def test_sources_come_out_in_order_and_a_bad_one_stops_no_other(
    tmp_path: Path,
) -> None:
    words = ["many", "abort", "go", "sleep", "many", "go", "eat", "go"]
    sources = [order(tmp_path, each, f"{n}.odd") for n, each in enumerate(words)]

    with Pool(LIMITS, MODULES) as pool:
        found = [(s.source.name, list(i)) for s, i in pool.read_all(sources)]

    assert [name for name, _ in found] == [f"{n}.odd" for n in range(len(words))]
    assert [losses(items) for _, items in found] == [
        [],
        ["worker-crashed"],
        [],
        ["worker-timeout"],
        [],
        [],
        ["worker-crashed"],
        [],
    ]


def test_a_pool_that_is_left_early_leaves_no_process_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    sources = [order(tmp_path, "many", f"{n}.odd") for n in range(6)]

    with Pool(LIMITS, MODULES) as pool:
        _, items = next(pool.read_all(sources))
        next(items)
        running = [server._process for server in pool._servers]

    assert running
    assert all(each is not None and each.poll() is not None for each in running)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_slow_takers_are_not_mistaken_for_slow_readers(tmp_path: Path) -> None:
    import time

    limits = Limits(seconds=1)
    with Pool(limits, MODULES) as pool:
        ((_, items),) = pool.read_all([order(tmp_path, "many")])
        first = next(items)
        time.sleep(2.5)
        rest = list(items)

    assert losses([first, *rest]) == []


def test_a_fork_leaves_no_process_behind(tmp_path: Path) -> None:
    in_a_fork(tmp_path, "sleep")

    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_larger_source_may_take_longer_in_proportion() -> None:
    limits = Limits(seconds=600)

    assert limits.suiting(0).seconds == 600
    assert limits.suiting(FULL).seconds == 600
    assert limits.suiting(16 * FULL).seconds == 9600


# -- Several in one process --------------------------------------------------------


def read_many(
    folder: Path, words: list[str], limits: Limits = LIMITS
) -> list[list[object]]:
    sources = [order(folder, each, f"{n}.odd") for n, each in enumerate(words)]
    with Pool(limits, MODULES) as pool:
        found = [(s.source.name, list(i)) for s, i in pool.read_all(sources)]

    assert [name for name, _ in found] == [f"{n}.odd" for n in range(len(words))]
    return [items for _, items in found]


def test_small_files_share_a_process_once_there_are_some(tmp_path: Path) -> None:
    found = read_many(tmp_path, ["who"] * 60)

    by_process = processes(found)
    assert by_process.total() == 60
    assert len(by_process) < 30
    assert max(by_process.values()) > 4


def processes(found: list[list[object]]) -> Counter[str]:
    return Counter(
        item.detail
        for items in found
        for item in items
        if isinstance(item, Problem) and item.detail.isdigit()
    )


@pytest.mark.parametrize(
    "words",
    [
        *("eat", "spin", "sleep", "abort", "fail", "unreadable", "socket", "program"),
        *("fork", "die", "large", "swallow", "print", "many", "tell"),
        *("write /tmp/fanfold-odd", "remove /tmp/fanfold-odd"),
    ],
)
def test_what_goes_wrong_among_others_goes_wrong_for_one_alone(
    tmp_path: Path, words: str
) -> None:
    (tmp_path / "alone").mkdir()
    alone = in_a_pool(tmp_path / "alone", words)

    found = read_many(tmp_path, ["go"] * 24 + [words] + ["go"] * 9)

    bad = found.pop(24)
    assert [title.split()[0] for title in titles(bad)] == [
        title.split()[0] for title in titles(alone)
    ]
    assert losses(bad) == losses(alone)
    assert all(len(titles(items)) == 2 and not losses(items) for items in found)
    assert not Path("/tmp/fanfold-odd").exists()


def test_several_bad_files_among_others_harm_only_themselves(tmp_path: Path) -> None:
    words = ["go", "fail", "go", "eat", "abort", "go", "spin", "go"]

    found = read_many(tmp_path, ["go"] * 30 + words * 2)

    wrong = {"fail": "worker-failed", "spin": "worker-timeout"}
    expected = [
        [] if each == "go" else [wrong.get(each, "worker-crashed")] for each in words
    ]
    assert [losses(items) for items in found[30:]] == expected * 2


@pytest.mark.parametrize("words", ["hoard", "scratch"])
def test_memory_and_scratch_folder_are_each_files_own(
    tmp_path: Path, words: str
) -> None:
    found = read_many(tmp_path, ["go"] * 24 + [words] * 8)

    assert not any(map(losses, found))


def test_time_is_each_files_own(tmp_path: Path) -> None:
    limits = Limits(seconds=3)

    found = read_many(tmp_path, ["go"] * 48 + ["toil"] * 12, limits)

    assert not any(map(losses, found))
    # More than three seconds of one process.
    assert max(processes(found).values()) > 7


def test_groups_keep_the_order_and_leave_large_files_alone(tmp_path: Path) -> None:
    small = order(tmp_path, "go")
    large = order(tmp_path, "go" * SMALL, "large.odd")
    unknown = small._replace(known=None)
    given = [small] * 50 + [large] + [unknown] + [small] * 50

    made = list(groups(given, 2))

    assert [each for group in made for each in group] == given
    assert all(len(group) == 1 for group in made[:8])
    assert max(map(len, made)) == FILES
    assert [large] in made
    assert [unknown] in made
