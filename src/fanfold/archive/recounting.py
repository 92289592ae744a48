"""What is counted of a work's chapters, through a step, so that it is undone too."""

from __future__ import annotations

from fanfold.archive import fingerprint
from fanfold.archive.models import TextVersion, Work
from fanfold.archive.steps import Doing


def recount(row: Work, doing: Doing) -> None:
    """Set a work's words, chapters and fingerprint after its chapters changed."""
    current = TextVersion.objects.filter(chapter__work=row, current=True)
    shown = list(
        current.order_by("chapter__position").values_list(
            "text", "words", "chapter__hidden"
        )
    )
    doing.change(
        row,
        word_count=sum(words for _, words, hidden in shown if not hidden),
        chapter_count=sum(not hidden for _, _, hidden in shown),
        fingerprint=fingerprint.of_texts(text for text, _, _ in shown),
    )
