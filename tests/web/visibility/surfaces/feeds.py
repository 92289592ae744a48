"""Feeds: what anybody may see, whoever asks."""

from __future__ import annotations

from tests.web.visibility.surface import Surface, at

SURFACES = (
    Surface("atom_feed", at("/new.atom")),
    Surface(
        "feed_of_author", lambda v: f"/authors/{v.author}/new.atom", row="atom_feed"
    ),
    Surface("feed_of_tag", lambda v: f"/tags/{v.tag}/new.atom", row="atom_feed"),
)
