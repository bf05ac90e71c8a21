"""Marks of a design: ``{expression~style=>misprint|statement:item:measure}`` prints a figure and states its meaning.

``<增加/减少:expression>`` prints the word that fits the sign. Styles: a digit (decimals), ``th``, ``fw``, ``t`` (see
``figures.printed``), and ``u元`` (printed in that unit). A typed number is in the unit of its place, a named figure in
the report's. A meaning of ``!`` is a number without meaning for us; `` or `` stands between meanings equally right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.unseen.figures import DesignError, Figures, printed, rounded

STATEMENTS = {
    "sum": "summary", "inc": "income", "exp": "expenditure", "fis": "fiscal_summary", "ibf": "income_by_function",
    "ebf": "expenditure_by_function", "gb": "general_budget", "gc": "general_by_class", "gi": "general_by_item",
    "gbf": "general_by_function", "be": "basic_by_economic", "tp": "three_public", "tpc": "three_public_counts",
    "gf": "gov_fund", "sc": "state_capital", "bx": "budget_execution", "ao": "agency_operating", "pr": "procurement",
    "pri": "procurement_item", "pe": "project_expenditure", "as": "assets", "st": "staffing", "org": "org",
    "ps": "perf_summary", "pp": "perf_project", "pi": "perf_indicator", "ptn": "perf_target_narrative",
    "wl": "workload", "ch": "chart",
}  # fmt: skip
MEASURES = {
    "a": "amount", "c": "change", "p": "change_pct", "s": "share_pct", "b": "budget", "ab": "adjusted_budget",
    "r": "completion_pct", "d": "deviation", "dp": "deviation_pct", "n": "count", "pa": "prior_amount", "q": "quantity",
    "up": "unit_price", "sc": "score", "w": "weight", "tg": "target", "ac": "actual", "rt": "rate",
}  # fmt: skip
MONEY = {"amount", "prior_amount", "change", "budget", "adjusted_budget", "deviation", "unit_price"}
FACTORS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
MARK = re.compile(r"\{([^{}]+)\}|<([^<>/]+)/([^<>/:]+):([^<>]+)>")
UNIT = re.compile(
    r"\s*(万元|亿元|千元|元|%|％|个百分点|百分点|批次|人次|件次|台（套）|台\(套\)|平方米|辆|台|套|个|批|人|名|件|次|家|项|分|户|起)"
)


@dataclass
class Printed:
    """What a mark prints, and its golden fact (None: no meaning for us)."""

    text: str
    number: Decimal | None
    decimals: int
    thousands: bool
    facts: list[dict[str, Any]]


class Marks:
    """Reads the marks of one design and collects its golden facts."""

    def __init__(self, figures: Figures, unit: str, decimals: int) -> None:
        self.figures = figures
        self.unit = unit
        self.decimals = decimals
        self.project = ""

    def sentence(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """The printed words and the facts they state."""
        facts: list[dict[str, Any]] = []
        shown: list[str] = []
        at = 0
        for match in MARK.finditer(text):
            shown.append(text[at : match.start()])
            at = match.end()
            if match[1] is None:
                shown.append(match[2] if self.figures.value(match[4]) >= 0 else match[3])
                continue
            unit = UNIT.match(text, at)
            one = self.mark(match[1], default="", unit=unit[1] if unit else "")
            _signed(one, text[: match.start()])
            shown.append(one.text)
            facts += one.facts
        shown.append(text[at:])
        words = "".join(shown)
        for fact in facts:
            fact.setdefault("sentence", words[:60])
        return words, facts

    def mark(self, text: str, default: str, unit: str) -> Printed:
        """One mark; ``default`` is its meaning where it names none (cells)."""
        expression, _, meaning = text.partition("|")
        meaning = meaning or default
        if not meaning:
            raise DesignError(f"{text!r} has no meaning")
        if expression.startswith('"'):
            return self._words(expression.strip('"'), meaning, default)
        expression, _, misprint = expression.partition("=>")
        expression, _, style = expression.partition("~")
        options = style.split("~") if style else []
        own_unit = next((one[1:] for one in options if one.startswith("u")), "")
        digits = next((int(one) for one in options if one.isdigit()), None)
        style = "".join(one for one in options if one in ("th", "fw", "t"))
        alternatives = [self._meaning(one, default) for one in meaning.split(" or ")] if meaning != "!" else []
        measure = alternatives[0]["measure"] if alternatives else "amount"
        value = self.figures.value(expression)
        unit = own_unit or unit
        literal = not re.search(r"[a-z]", expression)
        if measure in MONEY and unit in FACTORS and not literal:
            value = value * FACTORS[self.unit] / FACTORS[unit]
        if literal and not alternatives and digits is None:
            digits = len(expression.strip().partition(".")[2])
        decimals = self._decimals(digits, measure, unit, value)
        value = rounded(value, decimals)
        shown = misprint or printed(abs(value) if not default else value, decimals, style)
        if misprint:
            value = Decimal(misprint.replace(",", "")) * (-1 if value < 0 else 1)
        if default and measure not in MONEY:
            unit = ""
        facts = self._facts(alternatives, value, shown, unit)
        return Printed(shown, value if "fw" not in style else None, _places(shown), "th" in style, facts)

    def _words(self, words: str, meaning: str, default: str) -> Printed:
        """A cell whose meaning is its words (``"≥95%"``)."""
        meanings = [self._meaning(one, default) for one in meaning.split(" or ")]
        fact: dict[str, Any] = dict(meanings[0]) | {"text": words, "printed": words, "unit": ""}
        if len(meanings) > 1:
            fact["or"] = meanings[1:]
        if self.project:
            fact["project"] = self.project
        return Printed(words, None, 0, False, [fact])

    def _decimals(self, digits: int | None, measure: str, unit: str, value: Decimal) -> int:
        if digits is not None:
            return digits
        if measure in MONEY and unit in ("亿元", "元") and unit != self.unit:
            return 2
        if measure == "change" and unit and unit not in FACTORS:
            return 0
        if measure in MONEY or measure.endswith("_pct") or measure == "rate":
            return self.decimals if measure in MONEY else 2
        exponent = value.normalize().as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    def _facts(self, meanings: list[dict[str, str]], value: Decimal, shown: str, unit: str) -> list[dict[str, Any]]:
        if not meanings:
            return [{"graded": False, "printed": shown}]
        fact: dict[str, Any] = dict(meanings[0])
        counted = fact["measure"] == "change" and unit not in FACTORS and UNIT.fullmatch(unit)
        if fact["measure"] in MONEY and not counted:
            if unit not in FACTORS:
                raise DesignError(f"{fact}: {unit!r} is no unit of money")
            fact["amount"] = f"{value * FACTORS[unit]:.2f}"
        else:
            fact["value"] = f"{value:f}"
        fact |= {"printed": shown, "unit": unit}
        if len(meanings) > 1:
            fact["or"] = meanings[1:]
        if self.project and fact["statement"].startswith("perf") and fact["statement"] != "perf_summary":
            fact["project"] = self.project
        return [fact]

    def _meaning(self, text: str, default: str) -> dict[str, str]:
        parts = text.split(":")
        if len(parts) == 1:
            statement, _, rest = default.partition(":")
            parts = [statement, parts[0], rest.rpartition(":")[2]]
        statement = STATEMENTS.get(parts[0], parts[0])
        measure = parts[2] if len(parts) > 2 else "amount"
        return {"statement": statement, "item": parts[1], "measure": MEASURES.get(measure, measure)}


def _places(shown: str) -> int:
    """How many decimals are printed."""
    return len(shown.partition(".")[2])


def _signed(one: Printed, before: str) -> None:
    """A change whose sign the words contradict is a slip of the design."""
    changes = [
        fact for fact in one.facts if fact.get("measure") in ("change", "change_pct", "deviation", "deviation_pct")
    ]
    word = re.search(r"(增加|增长|上升|提高|减少|下降|降低|减幅|增幅)[^，。；{}]{0,6}$", before)
    for fact in changes:
        value = Decimal(fact.get("amount", fact.get("value", "0")))
        if word and value and (value < 0) != (word[1] in ("减少", "下降", "降低", "减幅")):
            raise DesignError(f"{before[-20:]}{one.text}: the word contradicts {value}")
