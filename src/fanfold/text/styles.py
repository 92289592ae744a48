"""What styles of a page mean for its text; how it looks is left behind."""

from __future__ import annotations

from fanfold.vocab.patterns import late

#: What a declaration means: ``em``, ``strong``, ``u``, ``s``, ``small``, ``centre``,
#: ``right``, ``hidden``; colours are ``voice:`` and the colour.
_MEANINGS = (
    (late(r"font-style\s*:\s*(?:italic|oblique)"), "em"),
    (late(r"font-weight\s*:\s*(?:bold|[6-9]00)"), "strong"),
    (late(r"text-decoration\s*:[^;]{0,40}\bunderline"), "u"),
    (late(r"text-decoration\s*:[^;]{0,40}\bline-through"), "s"),
    (late(r"text-align\s*:\s*center"), "centre"),
    (late(r"text-align\s*:\s*right"), "right"),
    (late(r"display\s*:\s*none|visibility\s*:\s*hidden"), "hidden"),
)
_COLOUR = late(r"(?<![-\w])color\s*:\s*([#\w]{1,30})")
_RULE = late(r"([^{}]{1,300})\{([^{}]{0,4000})\}")
_COMMENT = late(r"/\*|\*/|<!--|-->")
_CLASS = late(r"^[\w*]*([.#][\w-]{1,60})$")

#: A sheet is read so far; nothing that matters to a text stands behind it.
SHEET = 60_000


def meanings(style: str) -> frozenset[str]:
    """Return what the declarations of a style attribute mean."""
    style = style.lower()
    found = {meaning for pattern, meaning in _MEANINGS if pattern.search(style)}
    colour = _COLOUR.search(style)
    if colour:
        found.add(voice(colour[1]))
    return frozenset(found)


def sheet_meanings(sheet: str) -> dict[str, frozenset[str]]:
    """Return what a style sheet says of its classes and ids: ``.t1``, ``#menu``."""
    found: dict[str, frozenset[str]] = {}
    sheet = _COMMENT.sub(" ", sheet[:SHEET])
    for selectors, style in _RULE.findall(sheet):
        meant = meanings(style)
        for selector in selectors.split(",") if meant else ():
            named = _CLASS.match(selector.strip())
            if named:
                found[named[1]] = found.get(named[1], frozenset()) | meant
    return found


def voice(colour: str) -> str:
    """Return the mark of text set apart by this colour; "" for black and white."""
    colour = colour.strip().strip("#").lower()
    plain = {"", "black", "white", "000000", "ffffff", "000", "fff", "windowtext"}
    return "" if colour in plain | {"inherit", "auto"} else f"voice:{colour}"
