"""The people who keep an archive post a notice, change it, or take it away."""

from __future__ import annotations

from django.utils import timezone

from fanfold.archive.actions.say_something import typed_html
from fanfold.archive.models import News
from fanfold.archive.steps import step
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.lengths import TITLE
from fanfold.text.addresses import removed


def post_news(title: str, text: str, *, by: str) -> News:
    """Post a notice in the archive's own name and return it.

    text: as typed. Raises RefusedDecisionError without title or text.
    """
    told = _title(title)
    now = timezone.now()
    with step("post-news", by=by) as doing:
        row = doing.add(
            News(
                title=told,
                text=removed(typed_html(text)),
                date=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                date_from=now.date(),
                date_to=now.date(),
            )
        )
        doing.note(row.public)
    return row


def change_news(public: str, title: str, text: str, *, by: str) -> News:
    """Set the words of a notice; its day stays. Raises as `post_news`, and
    NotFoundError where none that was written here is called so."""
    told = _title(title)
    with step("change-news", by=by) as doing:
        row = _own(public)
        if doing.change(row, title=told, text=removed(typed_html(text))):
            doing.note(row.public)
    return row


def remove_news(public: str, *, by: str) -> None:
    """Take a notice away. Raises NotFoundError where none written here is so called."""
    with step("remove-news", by=by) as doing:
        row = _own(public)
        doing.note(row.public)
        doing.remove(row)


def _own(public: str) -> News:
    # What came from a source is kept as it was said there.
    rows = News.objects.select_for_update().filter(public=public, source_id="", by="")
    row: News | None = rows.first()
    if row is None:
        raise NotFoundError("There is no such notice here.")
    return row


def _title(title: str) -> str:
    told = removed(" ".join(title.replace("\0", " ").split()))
    if not told or len(told) > TITLE:
        raise RefusedDecisionError(
            f"A notice needs a title of at most {TITLE} letters. Nothing was changed."
        )
    return told
