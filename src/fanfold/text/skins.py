"""Work styles ("skins"): what of a stranger's style sheet may dress a story.

The sheet is not mended but taken apart and written anew from parts that are known to
be harmless: plain selectors inside of the story's box, properties of a list, values of
plain words, numbers and colours. Whatever is not understood goes, rule by rule; so an
escape, a function, an address or an at-rule other than a plain ``@media`` never comes
out, for nothing here can write one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fanfold.vocab.patterns import late

#: Bytes and rules; a sheet beyond either is refused whole, and the text stays.
LARGEST, MOST_RULES = 60_000, 1_000
#: The box that a story stands in; every rule is held inside of it.
SCOPE = ".text"


def words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


#: What a story may change of its own looks. Nothing that places, hides, lays over,
#: loads or writes: no position, display, content, opacity, background picture.
PROPERTIES = words(
    "background-color border border-bottom border-bottom-color border-bottom-style "
    "border-bottom-width border-collapse border-color border-left border-left-color "
    "border-left-style border-left-width border-radius border-right border-right- "
    "color border-right-style border-right-width border-spacing border-style "
    "border-top border-top-color border-top-style border-top-width border-width "
    "caption-side clear color float font-size font-style font-variant font-weight "
    "letter-spacing line-height list-style-type margin margin-bottom margin-left "
    "margin-right margin-top padding padding-bottom padding-left padding-right "
    "padding-top text-align text-decoration text-indent text-transform vertical- "
    "align white-space word-spacing"
)
#: Elements a selector may name: those of the house that are more than their box.
_TAGS = (
    "a|blockquote|caption|cite|code|dd|div|dl|dt|em|h[1-6]|hr|i|b|img|li|ol|p|pre|q|rp|"
    "rt|ruby|s|small|span|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
_COMMENT = late(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_COMPOUND = (
    rf"(?:(?:{_TAGS})(?:\.[a-z_][\w-]{{0,40}}){{0,3}}|(?:\.[a-z_][\w-]{{0,40}}){{1,3}})"
)
_SELECTOR = late(rf"{_COMPOUND}(?:(?:\s+|\s*>\s*){_COMPOUND}){{0,4}}", re.I | re.A)
_WORD = r"[a-z][a-z-]{0,30}"
_NUMBER = r"[+-]?(?:\d{1,3}(?:\.\d{1,4})?|\.\d{1,4})(?:px|em|rem|ex|pt|%)?"
_VALUE = late(
    rf"(?:{_WORD}|{_NUMBER}|#[0-9a-f]{{3,8}})"
    rf"(?:\s+(?:{_WORD}|{_NUMBER}|#[0-9a-f]{{3,8}})){{0,5}}",
    re.I | re.A,
)
_MEDIA = late(
    r"@media\s+((?:screen|print|all)|\((?:min|max)-width:\s*\d{1,4}(?:px|em)\))\s*",
    re.I | re.A,
)
#: Lengths that push text out of sight or over what stands beside it, in any unit.
_SIZE = late(r"([+-]?)(\d{0,3}(?:\.\d{1,4})?)(px|em|rem|ex|pt|%)", re.I)
_LONGEST = {"px": 200.0, "pt": 150.0, "%": 300.0, "em": 10.0, "rem": 10.0, "ex": 20.0}


def clean_sheet(sheet: str, scope: str = SCOPE) -> str:
    """Return a style sheet that dresses what stands inside of `scope` and no more.

    scope: a selector of ours. Returns "" for a sheet that is too large.
    """
    if len(sheet) > LARGEST or sheet.count("{") > MOST_RULES:
        return ""
    return "\n".join(_rules(_COMMENT.sub(" ", sheet), scope))


def clean_declarations(style: str) -> str:
    """Return those declarations of a style that a story may bear; "" for none."""
    made = (_declaration(each) for each in style.split(";"))
    return "; ".join(each for each in made if each)


def _rules(sheet: str, scope: str) -> Iterator[str]:
    for head, body in _blocks(sheet):
        media = _MEDIA.fullmatch(head)
        if media:
            inner = [rule for rule in _rules(body, scope) if not rule.startswith("@")]
            if inner:
                yield f"@media {media[1]} {{\n" + "\n".join(inner) + "\n}"
        elif not head.startswith("@") and "{" not in body:
            selectors = ", ".join(_scoped(head, scope))
            declarations = clean_declarations(body)
            if selectors and declarations:
                yield f"{selectors} {{ {declarations} }}"


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield (what stands before a brace, what stands in it), for the outer braces.

    A statement without braces (``@import …;``) ends at its semicolon, and goes.
    """
    start = at = depth = opened = 0
    for found in _MARK.finditer(sheet):
        mark, at = found[0], found.start()
        if mark == "{":
            opened = at if depth == 0 else opened
            depth += 1
        elif mark == "}" and depth:
            depth -= 1
            if depth == 0:
                yield sheet[start:opened].strip(), sheet[opened + 1 : at]
                start = at + 1
        elif depth == 0:
            start = at + 1


_MARK = late(r"[{};]")


def _scoped(head: str, scope: str) -> Iterator[str]:
    for each in head.split(","):
        selector = " ".join(each.split())
        if _SELECTOR.fullmatch(selector):
            yield f"{scope} {selector}"


def _declaration(text: str) -> str:
    name, colon, value = text.partition(":")
    name, value = name.strip().lower(), " ".join(value.split())
    value = value.removesuffix("!important").rstrip()
    if not colon or name not in PROPERTIES or not _VALUE.fullmatch(value):
        return ""
    return f"{name}: {value}" if _fits(name, value) else ""


def _fits(name: str, value: str) -> bool:
    """Tell whether no length of a value moves text away or makes it unreadable."""
    for sign, number, unit in _SIZE.findall(value):
        size = float(number or 0)
        if size > _LONGEST[unit.lower()] or (sign == "-" and name != "text-indent"):
            return False
    if name in ("font-size", "line-height"):
        return not re.match(r"[+-]?0*(?:\.0*)?(?:\D|\Z)", value) or value[0].isalpha()
    return True
