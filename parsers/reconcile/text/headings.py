"""Headings: their numbering, the year they name, and whether they speak of the department or of the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.text import squeeze
from parsers.reconcile.cases import ReadingCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.text.passages import Passages, squeeze_quote

_NUMERALS = "一二三四五六七八九十"
_CHINESE = re.compile(rf"^([{_NUMERALS}]{{1,3}})[、.]")
_ARABIC = re.compile(r"^1[、.](?!\d)")
_PART = re.compile(rf"^第[{_NUMERALS}]{{1,2}}(?:部分|章|篇)")
_CONTENTS = re.compile(r"(?:\.{3,}|…+|\t)\s*\d{1,3}$|\d{1,3}$")
_YEAR = re.compile(
    rf"^(?:第[{_NUMERALS}]{{1,2}}部分|[{_NUMERALS}]{{1,3}}、|\([{_NUMERALS}]{{1,3}}\))(?:关于)?[^0-9较比与同,。]{{0,14}}?"
    r"(20\d\d)年度?(?:部门|单位)?(?:决算|预算)[^,。;%]*$"
)
#: A heading is short.
_SHORT = 40
_SCOPES = {
    "unit": re.compile(r"^20\d\d年度?单位(?:决算|预算)"),
    "department": re.compile(rf"^(?:第[{_NUMERALS}]{{1,2}}部分)?20\d\d年度?部门(?:决算|预算)"),
}


@dataclass(frozen=True, slots=True)
class _Heading:
    #: Number of a 一、二、… heading, 0 for a 第N部分, -1 for an Arabic 1.
    number: int
    text: str


def _value(numeral: str) -> int:
    if numeral == "十":
        return 10
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _NUMERALS.index(numeral) + 1 if len(numeral) == 1 else 0
    return (10 * (_NUMERALS.index(tens) + 1) if tens else 10) + (_NUMERALS.index(ones) + 1 if ones else 0)


def _headings(passages: Passages) -> list[_Heading]:
    found = []
    for passage in passages.paragraphs:
        text = re.sub(r"\[bookmark:[^\]]*\]", "", passage.text).strip()
        chinese = _CHINESE.match(text)
        if _PART.match(text):
            found.append(_Heading(0, text))
        elif chinese:
            found.append(_Heading(_value(chinese.group(1)), text))
        elif _ARABIC.match(text):
            found.append(_Heading(-1, text))
    return found


def numbering(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """``1.`` where 一、 is expected before 二、; one number out of line between two neighbours (五、三、六、)."""
    headings = _headings(passages)
    last_part, first_seen, arabic = 0, False, None
    for place, heading in enumerate(headings):
        if heading.number == 0:
            last_part, first_seen, arabic = place, False, None
        elif heading.number == -1:
            arabic = heading if arabic is None and place == last_part + 1 else arabic
        elif heading.number == 2 and not first_seen and arabic is not None:
            yield _numbering(case, arabic, heading)
            first_seen = True
        elif heading.number == 1:
            first_seen = True
    chinese = [heading for heading in headings if heading.number > 0]
    for before, odd, after in zip(chinese, chinese[1:], chinese[2:], strict=False):
        if after.number == before.number + 1 and 1 < odd.number < before.number:
            yield _numbering(case, before, odd)


def _numbering(case: ReadingCase, one: _Heading, two: _Heading) -> Finding:
    names = {"one": squeeze_quote(one.text[:16]), "two": squeeze_quote(two.text[:16])}
    return Finding(case.severity, sentence(case, "heading", "numbering", **names))


def scope(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """One title says 单位决算, another 部门决算."""
    found: dict[str, str] = {}
    for passage in passages.paragraphs:
        text = squeeze(passage.text)
        for name, pattern in _SCOPES.items():
            if len(text) <= _SHORT and pattern.match(text):
                found.setdefault(name, _CONTENTS.sub("", text))
    if len(found) == len(_SCOPES):
        yield Finding(
            case.severity, sentence(case, "heading", "scope", unit=found["unit"], department=found["department"])
        )


def heading_year(case: ReadingCase, passages: Passages) -> Iterator[Finding]:
    """A numbered heading names another year than the report's."""
    year = passages.context.fiscal_year
    for passage in passages.paragraphs:
        text = squeeze(passage.text)
        match = _YEAR.match(text) if len(text) <= _SHORT else None
        if match and year is not None and int(match.group(1)) != year:
            yield Finding(case.severity, sentence(case, "heading", "year", quote=text[:_SHORT], year=str(year)))
