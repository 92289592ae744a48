"""Which claim counts."""

from __future__ import annotations

from fanfold.model.evidence import Claim, Evidence, Standing, best


def claim(value: str, standing: Standing) -> Claim[str]:
    return Claim(value, standing, Evidence("0" * 64, "line 1", value, "test/1"))


def test_no_claim_means_no_value() -> None:
    assert best(()) is None


def test_a_label_counts_for_more_than_a_guess() -> None:
    guess = claim("Hame", Standing.GUESSED)
    label = claim("Home", Standing.LABELLED)

    assert best((guess, label)) is label
    assert best((label, guess)) is label


def test_of_two_labels_the_first_seen_counts() -> None:
    first, second = claim("a", Standing.LABELLED), claim("b", Standing.LABELLED)

    assert best((first, second)) is first


def test_of_two_decisions_the_latest_counts() -> None:
    record = claim("c", Standing.RECORDED)
    first, second = claim("a", Standing.DECIDED), claim("b", Standing.DECIDED)

    assert best((first, record, second)) is second


def test_standings_are_a_ladder() -> None:
    words = [standing.word for standing in sorted(Standing)]

    assert words == ["guessed", "labelled", "recorded", "decided"]
