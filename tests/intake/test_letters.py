"""Files whose letters make other words in another encoding are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from fanfold.intake.asking import Session
from fanfold.intake.letters import ENCODING
from fanfold.intake.ports import Outcome
from fanfold.text.rivals import rivals

from .memory_archive import MemoryArchive
from .test_asking import Playing, answer
from .test_journey import bring, titles

#: Hungarian whose letters might as well be Portuguese: nothing but the words tells.
TEXT = (
    "Title: {title}\nAuthor: Deniz\n\n"
    "Az őr felébredt, és a mezőn várt. Még éjszaka volt, és esett.\n\n"
    "{title} lett.\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    for title in ("Idő", "Nagy erdő"):
        path = folder / f"{len(title)}.txt"
        path.write_bytes(TEXT.format(title=title).encode("windows-1250"))
    return folder


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("“Go home,” she said — and didn’t. It was the captain’s ship.", "cp1252"),
        ("Zoë met Renée at the café, and they were naïve.", "cp1252"),
        ("Die Tür fiel zu, und über dem Meer lag schöner Nebel.", "cp1252"),
        ("Il était déjà là, à côté de la fenêtre, ça suffisait.", "mac-roman"),
        ("Only plain letters.", "ascii"),
    ],
)
def test_what_is_clear_has_no_rival(text: str, encoding: str) -> None:
    chosen = "windows-1252" if encoding == "cp1252" else encoding

    assert rivals(text.encode(encoding), chosen) == ()


def test_a_rival_shows_the_words_that_differ() -> None:
    found = dict(rivals(TEXT.encode("windows-1250"), "windows-1252"))

    assert "mezőn" in found["windows-1250"]
    assert "mezõn" in found["windows-1252"]
    assert "felébredt" not in found["windows-1250"]


def test_an_answer_reads_the_files_again_and_is_a_rule(site: Path) -> None:
    archive = MemoryArchive()
    codes: list[str] = []

    def first(session: Session) -> None:
        assert session.current is not None
        codes.append(session.current.question.code)
        assert session.more
        assert len(session.alike()) == 1

    asker = Playing(first, answer("windows-1250", alike=True))
    report = bring(archive, site, asker=asker)

    assert codes == [ENCODING]
    assert titles(archive) == {"Idő", "Nagy erdő"}
    assert report.outcomes == {Outcome.ADDED: 2}
    assert report.disagreements() == ()
    again = bring(archive, site)
    assert again.outcomes == report.outcomes
    assert again.questions == ()


def test_a_rule_reads_the_next_files_of_the_folder_its_way(site: Path) -> None:
    archive = MemoryArchive()
    bring(archive, site, asker=Playing(answer("windows-1250", alike=True)))
    (site / "new.txt").write_bytes(TEXT.format(title="Eső").encode("windows-1250"))

    bring(archive, site)

    assert "Eső" in titles(archive)


def test_without_an_answer_the_best_reading_stands(site: Path) -> None:
    archive = MemoryArchive()

    report = bring(archive, site)

    assert titles(archive) == {"Idõ", "Nagy erdõ"}
    assert {each.question.code for each in report.questions} == {ENCODING}
    assert report.outcome.value == "clean"
