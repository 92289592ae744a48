"""What alphabets look like: which letters a language has, and which of them are common.

Common knowledge, kept short: sets of letters beyond a-z for Latin alphabets, letters
in the order of their frequency for others, and the commonest signs of East Asia.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

#: The letters beyond a-z of languages that old archives were written in.
_LATIN = tuple(
    frozenset(letters)
    for letters in (
        "àâæçèéêëîïôœùûüÿ",
        "äöüßé",
        "áéíñóúü",
        "áâãàçéêíóôõú",
        "àèéìòù",
        "åäöæøé",
        "áéíóúýþðæö",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýžäľĺŕô",
        "áéíóöőúüű",
        "ăâîșțşţ",
        "čćđšž",
        "çğıöşüâîû",
        "āčēģīķļņšūž",
        "ąčęėįšųūž",
        "äõöüšž",
    )
)
#: Letters of other scripts, the common ones first.
_RANKED = (
    "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "оаинвіртескулдмпзяьгбйчхжїшцюєщфґ",
    "аеиотнсврлкдпмзгубъяцжчщшйюхфь",
    "αοιετσνηυρπκμλωςδγχθάόίέύήώφβξζψϊϋΐΰ",
    "יוהלאמתרבשנםדעכחקפגסטןזצךףץ",
    "اليمنوترهبدكعفسحقةجشأصىضخطزثذغإظءآئؤ",
    "านรอกเ่ง้มยลวดัีทสตะปบคิหแจุืพ์ชไำขใึ็ูโถศซณผ",
)
_WORTH = tuple(
    {
        letter: 1.0 if at < 10 else 0.5 if at < 20 else 0.0 if at < 28 else -0.3
        for at, letter in enumerate(letters)
    }
    for letters in _RANKED
)
#: What `_WORTH` is on average for a text of the language itself.
_USUAL = 0.75


def coverage(odd: Mapping[str, int]) -> float:
    """Return how well one language alone explains the letters: 1 is well, 0 not.

    odd: how often each character beyond ASCII stands in a text.
    """
    counted: Counter[str] = Counter()
    for letter, times in odd.items():
        if _is_letter(letter):
            counted[letter.lower()] += times
    whole = counted.total()
    if not whole:
        return 1.0
    latin = max(
        sum(map(counted.__getitem__, alphabet & counted.keys())) for alphabet in _LATIN
    )
    if latin:
        return latin / whole
    ranked = max(
        sum(n * worth.get(letter, -1.0) for letter, n in counted.items())
        for worth in _WORTH
    )
    return max(-1.0, min(1.2, ranked / whole / _USUAL))


def _is_letter(letter: str) -> bool:
    return letter.isalpha() or "\u0e30" < letter < "\u0e50"


#: The commonest signs of each; a text consists of them to some 45 in 100 and more.
_CHINESE = (
    "的一是不了在人有我他中上大和地到以要就出可也你生能而子那得下自之年作里道行所然家"
    "事成方多去法如都同面起看定天分好小部其些主理心她本前但因只想日者意力它把十第此已"
    "使情明性知全三又正外高由很最重手向文相被二等新己身果加月合回老位次先海立水名走入口"
    "平打女四安少才反受目太再感做接必山金住白光放色路死取今"
)
_SIMPLIFIED = (
    "这个们来为国说时会对于着过发后种经么学现当没动还进样开从实无与长机关点将两间问"
    "应头体见话给门声处几认条气别变神总电结场听却像难思象完记边张该望觉让带里雨风"
)
_TRADITIONAL = (
    "這個們來為國說時會對於著過發後種經麼學現當沒動還進樣開從實無與長機關點將兩間問"
    "應頭體見話給門聲處幾認條氣別變神總電結場聽卻像難思象完記邊張該望覺讓帶裡雨風"
)
_HANGUL = (
    "이다는을의가에를고은하지도로사어기나한리서자대해아라있그게인으만시들니수것었보여내정일"
    "과면부말없스했마러거제오전상비구주무원장까성생때문신안우치람중저더모소요와두번데분야같"
    "눈바음조화방머손미집처달날세물할려며던알왔였겠못잘속네갔당길개발작누"
)
_MARKS = "、。「」，！？：；…『』"
_KANJI = (
    "人日一大年出本中子見国言上分生手自行者二間事思時気会十家女三前的方入小地合後目長場代"
    "私下立部学物月田何来彼話体動社知理山内同心発高実作当新世今書度明五戦力名金性対意用男主"
    "通関文屋感郎業定政持道外取所現最化四先民身不口川東相法不考声聞々真顔好少水色夜死夢父"
    "母兄弟姉妹朝空花雨風雪海木火白黒赤青車電待切早回無元全安頭耳足笑泣帰始終開閉"
)
_JAPANESE = frozenset(_MARKS + _KANJI) | {chr(n) for n in range(0x3041, 0x30FD)}
_COMMON = {
    "cp932": _JAPANESE,
    "euc-jp": _JAPANESE,
    "gb18030": frozenset(_MARKS + _CHINESE + _SIMPLIFIED),
    "big5": frozenset(_MARKS + _CHINESE + _TRADITIONAL),
    "cp949": frozenset(_HANGUL),
}


def share_of_east_asian(odd: Sequence[str], codec: str) -> float:
    """Return the share of characters that are common where the codec is used."""
    common = _COMMON[codec]
    return sum(letter in common for letter in odd) / max(1, len(odd))
