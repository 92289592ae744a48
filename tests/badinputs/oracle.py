"""What may stand in text that is given out, judged by a second parser (html5lib).

The lists are written down here once more, apart from the program's own: an oracle that
asked the program would agree with it whatever it did.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import html5lib

_SPACE = "{http://www.w3.org/1999/xhtml}"
TAGS = frozenset(
    [
        *("a", "blockquote", "br", "caption", "cite", "code", "dd", "div", "dl", "dt"),
        *("em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "q", "rp"),
        *("rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "u", "ul"),
    ]
)
_ATTRIBUTES = {"lang", "dir", "class", "href", "rel", "colspan", "rowspan"}
_CLASSES = {"centre", "right", "picture", *(f"voice-{n}" for n in range(1, 9))}
#: What a parser adds around a fragment that it reads as a document.
_FRAME = {"html", "head", "body"}


def faults(html: str) -> Iterator[str]:
    """Yield what is in `html` that must not be, read as a fragment and as a page."""
    fragment = html5lib.parseFragment(html)
    document = html5lib.parse(html)
    yield from _faults(fragment)
    yield from _faults(document, _FRAME)
    once = written(fragment)
    if written(html5lib.parseFragment(once)) != once:
        yield f"read again it is another: {once!r}"
    yield from _faults(html5lib.parseFragment(once))


def written(tree: Any) -> str:
    """Return a tree as HTML."""
    return str(html5lib.serialize(tree, omit_optional_tags=False))


def frame(page: str, box: str) -> list[str]:
    """Return the elements of a page outside of its boxes of that class, with their
    attributes, in order."""
    return list(_outside(html5lib.parse(page), box))


def _outside(tree: Any, box: str) -> Iterator[str]:
    for element in tree:
        if isinstance(element.tag, str):
            given = sorted((str(k), v) for k, v in element.attrib.items())
            is_box = box in element.get("class", "").split()
            said = "" if is_box else (element.text or "").strip()
            yield f"{element.tag} {given} {said} {(element.tail or '').strip()}"
            if not is_box:
                yield from _outside(element, box)


def _faults(tree: Any, also: frozenset[str] | set[str] = frozenset()) -> Iterator[str]:
    for element in tree.iter():
        name = element.tag
        if not isinstance(name, str):
            yield f"a comment: {element.text!r}"
        elif name == "DOCUMENT_FRAGMENT":
            continue
        elif not name.startswith(_SPACE) or name[len(_SPACE) :] not in TAGS | also:
            yield f"an element {name}"
        else:
            yield from _attributes(element)


def _attributes(element: Any) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES:
            yield f"an attribute {name}"
        elif name == "href" and urlsplit(value).scheme not in ("http", "https"):
            yield f"a link to {value!r}"
        elif name == "class" and not set(value.split()) <= _CLASSES:
            yield f"a class {value!r}"
