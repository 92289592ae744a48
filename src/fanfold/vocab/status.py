"""Words that say whether a work is finished."""

from __future__ import annotations

from fanfold.model.advice import Status
from fanfold.vocab.patterns import late

RULE = "vocab.status/1"
_WIP = late(
    r"(?i)\b(?:wip|works? in progress|in progress|in-progress|unfinished|incomplete|"
    r"not (?:yet )?(?:finished|complete)|ongoing|tbc|to be continued|en cours|"
    r"en progreso|in arbeit|unvollständig|continuará|fortsetzung folgt|no(?= *$))\b"
)
_ABANDONED = late(r"(?i)\b(?:abandoned|discontinued|on hiatus|abgebrochen)\b")
_COMPLETE = late(
    r"(?i)\b(?:complete[d]?|finished|done|abgeschlossen|fertig|beendet|terminée?|"
    r"complète?|complet[oa]|terminad[oa]|закончен\w?|yes)\b"
)
_PARTS = late(r"\b(\d{1,3})\s?(?:/|of|von|de)\s?(\d{1,3}|\?)(?!\w)")


def status_of(text: str) -> Status | None:
    """Return the status that the words state, None where they state none."""
    if _ABANDONED.search(text):
        return Status.ABANDONED
    if _WIP.search(text):
        return Status.WIP
    if _COMPLETE.search(text):
        return Status.COMPLETE
    parts = _PARTS.search(text)
    if parts is None:
        return None
    return Status.COMPLETE if parts[1] == parts[2] else Status.WIP


_TALK = late(
    r"(?i)\b(?:wip|work in progress|unfinished|not (?:yet )?finished|still writing|"
    r"more to come|to be continued|nicht fertig|inachevé|sin terminar)\b"
)


def talks_of(text: str) -> Status | None:
    """Return WIP where notes say in passing that the story is not finished."""
    return Status.WIP if _TALK.search(text) else None
