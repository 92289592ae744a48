"""Reading while stories come in and others go: nobody sees an error or what is gone."""

from __future__ import annotations

import pytest

from benchmarks.archives import measured_in


@pytest.mark.nightly
def test_readers_see_no_error_and_nothing_that_is_gone_while_stories_come_in() -> None:
    told = measured_in("benchmarks.load_of", 10, 60, 60)

    assert told["errors"] == 0
    assert told["stale"] == 0
    assert told["answers"] > 50
