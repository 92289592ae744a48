"""Any field's value as a person would write it."""

from __future__ import annotations

from enum import Enum

from fanfold.model.creator import Credit, Role
from fanfold.model.dates import PartialDate
from fanfold.model.gathering import Place, Related
from fanfold.model.tags import Label, Resolved, Tag


def as_text(value: object) -> str:
    """Return a value of the model in words; lists joined by semicolons."""
    match value:
        case Credit(name=name, role=Role.AUTHOR):
            return name
        case Credit(name=name, role=role):
            return f"{name} ({role})"
        case Tag(type=kind, name=name) | Label(name=kind, value=name):
            return f"{kind}: {name}"
        case Resolved(name=name):
            return name
        case Place(title=title, position=None):
            return title
        case Place(title=title, position=position):
            return f"{title} ({position})"
        case Related(kind=kind, title=title):
            return f"{kind}: {title or ''}"
        case PartialDate(text=text):
            return text
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case tuple() if value and all(isinstance(each, tuple) for each in value):
            return "; ".join(" > ".join(map(str, each)) for each in value)
        case tuple():
            return "; ".join(map(as_text, value)) or "(none)"
    return " ".join(str(value).split())
