"""A name is taken out of what the archive tells of a work, word by word.

The name goes where it was said as a name (bylines, claims, comments), and out of every
header, quote and old address that holds it. Stories' own text is another matter: there
it may be anybody's name, so it is only changed where the author asked for that too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils import timezone

from fanfold.archive import translation
from fanfold.archive.models import (
    Arrival,
    ArrivedFile,
    Chapter,
    Claim,
    Collection,
    Comment,
    Decision,
    FoundThing,
    ImportPlan,
    Listed,
    Mailing,
    News,
    PlanItem,
    Recommendation,
    SavedRule,
    Series,
    SeriesWork,
    Tag,
    TagKind,
    Work,
)
from fanfold.archive.naming import tag_of
from fanfold.archive.recounting import recount
from fanfold.archive.steps import Doing
from fanfold.archive.storing import sort_title
from fanfold.text import words

#: What stands where a name stood.
REMOVED = "[name removed]"
#: A name of one letter would be found in every word.
_SHORTEST = 2


class Names:
    """The names to take out, in any capitals, as whole words alone."""

    def __init__(self, names: Iterable[str]) -> None:
        kept = sorted({each.strip() for each in names}, key=len, reverse=True)
        self.all = tuple(each for each in kept if len(each) >= _SHORTEST)
        # Blanks, dashes and underlines are the same in addresses and file names.
        forms = (
            r"[\s_.%20+-]+".join(map(re.escape, each.split())) for each in self.all
        )
        self._form = re.compile(
            rf"(?<!\w)(?:{'|'.join(forms) or '(?!)'})(?!\w)", re.IGNORECASE
        )

    def near(self, kind: type[models.Model], columns: Iterable[str]) -> Any:
        """Return the rows of a table that may hold a name in one of the columns."""
        may = models.Q(pk=None)
        for name in self.all:
            word = max(name.split(), key=len)
            # SQLite keeps JSON with every letter beyond ASCII escaped.
            for form in {word, json.dumps(word)[1:-1], json.dumps(word.lower())[1:-1]}:
                for column in columns:
                    may |= models.Q(**{f"{column}__icontains": form})
        return kind._default_manager.filter(may)

    def is_in(self, value: Any) -> bool:
        """Tell whether a text, or any text inside a JSON value, holds a name."""
        return any(self._form.search(each) for each in _texts(value))

    def out_of(self, value: Any) -> Any:
        """Return the value without the names; lists and objects are gone through."""
        if isinstance(value, str):
            return self._form.sub(REMOVED, value)
        if isinstance(value, list):
            return [self.out_of(each) for each in value]
        if isinstance(value, dict):
            return {key: self.out_of(each) for key, each in value.items()}
        return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)


def unname_work(row: Work, names: Names, doing: Doing, *, text: bool) -> None:
    """Take the names out of all that is told of a work; its credits are not touched.

    text: out of the stories' own text too, as a further version of it.
    """
    _clean(row, ("title", *translation.TEXTS), names, doing)
    doing.change(row, sort_title=sort_title(row.title))
    _clean_all(row.listed.all(), ("name", "text"), names, doing)
    for claim in row.claims.select_related("version"):
        if claim.field == "creators":
            doing.remove(claim)
        else:
            _clean(claim, ("value", "quote", "place"), names, doing)
    for known in (row.source_ids.all(), row.addresses.all()):
        for each in known:
            if names.is_in(getattr(each, "value", getattr(each, "url", ""))):
                doing.remove(each)
    _clean_all(row.related.all(), ("title",), names, doing)
    for chapter in row.chapters.all():
        _clean(chapter, translation.CHAPTER_TEXTS, names, doing)
        if text:
            _unname_text(chapter, names, doing)
    if text:
        recount(row, doing)
    for item in PlanItem.objects.filter(work=row.public):
        _clean(item, ("draft", "reason", "proposal"), names, doing)
    _unname_answers(Decision.objects.filter(on=row.public), names, doing)


def unname_elsewhere(names: Names, doing: Doing, *, pseuds: Any) -> set[int]:
    """Take the names from all that was said under them or of them, by anybody.

    Returns the keys of the works it was said on.
    """
    exact = models.Q()
    for name in names.all:
        exact |= models.Q(by__iexact=name)
    touched: set[int] = set()
    for comment in Comment.objects.filter(models.Q(pseud__in=pseuds) | exact):
        doing.change(comment, by=REMOVED, pseud=None)
        touched |= _work_of(comment)
    for praise in Recommendation.objects.filter(exact):
        doing.change(praise, by=REMOVED)
        touched |= _work_of(praise)
    for news in News.objects.filter(exact):
        doing.change(news, by=REMOVED)
    for kind, columns in _SAID.items():
        for row in names.near(kind, columns):
            touched |= _work_of(row) if _clean(row, columns, names, doing) else set()
    touched |= _unname_tags(names, doing)
    _clean_all(names.near(PlanItem, ("proposal",)), ("proposal",), names, doing)
    _unname_answers(names.near(Decision, ("value", "why")), names, doing)
    _end_rules(names, doing)
    _unname_files(names, doing)
    # Their letters are escaped in the table: it cannot be asked for a name.
    _clean_all(FoundThing.objects.iterator(), ("body",), names, doing)
    return touched


#: Free text outside of the person's own works, by table.
_SAID: dict[type[models.Model], tuple[str, ...]] = {
    Comment: ("text", "reply"),
    Recommendation: ("note",),
    News: ("title", "text"),
    Mailing: ("subject", "body"),
    Series: ("title", "summary", "owner_name"),
    Collection: ("title", "about"),
    SeriesWork: ("title",),
    Work: translation.TEXTS,
    Chapter: ("summary", "notes", "end_notes"),
    Listed: ("text",),
    Claim: ("value", "quote"),
    ImportPlan: ("name",),
    Arrival: ("name", "told", "server_path", "numbers"),
}


def _unname_answers(rows: Any, names: Names, doing: Doing) -> None:
    """Take the names out of what people answered; that it was they is no answer."""
    for row in rows:
        if isinstance(row.value, list) and names.is_in(row.value):
            doing.remove(row)
        else:
            _clean(row, ("value", "why"), names, doing)


def _end_rules(names: Names, doing: Doing) -> None:
    """End the rules that give somebody one of the names."""
    for row in names.near(SavedRule, ("value",)):
        if names.is_in(row.value):
            ends = row.undone_at or timezone.now()
            doing.change(row, value=names.out_of(row.value), undone_at=ends)


def _unname_files(names: Names, doing: Doing) -> None:
    """Take the names out of those of sent files. What lies on disk is not renamed."""
    for file in names.near(ArrivedFile, ("given", "name")):
        if names.is_in([file.given, file.name]):
            name = names.out_of(file.name)
            # Two files may have had nothing else to tell them apart.
            own = file.name if name == file.name else f"{name} {file.public}"
            doing.change(file, given=names.out_of(file.given), name=own)


def _unname_tags(names: Names, doing: Doing) -> set[int]:
    """Put a tag without the name in the place of each that holds one."""
    touched: set[int] = set()
    for tag in names.near(Tag, ("name",)):
        if names.is_in(tag.name):
            told = names.out_of(tag.name)
            other = tag_of(TagKind(tag.kind), told, type_=tag.type)
            for tagging in tag.taggings.all():
                doing.change(tagging, tag=other)
                touched.add(tagging.work_id)
            doing.remove(tag)
    return touched


def _work_of(row: models.Model) -> set[int]:
    key = row.pk if isinstance(row, Work) else getattr(row, "work_id", None)
    return set() if key is None else {key}


def _unname_text(chapter: Any, names: Names, doing: Doing) -> None:
    for version in chapter.texts.all():
        if names.is_in([version.html, version.text]):
            html = names.out_of(version.html)
            told = names.out_of(version.text)
            doing.change(version, html=html, text=told, words=words.count(told))
            if version.current:
                doing.change(chapter, words=version.words)


def _clean_all(rows: Any, columns: Iterable[str], names: Names, doing: Doing) -> None:
    for row in rows:
        _clean(row, columns, names, doing)


def _clean(
    row: models.Model, columns: Iterable[str], names: Names, doing: Doing
) -> bool:
    held = {name: getattr(row, name) for name in columns}
    new = {name: names.out_of(each) for name, each in held.items() if names.is_in(each)}
    return bool(new) and doing.change(row, **new)
