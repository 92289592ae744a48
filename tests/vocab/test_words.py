"""What the word tables make of words as people wrote them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fanfold.model.advice import Rating, Status
from fanfold.model.permission import Permission
from fanfold.vocab.languages import language_named, language_of
from fanfold.vocab.lists import recipients_of, split_list, states_nothing
from fanfold.vocab.permissions import is_permission_sentence, permission_of
from fanfold.vocab.ratings import rating_of
from fanfold.vocab.relationships import is_relationship, relationships_of
from fanfold.vocab.status import status_of
from fanfold.vocab.tables import table


@pytest.mark.parametrize(
    ("words", "rating"),
    [
        ("G", Rating.GENERAL),
        ("PG", Rating.GENERAL),
        ("PG-13 for language", Rating.TEEN),
        ("PG -13", Rating.TEEN),
        ("PG13", Rating.TEEN),
        ("R (for language)", Rating.MATURE),
        ("Low R", Rating.MATURE),
        ("I'm going to go with R.", Rating.MATURE),
        ("NC-17", Rating.EXPLICIT),
        ("NC17 for the sex", Rating.EXPLICIT),
        ("PG with a dash of NC-17 to taste", Rating.EXPLICIT),
        ("Er, this is pre-slash, so... PG-13? R?", Rating.MATURE),
        ("mature adults", Rating.EXPLICIT),
        ("Teen And Up Audiences", Rating.TEEN),
        ("General Audiences", Rating.GENERAL),
        ("K+", Rating.GENERAL),
        ("K", Rating.GENERAL),
        ("T", Rating.TEEN),
        ("M", Rating.MATURE),
        ("FRAO", Rating.EXPLICIT),
        ("P16", Rating.MATURE),
        ("ab 12", Rating.TEEN),
        ("Not Rated", Rating.UNRATED),
    ],
)
def test_a_rating_word_of_any_scale_is_known(words: str, rating: Rating) -> None:
    assert rating_of(words) is rating


@pytest.mark.parametrize("words", ["", "I don't know", "see part 1", "Tons of fun"])
def test_words_that_rate_nothing_are_no_rating(words: str) -> None:
    assert rating_of(words) is None


@pytest.mark.parametrize(
    ("words", "permission", "archives"),
    [
        ("Archive freely", Permission.ANYONE, ()),
        ("Anywhere", Permission.ANYONE, ()),
        ("Sure, just let me know.", Permission.ANYONE, ()),
        ("Anyone can take this as long as I get credit.", Permission.ANYONE, ()),
        ("Want. Take. Have.", Permission.ANYONE, ()),
        ("Ask first", Permission.ASK, ()),
        ("By permission only", Permission.ASK, ()),
        ("Anywhere, but ask me first", Permission.ASK, ()),
        ("Please do not archive", Permission.NONE, ()),
        ("No thanks, link instead", Permission.NONE, ()),
        ("Moonlit Shelf only", Permission.NAMED_ONLY, ("Moonlit Shelf",)),
        ("See part 1", Permission.UNSTATED, ()),
        (
            "Bite Me, Please? and The Attic. Anyone else, just ask. I always say yes.",
            Permission.ASK,
            ("Bite Me, Please?", "The Attic"),
        ),
    ],
)
def test_an_authors_words_grant_what_they_say(
    words: str, permission: Permission, archives: tuple[str, ...]
) -> None:
    granted = permission_of(words)

    assert granted.permission is permission
    assert granted.archives_named == archives


def test_a_sentence_about_archiving_is_told_from_the_story() -> None:
    assert is_permission_sentence("This story may be archived wherever by whomever.")
    assert not is_permission_sentence("He walked to the archive and asked for the key.")


def test_lists_are_parted_outside_of_brackets() -> None:
    assert split_list("angst, death (minor, off stage); rain") == (
        "angst",
        "death (minor, off stage)",
        "rain",
    )
    assert split_list("None") == ()
    assert states_nothing("none whatsoever.")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("For Anna and Bea, who know why", ("Anna", "Bea")),
        ("to Mouse, for being patient", ("Mouse",)),
        ("Anna, Bea and Cleo", ("Anna", "Bea", "Cleo")),
        ("Für Anna und Bea", ("Anna", "Bea")),
    ],
)
def test_a_dedication_names_its_people(words: str, names: tuple[str, ...]) -> None:
    assert recipients_of(words) == names


def test_pairings_are_told_from_categories() -> None:
    assert relationships_of("W/S, X/A") == ("W/S", "X/A")
    assert relationships_of("M/L M/M A/I") == ("M/L", "M/M", "A/I")
    assert relationships_of("none") == ()
    assert is_relationship("Spike/Willow")
    assert is_relationship("1x2x1")
    assert not is_relationship("m/m")
    assert not is_relationship("He said and/or she said it twice")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Complete", Status.COMPLETE),
        ("incomplete", Status.WIP),
        ("WIP", Status.WIP),
        ("3/3", Status.COMPLETE),
        ("4/?", Status.WIP),
        ("abandoned", Status.ABANDONED),
        ("rainy", None),
    ],
)
def test_a_status_is_read_from_its_words(words: str, status: Status | None) -> None:
    assert status_of(words) is status


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("It was the best of times and he had nothing to say to her at all.", "en"),
        ("Es war der Abend, und sie hatte ihm nicht gesagt, dass er es war.", "de"),
        ("Il était une fois dans la ville un homme qui ne savait pas le dire.", "fr"),
        ("La noche era fría y no había nadie en la calle, pero él no se fue.", "es"),
        ("Он не знал, что это было, и она не сказала ему, как его звали.", "ru"),
        ("吾輩は猫である。名前はまだ無い。", "ja"),
    ],
)
def test_running_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_too_little_text_tells_no_language() -> None:
    assert language_of("Home") is None
    assert language_named("Deutsch") == "de"
    assert language_named("Elvish") is None


@pytest.mark.parametrize("cased", [str.upper, str.lower, str.title])
def test_a_rating_alone_is_the_one_found_among_words(
    cased: Callable[[str], str],
) -> None:
    told = {
        word: (rating_of(word), rating_of(f"{word} ; {word}"))
        for entry in table("ratings").values()
        for word in map(cased, (*entry["words"], *entry["signs"]))
        # A sign is one in capitals only; beside other words it says nothing else.
        if cased is str.upper or word.upper() not in entry["signs"]
    }

    assert {word: each for word, each in told.items() if each[0] is not each[1]} == {}
