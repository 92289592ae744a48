"""Plays a scene as each of its roles, and says what was wrong."""

from __future__ import annotations

from typing import Any

from tests.e2e.acts.addresses import posted
from tests.e2e.acts.player import Player
from tests.e2e.acts.scene import Scene
from tests.e2e.acts.stage import Stage


def told(scene: Scene) -> str:
    """Return what a scene is called among the tests."""
    return scene.told


def play(stage: Stage, scene: Scene) -> list[Any]:
    """Play a scene as each role that may; others are refused while the first plays.

    Returns what was found wrong: (role or address, what, …).
    """
    faults: list[Any] = []
    for role in scene.who:
        player = Player(stage, scene, role, judged=role == scene.who[0])
        try:
            scene.play(player)
        except Exception as error:
            error.add_note(f"as {role}, at {player.page.url}: {player.words()}")
            raise
        finally:
            player.leave()
        faults += player.faults
        faults += [(role, "came not to", each) for each in _missed(player, scene)]
    return faults


def _missed(player: Player, scene: Scene) -> list[str]:
    posts = posted()
    wanted = {f"POST {each}" if each in posts else each for each in scene.does}
    return sorted(wanted - player.came)
