"""Names and tags at the desk: those that stand on a work the person sees."""

from __future__ import annotations

from fanfold.archive.models import Creator
from fanfold.archive.powers import Power
from tests.web.visibility.desk import NOTHING, Desk, sent
from tests.web.visibility.scene import AUTHOR, FANDOM, Visit
from tests.web.visibility.surface import at


def _author(visit: Visit) -> str:
    return f"/desk/names/{Creator.objects.get(pseuds__name=AUTHOR).public}/"


SURFACES = (
    Desk(
        "desk_names",
        at("/desk/names/"),
        power=Power.NAMES,
        there="present",
        unseen="absent",
        told=lambda visit: AUTHOR,
        # In company the name is that of another story's author, too.
        alone=True,
    ),
    Desk("desk_name", _author, power=Power.NAMES, unseen=NOTHING, alone=True),
    Desk(
        "desk_tags",
        at("/desk/tags/?kind=fandom&state=all"),
        power=Power.TAGS,
        there="present",
        unseen="absent",
        told=lambda visit: FANDOM,
        alone=True,
    ),
    Desk(
        "desk_tag_sheet",
        at("/desk/tags/sheet/tags.csv"),
        power=Power.TAGS,
        there="present",
        unseen="absent",
        told=lambda visit: FANDOM,
        alone=True,
    ),
    Desk(
        "desk_tag_answer",
        at("/desk/tags/answer/"),
        power=Power.TAGS,
        ask=sent(lambda visit: {"tag": visit.tag, "relation": "canonical"}),
        unseen=NOTHING,
        alone=True,
    ),
)
