"""Sentences with figures in braces: ``收入总计{summary 收入总计}万元，{summary 收入总计 change 增加/减少}万元``.

``{statement item [measure] [word/word] [=text] [!flag] [unit=…]}``; the unit is what stands behind the brace. Flags: a
digit (decimals), ``fw`` (full-width digits), ``th`` (thousands separators), ``zero0`` (prints 0 as "0"). ``each``
repeats a sentence for every item or class of the general budget, with ``$item``, ``$class`` … replaced.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.records import Measure
from tests.layouts.figures import Figures
from tests.layouts.lines import MONEY_MEASURES
from tests.layouts.model import DeclarationError, Key
from tests.layouts.numbers import FACTORS
from tests.layouts.writer import Style, Writer

BRACE = re.compile(r"\{([^{}]+)\}")
UNIT = re.compile(
    r"\s*(亿元|万元|千元|元|%|％|个百分点|平方米|台（套）|台|辆|人次|批次|个|家|人|名|件次|件|项|次|批|户|份|套|年)"
)
#: A number with a unit that no brace made: such a figure would be missing from the gold.
BARE = re.compile(r"\d[\d,.]*\s*(?:亿元|万元|千元|元|%|％|辆|人次|批次|名)")
UP, DOWN = ("增加", "增长", "上升", "提高"), ("减少", "下降", "降低", "压减")
DIRECTION = re.compile("|".join((*UP, *DOWN)))
MEASURES = frozenset(measure.value for measure in Measure)


class Narrative:
    """Expands the paragraphs of one document."""

    def __init__(self, writer: Writer, style: Style, layout: str) -> None:
        self.writer, self.style, self.layout = writer, style, layout

    @property
    def figures(self) -> Figures:
        return self.writer.figures

    def expand(self, entry: str | dict[str, Any]) -> list[str]:
        """Paragraphs of one declared entry."""
        if isinstance(entry, str):
            return [self.sentence(entry)]
        rows = [self._fill(entry, row) for row in self._each(entry)]
        if "join" in entry:
            return [self.sentence(entry.get("before", "") + entry["join"].join(rows) + entry.get("after", ""))]
        return [self.sentence(row) for row in rows]

    def _each(self, entry: dict[str, Any]) -> list[dict[str, str]]:
        figures, kind = self.figures, entry["each"]
        length = {"classes": 3, "items": 7}[kind]
        rows: list[dict[str, str]] = []
        for code in figures.codes(["general"], [length]):
            if code in [str(skipped) for skipped in entry.get("except", ())]:
                continue
            row = {"code": code, "class": figures.class_name(code), "n": str(len(rows) + 1)}
            row["bare"] = row["class"].removesuffix("支出")
            if length == 7:
                row |= {"section": figures.name(code[:5]), "item": figures.name(code)}
                spent = figures.total(lambda line: line.spent, ["general"], code)
                budget = figures.total(lambda line: line.budget, ["general"], code)
                row["than"] = "大于" if spent > budget else "小于" if spent < budget else "等于"
            rows.append(row)
        return rows

    def _fill(self, entry: dict[str, Any], row: dict[str, str]) -> str:
        text = str(entry["text"])
        if row.get("than") == "等于" and "equal" in entry:
            text = str(entry["equal"])
        return re.sub(r"\$(\w+?)(?![a-z])", lambda match: row[match.group(1)], text)

    def sentence(self, text: str) -> str:
        """One paragraph with its braces filled in; every figure becomes a golden fact."""
        bare = BARE.search(BRACE.sub("", re.sub(r"【[^】]*】", "", text)))
        if bare:
            raise DeclarationError(f"{self.layout}: the figure {bare.group()!r} has no brace: {text[:60]}")
        out: list[str] = []
        position = 0
        plain = BRACE.sub("", text)
        for match in BRACE.finditer(text):
            out.append(text[position : match.start()])
            position = match.end()
            before = "".join(out)
            sentence = _clause(plain, len(BRACE.sub("", text[: match.start()])))
            out.append(self._figure(match.group(1), before, text[match.end() :], sentence))
        out.append(text[position:])
        return "".join(out).replace("【", "").replace("】", "")

    def _figure(self, words: str, before: str, after: str, sentence: str) -> str:
        statement, item, *rest = words.split()
        measure = rest.pop(0) if rest and rest[0] in MEASURES else "amount"
        key = Key(statement, item, measure)
        style, direction, graded, unit = self.style, "", True, None
        for word in rest:
            if word.startswith("="):
                return self.writer.text(key, word[1:], sentence)
            if word.startswith("@"):
                key = replace(key, code=word[1:])
            elif word.startswith("unit="):
                unit = word[5:]
            elif word == "!ungraded":
                graded = False
            elif word.startswith("!"):
                style = _styled(style, word[1:])
            elif "/" in word:
                direction = word
            else:
                raise DeclarationError(f"{self.layout}: {word!r} in {{{words}}}")
        value = self.figures.get(key)
        if isinstance(value, str):
            return self.writer.text(key, value, sentence, graded=graded)
        found = UNIT.match(after)
        unit = unit or (found.group(1) if found else None)
        if unit is None:
            raise DeclarationError(f"{self.layout}: no unit behind {{{words}}}")
        if measure in MONEY_MEASURES and unit not in FACTORS:
            raise DeclarationError(f"{self.layout}: {unit} behind the money {{{words}}}")
        said = self._direction(direction, value, before, measure, words)
        if measure.startswith("deviation") and not (said or DIRECTION.search(before[-12:])):
            value = abs(value)  # 差额19.87万元 says no direction
        return said + self.writer.words(key, value, style, unit.replace("％", "%"), sentence, graded=graded)

    def _direction(self, words: str, value: Decimal, before: str, measure: str, brace: str) -> str:
        """The word to print before a change; a sentence that says the opposite of the figure is refused."""
        if words:
            up, down = words.split("/")[:2]
            return down if value < 0 else up
        if measure in ("change", "change_pct") and value:
            last = [match.group() for match in DIRECTION.finditer(before[-12:])]
            if not last or (last[-1] in DOWN) != (value < 0):
                raise DeclarationError(f"{self.layout}: {{{brace}}} is {value}, the text says {before[-12:]!r}")
        return ""


def _styled(style: Style, flag: str) -> Style:
    if flag.isdigit():
        return replace(style, decimals=int(flag), rate_decimals=int(flag))
    changes: dict[str, dict[str, Any]] = {
        "fw": {"full_width": True},
        "th": {"thousands": True},
        "zero0": {"zero": "0"},
    }
    return replace(style, **changes[flag])


def _clause(text: str, position: int) -> str:
    """The words around ``position`` inside its sentence, without the figures: enough to find it again."""
    start = max(text.rfind(mark, 0, position) for mark in "。；\n") + 1
    ends = [end for end in (text.find(mark, position) for mark in "。；\n") if end >= 0]
    return text[max(start, position - 18) : min([*ends, position + 6, len(text)])]
