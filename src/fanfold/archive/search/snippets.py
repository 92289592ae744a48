"""The passage of each story in which the words stand, the words marked.

Texts are asked through the reader's own works: nothing hidden can be quoted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import tantivy
from tantivy import Document, SnippetGenerator

from fanfold.archive.models import TextVersion, Work
from fanfold.archive.reader import Reader
from fanfold.archive.search import language as tree
from fanfold.archive.search import matching
from fanfold.archive.search.finding import Hits
from fanfold.archive.search.schema import (
    RUNS,
    analyzer,
    runs_of,
    schema,
    stem_field,
)
from fanfold.text.addresses import removed
from fanfold.text.house import escape

#: Letters of a passage, about.
LENGTH = 220
#: Places of each word that are looked at to find where most of them stand together.
_LOOKED = 30


def snippets(hits: Hits, reader: Reader) -> dict[str, str]:
    """Return, by public id, house HTML of a passage with ``<mark>`` around the words.

    Works in whose text none of the words stands are left out.
    """
    words = list(_sought(hits.tree))
    asked = [matching.query_of(each) for each in words]
    query = matching.either([each for each in asked if each is not None])
    if query is None or not hits.works:
        return {}
    texts = _texts([work.id for work in hits.works], reader)
    fields = {work.id: _fields(work.language, words) for work in hits.works}
    plain = _plain_words(words)
    makers: dict[str, SnippetGenerator] = {}
    found: dict[str, str] = {}
    for id_, text in texts.items():
        for field in fields[id_]:
            maker = makers.get(field)
            if maker is None:
                maker = makers[field] = _maker(hits.sought.searcher, query, field)
            near = _near(text, plain) if field == "body" else text
            passage = _passage(maker, field, near)
            if passage:
                found[id_] = passage
                break
    return found


def _sought(node: tree.Node) -> Iterator[tree.Words]:
    """Yield the words that were wanted in the text, none that were not."""
    match node:
        case tree.Words() if node.field in ("", "body"):
            yield tree.Words(node.text, "body", node.phrase, node.begins)
        case tree.Every() | tree.Either():
            for each in node.nodes:
                yield from _sought(each)


def _fields(language: str | None, words: Sequence[tree.Words]) -> list[str]:
    stem = stem_field(language or "")
    unspaced = any(runs_of(each.text) for each in words)
    return ["body", *([stem] if stem else []), *([RUNS] if unspaced else [])]


def _texts(ids: Sequence[str], reader: Reader) -> dict[str, str]:
    rows = TextVersion.objects.filter(
        current=True,
        chapter__hidden=False,
        chapter__work__in=Work.objects.listed_for(reader).filter(public__in=ids),
    ).order_by("chapter__work", "chapter__position")
    texts: dict[str, list[str]] = {}
    for public, text in rows.values_list("chapter__work__public", "text"):
        texts.setdefault(public, []).append(text)
    return {public: "\n".join(parts) for public, parts in texts.items()}


def _plain_words(words: Sequence[tree.Words]) -> list[str]:
    """Return the words to look for as they are; none where a word is half a word."""
    if any(each.begins for each in words):
        return []
    tokens = (token for each in words for token in analyzer().analyze(each.text))
    return list(dict.fromkeys(tokens))


def _near(text: str, words: Sequence[str]) -> str:
    """Return the part of a text in which most of the words stand, with room around.

    To part a whole text into words, as the index does, takes twenty times as long. The
    whole comes back where it cannot be told so: "Cafe" is also found in "café".
    """
    small = text.lower()
    if not words or len(small) != len(text):
        return text
    places: list[tuple[int, str]] = []
    for word in words:
        looked = islice(_places(small, word), _LOOKED if len(words) > 1 else 1)
        found = [(at, word) for at in looked]
        if not found and not text.isascii():
            return text
        places += found
    if not places:
        return ""
    first, last = _closest(sorted(places))
    return text[max(0, first - 2 * LENGTH) : last + 2 * LENGTH]


def _places(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands by itself."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before = at > 0 and text[at - 1].isalnum()
        if not (before or text[end : end + 1].isalnum()):
            yield at
        at = text.find(word, end)


def _closest(places: Sequence[tuple[int, str]]) -> tuple[int, int]:
    """Return the first and last place of a passage with as many words as there are."""
    best, most, start = (places[0][0], places[0][0]), 0, 0
    many = len({word for _at, word in places})
    for end, (last, _word) in enumerate(places):
        while last - places[start][0] > LENGTH // 2:
            start += 1
        within = len({word for _at, word in places[start : end + 1]})
        if within > most:
            best, most = (places[start][0], last), within
            if most == many:
                break
    return best


def _maker(
    searcher: tantivy.Searcher, query: tantivy.Query, field: str
) -> SnippetGenerator:
    maker = SnippetGenerator.create(searcher, query, schema(), field)
    maker.set_max_num_chars(LENGTH)
    return maker


def _passage(maker: SnippetGenerator, field: str, text: str) -> str:
    if field == RUNS:
        text = runs_of(text)
    found = _snippet(maker, field, text)
    if not found.highlighted():
        return ""
    # Places are counted in bytes of UTF-8; the first passage ends with its word.
    start = found.fragment_range().start + found.highlighted()[0].start
    made = _snippet(maker, field, _around(text.encode("utf-8"), start))
    marked = [(each.start, each.end) for each in made.highlighted()]
    fragment, html, at = made.fragment().encode("utf-8"), [], 0
    for start, end in marked:
        html.append(_plain(fragment[at:start]))
        html.append(f"<mark>{_plain(fragment[start:end])}</mark>")
        at = end
    html.append(_plain(fragment[at:]))
    joined = "".join(html)
    return removed(
        joined.replace(" ", "") if field == RUNS else " ".join(joined.split())
    )


def _snippet(maker: SnippetGenerator, field: str, text: str) -> tantivy.Snippet:
    return maker.snippet_from_doc(Document.from_dict({field: text}, schema()))


def _around(text: bytes, place: int) -> str:
    """Return a passage with a place in it, cut between words where there are some."""
    first, last = max(0, place - LENGTH // 3), place + LENGTH * 2 // 3
    before = text[first:place].decode("utf-8", "ignore")
    after = text[place:last].decode("utf-8", "ignore")
    if first and " " in before:
        before = before.partition(" ")[2]
    if last < len(text) and " " in after:
        after = after.rpartition(" ")[0]
    return before + after


def _plain(part: bytes) -> str:
    return escape(part.decode("utf-8", "replace"))
