"""Printed figures of a golden record as intervals, looked up by place and meaning.

A printed number of ``d`` decimals stands for ±0.5·10⁻ᵈ of its unit; sums and differences add up their intervals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.layouts.numbers import FACTORS, decimals_of

Fact = dict[str, Any]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Number:
    """A value with the half of its last printed digit; ``n`` printed numbers may be in it."""

    value: Decimal
    half: Decimal
    printed: bool = True

    def __add__(self, other: Number) -> Number:
        return Number(self.value + other.value, self.half + other.half, self.printed or other.printed)

    def __sub__(self, other: Number) -> Number:
        return Number(self.value - other.value, self.half + other.half, self.printed or other.printed)


NOTHING = Number(ZERO, ZERO, printed=False)


def number(fact: Fact) -> Number:
    """The interval a fact's printed form stands for, in 元 or in its own unit."""
    factor = FACTORS.get(fact.get("unit", ""), Decimal(1))
    half = Decimal(5).scaleb(-(decimals_of(fact["printed"]) + 1)) * factor
    return Number(fact["amount"] if "amount" in fact else fact["value"], half)


def total(numbers: Iterable[Number]) -> Number:
    result = NOTHING
    for one in numbers:
        result += one
    return result


class Record:
    """The facts of one layout, looked up by place and meaning."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.record = record
        self.tables: dict[int, dict[tuple[str, str], Fact]] = defaultdict(dict)
        self.statements: dict[int, str] = {}
        self.narrative: dict[tuple[str, str, str], Fact] = {}
        for fact in record["facts"]:
            if not fact["graded"] or ("amount" not in fact and "value" not in fact):
                continue
            if fact["origin"] == "table":
                self.tables[fact["table"]][_place(fact)] = fact
                self.statements.setdefault(fact["table"], fact["statement"])
            else:
                self.narrative.setdefault((fact["statement"], fact["item"], fact["measure"]), fact)

    def of(self, statement: str) -> Iterator[tuple[int, dict[tuple[str, str], Fact]]]:
        return ((table, facts) for table, facts in self.tables.items() if self.statements[table] == statement)

    def total_of(self, statement: str, place: str, measure: str = "amount") -> Number | None:
        """The first table of ``statement`` that prints ``place``."""
        for _, facts in self.of(statement):
            if (place, measure) in facts:
                return number(facts[place, measure])
        return None


def _place(fact: Fact) -> tuple[str, str]:
    item = fact["item"]
    if fact["statement"] in ("gov_fund", "state_capital") or fact["statement"].endswith("_by_function"):
        row, _, column = item.rpartition("/")
        return f"{fact.get('code') or row}/{column}", fact["measure"]
    if fact["statement"] == "basic_by_economic" and fact.get("code"):
        return f"{fact['code']}/{fact.get('column', '')}", fact["measure"]
    return item, fact["measure"]


def all_tables(found: Record) -> dict[tuple[str, str, str], Fact]:
    return {
        (fact["statement"], fact["item"], fact["measure"]): fact
        for facts in found.tables.values()
        for fact in facts.values()
    }


def differs(left: Number, right: Number) -> bool:
    """True when two numbers cannot be the same; a missing number differs from no number."""
    return abs(left.value - right.value) > left.half + right.half


def expect(name: str, left: Number, right: Number) -> Iterator[str]:
    if left.printed and differs(left, right):
        yield name
