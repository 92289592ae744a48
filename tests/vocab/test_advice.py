"""Every line of advice is about a code that the docs explain."""

from __future__ import annotations

from pathlib import Path

from fanfold.vocab.advice import advice_on, codes

PAGES = Path(__file__).parents[2] / "docs" / "problems"


def test_every_code_has_a_page() -> None:
    assert len(codes()) > 40
    assert codes() - {page.stem for page in PAGES.glob("*.md")} == set()


def test_every_line_is_short_and_an_unknown_code_has_none() -> None:
    for code in codes():
        advice = advice_on(code)
        assert 0 < len(advice.what) < 70
        assert len(advice.do) < 70
    assert advice_on("no-such-code") == ("", "")
