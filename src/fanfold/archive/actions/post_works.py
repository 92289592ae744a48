"""Authors post their own: a draft, its chapters, and the moment it is shown.

Only `start_draft` is no step: like an import it adds. A draft exists for its author
alone (queries/works.py); nothing here signs a public claim with an account's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from fanfold.archive import ledger, outbox
from fanfold.archive.actions.move_works import rows_of
from fanfold.archive.models import (
    Account,
    Chapter,
    Claim,
    Creator,
    Creatorship,
    Find,
    Original,
    PermissionState,
    Pseud,
    TextVersion,
    Tombstone,
    Work,
)
from fanfold.archive.policy import Policy
from fanfold.archive.recounting import recount
from fanfold.archive.rewriting import rewrite
from fanfold.archive.steps import Doing, step
from fanfold.archive.storing import store
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.keep.originals import Originals
from fanfold.model.creator import Role
from fanfold.model.dates import PartialDate
from fanfold.model.evidence import Standing
from fanfold.model.lengths import NAME
from fanfold.model.original import Original as ModelOriginal
from fanfold.model.permission import PermissionState as State
from fanfold.model.work import Audience, Stage
from fanfold.model.work import State as WorkState
from fanfold.model.work import Work as ModelWork
from fanfold.text import words

#: Who stands beside what an author typed, wherever others can read it.
SIGNED = "the author"
RULE = "author/1"
DELETED = "delete-draft"
#: Stages of a work in which its author may change it.
OWN = (Stage.DRAFT, Stage.UNREVIEWED, Stage.SHOWN, Stage.HIDDEN)


@dataclass(frozen=True, slots=True)
class Written:
    """A chapter's text as its author gave it.

    original: the kept bytes that were typed or uploaded; place: where in them.
    html: of the house set; text: the same in plain.
    """

    html: str
    text: str
    original: ModelOriginal
    place: str
    title: str = ""
    notes: str = ""


@transaction.atomic
def start_draft(
    account: Account,
    pen_name: str,
    title: str,
    chapters: Sequence[Written],
) -> Work:
    """Begin a story that only its author sees; return its row.

    pen_name: one of the account's own names, or a new one. Raises
    RefusedDecisionError for no title, and for a name that somebody else has here.
    """
    if not title.strip():
        raise RefusedDecisionError("A story needs a title. Nothing was changed.")
    pseud = own_pseud(account, pen_name)
    state = WorkState(Stage.DRAFT, Audience.MEMBERS, gated=True)
    row = store(ModelWork("", title.strip()), state=state, by=SIGNED)
    Creatorship.objects.create(
        work=row, pseud=pseud, role=Role.AUTHOR.value, position=1
    )
    PermissionState.objects.create(
        work=row,
        state=State.CONFIRMED.value,
        since=timezone.now(),
        by=SIGNED,
        evidence="posted by its author",
    )
    ledger.write("start-draft", on=row.public, by=account.username, details={})
    outbox.tell_new([row.public])
    for each in chapters:
        add_chapter(row.public, each, by=account.username)
    row.refresh_from_db()
    return row


def add_chapter(id_: str, written: Written, *, by: str) -> Chapter:
    """Put a chapter behind a work's others; return it. Raises NotFoundError."""
    with step("add-chapter", by=by) as doing:
        (row,) = rows_of([id_], OWN)
        made = doing.add(
            Chapter(
                work=row,
                position=row.chapters.count() + 1,
                title=written.title or None,
                notes=written.notes or None,
            )
        )
        _keep_text(made, written, doing)
        _told(row, doing)
    return made


def change_chapter(
    id_: str, *, title: str, notes: str, written: Written | None, by: str
) -> Chapter:
    """Set a chapter's title and notes, and its text as a further version; return it.

    written: None leaves the text. Raises NotFoundError where there is no such chapter.
    """
    with step("write-chapter", by=by) as doing:
        chapter = _chapter(id_)
        changed = doing.change(chapter, title=title or None, notes=notes or None)
        current = chapter.texts.filter(current=True).first()
        if written is not None and (current is None or current.html != written.html):
            _keep_text(chapter, written, doing)
            changed = True
        if changed:
            _told(chapter.work, doing)
    return chapter


def remove_chapter(id_: str, *, by: str) -> Work:
    """Take a chapter out of a work with all its versions; return the work.

    Raises NotFoundError for no such chapter, RefusedDecisionError for the last one of
    a story that others see.
    """
    with step("remove-chapter", by=by) as doing:
        chapter = _chapter(id_)
        row = chapter.work
        if row.stage != Stage.DRAFT and row.chapters.count() == 1:
            raise RefusedDecisionError(
                "A story that others see keeps a chapter. Nothing was changed. "
                "Take the story down instead."
            )
        doing.remove(chapter)
        for place, each in enumerate(row.chapters.order_by("position"), start=1):
            doing.change(each, position=place)
        _told(row, doing)
    return row


def show_version(id_: str, number: int, *, by: str) -> Chapter:
    """Show an older text of an own chapter again; return the chapter.

    Raises NotFoundError where chapter or version is not there.
    """
    with step("write-chapter", by=by) as doing:
        chapter = _chapter(id_)
        text = chapter.texts.filter(number=number).first()
        if text is None:
            raise NotFoundError("There is no such text here. Nothing was changed.")
        if not text.current:
            _show(chapter, text, doing)
            _told(chapter.work, doing)
    return chapter


def post_work(id_: str, *, audience: Audience, policy: Policy, by: str) -> Work:
    """Show a draft to others, or to whoever reviews it first; return its row.

    policy: the archive's, for where its stage is another than shown. Raises
    NotFoundError for no such draft, RefusedDecisionError where there is no text, or
    the text was taken down by its author.
    """
    with step("post-work", by=by) as doing:
        (row,) = rows_of([id_], (Stage.DRAFT,))
        if not row.word_count:
            raise RefusedDecisionError(
                "There is no text in it yet. Nothing was changed."
            )
        if Tombstone.objects.filter(fingerprint=row.fingerprint).exists():
            raise RefusedDecisionError(
                "This text was taken down by wish of its author. Nothing was changed. "
                "If that was you, take it back among what you decided."
            )
        shown = policy.stage is Stage.SHOWN
        stage = Stage.SHOWN if shown else Stage.UNREVIEWED
        rewrite(row, "published", PartialDate(timezone.now().date().isoformat()), doing)
        doing.change(
            row,
            stage=stage.value,
            audience=audience.value,
            added_at=timezone.now(),
        )
        doing.tell(row)
    return row


def delete_draft(id_: str, *, by: str) -> None:
    """Delete a draft; `undo_step` brings it back for fourteen days (seal_steps.py).

    Raises NotFoundError for no such draft.
    """
    with step(DELETED, by=by) as doing:
        (row,) = rows_of([id_], (Stage.DRAFT,))
        doing.note(row.public)
        outbox.tell(row.public, narrowing=True)
        doing.remove(row)


def remember_original(kept: ModelOriginal) -> None:
    """Note that bytes are in the store; what was typed has no other way in."""
    Original.objects.get_or_create(
        sha256=kept.sha256,
        defaults={"size": kept.size, "media_type": kept.media_type or ""},
    )


def forget_typed(originals: Sequence[str]) -> None:
    """Remove from the store what was typed for stories that are gone for good."""
    store = Originals(Path(settings.ORIGINALS))  # type: ignore[misc]
    for sha256 in originals:
        held = Claim.objects.filter(original=sha256).exists()
        if not held and not Find.objects.filter(original=sha256).exists():
            store.forget(sha256)
            Original.objects.filter(sha256=sha256).delete()


def _keep_text(chapter: Chapter, written: Written, doing: Doing) -> None:
    remember_original(written.original)
    now, last = timezone.now(), chapter.texts.order_by("-number").first()
    made = doing.add(
        TextVersion(
            chapter=chapter,
            number=1 + (last.number if last else 0),
            html=written.html,
            text=written.text,
            words=words.count(written.text),
            current=False,
            at=now,
            by=SIGNED,
        )
    )
    doing.add(
        Claim(
            work=chapter.work,
            chapter=chapter,
            version=made,
            field="html",
            position=chapter.claims.count() + 1,
            standing=Standing.DECIDED.value,
            original=written.original.sha256,
            place=written.place,
            rule=RULE,
            by=SIGNED,
            at=now.isoformat(timespec="seconds"),
        )
    )
    _show(chapter, made, doing)


def _show(chapter: Chapter, text: TextVersion, doing: Doing) -> None:
    for each in chapter.texts.filter(current=True).exclude(pk=text.pk):
        doing.change(each, current=False)
    doing.change(text, current=True)
    doing.change(chapter, words=text.words)


def _told(row: Work, doing: Doing) -> None:
    recount(row, doing)
    doing.tell(row)


def _chapter(id_: str) -> Chapter:
    rows = Chapter.objects.select_related("work").filter(public=id_)
    found = rows.filter(work__stage__in=OWN).first()
    if found is None:
        raise NotFoundError("There is no such chapter here. Nothing was changed.")
    rows_of([found.work.public], OWN)  # locked
    return found


def own_pseud(account: Account, name: str) -> Pseud:
    """Return one of an account's own names, or a new one.

    Raises RefusedDecisionError for no name, and for one that somebody else has here.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME:
        raise RefusedDecisionError(
            f"A name has from 1 to {NAME} letters. Nothing was changed."
        )
    same = Pseud.objects.filter(name__iexact=name).select_related("creator")
    mine = same.filter(creator__account=account).order_by("pk").first()
    if mine is not None:
        return mine
    if same.exists():
        raise RefusedDecisionError(
            "Somebody else here has this name. Nothing was changed. If it is you, "
            "open the author's page and choose “Are you this author?”."
        )
    creator = Creator.objects.filter(account=account).order_by("pk").first()
    if creator is None:
        creator = Creator.objects.create(account=account)
    place = creator.pseuds.count() + 1
    return Pseud.objects.create(
        creator=creator, name=name, current=place == 1, position=place
    )
