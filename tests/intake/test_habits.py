"""A file whose own letters do not decide is read as its folder is."""

from __future__ import annotations

from pathlib import Path

from fanfold.intake.examine import examine
from fanfold.model.draft import DraftWork

CZECH = (
    "Děti přinesly židli a čaj. Nikdo nevěděl, kde je paní. Ráno pršelo, řekla žena."
)


def texts_of(folder: Path) -> str:
    drafts = (each for each in examine([folder]) if isinstance(each, DraftWork))
    return "\n".join(chapter.text for draft in drafts for chapter in draft.chapters)


def fill(folder: Path, *contents: bytes) -> Path:
    folder.mkdir(parents=True)
    for number, content in enumerate(contents):
        (folder / f"{number}.txt").write_bytes(content)
    return folder


def test_one_letter_is_read_as_most_of_the_folder_is(tmp_path: Path) -> None:
    story = [f"{CZECH}\n\nPart {n}.\n".encode("windows-1250") for n in range(5)]
    folder = fill(tmp_path / "site", *story, "Ondřej spal.\n".encode("windows-1250"))

    assert "Ondřej spal." in texts_of(folder)


def test_alone_it_is_read_as_what_is_common(tmp_path: Path) -> None:
    folder = fill(tmp_path / "site", "Ondřej spal.\n".encode("windows-1250"))

    assert "Ondřej" not in texts_of(folder)


def test_the_folder_goes_before_all_that_was_brought_in(tmp_path: Path) -> None:
    czech = [f"{CZECH}\n\nPart {n}.\n".encode("windows-1250") for n in range(4)]
    utf8 = [f"{CZECH}\n\nTeil {n}.\n".encode() for n in range(9)]
    fill(tmp_path / "all" / "new", *utf8)
    fill(tmp_path / "all" / "old", *czech, "Ondřej spal.\n".encode("windows-1250"))

    assert "Ondřej spal." in texts_of(tmp_path / "all")
