"""Codes and names against the classification (W10): form, name, level, path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from domain.classification import codes
from domain.records import Fact, Measure, Origin, Statement, Verdict
from domain.text import squeeze
from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.classification import (
    LEVELS,
    Kind,
    codes_of,
    is_well_formed,
    known,
    level_of,
    read_code,
    spelling,
    spells,
)
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.sections import Facts, key_of
from parsers.reconcile.wording import english

_FUNCTIONAL = (
    Statement.INCOME_BY_FUNCTION,
    Statement.EXPENDITURE_BY_FUNCTION,
    Statement.GENERAL_BY_FUNCTION,
    Statement.GENERAL_BY_ITEM,
    Statement.GENERAL_BY_CLASS,
    Statement.GOV_FUND,
    Statement.STATE_CAPITAL,
)
_PATH = re.compile(
    r"(?P<class>[^类款项()]{2,30})\(类\)(?P<sub>[^()]{2,20}?(?:\([^()]{1,4}\)[^()]{0,20}?)?)\)?\(款\)"
    r"(?:(?P<item>[^()]{2,40}?)\)?\(项\))?"
)
#: How alike two names must be for one to be a misprint of the other.
_NEAR = 0.85
#: A 款 of which the reference lists fewer items than this proves nothing about an unknown one.
_ENOUGH_ITEMS = 3


def _coded(facts: Facts) -> Iterator[tuple[Fact, Kind]]:
    """One fact of each printed code and name in a document."""
    seen = set()
    for fact in facts.facts:
        kind: Kind | None = "functional" if fact.statement in _FUNCTIONAL else None
        if fact.statement is Statement.BASIC_BY_ECONOMIC:
            kind = "economic"
        row = key_of(_row_name(fact))
        key = (fact.document_id, fact.code, row)
        if kind and fact.code and key not in seen:
            seen.add(key)
            yield fact, kind


def _row_name(fact: Fact) -> str:
    return fact.item.split("/")[0]


def code_format(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A functional code has 3, 5 or 7 digits, an economic one 3 or 5; codes of units are none of either."""
    for fact, kind in _coded(facts):
        code, name = fact.code or "", _row_name(fact)
        if is_well_formed(code, kind) or not codes_of(name, kind):
            continue
        meant = read_code(code, name, kind)
        message = sentence(
            case,
            "code",
            "format_known" if meant else "format",
            code=code,
            digits=str(len(code)),
            name=name,
            meant=meant or "",
            levels=LEVELS[kind][0],
            levels_en=LEVELS[kind][1],
        )
        yield Finding(case.severity, message, facts=(fact,))


def code_name(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A code beside a name that it never had: a misprint, another item, or (noted only) a local spelling."""
    for fact, kind in _coded(facts):
        code, name = fact.code or "", _printed_name(fact)
        stands = spells(code, name) if is_well_formed(code, kind) else None
        if stands in (None, "official"):
            continue
        verdict = Verdict.INFO if stands == "variant" else case.severity
        message = sentence(case, "code", "name", code=code, name=name, known=known(code, kind)[-1].name)
        yield Finding(verdict, message, facts=(fact,))


def _printed_name(fact: Fact) -> str:
    """The row's name as a table prints it; a label of a sentence holds other words too."""
    if fact.origin is not Origin.TABLE:
        return _row_name(fact)
    printed = re.sub(r"^[\d\s.、]+|[(（]\d+[)）]", "", fact.item_printed.split("/")[0])
    return printed or _row_name(fact)


def level_mix(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A 款 or 项 listed among 类: adding the list counts it twice."""
    for section in facts.of_statement(Statement.GENERAL_BY_CLASS, where=lambda s: s.origin is Origin.NARRATIVE):
        seen = set()
        for figure in section.figures:
            item = figure.fact.item
            if figure.fact.measure is not Measure.AMOUNT or item in seen or level_of(item) != "lower":
                continue
            seen.add(item)
            if _says_its_level(figure.fact):
                continue
            parent = codes_of(item)[0][:3]
            if not any(parent in codes_of(other.fact.item) for other in section.figures):
                continue
            amount = f"{figure.fact.printed}{figure.fact.printed_unit or ''}"
            names = {"name": item, "name_en": english(item), "amount": amount}
            yield Finding(case.severity, sentence(case, "code", "level", **names), facts=(figure.fact,))


def _says_its_level(fact: Fact) -> bool:
    """“信访事务”（款）…: a part of the class above it, not one more class."""
    return re.search(rf"{re.escape(fact.item)}[”\"』」]?[（(][款项][)）]", fact.quote) is not None


def path_problems(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Problems of every ``…（类）…（款）`` in a text: the outcome and the names for its sentence."""
    for match in _PATH.finditer(squeeze(text)):
        cls = re.sub(r"^.*[、,;:。.]", "", match["class"])
        sub = match["sub"]
        # 社会保障和就业（类）支出行政事业单位养老支出（款）: 支出 belongs to the class.
        sub = sub if codes_of(sub) else sub.removeprefix("支出")
        classes = [code for code in codes_of(cls) if len(code) == 3]
        named = codes_of(sub)
        found = [code for code in named if len(code) == 5 and classes and code.startswith(classes[0])]
        item = match["item"]
        if found and item and not codes_of(item) and len(_items_of(found[0])) >= _ENOUGH_ITEMS:
            yield "path_item", {"cls": cls, "sub": sub, "item": item}
        if not classes or found:
            continue
        if any(code.startswith(classes[0]) for code in named):
            yield "path_level", {"cls": cls, "sub": sub}
        elif not named and (near := _near(sub, classes[0])):
            yield "path_name", {"cls": cls, "sub": sub, "near": near}


def _items_of(sub: str) -> list[str]:
    return [row.name for row in codes("functional") if row.level == "项" and row.parent == sub]


def _near(name: str, cls: str) -> str | None:
    names = [row.name for row in codes("functional") if row.level == "款" and row.code.startswith(cls)]
    spelt = {spelling(other): other for other in names}
    found = difflib.get_close_matches(spelling(name), spelt, n=1, cutoff=_NEAR)
    return spelt[found[0]] if found else None
