"""How deep tags lie in each other, and a floor under it.

A strict HTML parser needs time that grows with the square of the depth: 300 kB of
``<div><em>`` take it four seconds. No story nests that deep; files made to hurt do.
"""

from __future__ import annotations

import re

from fanfold.vocab.patterns import late

DEPTH = 40

_TAG = late(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_NEVER_DEEP = frozenset({"br", "hr", "img", "wbr", "input", "meta", "link", "p"})


def shallow(html: str) -> str:
    """Return `html` with no tag open more than `DEPTH` times at once.

    Deeper openings and their ends are left out; every text stays. Linear.
    """
    if html.count("<") <= DEPTH:
        return html
    open_now: dict[str, int] = {}

    def kept(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        if name in _NEVER_DEEP:
            return tag[0]
        depth = open_now.get(name, 0)
        open_now[name] = max(depth - 1, 0) if tag[1] else depth + 1
        return tag[0] if (depth if tag[1] else depth + 1) <= DEPTH else ""

    return _TAG.sub(kept, html)
