"""Every surface, asked by every actor."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator

from tests.web.visibility import surfaces
from tests.web.visibility.scene import ACTORS, Scene, enter
from tests.web.visibility.surface import Surface, answer


def _found() -> Iterator[Surface]:
    for module in pkgutil.iter_modules(surfaces.__path__):
        yield from importlib.import_module(
            f"{surfaces.__name__}.{module.name}"
        ).SURFACES


#: All there are: a new theme is a module in surfaces/, and nothing else.
SURFACES = tuple(_found())


def wrong(
    scene: Scene,
    state: str,
    chosen: Iterable[Surface] = SURFACES,
    actors: Iterable[str] = ACTORS,
) -> Iterator[str]:
    """Yield each answer that is not the table's: who asked what, and what came."""
    for actor in actors:
        visit = enter(scene, actor)
        for surface in chosen:
            if surface.alone and scene.others:
                continue
            expected = surface.must(actor, state)
            got = answer(surface, visit, expected)
            if got != expected:
                yield f"{surface.name} tells {actor}: {got}; must: {expected}"
