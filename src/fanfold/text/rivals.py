"""Encodings that read a text nearly as well as the chosen one, and make other words.

weigh.py always decides; this tells where a person who knows the language should look.
How common an encoding is counts there and not here: only what the letters show.
"""

from __future__ import annotations

from fanfold.text.weigh import _sample, _score
from fanfold.vocab.patterns import late

#: Those that one meets, and that a few odd letters do not tell apart.
_MET = (
    "windows-1252",
    "windows-1250",
    "windows-1254",
    "iso-8859-2",
    "mac-roman",
    "windows-1251",
    "koi8-r",
)
#: Nearer than this, on the scale of weigh.py, either may be meant.
NEAR = 0.18
_SHOWN = 100_000  # bytes whose words are compared
_MOST = 5  # words told
_WORD = late(r"[^\W\d_]*[^\W\d_\x00-\x7f]+[^\W\d_]*")


def rivals(raw: bytes, chosen: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the chosen encoding and its rivals, each with words only it makes.

    At most five words each. Empty where nothing rivals it; where only punctuation
    differs nobody has to be asked.
    """
    if chosen not in _MET:
        return ()
    sample = _sample(raw)
    least = _score(sample, chosen) - NEAR
    scores = {name: _score(sample, name) for name in _MET if name != chosen}
    near = sorted((n for n in scores if scores[n] >= least), key=lambda n: -scores[n])
    ours = _words(raw, chosen) if near else []
    found: list[tuple[str, tuple[str, ...]]] = []
    for name in near:
        other = tuple(word for word in _words(raw, name) if word not in ours)[:_MOST]
        if other and all(words != other for _, words in found):
            found.append((name, other))
    if not found:
        return ()
    differing = {word for name, _ in found for word in _words(raw, name)}
    own = tuple(word for word in ours if word not in differing)[:_MOST]
    return ((chosen, own), *found)


def _words(raw: bytes, codec: str) -> list[str]:
    """Return the words with letters beyond ASCII, each once, in order."""
    return list(dict.fromkeys(_WORD.findall(raw[:_SHOWN].decode(codec, "replace"))))
