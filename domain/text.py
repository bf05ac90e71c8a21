"""Text as it is compared: one form of brackets, digits and spaces, and CJK radicals folded to their characters.

Printed forms are always kept next to the compared ones; these functions never touch what is published as printed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Radicals that some PDF fonts put into the text instead of the characters. NFKC leaves most of the supplement alone
#: and turns some Kangxi radicals into traditional forms (⼾ into 戶, ⿈ into 黃).
_RADICALS = str.maketrans(
    {
        "⺟": "母", "⺠": "民", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝", "⻋": "车", "⻓": "长", "⻔": "门",
        "⻘": "青", "⻚": "页", "⻛": "风", "⻜": "飞", "⻢": "马", "⻥": "鱼", "⻦": "鸟", "⻩": "黄", "⻬": "齐",
        "⻮": "齿", "⻰": "龙", "⻳": "龟", "⻁": "虎", "⺫": "目", "⺼": "月", "⺝": "月", "⻣": "骨", "⻝": "食",
        "⻤": "鬼", "⻨": "麦", "⻙": "韦", "⻧": "卤", "⻪": "黾", "⻗": "雨", "⺩": "王", "⼾": "户", "⿈": "黄",
        "⾭": "青", "⺁": "厂", "⺮": "竹", "⺶": "羊", "⻌": "之",
    }
)  # fmt: skip
#: Signs that are used as a colon but are none, and marks that take no room.
_LOOKALIKES = str.maketrans(
    {"∶": ":", "︰": ":", "꞉": ":", **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\u00ad\ufeff")}
)
_SPACES = re.compile(r"[\s\u3000\u00a0]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
#: Texts up to this long are remembered in their compared form.
_SHORT = 40
_DASHES = re.compile(r"^[-—–―─－﹣\s]+$")


def visible(text: str) -> str:
    """``text`` without what shows nothing and changes how the rest looks: control characters (line ends too) and marks
    that turn the direction of writing, with which a name can show another ending than it has.
    """
    return _UNSEEN.sub("", text)


def normalise(text: str) -> str:
    """NFKC (full-width digits, brackets, colons to ASCII), radicals folded, runs of space become one. Idempotent."""
    return _normalised(text) if len(text) > _SHORT else _known_normalised(text)


def squeeze(text: str) -> str:
    """As :func:`normalise`, without any space: for comparing names and labels that were wrapped or padded."""
    return _squeezed(text) if len(text) > _SHORT else _known_squeezed(text)


def _normalised(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_RADICALS).translate(_LOOKALIKES))
    return _SPACES.sub(" ", folded).strip()


def _squeezed(text: str) -> str:
    # A lone accent becomes a space and a combining mark, which joins its neighbour once the space is gone.
    return unicodedata.normalize("NFKC", _SPACES.sub("", _normalised(text)))


# Labels, figures and single characters are compared again and again.
_known_normalised = lru_cache(maxsize=16_384)(_normalised)
_known_squeezed = lru_cache(maxsize=16_384)(_squeezed)


def is_dash(text: str) -> bool:
    """True for ``—``, ``——``, ``-`` and the like, which mean "not applicable"."""
    return bool(text.strip()) and bool(_DASHES.match(text))


def squeeze_with_offsets(text: str) -> tuple[str, tuple[int, ...]]:
    """:func:`squeeze`, character by character, and for every character kept its position in ``text``.

    The offsets have one more entry, ``len(text)``, so that ``text[offsets[a]:offsets[b - 1] + 1]`` is what stands at
    ``[a:b]`` of the squeezed text.
    """
    kept: list[str] = []
    offsets: list[int] = []
    for position, character in enumerate(text):
        for folded in squeeze(character):
            kept.append(folded)
            offsets.append(position)
    offsets.append(len(text))
    return "".join(kept), tuple(offsets)


_DIGITS_IN_WORDS = str.maketrans(
    "〇○零一二三四五六七八九OoΟОlI壹贰叁肆伍陆柒捌玖", "000123456789" + "0000" + "11" + "123456789"
)
_YEAR_IN_WORDS = re.compile(
    r"[〇○零一二三四五六七八九OoΟОlI壹贰叁肆伍陆柒捌玖0-9]{4}(?=年|度|部门|单位|预算|决算|财政|[\])）])"
)


def with_arabic_years(text: str) -> str:
    """Years of this century in digits: 二〇二四年度 → 2024年度, 2O24年, 20l6年 → 2024年, 2016年; all else stays."""
    return _YEAR_IN_WORDS.sub(_in_digits, text)


def _in_digits(found: re.Match[str]) -> str:
    digits = found.group().translate(_DIGITS_IN_WORDS)
    return digits if re.fullmatch(r"20[0-4][0-9]", digits) else found.group()
