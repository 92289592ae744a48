"""Feeds: what anybody may see, whoever asks; and what was said, as on its page."""

from __future__ import annotations

from tests.web.visibility.scene import SOUGHT
from tests.web.visibility.surface import Surface, at, of_work

SURFACES = (
    Surface("atom_feed", at("/new.atom")),
    Surface(
        "feed_of_author", lambda v: f"/authors/{v.author}/new.atom", row="atom_feed"
    ),
    Surface("feed_of_tag", lambda v: f"/tags/{v.tag}/new.atom", row="atom_feed"),
    Surface(
        "feed_of_series", lambda v: f"/series/{v.series}/new.atom", row="atom_feed"
    ),
    Surface(
        "feed_of_collection",
        lambda v: f"/collections/{v.collection}/new.atom",
        row="atom_feed",
    ),
    Surface("feed_of_search", at(f'/search/new.atom?q="{SOUGHT}"'), row="atom_feed"),
    Surface("comments_feed", of_work("comments.atom")),
)
