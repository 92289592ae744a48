"""Acts of readers and authors: each as each role, in Chromium without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api")

from tests.e2e.acts.playing import play, told
from tests.e2e.acts.scene import Scene, scenes
from tests.e2e.acts.stage import Stage, staged


@pytest.fixture(scope="module")
def stage(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with staged(browser, tmp_path_factory.mktemp("acts")) as found:
        yield found


@pytest.mark.parametrize(
    "scene",
    scenes("readers", "apps", "talk", "following", "authors", "claims"),
    ids=told,
)
def test_each_role_does_it_or_is_refused(stage: Stage, scene: Scene) -> None:
    faults = play(stage, scene)

    assert faults == [], "\n".join(map(str, faults))
