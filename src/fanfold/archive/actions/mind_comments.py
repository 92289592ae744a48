"""An author or a moderator minds what is said about a work."""

from __future__ import annotations

from typing import Any

from fanfold.archive.models import Account, Comment, Work
from fanfold.archive.queries.talking import is_minder
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError

#: What may be done with a comment: the columns it sets, and whether fewer see it.
DEEDS: dict[str, tuple[dict[str, bool], bool]] = {
    "let-in": ({"waiting": False}, False),
    "hide": ({"hidden": True}, True),
    "show": ({"hidden": False}, False),
    "freeze": ({"frozen": True}, False),
    "thaw": ({"frozen": False}, False),
}
#: Who may say something: `Work.comments_from`.
OPEN, CLOSED = "members", "nobody"


def mind_comment(row: Comment, deed: str, *, account: Account) -> None:
    """Let a comment in, hide or show, freeze or thaw it with all answers below it.

    Raises NotFoundError for anybody but the work's authors and moderators, and for
    any other deed.
    """
    work = row.work
    if work is None or deed not in DEEDS or not is_minder(account, work):
        raise NotFoundError("There is no such comment to decide about here.")
    columns, narrowing = DEEDS[deed]
    rows = _with_answers(row)
    with step(f"{deed}-comment", by=account.username) as doing:
        changed: list[Any] = [each for each in rows if doing.change(each, **columns)]
        if changed:
            doing.tell(work, narrowing=narrowing, comment=row.public)


def open_comments(work: Work, *, is_open: bool, wait: bool, account: Account) -> None:
    """Say whether members may comment on a work, and whether comments wait.

    Raises NotFoundError for anybody but its authors and moderators.
    """
    if not is_minder(account, work):
        raise NotFoundError("There is no such story of yours here.")
    told = OPEN if is_open else CLOSED
    with step("open-comments", by=account.username) as doing:
        if doing.change(work, comments_from=told, comments_wait=wait):
            doing.tell(work, comments_from=told, comments_wait=wait)


def _with_answers(row: Comment) -> list[Comment]:
    found, below = [row], [row]
    while below:
        below = list(Comment.objects.filter(answers__in=below).order_by("pk"))
        found.extend(below)
    return found
