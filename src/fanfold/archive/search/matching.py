"""The tree of a search as a query of the index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tantivy import FieldType, Occur, Query

from fanfold.archive.reader import Reader
from fanfold.archive.search import language as tree
from fanfold.archive.search.schema import (
    RUNS,
    STEMMED,
    TEXTS,
    analyzer,
    runs_of,
    schema,
    stemmer,
    unspaced,
)
from fanfold.model.work import Audience

#: What a word in another form of it weighs, beside the word itself.
_STEM = 0.5
#: A field's words are also words of the text around them where no field is named.
_ANYWHERE = tuple(TEXTS)


def query_of(node: tree.Node) -> Query | None:
    """Return the query; None where the tree asks for nothing in particular."""
    match node:
        case tree.Words():
            return _words(node)
        case tree.Between():
            return Query.range_query(
                schema(), node.field, FieldType.Integer, node.low, node.high
            )
        case tree.Is():
            return term(node.field, node.value)
        case tree.Not():
            inner = query_of(node.node)
            return None if inner is None else without(Query.all_query(), inner)
        case tree.Every():
            return every(query_of(each) for each in node.nodes)
        case tree.Either():
            found = [query_of(each) for each in node.nodes]
            return either([each for each in found if each is not None])


def term(field: str, value: object) -> Query:
    """Return the query for works whose field has just this value."""
    return Query.term_query(schema(), field, value, index_option="basic")


def every(queries: Iterable[Query | None]) -> Query | None:
    """Return the query for what matches all that are not None; None for none."""
    wanted = [each for each in queries if each is not None]
    if len(wanted) < 2:
        return wanted[0] if wanted else None
    return Query.boolean_query([(Occur.Must, each) for each in wanted])


def either(queries: list[Query]) -> Query | None:
    """Return the query for what matches at least one; None for none."""
    if len(queries) < 2:
        return queries[0] if queries else None
    return Query.boolean_query([(Occur.Should, each) for each in queries])


def without(query: Query, *unwanted: Query) -> Query:
    """Return the query for what matches one and none of others."""
    return Query.boolean_query(
        [(Occur.Must, query), *((Occur.MustNot, each) for each in unwanted)]
    )


def listed_for(reader: Reader, now: int) -> Query:
    """Return the query for works in the reader's lists.

    now: seconds since 1970. The index holds shown works only; the rows are asked
    again for every hit (`WorkQuerySet.listed_for`).
    """
    revealed = Query.range_query(
        schema(), "reveal_at", FieldType.Integer, None, now, True, True
    )
    parts = [revealed]
    if not reader.is_member:
        parts.append(term("audience", Audience.ALL.value))
    if not reader.shows_adult:
        parts.append(Query.term_query(schema(), "gated", False))
    query = every(parts)
    assert query is not None  # noqa: S101 - there is one part at least
    return Query.const_score_query(query, 0.0)


# words


def _words(node: tree.Words) -> Query | None:
    fields = (node.field,) if node.field else _ANYWHERE
    if unspaced(node.text) and node.field in ("", "body"):
        # Scripts without spaces: any part of a run, letter by letter.
        return _run(node.text)
    return _spaced(node, fields)


def _run(text: str) -> Query | None:
    runs = [part.split() for part in runs_of(text).split("|")]
    return every(_row(RUNS, run) for run in runs if run)


def _spaced(node: tree.Words, fields: tuple[str, ...]) -> Query | None:
    tokens = tuple(analyzer().analyze(node.text))
    if not tokens:
        return None
    if node.begins:
        return either([_beginning(field, tokens) for field in fields])
    found = [Query.boost_query(_row(field, tokens), TEXTS[field]) for field in fields]
    if not node.phrase and len(tokens) == 1 and "body" in fields:
        found += [
            Query.boost_query(Query.term_query(schema(), field, stem, "freq"), _STEM)
            for field, stem in _stems(tokens[0])
        ]
    return either(found)


def _row(field: str, tokens: Sequence[str]) -> Query:
    """Return the query for tokens one after the other."""
    if len(tokens) == 1:
        return Query.term_query(schema(), field, tokens[0])
    return Query.phrase_query(schema(), field, list(tokens))


def _beginning(field: str, tokens: tuple[str, ...]) -> Query:
    if len(tokens) == 1:
        return Query.regex_query(schema(), field, f"{_literal(tokens[0])}.*")
    return Query.phrase_prefix_query(schema(), field, list(tokens))


def _literal(token: str) -> str:
    # Tokens are letters and digits, but the index has its own idea of patterns.
    return "".join(each if each.isalnum() else f"\\{each}" for each in token)


def _stems(token: str) -> list[tuple[str, str]]:
    return [
        (f"stem_{code}", stem)
        for code in STEMMED
        for stem in stemmer(code).analyze(token)[:1]
    ]
