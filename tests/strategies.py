"""Hypothesis strategies for everything the model describes."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, get_type_hints

from hypothesis import strategies as st

from fanfold.model.creator import Creator
from fanfold.model.dates import PartialDate
from fanfold.model.draft import CHAPTER_CLAIMS, WORK_CLAIMS
from fanfold.model.evidence import Claim, Evidence, Standing, Step
from fanfold.model.keeping import (
    ArchiveFacts,
    Decision,
    Suggestion,
    TagMapping,
    Tombstone,
)
from fanfold.model.original import Original
from fanfold.model.problem import Problem
from fanfold.model.series import Collection, Series
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.model.work import Chapter, FieldClaim, Work

#: Any text but lone surrogates, which no UTF-8 can hold.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
dates = st.one_of(
    st.dates().map(lambda day: PartialDate(day.isoformat())),
    st.dates().map(lambda day: PartialDate(day.isoformat()[:7])),
    st.dates().map(lambda day: PartialDate(day.isoformat()[:4])),
)
free_json = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)

st.register_type_strategy(str, texts)
st.register_type_strategy(PartialDate, dates)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


def claims_on(kind: type[Any], field: str) -> st.SearchStrategy[FieldClaim]:
    """Claims about one field of Work or Chapter, their values of its type."""
    wanted = get_type_hints(kind)[field]
    values = st.from_type(wanted).filter(lambda value: value is not None)
    claim = st.builds(
        Claim,
        value=values,
        standing=st.sampled_from(Standing),
        evidence=st.builds(Evidence),
        steps=st.lists(st.builds(Step), max_size=2).map(tuple),
        by=st.none() | texts,
        at=st.none() | texts,
    )
    return st.builds(FieldClaim, field=st.just(field), claim=claim)


def evidence_for(kind: type[Any], names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """A few claims about fields of a class."""
    some = st.sampled_from(names).flatmap(lambda name: claims_on(kind, name))
    return st.lists(some, max_size=4).map(tuple)


chapters = st.builds(
    Chapter,
    title=st.none() | texts,
    problems=st.just(()),
    evidence=evidence_for(Chapter, CHAPTER_CLAIMS),
)
works = st.builds(
    Work,
    chapters=st.lists(chapters, max_size=2).map(tuple),
    summary=st.none() | texts,
    date=st.none() | dates,
    evidence=evidence_for(Work, WORK_CLAIMS),
).flatmap(
    lambda work: st.builds(
        replace,
        st.just(work),
        creators=st.from_type(get_type_hints(Work)["creators"]),
        tags=st.from_type(get_type_hints(Work)["tags"]),
        categories=st.lists(st.lists(texts, max_size=2).map(tuple), max_size=2).map(
            tuple
        ),
        state=st.from_type(get_type_hints(Work)["state"]),
    )
)
_others = (
    Creator,
    Series,
    Collection,
    Comment,
    Recommendation,
    News,
    TagMapping,
    Tombstone,
    Problem,
)
suggestions = st.builds(
    Suggestion,
    value=free_json.filter(lambda value: value is not None),
    alternatives=st.lists(free_json, max_size=2).map(tuple),
)
decisions = st.builds(Decision, value=free_json)
originals = st.builds(Original, path=st.none())
archives = st.builds(ArchiveFacts, settings=st.dictionaries(texts, texts, max_size=2))
recorded = st.one_of(
    works,
    suggestions,
    decisions,
    originals,
    archives,
    *(st.from_type(kind) for kind in _others),
    st.builds(
        Claim,
        value=st.one_of(st.from_type(Creator), st.from_type(Series)),
        standing=st.sampled_from(Standing),
        evidence=st.builds(Evidence),
    ),
)


def _storable(value: Any) -> Any:
    """The value as rows can hold it: no NUL, nothing empty, small whole numbers."""
    match value:
        case Enum() | PartialDate() | bool() | None:
            return value
        case str():
            return value.replace("\0", "") or "x"
        case int():
            return abs(value) % 1_000_000
        case tuple():
            return tuple(map(_storable, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    made = {each.name: _storable(getattr(value, each.name)) for each in fields(value)}
    return replace(value, **made)


def _whole(kind: type[Any], leave: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: st.from_type(wanted)
        for name, wanted in get_type_hints(kind).items()
        if name not in leave
    }


_left = ("id", "evidence", "position", "html", "text", "words")
_storable_chapters = st.builds(
    Chapter,
    evidence=evidence_for(Chapter, tuple(n for n in CHAPTER_CLAIMS if n != "html")),
    id=texts,
    html=texts,
    text=texts,
    words=st.integers(0, 9),
    position=st.just(1),
    **_whole(Chapter, _left),
)
#: Works with every field filled or not, as rows can hold them.
storable_works = st.builds(
    Work,
    evidence=evidence_for(Work, WORK_CLAIMS),
    chapters=st.lists(_storable_chapters, max_size=2).map(tuple),
    source_ids=st.lists(texts, max_size=2, unique_by=lambda s: _storable(s)).map(tuple),
    urls=st.lists(texts, max_size=2, unique_by=lambda s: _storable(s)).map(tuple),
    state=st.none(),
    **_whole(Work, ("evidence", "chapters", "source_ids", "urls", "state")),
).map(
    lambda work: replace(
        _storable(work),
        chapters=tuple(
            replace(
                _storable(chapter),
                position=place,
                urls=tuple(dict.fromkeys(_storable(chapter.urls))),
            )
            for place, chapter in enumerate(work.chapters, start=1)
        ),
    )
)
