import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.text.breaks import LIKELY_BREAK, is_scene_break
from fanfold.text.label_lines import _pairs, pairs_in
from fanfold.text.lines import Kind, Line, joined, lines_of, lines_where
from fanfold.vocab.patterns import one_of

# No line end among them: these are the texts of single lines.
_LINE = st.text(alphabet="aRn* \t\u3000<3[hr]scene break-~oOxX.🙂", max_size=20)


@given(st.lists(_LINE, min_size=1, max_size=8), st.sampled_from(["\n(?=a)", "R", "x+"]))
def test_lines_where_finds_what_asking_each_line_finds(
    texts: list[str], form: str
) -> None:
    lines = lines_of("\n".join(["above", *texts]))
    found = lines_where(joined(lines, 1, len(lines)), 1, re.compile(form))
    assert list(found) == [
        (at, text)
        for at, text in enumerate(texts, start=1)
        if re.search(form, "\n" + text)
    ]


@given(st.lists(_LINE | st.sampled_from(["[scene break]", "<3 <3 <3", "AAAAAA"])))
def test_each_break_is_a_likely_one(texts: list[str]) -> None:
    likely = LIKELY_BREAK.findall("\n" + "\n".join(map(str.rstrip, texts)))
    breaks = [text for text in map(str.rstrip, texts) if is_scene_break(text)]
    assert set(breaks) <= set(likely)


def test_a_long_line_with_many_hits_is_given_once() -> None:
    whole = joined(lines_of("one\n" + "two " * 100_000 + "\ntwo"), 0, 3)
    assert [at for at, _ in lines_where(whole, 0, re.compile("two"))] == [1, 2]


@given(st.lists(_LINE, min_size=1, max_size=6), st.slices(6), st.integers(-6, 5))
def test_lines_of_a_text_are_those_of_a_list(
    texts: list[str], cut: slice, at: int
) -> None:
    lines = lines_of("\n".join(texts))
    made = [
        Line(text, number, Kind.TEXT if text.strip() else Kind.BLANK)
        for number, text in enumerate(texts, start=1)
    ]
    part = slice(cut.start, cut.stop)
    assert list(lines) == made
    assert list(lines[part]) == made[part]
    assert [line.number for line in lines[part]] == [n.number for n in made[part]]
    if -len(texts) <= at < len(texts):
        assert lines[at] == made[at]


def test_lines_are_cut_and_never_skipped() -> None:
    with pytest.raises(ValueError, match="never skipped"):
        lines_of("a\nb\nc")[::2]


@given(
    st.lists(st.text(alphabet="part é.(", max_size=6), max_size=8),
    st.text(alphabet="part é.(", max_size=6),
)
def test_one_of_matches_its_words_and_nothing_else(words: list[str], text: str) -> None:
    form = re.compile(one_of(words) or "(?!)")
    assert all(form.fullmatch(word) for word in words if any(words))
    if text not in words:
        assert not form.fullmatch(text)


_PIECES = ("Rating", "rated ", "word", "a", " ", "  ", "\t", "[", "]", "(", "*", "_")
_SIGNS = (":", "::", "=", " - ", "-", "– ", "--", ">", ">>", "..", ".", "~", "|", "by ")


@given(st.lists(st.sampled_from(_PIECES + _SIGNS), max_size=12).map("".join))
def test_a_line_passed_by_its_signs_is_no_pair(text: str) -> None:
    assert pairs_in(text) == _pairs(text, 0)
