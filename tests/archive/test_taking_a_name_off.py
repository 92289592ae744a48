"""A name that was taken off is nowhere any more, and can be put back for a while."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core import serializers

from fanfold.archive import shelf, talk
from fanfold.archive.actions.accept_found import accept_found
from fanfold.archive.actions.edit_works import edit_works
from fanfold.archive.actions.seal_steps import last_day, seal_steps
from fanfold.archive.actions.take_name_off import WINDOW, take_name_off
from fanfold.archive.actions.undo_step import undo_step
from fanfold.archive.models import Creator, LedgerEntry, Pseud, Step, Trace, Work
from fanfold.archive.reader import KEEPER
from fanfold.archive.unnaming import REMOVED, Names
from fanfold.errors import NotFoundError, RefusedDecisionError
from fanfold.model.creator import Creator as ModelCreator
from fanfold.model.creator import Credit
from fanfold.model.evidence import Claim, Standing
from fanfold.model.record import to_json
from fanfold.model.talk import Comment, News, Recommendation
from fanfold.writers.contract import writer_for
from tests.archive.making import SEEN, put

#: A name that no other word holds.
NAME = "Zelda Frost"
FORMS = (NAME, NAME.upper(), "zelda_frost", "zelda-frost", "Zelda  Frost")


def found(value: object, key: str) -> None:
    accept_found(Claim(value, Standing.RECORDED, SEEN), key=key, by="test")


@pytest.fixture
def work() -> Work:
    """A work with the name planted wherever one may stand."""
    row = put(
        f"Snow, by {NAME}",
        f"It snowed. {NAME} wrote this.",
        creators=(Credit(NAME), Credit("Wren")),
        summary=f"<p>{NAME.upper()} again</p>",
        notes=f"Mail {NAME}",
        distribution_raw=f"Ask {NAME}",
        recipients=(f"from {NAME}",),
        source_ids=("file:zelda_frost/snow.txt", "mail:1"),
        urls=("http://example.org/~zelda-frost/snow.html", "http://example.org/7"),
    )
    thanked = {"dedication": f"For {NAME}", "fandoms": (f"{NAME} RPF",)}
    put("Ice", creators=(Credit("Wren"),), **thanked)
    found(ModelCreator("7", NAME, bio=f"{NAME} lives here"), "a")
    found(Comment("c1", "mail:1", NAME, "Thanks"), "b")
    found(Comment("c2", "mail:1", "Wren", f"Dear {NAME}!"), "c")
    found(Recommendation("r1", NAME, "mail:1", "mine"), "d")
    found(News("n1", "Moved", f"{NAME} moved", NAME), "e")
    return row


def dumped() -> str:
    """Every row of the archive but what only proves or only undoes."""
    apart = {"trace", "ledgerentry"}
    told = [
        serializers.serialize("json", kind.objects.all())
        for kind in apps.get_app_config("archive").get_models()
        if kind._meta.model_name not in apart
    ]
    return "\n".join(told)


def holds(text: str) -> bool:
    return Names([NAME]).is_in(text)


def test_the_planted_name_is_found_in_every_form_it_has(work: Work) -> None:
    assert holds(dumped())
    assert all(holds(form) for form in FORMS)
    assert not holds("Griselda Frosty")


def test_taken_off_all_it_is_nowhere(work: Work) -> None:
    creator = Pseud.objects.get(name=NAME).creator
    other = Work.objects.get(title="Ice")

    assert take_name_off(creator.public, by="zelda", text=True) == 1

    assert not holds(dumped())
    thanks = shelf.work(other.public, reader=KEEPER)
    assert thanks.dedication == f"For {REMOVED}"
    assert thanks.fandoms == (f"{REMOVED} RPF",)
    assert Work.objects.get(pk=other.pk).version > other.version
    told = shelf.work(work.public, reader=KEEPER)
    assert [each.name for each in told.creators] == ["Wren"]
    assert not holds(json.dumps(to_json(told)))
    assert REMOVED in told.chapters[0].text
    said, _praise = talk.about_work(shelf.work(work.public, reader=KEEPER), KEEPER)
    assert [each.by for each in said] == [REMOVED, "Wren"]
    for form in ("epub", "html", "txt"):
        stream = io.BytesIO()
        writer_for(f".{form}").write(told, stream)
        assert not holds(unpacked(stream.getvalue()))


def unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with ZipFile(io.BytesIO(content)) as book:
        inside = [
            book.read(name).decode("utf-8", "replace") for name in book.namelist()
        ]
    return "\n".join([*inside, *book.namelist()])


def test_it_can_be_put_back_within_the_window(work: Work) -> None:
    creator = Pseud.objects.get(name=NAME).creator
    before = [to_json(each) for each in shelf.works(reader=KEEPER)]

    take_name_off(creator.public, by="zelda", text=True)
    assert seal_steps(by="test") == 0
    undo_step(Step.objects.get().public, by="zelda")

    assert [to_json(each) for each in shelf.works(reader=KEEPER)] == before
    assert Pseud.objects.get(name=NAME).creator == creator


def test_after_the_window_it_is_not_even_in_what_could_be_undone(work: Work) -> None:
    creator = Pseud.objects.get(name=NAME).creator
    edit_works([work.public], [("summary", f"Of {NAME}")], by="ada")
    take_name_off(creator.public, by="zelda", text=True)
    Step.objects.update(at=work.added_at - WINDOW - timedelta(hours=1))

    assert seal_steps(by="test") == 2
    assert seal_steps(by="test") == 0
    assert LedgerEntry.objects.filter(act="seal-steps").count() == 1
    assert not Trace.objects.exists()
    with pytest.raises(RefusedDecisionError, match="no longer kept"):
        undo_step(Step.objects.order_by("-pk")[0].public, by="zelda")


def test_a_name_that_was_put_back_can_still_be_taken_off_anew(work: Work) -> None:
    creator = Pseud.objects.get(name=NAME).creator
    take_name_off(creator.public, by="zelda", text=True)
    back = undo_step(Step.objects.get().public, by="zelda")
    Step.objects.update(at=work.added_at - WINDOW - timedelta(hours=1))

    assert seal_steps(by="test") == 0

    again = undo_step(back.public, by="zelda")
    assert seal_steps(by="test") == 0
    assert last_day() == again.at + WINDOW
    Step.objects.update(at=work.added_at - WINDOW - timedelta(hours=1))
    assert seal_steps(by="test") == 3
    assert not Trace.objects.exists()


def test_taken_off_one_work_it_stays_on_the_others(work: Work) -> None:
    second = put("Rain", creators=(Credit(NAME),))
    creator = Pseud.objects.get(name=NAME).creator

    assert take_name_off(creator.public, ids=[second.public], by="zelda") == 1

    assert shelf.work(second.public, reader=KEEPER).creators == ()
    assert NAME in {c.name for c in shelf.work(work.public, reader=KEEPER).creators}


def test_another_authors_work_is_refused(work: Work) -> None:
    other = put("Hail", creators=(Credit("Ben"),))
    creator = Pseud.objects.get(name=NAME).creator

    with pytest.raises(NotFoundError, match="not by this author"):
        take_name_off(creator.public, ids=[other.public], by="zelda")
    with pytest.raises(NotFoundError):
        take_name_off("nothing12", by="zelda")
    assert not Step.objects.exists()


def test_a_story_that_only_names_somebody_so_is_left_alone(work: Work) -> None:
    row = put("Fog", f"She met {NAME} there.", creators=(Credit("Ben"),))
    creator = Pseud.objects.get(name=NAME).creator

    take_name_off(creator.public, by="zelda", text=True)

    assert NAME in shelf.work(row.public, reader=KEEPER).chapters[0].text
    assert Creator.objects.filter(pk=creator.pk).exists()


@pytest.mark.parametrize("name", ["Zoë Bär", "Снежана", "M"])
def test_names_of_any_letters_are_found_where_json_holds_them(name: str) -> None:
    row = put("Snow", creators=(Credit(name),), dedication=f"For {name}!")
    other = put("Ice", recipients=(name,), creators=(Credit("Ben"),))

    take_name_off(Pseud.objects.get(name=name).creator.public, by="zelda")

    told = shelf.work(other.public, reader=KEEPER)
    kept = json.dumps(to_json(told), ensure_ascii=False)
    # A single letter is a name on a byline, and no word to look for in a text.
    assert (name in kept) == (len(name) == 1)
    assert shelf.work(row.public, reader=KEEPER).creators == ()
