"""From bytes to text: the encoding that was meant, and every byte still there."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfold.errors import UnreadableSourceError
from fanfold.model.evidence import Standing
from fanfold.text.decode import Encoding, decode, problems, replay
from tests.pace import within

ENGLISH = (
    "“It’s snowing,” said Wren – and it was. She hadn’t slept; nobody had…\n"
    "“Don’t wait for me,” he’d said. ‘As if,’ she thought, “as if I’d wait.”\n"
) * 6
TEXTS = {
    ("english", "windows-1252"): ENGLISH,
    ("english", "mac-roman"): ENGLISH,
    (
        "german",
        "windows-1252",
    ): "Über den Dächern hing süßer Rauch, schöner als früher.\n",
    (
        "german",
        "mac-roman",
    ): "Über den Dächern hing süßer Rauch, „schöner“ als früher.\n",
    (
        "french",
        "windows-1252",
    ): "« Où êtes-vous ? » demanda l’élève, déjà très fâchée.\n",
    (
        "spanish",
        "windows-1252",
    ): "—¿Dónde está el niño? —preguntó la señora con sueño.\n",
    (
        "polish",
        "windows-1250",
    ): "Śnieg padał całą noc, a księżyc świecił słabo. Żółw spał.\n",
    ("czech", "windows-1250"): "Příliš žluťoučký kůň úpěl ďábelské ódy o něžné řece.\n",
    (
        "hungarian",
        "windows-1250",
    ): "Őszi éjjel izzik a galagonya ruhája, zúg a tüske.\n",
    (
        "russian",
        "windows-1251",
    ): "Снег шёл всю ночь, и никто не спал. «Пора», — сказал он.\n",
    (
        "russian",
        "koi8-r",
    ): "Снег шел всю ночь, и никто не спал. Пора, сказал он тихо.\n",
    ("russian", "cp866"): "Снег шел всю ночь, и никто не спал. Пора, сказал он тихо.\n",
    (
        "greek",
        "windows-1253",
    ): "Το χιόνι έπεφτε όλη τη νύχτα και κανείς δεν κοιμήθηκε.\n",
    ("japanese", "cp932"): "雪が一晩中降っていた。「もう行こう」と彼は静かに言った。\n",
    (
        "japanese",
        "euc-jp",
    ): "雪が一晩中降っていた。「もう行こう」と彼は静かに言った。\n",
    (
        "chinese",
        "gb18030",
    ): "雪下了一整夜，他们在门口等着，没有人说话。我是不会走的。\n",
}


def encoded(text: str, codec: str) -> bytes:
    return (text * 3).encode(codec)


@pytest.mark.parametrize(("case", "text"), TEXTS.items(), ids=lambda x: str(x)[:30])
def test_the_encoding_that_was_meant_is_found(case: tuple[str, str], text: str) -> None:
    read, encoding = decode(encoded(text, case[1]))

    assert read == text * 3
    assert encoding.standing is Standing.GUESSED


@pytest.mark.parametrize("quote", ["“Yes.”", "it’s", "one – two", "“No,” she said…"])
def test_one_curly_mark_in_english_is_windows_1252(quote: str) -> None:
    text, encoding = decode(f"He said {quote} and left.\n".encode("windows-1252"))

    assert quote in text
    assert encoding.name == "windows-1252"


def test_utf8_is_certain_and_needs_no_other_step() -> None:
    text, encoding = decode("Größe – “yes”\n".encode())

    assert text == "Größe – “yes”\n"
    assert (encoding.name, encoding.standing) == ("utf-8", Standing.RECORDED)
    assert list(problems(encoding, "a.txt")) == []


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(codec: str) -> None:
    text, encoding = decode("Größe\n".encode(codec))

    assert text == "Größe\n"
    assert encoding.standing is Standing.RECORDED


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_without_a_mark_is_known_by_its_zero_bytes(codec: str) -> None:
    text, _ = decode(ENGLISH.encode(codec))

    assert text == ENGLISH


@pytest.mark.parametrize("raw", [b"\0", b"abc\0def", b"\xd0\xcf\x11\xe0\0\0\0\1" * 99])
def test_zero_bytes_are_no_text(raw: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match="story\\.doc") as caught:
        decode(raw, name="story.doc")

    assert caught.value.code == "nul-bytes"


def test_latin1_declared_is_read_as_browsers_do() -> None:
    page = '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1">“Yes”'

    text, encoding = decode(page.encode("windows-1252"))

    assert text == page
    assert (encoding.name, encoding.standing) == ("windows-1252", Standing.LABELLED)


@pytest.mark.parametrize(
    "declared", ["utf-8", "iso-8859-1", "no-such-charset", "rot13"]
)
def test_a_false_declaration_does_not_spoil_the_quotes(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>' + ENGLISH

    text, _ = decode(page.encode("windows-1252"))

    assert text == page


def test_a_declared_encoding_wins_where_both_could_be() -> None:
    page = '<meta charset="windows-1250"><p>Ondřej spal.'

    text, encoding = decode(page.encode("windows-1250"))

    assert text == page
    assert encoding.standing is Standing.LABELLED


def test_the_habit_of_an_archive_decides_what_one_word_cannot() -> None:
    raw = "Ondřej spal.".encode("windows-1250")

    text, encoding = decode(raw, {"encoding": "windows-1250"})

    assert text == "Ondřej spal."
    assert encoding.standing is Standing.LABELLED


def test_single_windows_bytes_amid_utf8_become_what_they_meant() -> None:
    raw = "“Yes,” she said – “more…”\n".encode() * 5 + b"It\x92s late.\n"

    text, encoding = decode(raw)

    assert text.endswith("“more…”\nIt’s late.\n")
    assert encoding.strays == 1
    assert [problem.code for problem in problems(encoding, "a")] == ["stray-bytes"]


def test_a_byte_without_meaning_is_kept() -> None:
    text, _ = decode("Ünö\x81 dös\n".encode("latin-1"), {"encoding": "windows-1252"})

    assert text.encode("latin-1") == "Ünö\x81 dös\n".encode("latin-1")


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_line_ends_become_line_feeds(end: str) -> None:
    text, encoding = decode(f"One.{end}Two.{end}".encode())

    assert text == "One.\nTwo.\n"
    assert ("decode.line-ends/1" in {s.rule for s in encoding.steps}) is (end != "\n")


def test_a_stream_is_read_to_its_end() -> None:
    assert decode(io.BytesIO(b"One.\n"))[0] == "One.\n"


def same_again(raw: bytes) -> Encoding:
    text, encoding = decode(raw)

    assert replay(raw, encoding.steps) == text
    assert text.encode().decode() == text  # no half characters
    return encoding


@given(st.binary(max_size=300).filter(lambda raw: b"\0" not in raw))
def test_any_bytes_are_read_and_the_steps_lead_to_the_same_text(raw: bytes) -> None:
    same_again(raw)


@given(
    st.binary(max_size=200),
    st.sampled_from([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]),
)
def test_any_bytes_after_a_mark_can_be_replayed(raw: bytes, mark: bytes) -> None:
    same_again(mark + b"a\0" * 8 + raw if mark != b"\xef\xbb\xbf" else mark + raw)


@pytest.mark.parametrize("label", ["zip_codec", "x-user-defined", "latin-standard"])
def test_a_declared_name_that_is_no_encoding_is_told(label: str) -> None:
    text, encoding = decode(f"<meta charset={label}><p>Snow.</p>".encode())

    (told,) = problems(encoding, "page.html")

    assert text.endswith("<p>Snow.</p>")
    assert told.code == "encoding-guessed"
    assert f"It declares {label}," in told.detail


@pytest.mark.parametrize("label", ["utf-8", "ISO-8859-1", "x-sjis", "windows-31j"])
def test_nothing_is_told_of_a_declared_encoding(label: str) -> None:
    _, encoding = decode(f"<meta charset={label}><p>Snow.</p>".encode())

    assert not list(problems(encoding, "page.html"))


@pytest.mark.parametrize(
    ("words", "codec"),
    [
        ("雨の夜、兄は帰らない。", "cp932"),
        ("窓の外は白かった", "euc-jp"),
        ("雨中的灯", "gb18030"),
        ("他們沒有說話", "big5"),
        ("비가 왔다.", "cp949"),
    ],
)
def test_few_words_of_a_page_full_of_tags_show_their_encoding(
    words: str, codec: str
) -> None:
    frame = "<html><head><title>Rain</title></head><body bgcolor=white><p>{}</p></body>"
    page = frame.format(words)

    text, encoding = decode(page.encode(codec))

    assert text == page
    assert encoding.standing is Standing.GUESSED


def test_steps_of_others_cannot_be_replayed_here() -> None:
    from fanfold.model.evidence import Step

    with pytest.raises(ValueError, match="mend"):
        replay(b"a", [Step("mend.double-utf8/3")])


@pytest.mark.parametrize("run", [b"\xff", b"\xd2\x20", b"<meta ", b"\xc3", b"a\x92"])
def test_long_runs_take_linear_time(run: bytes) -> None:
    raw = run * (300_000 // len(run))
    decode(b"\x93warm up\x94")

    with within(1):
        decode(raw)
