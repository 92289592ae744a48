"""What a page of the desk tells after an act: what changed, and how to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fanfold.archive.queries.desk import last_step


def say_done(request: HttpRequest, told: str, *, changed: bool = True) -> None:
    """Tell what was done, with the way to the step that did it.

    changed: False where all was so already, and no step was made.
    """
    done = last_step(request.user) if changed else None
    if done is None:
        messages.success(request, _("It was so already. Nothing was changed."))
        return
    place = reverse("desk-step", args=[done.public])
    words = _("See it, or undo it")
    messages.success(request, format_html('{} <a href="{}">{}</a>', told, place, words))


def why_of(request: HttpRequest) -> str:
    """Return the reason that was typed, at most 300 letters; "" for none."""
    return request.POST.get("why", "").replace("\0", " ").strip()[:300]
