"""Works for tests, put in by the act that imports use."""

from __future__ import annotations

from typing import Any

from fanfold.archive.actions.accept_draft import accept_draft
from fanfold.archive.models import ImportPlan, Work
from fanfold.archive.policy import Policy
from fanfold.model.advice import Rating
from fanfold.model.creator import Credit
from fanfold.model.draft import drafted
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.work import Audience, Chapter, FieldClaim, Stage
from fanfold.model.work import Work as ModelWork

SEEN = Evidence("1" * 64, "line 1", "as it stood", "test/1")
OPEN = Policy(Stage.SHOWN, Audience.ALL)


def claimed(value: object, field: str) -> FieldClaim:
    return FieldClaim(field, Claim(value, Standing.LABELLED, SEEN))


def model_work(
    title: str = "Snow", text: str = "It snowed.", **fields: Any
) -> ModelWork:
    """A work whose every field is claimed."""
    fields.setdefault("creators", (Credit("Marrow"),))
    fields.setdefault("rating", Rating.GENERAL)
    told = {"title": title, **fields}
    facts = ("id", "source_ids", "urls", "emails", "chapters", "state")
    html = f"<p>{text}</p>"
    chapter = Chapter(
        "", 1, html, text, len(text.split()), evidence=(claimed(html, "html"),)
    )
    told.setdefault("chapters", (chapter,))
    evidence = tuple(
        claimed(value, field) for field, value in told.items() if field not in facts
    )
    return ModelWork(id=told.pop("id", ""), evidence=evidence, **told)


def put(
    title: str = "Snow", text: str = "", plan: ImportPlan | None = None, **fields: Any
) -> Work:
    """Add a work and return its row. plan: the import it comes with."""
    work = model_work(title, text or f"It snowed on {title}.", **fields)
    return accept_draft(drafted(work), by="test", policy=OPEN, plan=plan)
