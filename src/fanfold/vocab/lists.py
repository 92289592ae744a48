"""Values that hold several things, as people separate them."""

from __future__ import annotations

import re

from fanfold.vocab.patterns import late

_NOTHING = late(
    r"(?i)(?:none|no|nope|nil|nada|n/?a|not applicable|nothing|no warnings?|none "
    r"(?:really|apply|at all|whatsoever|needed)|nothing (?:really|much)|not really|"
    r"keine?s?|keine warnungen?|nichts|aucune?|rien|ninguna?|ningún|nenhuma?|нет|-+|—)"
)
_OPEN, _CLOSE = "([{“«", ")]}”»"
_LEADING = late(r"(?i)^(?:and|und|et|y|&)\s+")


def states_nothing(text: str) -> bool:
    """Tell whether the words say "none": a statement, not an absence."""
    return _NOTHING.fullmatch(text.strip(" .!*\t\n")) is not None


def split_list(text: str, separators: str = ",;\n|") -> tuple[str, ...]:
    """Return the parts of a list, without what separated them; () for "none".

    Separators inside brackets and double quotes separate nothing.
    """
    if states_nothing(text):
        return ()
    parts, depth, quoted, start = [], 0, False, 0
    for place, letter in enumerate(text):
        if letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth = max(0, depth - 1)
        elif letter == '"':
            quoted = not quoted
        elif letter in separators and not depth and not quoted:
            parts.append(text[start:place])
            start = place + 1
    parts.append(text[start:])
    cleaned = (_LEADING.sub("", part.strip(), count=1).strip() for part in parts)
    return tuple(
        part.rstrip(".") if part[-2:-1] != "." else part
        for part in cleaned
        if part.strip(" .")
    )


_FOR = late(
    r"(?i)^(?:(?:this (?:one|story|fic|part) is )?(?:(?:lovingly )?dedicated )?"
    r"(?:for|to)|für|pour|para|a gift for|gewidmet)\s+"
)
_WHY = late(
    r"(?i)(?:,?\s+(?:who|whom|whose|which|without|because|since|as a|for (?:being|the|"
    r"her|his|their|all|reading|giving|letting|making|putting)|on (?:her|his|their)|"
    r"die|der|das|weil|qui|parce|que|porque)\b|\s[-–—]+\s|[:;!(]|"
    r"\.(?=\s+[A-Z]\w{2,}\s+\w))"
)
_AND = late(r"(?i)\s*(?:,\s*(?:and|und|et|y|&)\s+|\s(?:and|und|et|y|&|\+)\s|,|/)\s*")
_MINE = late(
    r"(?i)^(?:my|our|the|dear|meine?n?|ma|mon|mi)\s+(?:[a-zé-]+\s+){0,4}(?=[A-Z])"
)


def recipients_of(text: str) -> tuple[str, ...]:
    """Return the names that a dedication or gift is for, in order.

    ``"For Anna and Bea, who know why"`` gives ``("Anna", "Bea")``.
    """
    value = _FOR.sub("", " ".join(text.split()))
    reason = _WHY.search(value)
    if reason is not None:
        value = value[: reason.start()]
    names = (_named(part) for part in _AND.split(value))
    return tuple(name for name in names if name)


def _named(part: str) -> str:
    name = _MINE.sub("", part.strip(' "*“”'))
    initial = re.search(r"(?:^|[\s.])\w\.$", name)
    return name if initial else name.rstrip(".! ")


#: Names that hold a slash of their own.
_SLASHED = late(r"(?i)fate/|\.hack//|w/|ranma 1/2|9/11|20/20|24/7")
_CROSSED = late(
    r"\s*/\s*(?=[A-ZÀ-Ý\d])|\s+(?:x|X|vs\.?|crossed with|crossover with)\s+(?=[A-Z])"
)


def fandoms_of(text: str) -> tuple[str, ...]:
    """Return the fandoms that a field states; a crossover (``A/B``) has two."""
    found: list[str] = []
    for part in split_list(text):
        crossed = [part] if _SLASHED.search(part) else _CROSSED.split(part)
        found += [each.strip() for each in crossed if each.strip()]
    return tuple(found)
