"""Printed labels as they are compared and as they are published.

Tables and sentences of one document print the same thing in different dress: ``其中：（一）一般公共服务 (类)`` and
``一、一般公共服务支出``. :func:`label_key` gives the form in which labels are compared, :func:`row_name` the name under
which a figure is published (see ``docs/facts.md``). Nothing here knows what a label means.
"""

from __future__ import annotations

import re
from functools import lru_cache

from domain.text import squeeze

# Circled and bracketed ordinals would become plain digits under NFKC, so they go first.
_CIRCLED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229]")
_NUMBERING = re.compile(
    r"^(?:"
    r"第[一二三四五六七八九十百]+(?:部分|[、.,])"
    r"|[一二三四五六七八九十百]{1,4}[、.,]"
    r"|\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)[、.,]?"
    r"|\d{1,2}(?:[、)]|[.,](?!\d))"
    r")"
)
_ORDINAL = re.compile(
    r"^\(?([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,2})(?:[、.,]|\)[、.,]?)(?!\d)"
)
_ONES = "零一二三四五六七八九"
#: The same words once more in the second language of an autonomous area (Tibetan, Mongolian, Uyghur, Kazakh, Yi,
#: Korean …), with a year and marks of its own, and the Chinese words that they translate. Fonts of these scripts often
#: name no character for some of their glyphs (U+FFFD).
_SECOND_SCRIPT = (
    r"\u0600-\u06ff\u0750-\u077f\u0f00-\u0fff\u1100-\u11ff\u1800-\u18af\u1980-\u19df\ua000-\ua4cf\uac00-\ud7af"
)
_TRANSLATION = re.compile(
    rf"(?:\d{{4}})?\ufffd*[{_SECOND_SCRIPT}](?:[{_SECOND_SCRIPT}\ufffd()\-,.:;/\d]*[{_SECOND_SCRIPT}\ufffd)])?"
)
_HAN = re.compile("[\u3400-\u9fff]")
_OF_WHICH = re.compile(r"^(?:其中|其|中)[:\-—]+|^其中")
_LEVEL_WORDS = re.compile(r"\((?:类|款|项)\)")
_QUOTES = re.compile("[\"'“”‘’「」《》]")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_TRAILING = re.compile(r"[:;,。]+$")
#: Units that a label carries in brackets, e.g. ``车辆数合计(辆)``; the bracket holds nothing else.
_UNIT_BRACKET = re.compile(
    r"\((?:单位[::])?((?:人民币)?(?:百万|亿|万|千)?元|辆|台[、,/]?辆|辆[、,/]台|台\(?套\)?|台[、,/]套|套|个|人|人次|名|"
    r"批次?|次|件|平方米|㎡|m2|%)\)$"
)
#: ASCII punctuation that stands between Chinese characters becomes what a Chinese text prints.
_PUNCTUATION = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HAN_OR_BRACKET = r"[\u3400-\u9fff）」”》]"


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """``text`` without any space, in one form of brackets (ASCII) and without leftovers of Word bookmarks.

    Of a label in two languages (收入 ཡོང་འབབ།) only the Chinese words are left.
    """
    cleaned = _BOOKMARK.sub("", squeeze(_CIRCLED.sub("", text)))
    if cleaned.isascii() or not _HAN.search(cleaned):
        return cleaned
    return _TRANSLATION.sub("", cleaned)


def strip_numbering(label: str) -> str:
    """``label`` (cleaned or not) without leading ``一、``, ``（一）``, ``1.``, ``①`` and the like, repeated or not."""
    text = clean(label)
    while match := _NUMBERING.match(text):
        text = text[match.end() :]
    return text


def is_of_which(label: str) -> bool:
    """True for a label that announces a part of the row above: ``其中：政府性基金…``."""
    return bool(_OF_WHICH.match(strip_numbering(label)))


def is_numbered(label: str) -> bool:
    """True when the label begins with an ordinal such as ``一、`` or ``（二）``."""
    return bool(_NUMBERING.match(clean(label))) or bool(_CIRCLED.match(label.strip()))


def ordinal(label: str) -> tuple[str, int] | None:
    """The number a label begins with and the marks around it: ``二十七、`` → ("、", 27), ``（3）`` → ("()", 3)."""
    found = _ORDINAL.match(clean(label))
    if found is None:
        return None
    printed = found.group(1)
    tens, _, ones = printed.rpartition("十")
    number = int(printed) if printed.isdigit() else 0
    if not printed.isdigit():
        number = 10 * (_ONES.index(tens or "一") if "十" in printed else 0) + _ONES.index(ones or "零")
    return found.group(0).replace(printed, "", 1), number


def bare(label: str) -> str:
    """``label`` without numbering, ``其中：``, ``（类）（款）（项）`` and a closing colon; ASCII brackets."""
    text = strip_numbering(label)
    while match := _OF_WHICH.match(text):
        text = strip_numbering(text[match.end() :])
    return _TRAILING.sub("", _LEVEL_WORDS.sub("", text))


@lru_cache(maxsize=8192)
def label_key(label: str) -> str:
    """The form in which labels are compared: :func:`bare` and without quotation marks.

    ``其中：“三公”经费`` and ``三公经费`` have one key, ``（一）行政单位`` and ``行政单位`` too.
    """
    return _QUOTES.sub("", bare(label))


def unit_of_label(label: str) -> tuple[str, str | None]:
    """A label and the unit it carries in a closing bracket: ``车辆数合计(辆)`` → (``车辆数合计``, ``辆``)."""
    text = _TRAILING.sub("", clean(label))
    match = _UNIT_BRACKET.search(text)
    if not match:
        return text, None
    return text[: match.start()], match.group(1)


def chinese(text: str) -> str:
    """``text`` without white space, with full-width brackets and, next to Chinese characters, full-width punctuation.

    The published form of names, so that a name reads the same whether a table or a sentence prints it.
    """
    compact = clean(text).replace("(", "（").replace(")", "）")
    for ascii_mark, mark in _PUNCTUATION.items():
        compact = re.sub(rf"(?<={_HAN_OR_BRACKET}){re.escape(ascii_mark)}", mark, compact)
    return compact


@lru_cache(maxsize=8192)
def row_name(label: str) -> str:
    """The published name of a printed row: :func:`bare` in Chinese punctuation.

    ``（一）其中：一般公共服务（类）支出`` → ``一般公共服务支出``.
    """
    return chinese(bare(label))
