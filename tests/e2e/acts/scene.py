"""What a scene is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.acts.player import Player

VISITOR, READER, AUTHOR, OTHER = "visitor", "reader", "author", "other-author"
ARCHIVIST, MODERATOR, ADMIN = "archivist", "moderator", "admin"
STAFF = (ARCHIVIST, MODERATOR, ADMIN)
KEEPERS, WATCHERS = (ARCHIVIST, ADMIN), (MODERATOR, ADMIN)
SIGNED_IN = (READER, AUTHOR, OTHER, *STAFF)
EVERYBODY = (VISITOR, *SIGNED_IN)


@dataclass(frozen=True, slots=True)
class Scene:
    """One act, or some that belong together.

    does: names of the URL table that it comes to; those that take a POST it must post
    to. who: the roles that play it; every other one must be refused where it posts.
    own: names among those where even who plays it is refused what is another's. free:
    names that anybody may post to. part: others find the same forms for acts of theirs.
    above: who may change what is another's.
    """

    told: str
    does: tuple[str, ...]
    who: tuple[str, ...]
    play: Callable[[Player], None]
    own: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    part: bool = False
    above: tuple[str, ...] = ()

    def refused(self, name: str, player: str) -> tuple[str, ...]:
        """Return the roles that may not post to an address when one of them plays."""
        if name in self.free:
            return ()
        others = SIGNED_IN if name in self.own else ()
        return tuple(
            each
            for each in EVERYBODY
            if each != player
            and each not in self.above
            and (each in others or each not in self.who)
        )


def scenes(*parts: str) -> list[Scene]:
    """Return the scenes of modules beside this one, in this order; without a name, of
    all that tell any."""
    package = import_module("tests.e2e.acts")
    found = parts or [each.name for each in iter_modules(package.__path__)]
    modules = [
        import_module(f"tests.e2e.acts.{name}")
        for name in found
        if name not in ("player", "playing", "stage")
    ]
    return [each for module in modules for each in getattr(module, "SCENES", ())]
