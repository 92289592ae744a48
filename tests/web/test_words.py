"""Every word of the pages is there in both languages, and compiled."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import fanfold.web

WEB = Path(fanfold.web.__file__).parent
GERMAN = WEB / "locale" / "de" / "LC_MESSAGES"
_TRANSLATE = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_PYTHON = re.compile(r'(?<![\w.])_\(\s*"([^"]+)"')


def catalog() -> Catalog:
    with (GERMAN / "django.po").open("rb") as stream:
        return read_po(stream)


def words_of_pages() -> set[str]:
    found: set[str] = set()
    for path in WEB.rglob("*.html"):
        pairs = _TRANSLATE.findall(path.read_text(encoding="utf-8"))
        found |= {one or other for one, other in pairs}
    for path in WEB.rglob("*.py"):
        found |= set(_PYTHON.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_word_has_a_german_one() -> None:
    known = {message.id for message in catalog() if message.string}

    assert len(words_of_pages()) > 100
    assert words_of_pages() - known == set()


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message in catalog():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.id, tuple) else (message.string,)
        wanted = set(re.findall(r"%\(\w+\)s", ids[-1]))
        for string in strings[-1:]:
            assert set(re.findall(r"%\(\w+\)s", string)) == wanted, message.id


def test_what_is_compiled_is_what_is_written() -> None:
    with (GERMAN / "django.mo").open("rb") as stream:
        compiled = read_mo(stream)

    assert {_flat(m) for m in compiled} == {_flat(m) for m in catalog()}


def _flat(message: Message) -> tuple[str, ...]:
    ids, strings = message.id, message.string
    if not ids:
        return ()
    if isinstance(ids, str):
        return (ids, str(strings))
    return (*ids, *strings)
