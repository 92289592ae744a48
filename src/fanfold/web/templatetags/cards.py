"""A story's card, as lists show it: made here, not by a template (see listing.py).

Twenty of them are half of what a page of search results costs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from fanfold.model.advice import Status
from fanfold.model.work import Work
from fanfold.web.telling import RATINGS, STATUSES
from fanfold.web.templatetags.listing import byline, tag_list, word_count
from fanfold.web.templatetags.stories import address, bare, inline

register = template.Library()


@register.simple_tag
def cards(
    shown: Any,
    passages: Mapping[str, str] | None = None,
    level: int = 2,
    reasons: Mapping[str, list[tuple[Any, list[str]]]] | None = None,
) -> SafeString:
    """The stories of a page of a list (`Shown`), a card each.

    passages: by a work's id, escaped, with its marks. level: of their headings.
    reasons: by a work's id, why it stands there: (why, names of tags).
    """
    language = escape(get_language() or "")
    ratings = {each: escape(str(name)) for each, name in RATINGS.items()}
    statuses = {each: escape(str(name)) for each, name in STATUSES.items()}
    made = (
        _card(
            work,
            shown,
            (passages or {}).get(work.id, ""),
            (reasons or {}).get(work.id, ()),
            f"h{level or 2}",
            language,
            ratings,
            statuses,
        )
        for work in shown.works
    )
    return mark_safe("".join(made))  # noqa: S308 - each part is escaped or cleaned


def _card(
    work: Work,
    shown: Any,
    passage: str,
    reasons: Sequence[tuple[Any, list[str]]],
    heading: str,
    language: str,
    ratings: Mapping[str, str],
    statuses: Mapping[str, str],
) -> str:
    foreign = f' lang="{escape(work.language)}"' if work.language else ""
    at = address("work", work.id)
    lines = [
        f'<li class="card"><article{foreign}>',
        f'<{heading}><a href="{at}">{inline(work.title)}</a></{heading}>',
        f'<p class="byline">{byline(work.authors, shown.authors)}</p>',
    ]
    if work.summary:
        lines.append(f'<p class="summary">{inline(work.summary)}</p>')
    # What we say of a story is in the reader's language, not in the story's.
    ours = f' lang="{language}"' if foreign else ""
    lines.append(f'<ul class="facts"{ours}>')
    lines += (f"<li>{each}</li>" for each in _facts(work, shown, ratings, statuses))
    lines.append("</ul>")
    if passage:
        lines.append(f'<p class="passage">… {passage} …</p>')
    if reasons:
        lines.append(f'<p class="why"{ours}>{"; ".join(map(_reason, reasons))}</p>')
    lines += (tag_list(work, shown.tags), "</article></li>\n")
    return "\n".join(lines)


def _reason(told: tuple[Any, list[str]]) -> str:
    why, names = told
    return escape(f"{why}: {', '.join(map(bare, names))}")


def _facts(
    work: Work, shown: Any, ratings: Mapping[str, str], statuses: Mapping[str, str]
) -> Iterator[str]:
    yield ratings[work.rating.value]
    yield word_count(shown.words.get(work.id, 0))
    if work.status is not Status.UNKNOWN:
        yield statuses[work.status.value]
    if work.date:
        yield escape(work.date.text[:10])
