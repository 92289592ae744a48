"""Subjects of mails to lists, taken apart."""

from __future__ import annotations

import pytest

from fanfold.readers.mailbox.subjects import key_of, subject_of

LISTS = frozenset({"harbourfic", "ffml"})


@pytest.mark.parametrize(
    ("said", "title"),
    [
        # What looks like a code, a part or a reply and is the title's own.
        ("Stand by Me", "Stand by Me"),
        ("24/7 love", "24/7 love"),
        ("FIC: 9/11 (1/1)", "9/11"),
        ("Plan B", "Plan B"),
        ("The Letter R", "The Letter R"),
        ("Story Time", "Story Time"),
        ("Sand II: The Well (1/1)", "Sand II: The Well"),
        ("New Year's Rope", "New Year's Rope"),
        ("Reply Hazy", "Reply Hazy"),
        ("Forward Motion (2/3)", "Forward Motion"),
        # What is none of the title's.
        ("[harbour-fic] FIC: Locked Doors (1/1) I/T, PG-13", "Locked Doors"),
        ("[FFML][Fanfic][Kestrel] Ink (1/3)", "Ink"),
        ('NEW TOS "Slow Water" 1/3 [PG] (K/S)', "Slow Water"),
        ("REP VOY Slow Water (2/?) [NC-17] (J/C, P/T)", "Slow Water"),
        ("Re: [harbour-fic] Re: NEW FIC: Ember, part 2 of ?", "Ember"),
        ("AW: [harbour-fic] Ember", "Ember"),
        ("Ember (MSR, R)", "Ember"),
        ("Ember Part Three", "Ember"),
        ("Ember, Prologue", "Ember"),
        ("Fic - Owl Light", "Owl Light"),
        ("(fwd) NEW: Owl Light", "Owl Light"),
        ("Chapter 7 of Owl Light", "Owl Light"),
        ("NEW: Lake (1/4) - The Boat", "Lake"),
        ("Owl Light (3/4) by Marrow", "Owl Light"),
        # What names no story.
        ("New fic", ""),
        ("new story!", ""),
        ("(no subject)", ""),
        ("", ""),
    ],
)
def test_a_title_is_what_is_left(said: str, title: str) -> None:
    assert subject_of(said, LISTS, "Marrow").title == title


@pytest.mark.parametrize(
    ("said", "number", "total"),
    [
        ("Ember (1/4)", 1, 4),
        ("Ember 2/4", 2, 4),
        ("Ember [3 of 4]", 3, 4),
        ("Ember, part 2 of ?", 2, 0),
        ("Ember (2/?)", 2, 0),
        ("Ember, chapter 12", 12, None),
        ("Ember Part Three", 3, None),
        ("[2/3] Ember", 2, 3),
        ("Ember (3)", 3, None),
        ("Ember 3a/5", 3, 5),
        ("Ember Teil 2 von 3", 2, 3),
        ("Ember 9/4", None, None),
        ("Ember 03/04/99", None, None),
        ("Ember", None, None),
    ],
)
def test_a_part_is_a_number_that_can_be_one(
    said: str, number: int | None, total: int | None
) -> None:
    found = subject_of(said)

    assert (found.number, found.total) == (number, total)


def test_codes_of_a_subject_are_told_apart() -> None:
    found = subject_of('NEW TOS/TNG "Slow Water" 2/3 [PG-13] (K/S, WIP)')

    assert found.series == "TOS/TNG"
    assert found.rating == "PG-13"
    assert found.pairings == ("K/S",)
    assert found.unfinished
    assert found.posted


@pytest.mark.parametrize(
    ("said", "replies", "forwarded"),
    [
        ("Re: Ember", 1, False),
        ("Re[2]: Re: Ember", 2, False),
        ("FW: Ember", 0, True),
        ("Ember (fwd)", 0, True),
        ("Fwd: Re: Ember", 1, True),
        ("Regarding Ember", 0, False),
    ],
)
def test_replies_and_forwards_say_so(said: str, replies: int, forwarded: bool) -> None:
    found = subject_of(said)

    assert (found.replies, found.forwarded) == (replies, forwarded)


@pytest.mark.parametrize(
    "said",
    [
        "[ADMIN] rules",
        "OT: cats",
        "Digest Number 12",
        "Feedback: Ember",
        "Poll: boats?",
    ],
)
def test_talk_that_announces_itself_is_about(said: str) -> None:
    assert subject_of(said).about


def test_two_spellings_of_a_title_have_one_key() -> None:
    assert key_of("The Borrowed Coat") == key_of("borrowed coat!")
    assert key_of("A") == "a"
