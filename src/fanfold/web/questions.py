"""The questions of an import, and answers to them, in the words that people read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fanfold.intake.answering import in_words
from fanfold.intake.doubts import DATE_ORDER, DAY_FIRST, MONTH_FIRST
from fanfold.intake.harm import Harm
from fanfold.intake.letters import ENCODING
from fanfold.intake.ports import Outcome, Question
from fanfold.intake.proposal import SAME
from fanfold.intake.siblings import SEVERAL

#: What is asked, for one story and for many.
KINDS: dict[str, Any] = {
    ENCODING: _("Which words are right?"),
    SEVERAL: _("Does one file hold several stories?"),
    "author-missing": _("Who wrote it?"),
    "author-unsure": _("Is this the author's name?"),
    "title-missing": _("What is it called?"),
    "title-unsure": _("Is this the title?"),
    SAME: _("Is it a story that the archive has?"),
    DATE_ORDER: _("Which day does the date mean?"),
}
HARMS: dict[Harm, Any] = {
    Harm.PRIVACY: _("may tell somebody's address"),
    Harm.AUTHOR: _("the author"),
    Harm.GARBLED: _("the text"),
    Harm.SAME: _("a story twice"),
    Harm.TITLE: _("the title"),
    Harm.DATE: _("a date"),
    Harm.OTHER: _("something else"),
}
#: What becomes of a story without an answer.
STATES: dict[Outcome, Any] = {
    Outcome.PENDING: _("rehearsed: nothing is added yet"),
    Outcome.WAITING: _("waits, and is not public"),
    Outcome.FAILED: _("could not be added"),
    Outcome.ADDED: _("is in, as it was read"),
}
_SAME: dict[str, Any] = {
    "merge": _("Yes: keep it as a further version of that story"),
    "add": _("No: it is another story"),
    "skip": _("Yes: leave this one out"),
}
_LABELS: dict[str, Any] = {
    DAY_FIRST: _("the day first"),
    MONTH_FIRST: _("the month first"),
    "the file's name": _("the file's name"),
    "its first words": _("its first words"),
    "yes, stories of their own": _("Yes: stories of their own"),
    "no, they are one story": _("No: they are one story"),
}
_NOBODY = _("Nobody knows: it stays without a name")


def kind_of(question: Question) -> Any:
    """Return what is asked, in a few words."""
    return KINDS.get(question.code, question.code)


def choice(question: Question, value: object) -> str:
    """Return what an answer says; what it means first, where that has a name."""
    if question.code == SAME:
        return str(_SAME.get(str(value), value))
    if question.field == "creators" and not value:
        return str(_NOBODY)
    said, label = in_words(question, value), question.label_of(value)
    told = str(_LABELS.get(label, label))
    return f"{told}{said.removeprefix(label)}" if label else said


def labels_alone(question: Question, value: object) -> str:
    """Return what an answer means for all alike, whose values may differ."""
    label = question.label_of(value)
    told = _LABELS.get(label, label) if question.field else ""
    return str(told) or choice(question, value)
