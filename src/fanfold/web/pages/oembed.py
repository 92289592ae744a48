"""oEmbed: what another site's program may show of a story that is linked there.

A link with title and author; no frame, no script. Only of what whoever asks may read:
for other sites' programs that is what any visitor may.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse

from fanfold.archive import shelf
from fanfold.archive.queries.gatherings import pseud_ids
from fanfold.errors import NotFoundError
from fanfold.web.access import reader_of
from fanfold.web.addresses import absolute
from fanfold.web.settings import CONFIGURATION
from fanfold.web.templatetags.stories import bare

#: Pages that show one story.
_STORIES = ("work", "work-whole", "work-chapters", "work-chapter")


def card(request: HttpRequest) -> HttpResponse:
    """The card of the story behind an address of ours, as JSON."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("json alone\n", "text/plain", status=501)
    id_ = _story_at(request.GET.get("url", ""), request)
    work = shelf.work(id_, reader=reader_of(request), texts=shelf.NONE, claims=False)
    told = {
        "version": "1.0",
        "type": "link",
        "title": bare(work.title),
        "author_name": bare(", ".join(work.authors)),
        "provider_name": CONFIGURATION.site.name,
        "provider_url": absolute(request, reverse("home")),
    }
    authors = list(pseud_ids([work]).values())
    if len(authors) == 1:
        page = reverse("author", args=authors)
        told["author_url"] = absolute(request, page)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _story_at(url: str, request: HttpRequest) -> str:
    """Return the id in an address of ours. Raises NotFoundError for any other."""
    try:
        parts = urlsplit(url)
        match = resolve(parts.path) if _is_ours(parts.netloc, request) else None
    except (ValueError, Resolver404):
        match = None
    if match is None or match.url_name not in _STORIES or "\0" in url:
        raise NotFoundError("There is no such story here.")
    return str(match.kwargs["work_id"])


def _is_ours(host: str, request: HttpRequest) -> bool:
    own = urlsplit(CONFIGURATION.site.address).netloc
    return host.lower() in (own.lower(), request.get_host().lower())
