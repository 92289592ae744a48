"""How long does it take to find works, and how long until an edit is found?

Each search is the whole answer of the index: total, the first twenty in order, the top
ten of every facet, exact. Beside it the same wish asked of SQLite's own tables, on the
same rows, and where it is large of PostgreSQL's (FANFOLD_TEST_POSTGRESQL names one
that may be filled); all must find as many works.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.archives import measured_in
from benchmarks.rows import Row

SIZES = {False: (10_000, 100_000), True: (1_000_000,)}
#: What is to be reached, p95 in ms, at a million works. Two words that stand together
#: in a tenth of all works find as many as the biggest fandom has.
_TARGETS = {
    "filtered": 5,
    "biggest fandom": 22,
    "words": 10,
    "common words": 22,
    "everything": 200,
}


def measure(*, large: bool = False) -> list[Row]:
    """Return a row for each kind of search and size."""
    return [row for works in SIZES[large] for row in _rows(works, large=large)]


def _rows(works: int, *, large: bool) -> Iterator[Row]:
    told = measured_in("benchmarks.search_of", works, "large" if large else "usual")
    size = f"{works // 1000:,} k"
    for name, target in _TARGETS.items():
        ours = told[name]
        for peer in ("SQLite", "PostgreSQL"):
            theirs = told.get(f"{name}, {peer}")
            if theirs is not None:
                beside = f"{peer}; median {ours['p50']:.1f} / {theirs['p50']:.1f}"
                yield _row(f"{name}, {size}", ours, theirs["p95"], beside)
        yield Row(
            f"{name}, {size}",
            ours["passed"],
            target,
            "ms passed, p95",
            "to be reached at a million works",
        )
    again = told["everything again"]
    yield Row(f"everything again, {size}", again["p95"], 2, "ms CPU p95", "limit")
    yield Row(f"edit is found, {size}", told["edited"]["p95"], 500, "ms p95", "limit")
    for name in ("browse", "browse again"):
        page = told[name]
        beside = f"100 a second on two cores; here {2000 / page['p50']:.0f}; "
        beside += f"p95 {page['p95']:.1f}"
        yield Row(f"{name}, {size}", page["p50"], 20, "ms CPU", beside)
    for name, page in told["pages"].items():
        beside = f"a page of found works; p95 {page['p95']:.1f}"
        yield Row(f"{name} after a change, {size}", page["p50"], 20, "ms CPU", beside)
    a_second = told["indexed a second"]
    yield Row(f"a work indexed, {size}", 1000 / a_second, 1.0, "ms CPU", "one ms")


def _row(question: str, ours: dict[str, float], theirs: float, beside: str) -> Row:
    return Row(question, ours["p95"], theirs, "ms CPU p95", beside)
