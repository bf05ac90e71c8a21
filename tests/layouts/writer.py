"""Prints figures and notes for each what it means: the one place where a golden fact is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.layouts.figures import Figures
from tests.layouts.lines import MONEY_MEASURES
from tests.layouts.model import DeclarationError, GoldFact, Key
from tests.layouts.numbers import DASHES, FACTORS, decimals_of, show, value_of
from tests.layouts.vocabulary import allowed


@dataclass(frozen=True)
class Style:
    """How numbers of one table or one text are printed."""

    unit: str = "万元"
    decimals: int = 2
    #: What stands for 0: "" (blank cell), "0", "0.00", "-", "——" …
    zero: str = "0.00"
    thousands: bool = False
    full_width: bool = False
    rate_decimals: int = 2


@dataclass
class Mistake:
    """A figure that the document prints wrongly on purpose."""

    id: str
    at: dict[str, str]
    printed: str
    kind: str
    note: str
    breaks: list[str]
    met: int = 0

    def fits(self, key: Key, origin: str, where: dict[str, Any]) -> bool:
        has = {"statement": key.statement, "item": key.item, "measure": key.measure, "origin": origin}
        has |= {name: str(value) for name, value in where.items()} | {"code": key.code or ""}
        return all(
            expected in has.get("sentence", "") if name == "sentence" else has.get(name) == str(expected)
            for name, expected in self.at.items()
        )


@dataclass
class Writer:
    figures: Figures
    mistakes: list[Mistake]
    facts: list[GoldFact] = field(default_factory=list)

    def cell(
        self,
        key: Key,
        value: Decimal | str,
        style: Style,
        where: dict[str, str | int],
        *,
        graded: bool = True,
        unit: str | None = None,
    ) -> str:
        """Text of a table cell that states ``value``; a blank cell is no fact."""
        unit = unit or (style.unit if key.measure in MONEY_MEASURES else None)
        if isinstance(value, str):
            printed = self._mistake(key, "table", where) or value
            self._note(key, printed, unit, "table", where, graded, sign=1)
            return printed
        mistaken = self._mistake(key, "table", where)
        shown = self._form(key, value, style, unit) if mistaken is None else mistaken
        if shown:
            self._note(key, shown, unit, "table", where, graded, sign=1)
        return shown

    def words(self, key: Key, value: Decimal, style: Style, unit: str, sentence: str, *, graded: bool = True) -> str:
        """A number inside a sentence; changes are printed without their sign, the words carry it."""
        where: dict[str, str | int] = {"sentence": sentence}
        sign = -1 if value < 0 and key.measure in ("change", "change_pct", "deviation", "deviation_pct") else 1
        printed = self._mistake(key, "narrative", where)
        if printed is None:
            printed = self._form(key, abs(value), style, unit) or "0"
        self._note(key, printed, unit, "narrative", where, graded, sign)
        return printed

    def text(self, key: Key, text: str, sentence: str, *, graded: bool = True) -> str:
        self._note(key, text, None, "narrative", {"sentence": sentence}, graded, sign=1)
        return text

    def declared_empty(self, statement: str, words: str, origin: str, where: dict[str, str | int]) -> None:
        """本表无数据: one fact for the whole table."""
        key = Key(statement, "本表", "text")
        self.facts.append(GoldFact(key, words, None, "declared_empty", origin, where))

    def _mistake(self, key: Key, origin: str, where: dict[str, Any]) -> str | None:
        for mistake in self.mistakes:
            if mistake.fits(key, origin, where):
                mistake.met += 1
                return mistake.printed
        return None

    def _form(self, key: Key, value: Decimal, style: Style, unit: str | None) -> str:
        if unit in FACTORS:
            scaled = value / FACTORS[unit]
            if not scaled:
                return style.zero
            return show(scaled, style.decimals, thousands=style.thousands, full_width=style.full_width)
        if key.measure.endswith("_pct") or key.measure == "rate":
            if not value and style.zero in ("", "0", *DASHES):
                return style.zero
            return show(value, style.rate_decimals, full_width=style.full_width)
        if key.measure in MONEY_MEASURES:
            raise DeclarationError(f"{key}: {unit!r} is no money unit")
        decimals = max(0, -int(value.normalize().as_tuple().exponent))
        return show(value, decimals, full_width=style.full_width)

    def _note(
        self,
        key: Key,
        printed: str,
        unit: str | None,
        origin: str,
        where: dict[str, str | int],
        graded: bool,
        sign: int,
    ) -> None:
        if graded and not allowed(key):
            raise DeclarationError(f"{key} is no word of docs/facts.md")
        amount = value = None
        text = None
        state = "value"
        if printed in DASHES:
            state = "not_applicable"
        else:
            try:
                number = value_of(printed) * sign
            except ArithmeticError:
                text = printed
            else:
                state = "value" if number else "zero"
                if unit in FACTORS:
                    amount = number * FACTORS[unit]
                else:
                    value = number
        found = GoldFact(key, printed, unit, state, origin, where, amount, value, text, graded)
        if text is None and state == "value" and decimals_of(printed) > 6:
            raise DeclarationError(f"{key}: {printed} has too many decimals")
        self.facts.append(found)
