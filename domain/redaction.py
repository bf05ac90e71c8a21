"""Personal data out of published strings (domain notes e.3).

Names after 负责人/经办人/联系人…, mobiles, document and account numbers, plates, personal mail addresses and the
partial names of petitioners (张某某) are replaced by marks such as 〔姓名〕; amounts, codes, years, counts (3件4人次)
and an agency's landline stay. Every published string passes :func:`redact`. The log names rules, never values.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from domain.redaction_names import name_spans
from domain.redaction_rules import HAN, Span, data, number_spans
from domain.text import squeeze


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal data, and the rule of each place that was dropped."""

    text: str
    rules: tuple[str, ...]


def redact(text: str) -> str:
    """``text`` with marks in the place of personal data; everything else is as printed. Idempotent."""
    return redact_with_log(text).text


def redact_with_log(text: str) -> Redacted:
    """As :func:`redact`, with the names of the rules that dropped something (one entry for each place)."""
    return _redacted(text) if len(text) > _SHORT else _known_redacted(text)


def _redacted(text: str) -> Redacted:
    rules: list[str] = []
    # A mark ends the word before it, which may bring out one more name: repeat until nothing is left to drop.
    while spans := _kept(text):
        pieces: list[str] = []
        position = 0
        for span in spans:
            pieces += (text[position : span.start], data().marks[span.rule])
            position = span.end
        text = "".join((*pieces, text[position:]))
        rules += (span.rule for span in spans)
    return Redacted(text, tuple(rules))


#: Texts up to this long (cells, items, quotes of a row) are redacted once; a report prints them again and again.
_SHORT = 160
_known_redacted = lru_cache(maxsize=8192)(_redacted)


def redact_title(title: str) -> str:
    """As :func:`redact`, for titles and names of files: there whatever stands behind a person's label goes.

    A title has no use for the word, whether it looks like a name (责任人：赵测样) or not (责任人_林业); an office
    stays.
    """
    return redact(_title_names().sub(_without_title_name, redact(title)))


@cache
def _title_names() -> re.Pattern[str]:
    lists = data()
    persons = (*lists.person_labels, *(word for word in lists.signing_labels if word.endswith(("人", "员", "者"))))
    labels, signing = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for words in (persons, lists.signing_labels)
    )
    word = rf"{HAN}(?:[ \u3000]{{1,4}}{HAN})+(?!{HAN})|{HAN}{{2,8}}(?:[·•・.]{HAN}{{1,8}})*"
    signed = rf"(?:{labels})\s*[:：|_)）\]】\s—–-]{{1,3}}|(?:{labels}|{signing})\s*[:：]\s*"
    surname = f"[{''.join(lists.surnames.split())}]"
    bare = rf"(?P<bare>{surname}(?:[ \u3000]{{0,4}}{HAN}){{1,3}})(?=[)）\]】])"
    return re.compile(rf"(?P<label>{signed})(?P<word>{word})|(?P<before>{labels}){bare}")


def _without_title_name(found: re.Match[str]) -> str:
    lists, word = data(), squeeze(found["word"] or found["bare"])
    held = lists.offices_hold if found["word"] else (*lists.offices_hold, *lists.not_in_names)
    office = any(part in word for part in held) or (len(word) > 2 and word.endswith(lists.offices_end_with))
    return found.group() if office else (found["label"] or found["before"]) + mark_of("name")


def redact_cells(cells: Sequence[str]) -> list[str]:
    """The cells of one row, each redacted; one beside a label (项目负责人 | 巴特尔) is read together with it."""
    singly = [" ".join(text.split()) for text in cells]
    together = redact("\t".join(singly)).split("\t")
    return together if len(together) == len(singly) else [redact(text) for text in singly]


def mark_of(rule: str) -> str:
    """What stands in the place of what ``rule`` drops, such as 〔姓名〕."""
    return data().marks[rule]


def personal_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Where :func:`redact` drops something: ``(start, end)`` in ``text``, in reading order, without overlap."""
    current, origin, found = text, list(range(len(text) + 1)), list[tuple[int, int]]()
    while spans := _kept(current):
        pieces: list[str] = []
        places: list[int] = []
        position = 0
        for span in spans:
            start, end = origin[span.start], origin[span.end]
            found.append((start, end))
            mark = data().marks[span.rule]
            pieces += (current[position : span.start], mark)
            places += (*origin[position : span.start], *[start] * len(mark))
            position = span.end
        current = "".join((*pieces, current[position:]))
        origin = [*places, *origin[position:]]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def is_personal_label(label: str) -> bool:
    """True for the head of a cell that holds a person, a phone or a private number (项目负责人, 联系人及电话…).

    Cells to the right of it or below it are never facts.
    """
    compact = squeeze(label).strip(":*")
    return 0 < len(compact) <= _LONGEST_LABEL and bool(_personal_label().fullmatch(compact))


#: Characters of the longest label, with its notes (项目负责人及联系电话（手机）).
_LONGEST_LABEL = 40


def heads_persons(label: str) -> bool:
    """True where the cells below or beside may be persons (信访人, 救助对象, 驾驶员) or counts, dates and matters."""
    lists = data()
    return squeeze(label).strip(":*") in {*lists.petitioner_labels, *lists.signing_labels}


_LABEL_ENDS = ("负责人", "联系人", "责任人", "经办人", "填报人", "审核人", "复核人", "管理员", "分管领导", "主管领导")


@cache
def _personal_label() -> re.Pattern[str]:
    lists = data()
    words = sorted((*lists.person_labels, *lists.contact_labels), key=len, reverse=True)
    joined = "|".join(map(re.escape, words))
    # Whose person it is may stand before the word: 预算单位联系人, 化解责任人.
    whose = rf"(?:[\u4e00-\u9fff/()]{{1,8}}(?={'|'.join(_LABEL_ENDS)}))?"
    return re.compile(
        rf"{whose}(?:{joined})(?:(?:及|和|与|/|、|或|,)?(?:{joined}|签字|签章|签名|盖章|\([^()]{{1,10}}\)))*:?"
    )


def _kept(text: str) -> list[Span]:
    """The spans of all rules in reading order; of two that overlap the one that begins first (then the longer)."""
    if not text:
        return []
    folded = _fold(text)
    found = sorted((*number_spans(folded), *name_spans(folded)), key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _fold(text: str) -> str:
    """Full-width digits, letters and punctuation as ASCII, odd spaces and dashes as plain ones; the length stays."""
    return text.translate(_FOLDED)


class _Folded(dict[int, str]):
    """Code points as ``str.translate`` asks for them, each with its folded character, which it learns when asked."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = unicodedata.normalize("NFKC", character)
        if len(folded) != 1:
            folded = character
        elif folded in "‐‑‒–—―−":
            folded = "-"
        elif folded.isspace() and folded not in "\t\n\r":
            folded = " "
        self[code] = folded
        return folded


_FOLDED = _Folded()
