"""Fills an archive with one long story and prints what its pages cost, as JSON in ms.

Run by chapter_page.py in a process of its own: an archive is named before Django is
started.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import django

_LETTERS, _CHAPTERS, _TAGS, _COMMENTS = 33_000, 5, 40, 200
_TIMES, _ROUNDS = 4, 60


def main() -> None:
    """Fill, measure, tell."""
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    path = _fill()
    from django.core.wsgi import get_wsgi_application

    from fanfold.web.wsgi import application

    site = get_wsgi_application()  # without the pages that are kept
    anew = best(lambda: ask(site, path))
    queries = _queries(lambda: ask(site, path))
    ask(application, path)
    kept = best(lambda: ask(application, path))
    floor = best(lambda: ask(site, "/robots.txt"))
    peer = best(_peer())
    told = {
        "anew": anew,
        "queries": queries,
        "kept": kept,
        "floor": floor,
        "four questions": peer,
    }
    print(json.dumps(told))


def ask(site: Any, path: str) -> bytes:
    """Return the body of an answer that a web server would get."""
    place, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.8",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    status: list[str] = []
    made: Iterable[bytes] = site(environ, lambda told, _headers: status.append(told))
    body = b"".join(made)
    close = getattr(made, "close", None)
    if close is not None:
        close()
    if status != ["200 OK"]:
        raise SystemExit(f"{path}: {status}")
    return body


def best(act: Callable[[], object]) -> float:
    """Return the least CPU of an act in many short rounds, in ms."""
    from benchmarks.rows import spent_on

    def round_() -> None:
        for _ in range(_TIMES):
            act()

    return spent_on(round_, _ROUNDS) / _TIMES


def _fill() -> str:
    from django.db import transaction

    from benchmarks.stories import paragraphs
    from fanfold.archive.models import Comment
    from fanfold.archive.storing import store
    from fanfold.model.advice import Rating
    from fanfold.model.creator import Credit
    from fanfold.model.tags import Tag
    from fanfold.model.work import Audience, Chapter, Stage, State, Work

    dice = random.Random(1)
    chapters = []
    for number in range(1, _CHAPTERS + 1):
        told = paragraphs(dice, _LETTERS, curly=True)
        html = "\n".join(
            f"<p>{each.replace('*rain*', '<em>rain</em>')}</p>" for each in told
        )
        text = "\n\n".join(told)
        chapters.append(Chapter("", number, html, text, len(text.split())))
    work = Work(
        "",
        "The Watch",
        creators=(Credit("Marrow"),),
        fandoms=("Due North",),
        tags=tuple(Tag("Genres", f"Tag {at}") for at in range(_TAGS)),
        rating=Rating.GENERAL,
        chapters=tuple(chapters),
    )
    state = State(Stage.SHOWN, Audience.ALL, gated=False)
    with transaction.atomic():
        row = store(work, state=state, by="benchmark")
        Comment.objects.bulk_create(
            Comment(work=row, by="Linnet", text="Good.") for _ in range(_COMMENTS)
        )
    middle = row.chapters.order_by("position")[_CHAPTERS // 2]
    return f"/works/{row.public}/chapters/{middle.public}/"


def _queries(act: Callable[[], object]) -> int:
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()
    return len(asked)


def _peer() -> Callable[[], object]:
    """Return a bare view: four small questions, a template of one line."""
    from django.core.handlers.wsgi import WSGIRequest
    from django.http import HttpResponse
    from django.template import Context, Template

    from fanfold.archive.models import Chapter, Creatorship, TextVersion, Work

    line = Template("<h1>{{ work.title }}</h1>{{ text.html|safe }}")

    def view() -> HttpResponse:
        WSGIRequest(
            {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.input": BytesIO()}
        )
        work = Work.objects.get(title="The Watch")
        chapter = Chapter.objects.filter(work=work)[2]
        list(Creatorship.objects.filter(work=work).select_related("pseud"))
        text = TextVersion.objects.get(chapter=chapter, current=True)
        return HttpResponse(line.render(Context({"work": work, "text": text})))

    return view


if __name__ == "__main__":
    main()
