"""Names of absurd length are cut and told of; texts stay whole."""

from __future__ import annotations

from fanfold.intake.lengths import bounded
from fanfold.model.creator import Credit
from fanfold.model.draft import DraftChapter, DraftWork
from fanfold.model.evidence import Claim, Evidence, Standing
from fanfold.model.lengths import NAME, TITLE
from fanfold.model.problem import Problem

SEEN = Evidence("0" * 64, "line 1", "as it stood", "test/1")


def said(value: object) -> tuple[Claim[object], ...]:
    return (Claim(value, Standing.LABELLED, SEEN),)


def test_a_usual_work_passes_as_it_is() -> None:
    draft = DraftWork(title=said("Snow"), creators=said((Credit("Wren"),)))  # type: ignore[arg-type]

    assert list(bounded([draft])) == [draft]


def test_texts_may_be_as_long_as_they_are() -> None:
    long = "It snowed. " * 50_000
    draft = DraftWork(title=said("Snow"), summary=said(long), notes=said(long))  # type: ignore[arg-type]

    assert list(bounded([draft])) == [draft]


def test_long_names_are_cut_and_named() -> None:
    chapter = DraftChapter((), "", 0, title=said("T" * 5000))  # type: ignore[arg-type]
    draft = DraftWork(
        source_ids=("file:a.txt",),
        title=said("S" * 2000),  # type: ignore[arg-type]
        relationships_raw=said(("A/B" * 40_000, "C/D")),  # type: ignore[arg-type]
        creators=said((Credit("W" * 301),)),  # type: ignore[arg-type]
        chapters=(chapter,),
    )

    cut, *problems = bounded([draft])

    assert isinstance(cut, DraftWork)
    assert len(cut.title[0].value) == TITLE
    assert [len(each) for each in cut.relationships_raw[0].value] == [NAME, 3]
    assert len(cut.creators[0].value[0].name) == NAME
    assert len(cut.chapters[0].title[0].value) == TITLE
    assert {each.code for each in problems if isinstance(each, Problem)} == {
        "field-too-long"
    }
    assert len(problems) == 3
