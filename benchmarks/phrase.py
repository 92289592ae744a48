"""How long does a phrase in the full text take, ranked, with its passages?

Beside it FTS5 over the same texts, ranked and with snippets. Every phrase is looked for
by a scan of all texts, too: no hit may be lost, and none made up.
"""

from __future__ import annotations

from benchmarks.archives import measured_in
from benchmarks.rows import Row

SIZES = {False: 1_000, True: 20_000}


def measure(*, large: bool = False) -> list[Row]:
    """Return the 95th percentile beside FTS5 and the limit, and hits beside a scan."""
    told = measured_in("benchmarks.phrase_of", SIZES[large])
    ours, theirs = told["ours"], told["FTS5"]
    size = f"{SIZES[large]:,} texts"
    medians = f"FTS5; median {ours['p50']:.1f} / {theirs['p50']:.1f}"
    return [
        Row(f"phrase in {size}", ours["p95"], theirs["p95"], "ms CPU p95", medians),
        Row("  the same", ours["p95"], 40, "ms CPU p95", "limit"),
        Row("  hits", told["hits"], told["scan"], "hits", "a scan of all texts"),
        Row("  hits lost", told["lost"], 0, "phrases", "none"),
    ]
