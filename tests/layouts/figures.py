"""The accounts behind one document: every figure follows from the lines a declaration lists.

A line is one function item paid from one base: ``general`` (一般公共预算), ``fund`` (政府性基金), ``capital``
(国有资本经营) or the name of another income (其他收入, 事业收入 …). Totals, classes, shares and changes are computed,
so that a document agrees with itself except where its declaration records a mistake. Amounts are exact, in 元.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tests.layouts.lines import (
    AMOUNTS,
    CLASSES,
    COLUMNS,
    FISCAL,
    MONEY_MEASURES,
    OTHER_INCOME,
    PERSONNEL_GROUPS,
    ZERO,
    Line,
)
from tests.layouts.model import DeclarationError, Key
from tests.layouts.names import name_of
from tests.layouts.numbers import FACTORS


class Figures:
    """Figures of one document by :class:`Key`, amounts in 元, other numbers as they are, texts as text."""

    def __init__(self, accounts: dict[str, Any], year: int) -> None:
        self.year = year
        self.factor = FACTORS[accounts.get("unit", "万元")]
        self.names: dict[str, str] = {str(code): name for code, name in accounts.get("names", {}).items()}
        self.lines = [self._line(entry) for entry in accounts["lines"]]
        self.economic = {str(code): self._money(value) for code, value in accounts.get("economic", {}).items()}
        self.surplus_used = self._money(accounts.get("surplus_used", 0))
        self.distributed = self._money(accounts.get("distributed", 0))
        self.declared = self._declared(accounts.get("other", {})) | self._short_forms(accounts)

    def _money(self, value: object) -> Decimal:
        return Decimal(str(value)) * self.factor

    def _line(self, entry: dict[str, Any]) -> Line:
        amounts = {name: self._money(entry[name]) for name in AMOUNTS if name in entry}
        unknown = set(entry) - set(AMOUNTS) - {"code", "base"}
        if unknown:
            raise DeclarationError(f"line {entry['code']}: unknown words {sorted(unknown)}")
        return Line(str(entry["code"]), entry.get("base", "general"), **amounts)

    def _declared(self, other: dict[str, Any]) -> dict[tuple[str, str, str], Decimal | str]:
        """``statement item measure: value``; money measures are in the accounts' unit unless the key ends in ``元``."""
        found: dict[tuple[str, str, str], Decimal | str] = {}
        for words, value in other.items():
            statement, item, *rest = words.split()
            measure = rest[0] if rest else "amount"
            if isinstance(value, str) and not value.replace(".", "", 1).replace("-", "", 1).isdigit():
                found[statement, item, measure] = value
            elif measure in MONEY_MEASURES and "元" not in rest:
                found[statement, item, measure] = self._money(value)
            else:
                found[statement, item, measure] = Decimal(str(value))
        return found

    def _short_forms(self, accounts: dict[str, Any]) -> dict[tuple[str, str, str], Decimal | str]:
        """``three_public``, ``procurement`` and ``vehicles``, which are lists of parts; totals are added here."""
        found: dict[tuple[str, str, str], Decimal | str] = {}
        for measure, parts in accounts.get("three_public", {}).items():
            abroad, purchase, running, reception = (self._money(part) for part in parts)
            for item, value in (
                ("三公经费", abroad + purchase + running + reception),
                ("因公出国（境）费", abroad),
                ("公务用车购置及运行维护费", purchase + running),
                ("公务用车购置费", purchase),
                ("公务用车运行维护费", running),
                ("公务接待费", reception),
            ):
                found["three_public", item, measure] = value
        if "procurement" in accounts:
            parts = [self._money(part) for part in accounts["procurement"]]
            for item, value in zip(
                ("政府采购支出总额", "货物", "工程", "服务"), [sum(parts, ZERO), *parts], strict=True
            ):
                found["procurement", item, "amount"] = value
        if "vehicles" in accounts:
            kinds = {kind: Decimal(number) for kind, number in accounts["vehicles"].items()}
            found["assets", "车辆数合计", "count"] = sum(kinds.values(), ZERO)
            found |= {("assets", f"车辆/{kind}", "count"): number for kind, number in kinds.items()}
        return found

    # names and rows

    def name(self, code: str) -> str:
        found = self.names.get(code) or name_of(code, self.year)
        if found is None:
            raise DeclarationError(f"no name for {code}")
        return found

    def class_name(self, code: str) -> str:
        """The reference name of a class: what its facts are called, however it is printed."""
        return name_of(code[:3], self.year) or self.name(code[:3])

    def of(self, *bases: str) -> list[Line]:
        return [line for line in self.lines if line.base in bases]

    def codes(self, bases: Iterable[str] | None, levels: Iterable[int] = (3, 5, 7)) -> list[str]:
        """Codes of all levels that the lines of ``bases`` (None: all) touch, parents before children."""
        wanted = None if bases is None else set(bases)
        touched = {line.code[:n] for line in self.lines if wanted is None or line.base in wanted for n in levels}
        return sorted(code for code in touched if len(code) in set(levels))

    def total(
        self, get: Callable[[Line], Decimal], bases: Iterable[str] | None = None, code: str | None = None
    ) -> Decimal:
        wanted = None if bases is None else set(bases)
        return sum(
            (
                get(line)
                for line in self.lines
                if (wanted is None or line.base in wanted) and (code is None or line.code.startswith(code))
            ),
            ZERO,
        )

    # table cells

    def cell(self, statement: str, column: str, code: str | None) -> Decimal:
        """The figure of a table by function: row ``code`` (None: the total row) and canonical ``column``."""
        try:
            get, bases = COLUMNS[statement][column]
        except KeyError:
            raise DeclarationError(f"{statement} has no column {column}") from None
        return self.total(get, bases, code)

    def group(self, prefix: str) -> Decimal:
        return sum((value for code, value in self.economic.items() if len(code) == 5 and code.startswith(prefix)), ZERO)

    def economic_amount(self, code: str) -> Decimal:
        return self.economic.get(code, ZERO) if len(code) == 5 else self.group(code)

    @property
    def personnel(self) -> Decimal:
        return sum((self.group(prefix) for prefix in PERSONNEL_GROUPS), ZERO)

    @property
    def basic(self) -> Decimal:
        return self.group("3")

    # figures by key

    def get(self, key: Key) -> Decimal | str:
        """The figure of ``key``. Raises :class:`DeclarationError` when the accounts do not hold it."""
        declared = self.declared.get((key.statement, key.item, key.measure))
        if declared is not None:
            return declared
        derived = DERIVED.get(key.measure)
        if derived is not None:
            return derived(self, key)
        if key.measure == "amount":
            return self._amount(key)
        if key.measure == "prior_amount":
            return self._of_lines(key, lambda line: line.prior)
        if key.measure == "budget":
            return self._of_lines(key, lambda line: line.budget)
        raise DeclarationError(f"no figure for {key}")

    def number(self, statement: str, item: str, measure: str) -> Decimal:
        found = self.get(Key(statement, item, measure))
        if isinstance(found, str):
            raise DeclarationError(f"{statement} {item} {measure} is a text")
        return found

    def _amount(self, key: Key) -> Decimal:
        found = self._amounts().get((key.statement, key.item))
        if found is None and key.statement == "basic_by_economic":
            if key.code:
                return self.economic_amount(key.code)
            codes = [code for code in self.economic if self.name(code) == key.item and self.economic[code]]
            if len(codes) == 1:
                return self.economic[codes[0]]
        if found is None:
            return self._of_lines(key, lambda line: line.spent)
        return found

    def _of_lines(self, key: Key, get: Callable[[Line], Decimal]) -> Decimal:
        """Classes, items and totals, summed from what the lines say about last year or the plan."""
        if (key.statement, key.item) in self._amounts() and key.statement in ("summary", "income", "expenditure"):
            return self.total(get)
        if key.statement == "fiscal_summary" and (key.statement, key.item) in self._amounts():
            return self.total(get, FISCAL)
        if key.statement == "budget_execution":
            return self.total(get, FISCAL if key.item.startswith("财政") else None)
        if key.statement not in ("general_by_class", "general_by_item", "general_budget", "budget_execution"):
            raise DeclarationError(f"no figure for {key}")
        if key.item in ("合计", "一般公共预算财政拨款支出", "财政拨款支出"):
            return self.total(get, ["general"])
        length = 3 if key.statement == "general_by_class" else 7
        codes = [code for code in self.codes(["general"], [length]) if self._row_name(code) == key.item]
        if len(codes) != 1:
            raise DeclarationError(f"{key}: {len(codes)} lines have this name")
        return self.total(get, ["general"], codes[0])

    def _row_name(self, code: str) -> str:
        return self.class_name(code) if len(code) == 3 else self.name(code)

    def _amounts(self) -> dict[tuple[str, str], Decimal]:
        """Every total that the tables 01 and 04 and the sentences about them name."""
        spent = self.total(lambda line: line.spent)
        begin, end = self.total(lambda line: line.begin), self.total(lambda line: line.end)
        income = self.total(lambda line: line.income)
        fiscal_income = self.total(lambda line: line.income, FISCAL)
        found: dict[tuple[str, str], Decimal] = {}

        def put(statement: str, **items: Decimal) -> None:
            found.update({(statement, item): value for item, value in items.items()})

        both = income + self.surplus_used + begin
        if both != spent + self.distributed + end:
            raise DeclarationError(f"income {both} and expenditure {spent + self.distributed + end} differ")
        put("summary", 收入总计=both, 支出总计=both, 收支总计=both, 本年收入合计=income, 本年支出合计=spent)
        put("summary", 使用非财政拨款结余=self.surplus_used, 结余分配=self.distributed)
        put("summary", 年初结转和结余=begin, 上年结转=begin, 年末结转和结余=end, 结转下年=end)
        found["summary", "收入/财政拨款收入"] = fiscal_income
        put("income", 本年收入合计=income, 财政拨款收入=fiscal_income)
        put("expenditure", 本年支出合计=spent, **self._by_nature(None))
        put("general_budget", **self._by_nature(["general"]))
        put("basic_by_economic", 基本支出=self.basic, 人员经费=self.personnel, 公用经费=self.basic - self.personnel)
        operating = self.total(lambda line: line.public, ["general"])
        found["agency_operating", "机关运行经费"] = found["agency_operating", "机关运行经费/行政单位"] = operating
        put("budget_execution", 收入=both, 支出=both, 财政拨款收入=fiscal_income)
        for base, name in FISCAL.items():
            of_base = self.total(lambda line: line.income, [base])
            found["summary", f"收入/{name}收入"] = found["income", f"{name}收入"] = of_base
            found["fiscal_summary", f"收入/{name}"] = of_base
            found["fiscal_summary", f"年初结转/{name}"] = self.total(lambda line: line.begin, [base])
        for name in OTHER_INCOME:
            found["summary", f"收入/{name}"] = found["income", name] = self.total(lambda line: line.income, [name])
        put("gov_fund", 政府性基金预算支出=self.total(lambda line: line.spent, ["fund"]))
        put("state_capital", 国有资本经营预算支出=self.total(lambda line: line.spent, ["capital"]))
        self._fiscal(found)
        return found

    def _by_nature(self, bases: Iterable[str] | None) -> dict[str, Decimal]:
        kept = None if bases is None else list(bases)
        return {
            "基本支出": self.total(lambda line: line.basic, kept),
            "人员经费": self.total(lambda line: line.personnel, kept),
            "公用经费": self.total(lambda line: line.public, kept),
            "项目支出": self.total(lambda line: line.project, kept),
            "上缴上级支出": self.total(lambda line: line.remitted, kept),
            "经营支出": self.total(lambda line: line.operating, kept),
            "对附属单位补助支出": self.total(lambda line: line.subsidy, kept),
        }

    def _fiscal(self, found: dict[tuple[str, str], Decimal]) -> None:
        columns: dict[str, tuple[str, ...]] = {"合计": tuple(FISCAL)} | {FISCAL[base]: (base,) for base in FISCAL}
        for column, bases in columns.items():
            spent = self.total(lambda line: line.spent, bases)
            end = self.total(lambda line: line.end, bases)
            begin = self.total(lambda line: line.begin, bases)
            found["fiscal_summary", f"本年支出合计/{column}"] = spent
            found["fiscal_summary", f"年末财政拨款结转和结余/{column}"] = end
            found["fiscal_summary", f"财政拨款支出总计/{column}"] = spent + end
            for code in CLASSES:
                name = self.class_name(code)
                found["fiscal_summary", f"支出/{name}/{column}"] = self.total(lambda line: line.spent, bases, code)
            if column == "合计":
                found["fiscal_summary", "本年支出合计"] = found["fiscal_summary", "财政拨款支出"] = spent
                found["fiscal_summary", "年初财政拨款结转和结余"] = begin
                found["fiscal_summary", "年末财政拨款结转和结余"] = end
                income = self.total(lambda line: line.income, bases)
                found["fiscal_summary", "本年收入合计"] = found["fiscal_summary", "财政拨款收入"] = income
                for item in ("财政拨款收入总计", "财政拨款支出总计", "财政拨款收支总计"):
                    found["fiscal_summary", item] = spent + end
        for code in CLASSES:
            found["summary", f"支出/{self.class_name(code)}"] = self.total(lambda line: line.spent, None, code)


def _current(figures: Figures, key: Key) -> Decimal:
    """What a change or a rate of ``key`` is about: the amount, or in a budget's 三公 the planned figure."""
    if (key.statement, key.item, "amount") in figures.declared or key.statement != "three_public":
        return figures.number(key.statement, key.item, "amount")
    return figures.number(key.statement, key.item, "budget")


def _change(figures: Figures, key: Key) -> Decimal:
    return _current(figures, key) - figures.number(key.statement, key.item, "prior_amount")


def _rate(part: Decimal, whole: Decimal, key: Key) -> Decimal:
    """Per cent, not rounded: the sentence or the table that prints it says how many decimals."""
    if not whole:
        if part:
            raise DeclarationError(f"{key}: a rate on zero")
        return ZERO
    return part / whole * 100


def _change_pct(figures: Figures, key: Key) -> Decimal:
    return _rate(_change(figures, key), figures.number(key.statement, key.item, "prior_amount"), key)


def _completion(figures: Figures, key: Key) -> Decimal:
    return _rate(_current(figures, key), figures.number(key.statement, key.item, "budget"), key)


def _deviation(figures: Figures, key: Key) -> Decimal:
    return _current(figures, key) - figures.number(key.statement, key.item, "budget")


def _deviation_pct(figures: Figures, key: Key) -> Decimal:
    return _rate(_deviation(figures, key), figures.number(key.statement, key.item, "budget"), key)


def _share(figures: Figures, key: Key) -> Decimal:
    wholes = {
        "income": ("income", "本年收入合计"),
        "expenditure": ("expenditure", "本年支出合计"),
        "general_by_class": ("general_by_class", "合计"),
        "general_by_item": ("general_by_class", "合计"),
        "three_public": ("three_public", "三公经费"),
        "procurement": ("procurement", "政府采购支出总额"),
    }
    if key.statement == "general_budget":
        whole = (
            ("expenditure", "本年支出合计")
            if key.item == "一般公共预算财政拨款支出"
            else ("general_budget", "一般公共预算财政拨款支出")
        )
    else:
        whole = wholes[key.statement]
    return _rate(_current(figures, key), _current(figures, Key(*whole)), key)


DERIVED: dict[str, Callable[[Figures, Key], Decimal]] = {
    "change": _change,
    "change_pct": _change_pct,
    "completion_pct": _completion,
    "deviation": _deviation,
    "deviation_pct": _deviation_pct,
    "share_pct": _share,
}
