"""Do fifty readers get their answers while a thousand stories come in?

`fanfold serve` with two workers, `fanfold import` beside it, readers who ask for pages
(70 of 100), search (20) and take books (10), each with a short pause between; works
are taken down meanwhile. Nobody may get an error, or be shown what was taken down
before they asked.
"""

from __future__ import annotations

from benchmarks.archives import measured_in
from benchmarks.rows import Row

#: Readers, stories there before, stories that come in.
SIZES = {False: (50, 300, 1_000), True: (50, 3_000, 3_000)}


def measure(*, large: bool = False) -> list[Row]:
    """Return the 95th percentiles and what went wrong."""
    readers, before, more = SIZES[large]
    told = measured_in("benchmarks.load_of", readers, before, more)
    asked = f"{told['answers']} answers, {told['a second']:.0f} a second"
    coming = f"{more / told['import seconds']:.0f} stories a second come in"
    return [
        Row("load: a page", told["page"], 300, "ms p95", asked),
        Row("load: search", told["search"], 500, "ms p95", coming),
        Row("load: a book", told["download"], 1_000, "ms p95", "one second"),
        Row("load: errors", told["errors"], 0, "answers", "none"),
        Row("load: shown, though gone", told["stale"], 0, "answers", "none"),
    ]
