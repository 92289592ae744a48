"""Authors write here: a draft, how it will look, its chapters and older texts."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanfold.archive import shelf
from fanfold.archive.actions.arrange_works import order_chapters
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.post_works import (
    OWN,
    SIGNED,
    Written,
    add_chapter,
    change_chapter,
    delete_draft,
    post_work,
    remove_chapter,
    show_version,
    start_draft,
)
from fanfold.archive.comparing import side_by_side
from fanfold.archive.models import Account, Work
from fanfold.archive.policy import Policy
from fanfold.archive.queries.posting import own_chapter, own_names, own_work
from fanfold.archive.reader import Reader
from fanfold.errors import (
    NotFoundError,
    RecordError,
    RefusedDecisionError,
    SourceError,
)
from fanfold.intake.one_file import read_story
from fanfold.keep.originals import Originals
from fanfold.model.work import Audience, Stage
from fanfold.model.work import Work as ModelWork
from fanfold.text.addresses import removed
from fanfold.text.typed_text import FORMS, house_text
from fanfold.web import typed
from fanfold.web.access import reader_of
from fanfold.web.pages.desk.work import Entry, entries
from fanfold.web.settings import CONFIGURATION
from fanfold.web.telling import RATINGS, STATUSES

#: Fields that an author is asked for, in order; the others come with old archives.
HEADER = (
    "title",
    "summary",
    "fandoms",
    "rating",
    "warnings_raw",
    "relationships_raw",
    "characters_raw",
    "tags",
    "notes",
    "language",
    "status",
)
#: What a file's header may fill in where the author left it empty.
_FROM_FILE = tuple(each for each in HEADER if each not in ("title", "status"))
_LARGEST = 20 << 20
_UNTOLD = ModelWork(id="", title="")
_WORDS = {"ratings": RATINGS, "statuses": STATUSES}


def new(request: HttpRequest) -> HttpResponse:
    """Begin a story: its header, and its first chapter typed or as a file."""
    account = _writer(request)
    shown = {
        "entries": _filled(request, _UNTOLD),
        "names": own_names(account),
        "post": request.POST,
        **_WORDS,
    }
    if request.method != "POST":
        return render(request, "mine/write.html", shown)
    try:
        row = _begun(request, account)
    except (RefusedDecisionError, RecordError, SourceError) as error:
        return render(request, "mine/write.html", {**shown, "wrong": str(error)})
    messages.success(request, _("Kept as a draft. Nobody else sees it."))
    return redirect("mine-work", work_id=row.public)


def work(request: HttpRequest, work_id: str) -> HttpResponse:
    """An own story: header, chapters, how it looks to others, and posting it."""
    row = own_work(_author(request), work_id)
    told = shelf.work(work_id, reader=_owner(request), texts=shelf.NONE)
    if request.method == "POST":
        return _edited(request, row, told)
    shown = {
        "row": row,
        "work": told,
        "entries": _filled(request, told),
        "chapters": row.chapters.order_by("position").prefetch_related("texts"),
        "waits": _policy().stage is not Stage.SHOWN,
        **_WORDS,
    }
    return render(request, "mine/work.html", shown)


@require_POST
def arrange(request: HttpRequest, work_id: str) -> HttpResponse:
    """Put the chapters into the order of the numbers typed."""
    row = own_work(_author(request), work_id)
    held = list(row.chapters.order_by("position"))
    wanted = sorted(held, key=lambda each: _place(request, each.public, each.position))
    order_chapters(
        row.public,
        [each.public for each in wanted],
        by=request.user.get_username(),
        stages=OWN,
    )
    messages.success(request, _("The chapters stand in this order."))
    return redirect("mine-work", work_id=work_id)


def chapter_new(request: HttpRequest, work_id: str) -> HttpResponse:
    """Write a further chapter; looked at first if wished."""
    row = own_work(_author(request), work_id)
    shown: dict[str, Any] = {"row": row, "post": request.POST, "form": _form(request)}
    if request.method == "POST":
        try:
            if request.POST.get("look"):
                shown["preview"] = house_text(_typed(request), _form(request))[0]
                return render(request, "mine/chapter.html", shown)
            for each in _written(request):
                add_chapter(row.public, each, by=request.user.get_username())
        except (RefusedDecisionError, SourceError) as error:
            return render(request, "mine/chapter.html", {**shown, "wrong": str(error)})
        messages.success(request, _("The chapter is kept."))
        return redirect("mine-work", work_id=work_id)
    return render(request, "mine/chapter.html", shown)


def chapter(request: HttpRequest, work_id: str, chapter_id: str) -> HttpResponse:
    """Change a chapter; what was there stays as an older text, shown beside."""
    row = own_work(_author(request), work_id)
    held = own_chapter(row, chapter_id)
    versions = list(held.texts.order_by("number"))
    current = next((each for each in versions if each.current), None)
    form = _form(request) if request.method == "POST" else "html"
    shown: dict[str, Any] = {
        "row": row,
        "chapter": held,
        "post": request.POST,
        "form": form,
        "text": current.html if current else "",
        "versions": versions,
        "current": current,
    }
    if request.method == "POST":
        return _chapter_done(request, shown)
    number = request.GET.get("with", "")
    other = next((each for each in versions if str(each.number) == number), None)
    if other is not None and current is not None and other is not current:
        shown["other"] = other
        shown["lines"] = side_by_side(removed(other.text), removed(current.text))
    return render(request, "mine/chapter.html", shown)


def _chapter_done(request: HttpRequest, shown: dict[str, Any]) -> HttpResponse:
    row, held, by = shown["row"], shown["chapter"], request.user.get_username()
    act = request.POST.get("act", "")
    try:
        if request.POST.get("look"):
            shown["preview"] = house_text(_typed(request), shown["form"])[0]
            return render(request, "mine/chapter.html", shown)
        if act == "remove":
            remove_chapter(held.public, by=by)
            messages.success(request, _("The chapter is gone. It can be taken back."))
            return redirect("mine-work", work_id=row.public)
        if act == "version":
            number = request.POST.get("number", "")
            show_version(held.public, int(number) if number.isdecimal() else 0, by=by)
        else:
            (written,) = _written(request)
            change_chapter(
                held.public,
                title=written.title,
                notes=written.notes,
                written=written,
                by=by,
            )
    except (RefusedDecisionError, SourceError) as error:
        return render(request, "mine/chapter.html", {**shown, "wrong": str(error)})
    messages.success(request, _("The chapter is kept."))
    return redirect("mine-chapter", work_id=row.public, chapter_id=held.public)


@require_POST
def post(request: HttpRequest, work_id: str) -> HttpResponse:
    """Show a draft to others."""
    row = own_work(_author(request), work_id)
    everybody = request.POST.get("audience") == "all"
    try:
        post_work(
            row.public,
            audience=Audience.ALL if everybody else Audience.MEMBERS,
            policy=_policy(),
            by=request.user.get_username(),
        )
    except RefusedDecisionError as error:
        messages.error(request, str(error))
        return redirect("mine-work", work_id=work_id)
    if _policy().stage is Stage.SHOWN:
        messages.success(request, _("Your story is posted."))
    else:
        messages.success(request, _("Somebody will look at it; then others see it."))
    return redirect("mine-work", work_id=work_id)


def delete(request: HttpRequest, work_id: str) -> HttpResponse:
    """Delete a draft, with a second yes."""
    row = own_work(_author(request), work_id)
    if row.stage != Stage.DRAFT:
        raise NotFoundError("There is no such draft of yours here.")
    if request.method == "POST" and request.POST.get("sure") == "yes":
        delete_draft(row.public, by=request.user.get_username())
        messages.success(request, _("The draft is gone. It can be taken back here."))
        return redirect("mine")
    return render(request, "mine/delete.html", {"row": row})


def may_post(account: Any) -> bool:
    """Tell whether an account may begin a story here."""
    who = CONFIGURATION.accounts.posting
    return who == "members" or (who == "authors" and bool(own_names(account)))


def _writer(request: HttpRequest) -> Account:
    account = _author(request)
    if not may_post(account):
        raise NotFoundError("There is nothing to write here.")
    return account


def _author(request: HttpRequest) -> Account:
    account: Any = request.user
    found: Account = account
    return found


def _owner(request: HttpRequest) -> Reader:
    """The reader, past the gate: nobody is kept from the own story by its rating."""
    reader = reader_of(request)
    return Reader(account=reader.account, shows_adult=True)


def _policy() -> Policy:
    policy = CONFIGURATION.policy
    return Policy(Stage(policy.stage), Audience(policy.audience))


@transaction.atomic
def _begun(request: HttpRequest, account: Account) -> Work:
    values = _values(request, _UNTOLD)
    file = request.FILES.get("file")
    title = str(typed.read(_UNTOLD, "title", request.POST.get("title", "")) or "")
    if file is not None:
        story, chapters = _from_file(file)
        title = title or removed(story.title)
        told = {field for field, value in values if value}
        values += [
            (field, typed.read(_UNTOLD, field, typed.typed(story, field)))
            for field in _FROM_FILE
            if field not in told and getattr(story, field)
        ]
    else:
        chapters = _written(request) if _typed(request).strip() else []
    name = request.POST.get("new_name", "").strip() or request.POST.get("name", "")
    row = start_draft(account, removed(name.replace("\0", " ")), title, chapters)
    by = account.username
    edit_works([row.public], values, by=by, act="change-own-work", signed=SIGNED)
    return row


def _edited(request: HttpRequest, row: Work, told: ModelWork) -> HttpResponse:
    try:
        edit_works(
            [row.public],
            _values(request, told),
            by=request.user.get_username(),
            act="change-own-work",
            signed=SIGNED,
        )
    except (RefusedDecisionError, RecordError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept."))
    return redirect("mine-work", work_id=row.public)


def _values(request: HttpRequest, told: ModelWork) -> list[tuple[str, object]]:
    """Return the header's fields that say something else than before."""
    values = []
    for field in HEADER:
        text = request.POST.get(field)
        if text is None or (told is _UNTOLD and field == "title"):
            continue  # a new story is begun with its title
        if _flat(text) != _flat(typed.typed(told, field)):
            values.append((field, typed.read(told, field, text)))
    return values


def _flat(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _filled(request: HttpRequest, told: ModelWork) -> list[Entry]:
    """Return the header's form, as it was typed where it was sent."""
    known = {each.field: each for each in entries(told)}
    language = str(get_language() or "en") if told is _UNTOLD else ""
    found = []
    for field in HEADER:
        entry = known[field]
        value = entry.value or (language if field == "language" else "")
        value = request.POST.get(field, value)
        found.append(
            Entry(
                *(field, entry.name, value, entry.choices, entry.lines, entry.short),
                told=None,
            )
        )
    return found


def _form(request: HttpRequest) -> str:
    form = request.POST.get("form", "plain")
    return form if form in FORMS else "plain"


def _typed(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\0", " ")


def _written(request: HttpRequest) -> list[Written]:
    """Return what was typed, or what a file holds, as chapters. The bytes are kept.

    Raises RefusedDecisionError for no text, SourceError for a file that is not read.
    """
    title = removed(request.POST.get("chapter_title", "").replace("\0", " ")).strip()
    notes = removed(request.POST.get("chapter_notes", "").replace("\0", " ")).strip()
    file = request.FILES.get("file")
    if file is not None:
        _story, chapters = _from_file(file)
        if len(chapters) == 1 and (title or notes):
            (one,) = chapters
            whole = (one.html, one.text, one.original, one.place)
            return [Written(*whole, title or one.title, notes or one.notes)]
        return chapters
    html, text = house_text(_typed(request), _form(request))
    if not text.strip():
        raise RefusedDecisionError(_("There is no text yet. Nothing was changed."))
    stream = io.BytesIO(_typed(request).encode("utf-8", "replace"))
    name = "typed.html" if _form(request) == "html" else "typed.txt"
    kept = _store().keep(stream, name=name)
    return [Written(html, text, kept, "as typed", title[:300], notes)]


def _from_file(file: Any) -> tuple[ModelWork, list[Written]]:
    """Return the story in an uploaded file, and its chapters."""
    if file.size > _LARGEST:
        raise RefusedDecisionError(
            _("The file is larger than 20 MB. Nothing was changed.")
        )
    kept = _store().keep(file.file, name=str(file.name)[-200:])
    story, _reader = read_story(kept)
    chapters = [
        Written(
            each.html,
            each.text,
            kept,
            next((c.claim.evidence.place for c in each.evidence), "") or kept.name,
            removed(each.title or ""),
            removed(each.notes or ""),
        )
        for each in story.chapters
    ]
    if not chapters:
        raise RefusedDecisionError(_("There is no text yet. Nothing was changed."))
    return story, chapters


def _store() -> Originals:
    return Originals(CONFIGURATION.originals)


def _place(request: HttpRequest, public: str, place: int) -> tuple[float, int]:
    text = request.POST.get(f"place-{public}", "").strip().replace(",", ".")
    try:
        wanted = float(text) if text.lower() not in ("nan", "inf") else float(place)
    except ValueError:
        wanted = float(place)
    return wanted, (wanted > place) - (wanted < place)
