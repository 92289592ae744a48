"""What must stay as its author wrote it, then what several programs broke."""

from __future__ import annotations

import pytest

from fanfold.text.mend import mend
from fanfold.text.misread import CODECS
from tests.pace import within

LEFT_ALONE = {
    "Portuguese capitals before dots": "MINHA IRMÃ…",
    "Portuguese capitals before a quote": "MANHÃ”",
    "Vietnamese": "Ở ÂU LẠC, ÃO ẢNH VẪN ĐẸP",
    "French capital before dots": "CAFÉ…",
    "a lone French capital": "É…",
    "Italian capital before dots": "CIOÈ…",
    "Spanish speech that opens with a capital": "—Él se fue.",
    "Spanish speech of several lines": "—Él se fue.\n—Óyeme.\n—Ábrelo.",
    "English speech of a name": "“Étienne\n“Éowyn",
    "Swedish before a quote": "”Kom hit Å”",
    "Romanian of cp1250": "CĂŞTI\nĂştia\nMUŞTE",
    "Polish capitals": "RÓŻA\nNÓŻ\nPÓŁNOC\nWRÓŻKA",
    "Czech capitals": "ÚŽAS\nÚžas\nPŘÍŠTĚ",
    "Russian of two odd letters": "Её\nЕЁ\nЁж",
    "German low quotes": "„Ä“\n„Ü“",
    "German sharp s before a quote": "groß»\n«weiß»",
    "Estonian": "Äžen\nTÄŠ",
    "ligatures": "ﬁnd the ﬂower",
    "fullwidth": "ＡＢＣ　！？",
    "straight quotes and dots": "\"No,\" he said... 'Yes'--and left",
    "two hyphens and a dash": "He -- she – they — all",
    "signs": "½ × ¼ ≠ √2 ∞ © ® ™ § ¶",
    "hard spaces in French": "«\xa0Où\xa0?\xa0»\nvoilà\xa0!",
    "accents put together": "cafe\u0301 nai\u0308ve",
    "a soft hyphen": "Donau\xaddampf",
    "emoji": "🙂❤️👩‍👩‍👧",
    "boxes": "├──┤ │ █",
    "Spanish í in an English text": "María didn't sing. El día, el país.",
    "Portuguese Õ": "ELES PÕEM OS LIMÕES. CORAÇÕES…",
    "Danish Æ": "Ærlig talt, Æblet er dit.",
    "Icelandic Ð and Þ": "Ðað er Þórr",
    "a single odd pair in a whole page": "Größe\nÄ”\nÜber",
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE.keys())
def test_what_somebody_may_have_written_stays(text: str) -> None:
    assert mend(text) == (text, ())


def misread(text: str, codec: str, times: int = 1) -> str:
    for _ in range(times):
        text = "".join(
            bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in text.encode()
        )
    return text


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(
    "text",
    ["It’s “late”…", "Größe, Übung", "déjà vu, être", "Ångström på ön", "Śnieg i żółw"],
)
def test_each_misreading_of_utf8_is_undone(text: str, codec: str) -> None:
    assert mend(misread(text, codec))[0] == text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("GruĂź aus KĂ¶ln", "Gruß aus Köln"),
        ("Ãœber allen Gipfeln", "Über allen Gipfeln"),
        ("CAFÃ‰", "CAFÉ"),
        ("РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"),
        ("donвЂ™t", "don’t"),
        ("donΓÇÖt", "don’t"),
        ("caf├⌐", "café"),
        ("don‚Äôt", "don’t"),
        ("donâ\x80\x99t", "don’t"),
        ("ÎšÎ±Î¹ Î±Ï…Ï„ÏŒ", "Και αυτό"),
        ("ï»¿Title: Home", "Title: Home"),
        ("\ufeffTitle: Home", "Title: Home"),
        ("donÕt. ÒYes,Ó she said.", "don’t. “Yes,” she said."),
        ("donÆt. ôYes,ö she said.", "don’t. “Yes,” she said."),
        ("donít. ìYes,î she said.", "don’t. “Yes,” she said."),
        ("itÕs Ð late", "it’s – late"),
    ],
)
def test_what_is_seen_in_the_wild_is_mended(broken: str, whole: str) -> None:
    assert mend(broken)[0] == whole


def test_one_broken_line_amid_whole_ones_is_mended_alone() -> None:
    text = "“It’s late,” said Zoë.\nItâ€™s later.\nÉtienne slept…\n"

    mended, steps = mend(text)

    assert mended == "“It’s late,” said Zoë.\nIt’s later.\nÉtienne slept…\n"
    assert [step.note[-9:] for step in steps] == ["Lines: 2."]


def test_a_pair_that_may_be_meant_is_mended_where_two_lines_prove_the_rest() -> None:
    proof = "Itâ€™s late.\nHeâ€™s gone.\n"

    assert mend(proof + "PÃ…")[0] == "It’s late.\nHe’s gone.\nPÅ"
    assert mend("PÃ…")[0] == "PÃ…"


def test_lines_that_have_their_own_marks_keep_their_letters() -> None:
    text = "donÕt go\n“I’m ÕS ÒfineÓ”\n"

    assert mend(text)[0] == "don’t go\n“I’m ÕS ÒfineÓ”\n"


@pytest.mark.parametrize(
    "run",
    [*"ÃÂâ€™ÐСРГ├ΓÆÕíÖ\ufeff\x93", "Ã…", "â€", "Ð¿", "РЎ", "ÂÃ", "—É", "Ő°", "ÃÃ\n"],
)
def test_long_runs_cost_no_more_than_their_length(run: str) -> None:
    text = "donít donÕt " + run * (300_000 // len(run))

    with within(1):
        mend(text)
