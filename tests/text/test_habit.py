"""The encoding that is usual in a folder: weak evidence first, which says nothing."""

from __future__ import annotations

import pytest

from fanfold.text.habit import shown_by, usual_of

CZECH = "Děti přinesly židli a čaj, a nikdo nevěděl, kde je paní učitelka. Ráno pršelo."
FRENCH = "Elle était là, déjà fâchée ; l’élève rêvait près de la fenêtre ouverte."


@pytest.mark.parametrize(
    "beginning", [b"", b"All in ASCII.", b"\0\1\2", "café".encode("windows-1252")[:3]]
)
def test_what_shows_nothing_is_no_vote(beginning: bytes) -> None:
    assert shown_by(beginning) is None


def test_a_character_cut_through_at_the_end_is_no_doubt() -> None:
    assert shown_by("Ráno pršelo".encode()[:-4]) == "utf-8"


def test_two_files_are_no_habit() -> None:
    assert usual_of([CZECH.encode("windows-1250")] * 2) is None


def test_a_folder_of_two_encodings_has_no_habit() -> None:
    files = [CZECH.encode("windows-1250"), FRENCH.encode("windows-1252")]

    assert usual_of(files * 4) is None


@pytest.mark.parametrize("codec", ["windows-1250", "utf-8"])
def test_what_most_files_show_is_usual(codec: str) -> None:
    files = [CZECH.encode(codec)] * 5 + [b"plain", FRENCH.encode("windows-1252")]

    assert usual_of(files) == codec
