"""Answers as people say them, and as a field's JSON form has them."""

from __future__ import annotations

import re

from fanfold.errors import RecordError, RefusedDecisionError
from fanfold.intake.ports import Question, Rule
from fanfold.intake.proposal import SAME
from fanfold.model.advice import Rating
from fanfold.model.creator import Role
from fanfold.model.record.values import decoder, hints
from fanfold.model.spoken import as_text
from fanfold.model.work import Work
from fanfold.readers.contract import readers
from fanfold.text.addresses import removed
from fanfold.text.dates import date_of
from fanfold.text.house import plain
from fanfold.text.paragraphs import emphasis
from fanfold.vocab.patterns import late
from fanfold.vocab.ratings import rating_of

_SAME = {
    "merge": "yes, keep it as a further version of that story",
    "add": "no, it is another story",
    "skip": "yes, and leave this one out",
}
_AND = late(r"\s*;\s*|\s+(?:and|&)\s+|\s*&\s*", re.I)
_FIELDS = {"author-missing": "creators", "title-missing": "title"}
_WORDS = ("code", "group", "reader", "label")
_HINTS = {
    "creators": "the author's name; several joined by a semicolon",
    "title": "the title",
    "date": "the date, as exactly as you know it: 2003, 2003-04, 2003-04-05",
    "rating": "general, teen, mature, explicit or unrated",
}


def in_words(question: Question, value: object) -> str:
    """Return an answer as a person would say it; what it means first, if labelled."""
    if question.code == SAME:
        return _SAME.get(str(value), str(value))
    label = question.label_of(value)
    if not question.field:
        return label or str(value)
    said = _spoken(question.field, value)
    return f"{label}: {said}" if label and label != said else said


def as_read(work: Work, question: Question) -> str:
    """Return what was read of the field, as a person would say it; "" for nothing."""
    value = getattr(work, question.field) if question.field else None
    return plain(as_text(value)) if value else ""


def ruled_in_words(rule: Rule) -> str:
    """Return what a rule says: ``author-missing in old-site/letters: Marrow``."""
    where = f" in {rule.group}" if rule.group else ""
    read = f", read as {_title(rule.reader)}" if rule.reader else ""
    asked = Question(rule.code, "", _FIELDS.get(rule.code, ""))
    return f"{rule.code}{where}{read}: {rule.label or in_words(asked, rule.value)}"


def _title(reader: str) -> str:
    titles = {each.name: each.title for each in readers()}
    return titles.get(reader, reader)


def rule_of(told: object) -> Rule:
    """Return the rule that an object of JSON holds, as it stands in an export.

    Raises ValueError where it is none, or answers with what is no answer.
    """
    if not isinstance(told, dict) or not told.get("code"):
        raise ValueError("no rule")
    words = {name: str(told.get(name) or "") for name in _WORDS}
    rule = Rule(**words, value=told.get("value"))
    if not rule.label:
        _check(rule)
    return rule


def _check(rule: Rule) -> None:
    if rule.code == SAME:
        if rule.value not in _SAME:
            raise ValueError("no verdict")
        return
    field = _FIELDS.get(rule.code)
    if field is None:
        raise ValueError("no question has this code")
    try:
        decoder(hints(Work)[field])(rule.value, field)
    except RecordError as error:
        raise ValueError(str(error)) from error


def hint(question: Question) -> str:
    """Return what may be typed as an answer; "" where only the choices count."""
    return _HINTS.get(question.field, "")


def typed(question: Question, text: str) -> object:
    """Return what a person typed, in the JSON form of the question's field.

    Raises RefusedDecisionError, with what is expected, for what is no such value.
    """
    said = removed(" ".join(text.split()))
    value: object = None
    match question.field:
        case "creators":
            names = [each for each in _AND.split(said) if each.strip()]
            roles = (Role.AUTHOR, *(Role.CO_AUTHOR for _ in names[1:]))
            pairs = zip(names, roles, strict=False)
            value = [{"name": name, "role": role.value} for name, role in pairs]
        case "title":
            value = emphasis(said)
        case "date":
            date = date_of(said)
            value = date.text if date else None
        case "rating":
            known = said.lower() in {each.value for each in Rating}
            rating = Rating(said.lower()) if known else rating_of(said)
            value = rating.value if rating else None
    if not value:
        expected = hint(question) or "one of the choices"
        raise RefusedDecisionError(
            f"“{said}” cannot be taken. Nothing was changed. Expected is {expected}."
        )
    return value


def _spoken(field: str, value: object) -> str:
    if field == "creators" and not value:
        return "nobody knows: it stays without a name"
    kind = hints(Work).get(field)
    if kind is None:
        return str(value)
    try:
        return plain(as_text(decoder(kind)(value, field)))
    except RecordError:
        return str(value)
