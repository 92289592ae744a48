"""What a wrong guess would harm: a person's queue begins with the worst."""

from __future__ import annotations

from enum import IntEnum

from fanfold.intake.asking import Asked
from fanfold.intake.doubts import DATE_ORDER
from fanfold.intake.letters import ENCODING
from fanfold.intake.proposal import SAME
from fanfold.intake.siblings import SEVERAL
from fanfold.text.addresses import REMOVED


class Harm(IntEnum):
    """The lower, the worse."""

    PRIVACY = 1
    ADULT = 2
    AUTHOR = 3
    GARBLED = 4
    SAME = 5
    TITLE = 6
    DATE = 7
    OTHER = 8


_BY_CODE = {
    "author-missing": Harm.AUTHOR,
    "author-unsure": Harm.AUTHOR,
    ENCODING: Harm.GARBLED,
    SEVERAL: Harm.GARBLED,
    SAME: Harm.SAME,
    "title-missing": Harm.TITLE,
    "title-unsure": Harm.TITLE,
    DATE_ORDER: Harm.DATE,
}


def harm_of(asked: Asked) -> Harm:
    """Return what is at stake. An address where a name should be is somebody's."""
    if REMOVED in asked.question.asked:
        return Harm.PRIVACY
    return _BY_CODE.get(asked.question.code, Harm.OTHER)
