"""How a reader may have pages look: each setting, its words, and the rules they mean.

Every rule stands in /reader.css and nowhere in a page, so that a page is the same for
all. What nobody chose needs no rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

COOKIE = "reading"
#: Longest cookie that is read: every setting chosen is far below.
_LONGEST = 600

_SEPIA = (
    "color-scheme:light;--paper:#f6ecd9;--raised:#efe2ca;--ink:#3b2f20;"
    "--quiet:#6b5a43;--line:#d8c7a8;--edge:#8a7657;--accent:#7b2d2b;"
)
#: Files of the face whose letters are easy to tell apart (static/faces/OFL.txt):
#: name → style, weight, letters for which it is fetched.
_LATIN = (
    "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+304,U+308,U+329,"
    "U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
)
_BEYOND = "U+100-2BA,U+2BD-2C5,U+2C7-2CC,U+2CE-2D7,U+2DD-2FF,U+1D00-1DBF,U+1E00-1E9F"
_FACES = {
    "latin-400-normal": ("normal", 400, _LATIN),
    "latin-400-italic": ("italic", 400, _LATIN),
    "latin-700-normal": ("normal", 700, _LATIN),
    "latin-ext-400-normal": ("normal", 400, _BEYOND),
}


@dataclass(frozen=True, slots=True)
class Word:
    """One thing to choose. root: custom properties; rules: further rules."""

    name: Any
    root: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name for people, and its words.

    usual: the word that counts where nobody chose; the first where none is named.
    """

    name: Any
    words: Mapping[str, Word]
    usual: str = ""

    @property
    def unchosen(self) -> str:
        """The word that counts where nobody chose."""
        return self.usual or next(iter(self.words))


def _dimmed(share: str) -> str:
    return (
        'html::after{content:"";position:fixed;inset:0;z-index:2;'
        f"background:#000;opacity:{share};pointer-events:none}}"
    )


def _open(what: str) -> str:
    """Return the rule that shows a folded part without a click.

    Where a browser cannot, it stays folded, one click away.
    """
    return (
        f"{what}::details-content{{content-visibility:visible;display:block;"
        "height:auto}"
    )


_GONE = "{display:none}"
#: Everything a reader may choose, in the order in which it is offered.
SETTINGS: dict[str, Setting] = {
    "size": Setting(
        _("Letters"),
        {
            "small": Word(_("small"), "--text-size:1.0625rem;"),
            "middle": Word(_("middle")),
            "large": Word(_("large"), "--text-size:1.375rem;"),
            "huge": Word(_("very large"), "--text-size:1.75rem;"),
        },
        usual="middle",
    ),
    "face": Setting(
        _("Typeface"),
        {
            "serif": Word(_("with serifs")),
            "sans": Word(_("without serifs"), "--text-face:var(--sans);"),
            "mono": Word(_("like a typewriter"), "--text-face:var(--mono);"),
            "clear": Word(
                _("easy to tell apart"), "--text-face:Hyperlegible,var(--sans);"
            ),
        },
    ),
    "width": Setting(
        _("Length of lines"),
        {
            "narrow": Word(_("short"), "--text-width:26rem;"),
            "middle": Word(_("middle")),
            "wide": Word(_("long"), "--text-width:44rem;"),
        },
        usual="middle",
    ),
    "space": Setting(
        _("Between lines"),
        {
            "middle": Word(_("middle")),
            "wide": Word(_("more"), "--text-line:1.8;"),
            "wider": Word(_("a lot more"), "--text-line:2.1;--text-letters:.03em;"),
        },
    ),
    "breaks": Setting(
        _("Paragraphs"),
        {
            "gaps": Word(_("with a gap")),
            "indents": Word(
                _("indented, as in books"),
                rules=".text p{margin-bottom:0}"
                ".text p+p:not(.centre,.right){text-indent:1.5em}",
            ),
        },
    ),
    "paper": Setting(
        _("Paper"),
        {
            "auto": Word(_("as the device has it")),
            "light": Word(_("light"), "color-scheme:light;"),
            "dark": Word(_("dark"), "color-scheme:dark;"),
            "sepia": Word(_("sepia"), _SEPIA),
        },
    ),
    "light": Setting(
        _("Brightness"),
        {
            "full": Word(_("full")),
            "dim": Word(_("dimmed"), rules=_dimmed(".12")),
            "dimmer": Word(_("for the night"), rules=_dimmed(".25")),
        },
    ),
    "look": Setting(
        _("Formatting"),
        {
            "author": Word(_("as the author set it")),
            "plain": Word(
                _("plain"),
                rules=".text :is(.centre,.right){text-align:start}"
                ".text [class^=voice-]{color:inherit}"
                ".text :is(small,u){font-size:inherit;text-decoration:none}",
            ),
        },
    ),
    "notes": Setting(
        _("Notes"),
        {
            "folded": Word(_("one click away")),
            "open": Word(_("open"), rules=_open(".note")),
            "hidden": Word(_("not shown"), rules=f".note{_GONE}"),
        },
    ),
    "warnings": Setting(
        _("Warnings"),
        {
            "folded": Word(_("one click away")),
            "open": Word(_("open"), rules=_open(".warnings")),
            "hidden": Word(_("not shown"), rules=f".warnings,.tags .warning{_GONE}"),
        },
    ),
    "tags": Setting(
        _("Tags"),
        {
            "shown": Word(_("shown")),
            "hidden": Word(_("not shown"), rules=f".tags{_GONE}"),
        },
    ),
    "pictures": Setting(
        _("Descriptions of pictures"),
        {
            "shown": Word(_("shown")),
            "hidden": Word(_("not shown"), rules=f".text .picture{_GONE}"),
        },
    ),
    "comments": Setting(
        _("Comments"),
        {
            "shown": Word(_("shown")),
            "hidden": Word(_("not shown"), rules=f".talk{_GONE}"),
        },
    ),
    "sort": Setting(
        _("Lists sorted"),
        {
            "own": Word(_("each in its own way")),
            "new": Word(_("newest here first")),
            "title": Word(_("by title")),
            "long": Word(_("longest first")),
            "short": Word(_("shortest first")),
            "old": Word(_("oldest first")),
            "updated": Word(_("lately updated first")),
        },
    ),
    "keys": Setting(
        _("Keys for turning pages"),
        {"on": Word(_("on")), "off": Word(_("off"))},
    ),
    "place": Setting(
        _("Where I was"),
        {
            "kept": Word(_("remembered on this device")),
            "forgotten": Word(_("not remembered")),
        },
    ),
}
#: Those about lists: the panel above a text has no need of them.
OF_LISTS = ("sort",)
#: Those about how a text looks; the others are about what is shown.
LOOKS = ("size", "face", "width", "space", "breaks", "paper", "light", "look")


def read(cookie: str) -> dict[str, str]:
    """Return what a cookie says was chosen; odd words count for none."""
    told = dict(parse_qsl(cookie[:_LONGEST]))
    return only_known(told)


def only_known(told: Mapping[str, str]) -> dict[str, str]:
    """Return the settings and words that there are, in the order of SETTINGS."""
    return {
        name: told[name]
        for name, setting in SETTINGS.items()
        if told.get(name) in setting.words
    }


def written(chosen: Mapping[str, str]) -> str:
    """Return the cookie for what was chosen; what nobody need choose is left out."""
    return urlencode(
        {name: word for name, word in chosen.items() if word != SETTINGS[name].unchosen}
    )


def sheet(chosen: Mapping[str, str]) -> str:
    """Return the style sheet of one reader.

    It also marks the buttons of what is chosen, which the page itself cannot know, and
    tells the script (`--chosen-size`), which reads no cookie.
    """
    words = {name: chosen.get(name, each.unchosen) for name, each in SETTINGS.items()}
    told = [SETTINGS[name].words[word] for name, word in words.items()]
    root = "".join(each.root for each in told)
    root += "".join(f"--chosen-{name}:{word};" for name, word in words.items())
    marks = ",".join(f".set-{name}-{word}" for name, word in words.items())
    marked = "background:var(--ink);border-color:var(--ink);color:var(--paper)"
    parts = [f":root{{{root}}}", *(each.rules for each in told if each.rules)]
    if words["face"] == "clear":
        parts += map(_face, _FACES)
    parts.append(f".display :is({marks}){{{marked}}}")
    return "\n".join(parts) + "\n"


def _face(name: str) -> str:
    style, weight, letters = _FACES[name]
    address = static(f"faces/{name}.woff2")
    return (
        f"@font-face{{font-family:Hyperlegible;font-style:{style};"
        f"font-weight:{weight};font-display:swap;unicode-range:{letters};"
        f'src:url("{address}") format("woff2")}}'
    )
