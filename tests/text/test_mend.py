"""Undoing mojibake: what must stay first, then what must be mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.model.evidence import Step
from fanfold.text.decode import decode
from fanfold.text.mend import mend, remarks, replay
from fanfold.text.replay import replay as replay_all
from tests.pace import within

WHOLE = "“It’s snowing,” said Zoë – ‘and it’s cold…’ Größe, café, naïve, 5 €."


def misread(text: str, codec: str, times: int = 1) -> str:
    """The text as it looks after its UTF-8 was taken for `codec`, controls kept."""
    for _ in range(times):
        text = "".join(
            bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode()
        )
    return text


@pytest.mark.parametrize(
    "text",
    [
        'Straight "quotes" and it\'s three dots...',
        WHOLE,
        "CAFÉ’S and É” and Ü… and é”…",
        "MAÇÃ” disse ela. NÃO.",
        "La canción de María: el país, los días, maíz, oíd, aquí.",
        "Elle dîne à l’hôtel — où ? « Là », dit-il.",
        "Ätna, Ångström, Ñandú, Þórr, Straße, Œuvre",
        "Français: â, ê, î, ô, û; Â’ Ê” Î–",
        "Ză spunea „Ă” și „â”.",
        "√2 is about 1.41, ∂x and ‚single low‘ quotes",
        "R&#246;mer &amp; &#8217; stay for the one who reads the page",
        "Снег шёл всю ночь. 雪が降る。",
    ],
)
def test_what_is_whole_stays_as_it_is(text: str) -> None:
    assert mend(text) == (text, ())


@pytest.mark.parametrize("codec", ["windows-1252", "mac-roman", "windows-1250"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_that_was_read_as_something_else_comes_back(
    codec: str, times: int
) -> None:
    mended, steps = mend(misread(WHOLE, codec, times))

    assert mended == WHOLE
    assert {step.rule for step in steps} == {"mend.double-utf8/3"}
    assert {step.argument for step in steps} == {codec}


def test_three_times_encoded_is_undone_three_times() -> None:
    mended, steps = mend(misread(WHOLE, "windows-1252", 3))

    assert mended == WHOLE
    assert len(steps) == 3


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("Ã©tude â€œinâ€\ufffd Ã¼", "étude “in” ü"),
        ("Itâ€™s late,â€\ufffd she said.", "It’s late,” she said."),
        # Á, Í, Ï, Ð or Ý: nobody can tell, and the rest of the line can be told.
        ("Ã\ufffdsland, Ã©", "Ã\ufffdsland, é"),
        ("â€\ufffd\ufffd Ã©tÃ©", "â€\ufffd\ufffd Ã©tÃ©"),
        ("a \ufffd and “â€\ufffd”", "a \ufffd and “â€\ufffd”"),
    ],
)
def test_a_mark_of_which_a_byte_was_lost_comes_back_where_it_can_be_told(
    broken: str, text: str
) -> None:
    mended, steps = mend(broken)

    assert mended == text
    assert replay(broken, steps) == mended


def test_what_was_encoded_twice_is_told() -> None:
    _, steps = mend("Good.\nÃ©tude")

    (told,) = remarks(steps, "story.txt")

    assert (told.code, told.place) == ("mojibake-repaired", "story.txt")
    assert told.detail == "UTF-8 had been read as windows-1252. Lines: 2."
    assert not list(remarks(mend("étude")[1], "story.txt"))


def test_only_the_broken_lines_of_a_file_are_touched() -> None:
    broken = misread("“Größe”", "windows-1252")

    mended, steps = mend(f"Größe\n{broken}\nÜber “uns”\n")

    assert mended == "Größe\n“Größe”\nÜber “uns”\n"
    assert steps[0].note.endswith("Lines: 2.")


def test_a_line_half_broken_is_mended_where_others_prove_it() -> None:
    broken = misread("It’s", "windows-1252")

    mended, _ = mend(f"{broken}\n{broken}\n“Yes, {broken} so.”\n")

    assert mended == "It’s\nIt’s\n“Yes, It’s so.”\n"


def test_controls_become_the_marks_they_were() -> None:
    mended, steps = mend("\x93It\x92s late\x85\x94 &#147;Yes&#148; a\x81b")

    assert mended == "“It’s late…” “Yes” a\x81b"
    assert [step.rule for step in steps] == ["mend.references/1", "mend.c1/1"]


def test_windows_marks_read_on_a_macintosh_come_back() -> None:
    broken = "ìI donít know,î she said. ìItís late ó too late.î The boysí boats. ëYes,í"

    mended, steps = mend(broken)

    assert mended == (
        "“I don’t know,” she said. “It’s late — too late.” The boys’ boats. ‘Yes,’"
    )
    assert [step.rule for step in steps] == ["mend.quotes/1"]


def test_names_keep_their_accents_beside_what_is_mended() -> None:
    mended, _ = mend("María didnít sing; Zoë and José danced at El Niño.")

    assert mended == "María didn’t sing; Zoë and José danced at El Niño."


@given(st.text(max_size=200))
def test_every_mend_can_be_repeated_from_its_steps(text: str) -> None:
    mended, steps = mend(text)

    assert replay(text, steps) == mended
    assert mended.count("\n") == text.count("\n")


@given(st.text(alphabet="é’“”ñßaZ .\n€", min_size=1, max_size=60))
def test_from_the_bytes_to_the_mended_text_by_steps_alone(text: str) -> None:
    raw = misread(text, "windows-1252").encode("windows-1252", "ignore")

    decoded, encoding = decode(raw)
    mended, steps = mend(decoded)

    assert replay_all(raw, (*encoding.steps, *steps)) == mended


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(ValueError, match="guess"):
        replay("a", [Step("guess.letters/1")])


@pytest.mark.parametrize("run", ["Ã", "â€", "Ã©", "í", "&#1", "ì", "Ö ", "\x93\n"])
def test_long_runs_take_linear_time(run: str) -> None:
    text = "donít " + run * (300_000 // len(run))

    with within(1):
        mend(text)
