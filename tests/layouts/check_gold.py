"""Second look at the golden records: do the printed figures satisfy the identities of the disclosure forms?

``python -m tests.layouts.check_gold [ID …]`` works from the JSON alone, without the accounts and the code that made
it, and prints every identity that does not hold. A layout is right when these are exactly the ones its ``mistakes``
name in ``breaks``. A printed number of ``d`` decimals stands for ±0.5·10⁻ᵈ of its unit; a sum of n numbers may be off
by n + 1 of these halves. A blank cell counts as nothing.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.layouts import gold
from tests.layouts.build import names
from tests.layouts.numbers import FACTORS, decimals_of

Fact = dict[str, Any]
ZERO = Decimal(0)
KINDS = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
BUDGETS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
PUBLIC_GROUPS = ("302", "304", "307", "309", "310", "311", "312", "313", "399")


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


def violations(record: dict[str, Any]) -> list[str]:
    """One line per identity that does not hold: id, statement and place."""
    found = Record(record)
    checks = (_by_function, _summary, _fiscal, _basic, _three_public, _across, _sentences, _rates)
    return sorted({line for check in checks for line in check(found)})


def _differs(left: Number, right: Number) -> bool:
    """True when two numbers cannot be the same; a missing number differs from no number."""
    return abs(left.value - right.value) > left.half + right.half


def _expect(name: str, left: Number, right: Number) -> Iterator[str]:
    if left.printed and _differs(left, right):
        yield name


# I04, I05, I08: tables by function


def _by_function(found: Record) -> Iterator[str]:
    for table, facts in found.tables.items():
        statement = found.statements[table]
        if not (statement.endswith("_by_function") or statement in ("gov_fund", "state_capital")):
            continue
        rows = list(dict.fromkeys(place.rpartition("/")[0] for place, _ in facts))
        columns = {place.rpartition("/")[2] for place, measure in facts if measure in ("amount", "prior_amount")}
        for row in rows:
            yield from _row(statement, row, columns, facts)
        for column in columns:
            yield from _levels(statement, column, rows, facts)


def _at(facts: dict[tuple[str, str], Fact], place: str) -> Number:
    for measure in ("amount", "prior_amount", "change"):
        if (place, measure) in facts:
            return number(facts[place, measure])
    return NOTHING


def _row(statement: str, row: str, columns: set[str], facts: dict[tuple[str, str], Fact]) -> Iterator[str]:
    def cell(column: str) -> Number:
        return _at(facts, f"{row}/{column}")

    def parts(*names: str) -> Number:
        return total(cell(name) for name in names if name in columns)

    name = f"I04 {statement} {row}"
    if statement == "income_by_function":
        fiscal = ("财政拨款收入",) if "财政拨款收入" in columns else tuple(f"{one}收入" for one in BUDGETS)
        own = ("单位资金",) if "单位资金" in columns else KINDS
        income = parts(*fiscal, "财政专户管理资金收入", *own)
        if "本年收入合计" in columns:
            yield from _expect(name, cell("本年收入合计"), income)
            income = cell("本年收入合计")
        if "收入总计" in columns:
            yield from _expect(name + " 收入总计", cell("收入总计"), income + cell("上年结转"))
        return
    whole = {"expenditure_by_function": "本年支出合计", "general_by_function": "小计", "gov_fund": "本年支出"}.get(
        statement, "合计" if "合计" in columns else "本年支出"
    )
    kinds = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    yield from _expect(name, cell(whole), parts(*kinds))
    if "人员经费" in columns:
        yield from _expect(name + " 基本支出", cell("基本支出"), parts("人员经费", "公用经费"))
    if "本年收入" in columns:
        left = cell("年初结转和结余") + cell("本年收入")
        yield from _expect(name + " 结转", left, cell(whole) + cell("年末结转和结余"))
    if "上年数" in columns:
        yield from _expect(name + " 增减", cell(whole) - cell("上年数"), cell("增减"))


def _levels(statement: str, column: str, rows: list[str], facts: dict[tuple[str, str], Fact]) -> Iterator[str]:
    codes = [row for row in rows if row.isdigit() and row.startswith("2")]
    lowest = min((len(code) for code in codes), default=0)
    if not codes:
        return
    for row in ["合计", *codes]:
        if row not in rows:
            continue
        children = [
            code
            for code in codes
            if len(code) == (lowest if row == "合计" else len(row) + 2) and (row == "合计" or code.startswith(row))
        ]
        if children:
            below = total(_at(facts, f"{code}/{column}") for code in children)
            whole = _at(facts, f"{row}/{column}")
            if (whole.printed or below.printed) and _differs(whole, below):
                yield f"I05 {statement} {row}/{column}"


# I01-I03, I07: the two general tables


def _summary(found: Record) -> Iterator[str]:
    for _, facts in found.of("summary"):
        by_item = {item: number(fact) for (item, _), fact in facts.items()}

        def cell(name: str, by_item: dict[str, Number] = by_item) -> Number:
            return by_item.get(name, NOTHING)

        income = {item for item in by_item if item.startswith("收入/")}
        if "收入/财政拨款收入" in income:
            income -= {f"收入/{name}收入" for name in BUDGETS}
        spent = total(value for item, value in by_item.items() if item.startswith("支出/"))
        earned = total(by_item[item] for item in income)
        yield from _expect("I03 summary 本年收入合计", cell("本年收入合计"), earned)
        yield from _expect("I03 summary 本年支出合计", cell("本年支出合计"), spent)
        before = cell("使用非财政拨款结余") + cell("年初结转和结余") + cell("上年结转")
        after = cell("结余分配") + cell("年末结转和结余") + cell("结转下年")
        current_in = cell("本年收入合计") if "本年收入合计" in by_item else earned
        current_out = cell("本年支出合计") if "本年支出合计" in by_item else spent
        yield from _expect("I01 summary 收入总计", cell("收入总计"), current_in + before)
        yield from _expect("I02 summary 支出总计", cell("支出总计"), current_out + after)
        yield from _expect("I02 summary 收入总计 = 支出总计", cell("收入总计"), cell("支出总计"))


def _fiscal(found: Record) -> Iterator[str]:
    for _, facts in found.of("fiscal_summary"):
        by_item = {item: number(fact) for (item, _), fact in facts.items()}

        def cell(name: str, by_item: dict[str, Number] = by_item) -> Number:
            return by_item.get(name, NOTHING)

        earned = total(value for item, value in by_item.items() if item.startswith("收入/"))
        opening = total(value for item, value in by_item.items() if item.startswith("年初结转/"))
        yield from _expect("I07 fiscal_summary 本年收入合计", cell("本年收入合计"), earned)
        yield from _expect("I07 fiscal_summary 年初财政拨款结转和结余", cell("年初财政拨款结转和结余"), opening)
        current = cell("本年收入合计") if "本年收入合计" in by_item else earned
        yield from _expect(
            "I07 fiscal_summary 财政拨款收入总计", cell("财政拨款收入总计"), current + cell("年初财政拨款结转和结余")
        )
        columns = {item.rpartition("/")[2] for item in by_item if item.startswith("支出/")}
        for column in columns:
            spent = total(
                value for item, value in by_item.items() if item.startswith("支出/") and item.endswith(column)
            )
            yield from _expect(f"I07 fiscal_summary 本年支出合计/{column}", cell(f"本年支出合计/{column}"), spent)
            whole = spent if f"本年支出合计/{column}" not in by_item else cell(f"本年支出合计/{column}")
            end = cell(f"年末财政拨款结转和结余/{column}")
            name = f"财政拨款支出总计/{column}"
            yield from _expect(f"I07 fiscal_summary {name}", cell(name), whole + end)
        yield from _expect("I07 fiscal_summary 总计", cell("财政拨款收入总计"), cell("财政拨款支出总计/合计"))
        if len(columns) > 1:
            for item in by_item:
                row, _, column = item.rpartition("/")
                if column == "合计":
                    parts = total(cell(f"{row}/{name}") for name in BUDGETS)
                    yield from _expect(f"I07 fiscal_summary {row}", cell(item), parts)


# I09: basic expenditure


def _basic(found: Record) -> Iterator[str]:
    for _, facts in found.of("basic_by_economic"):
        by_code: dict[str, Number] = {}
        for (_, _), fact in facts.items():
            if fact.get("code") and (fact.get("column") in ("合计", "决算数") or fact["code"] not in by_code):
                by_code[fact["code"]] = number(fact)
        for code, value in by_code.items():
            items = [other for name, other in by_code.items() if len(name) == 5 and name.startswith(code)]
            if len(code) == 3 and items:
                yield from _expect(f"I09 basic_by_economic {code}", value, total(items))
        groups = {code: value for code, value in by_code.items() if len(code) == 3}
        personnel = total(groups[code] for code in ("301", "303") if code in groups)
        public = total(groups[code] for code in PUBLIC_GROUPS if code in groups)
        for item, expected in (("人员经费", personnel), ("公用经费", public), ("基本支出", personnel + public)):
            for name in (item, f"基本支出/{item}"):
                for (place, _), fact in facts.items():
                    if place == name and not fact.get("code"):
                        yield from _expect(f"I09 basic_by_economic {item}", number(fact), expected)


# I10: 三公, in tables and sentences


def _three_public(found: Record) -> Iterator[str]:
    sources = [("table", facts) for _, facts in found.tables.items()]
    sources.append(
        (
            "narrative",
            {
                (item, measure): fact
                for (name, item, measure), fact in found.narrative.items()
                if name == "three_public"
            },
        )
    )
    for origin, facts in sources:
        for measure in ("budget", "amount", "prior_amount"):
            cells = {
                item: number(fact)
                for (item, kind), fact in facts.items()
                if kind == measure and fact["statement"] == "three_public"
            }
            parts = ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费")
            vehicle = ("公务用车购置费", "公务用车运行维护费")
            if {"三公经费", *parts} <= set(cells):
                yield from _expect(
                    f"I10 {origin} 三公经费 {measure}", cells["三公经费"], total(cells[one] for one in parts)
                )
            if {parts[1], *vehicle} <= set(cells):
                yield from _expect(
                    f"I10 {origin} {parts[1]} {measure}", cells[parts[1]], total(cells[one] for one in vehicle)
                )


# I06, I07: one figure in several tables; I11, I12: sums in sentences and lists


def _across(found: Record) -> Iterator[str]:
    general = "一般公共预算财政拨款"
    pairs = (
        ("I06", "summary", "本年收入合计", "income_by_function", "合计/本年收入合计"),
        ("I06", "summary", "收入总计", "income_by_function", "合计/收入总计"),
        ("I06", "summary", "本年支出合计", "expenditure_by_function", "合计/本年支出合计"),
        ("I07", "fiscal_summary", f"本年支出合计/{general}", "general_by_function", "合计/小计"),
        ("I07", "fiscal_summary", "本年支出合计/政府性基金预算财政拨款", "gov_fund", "合计/本年支出"),
        ("I07", "fiscal_summary", "本年支出合计/国有资本经营预算财政拨款", "state_capital", "合计/合计"),
        ("I09", "general_by_function", "合计/基本支出", "basic_by_economic", "基本支出"),
    )
    for rule, statement, place, other, other_place in pairs:
        left, right = found.total_of(statement, place), found.total_of(other, other_place)
        if left and right and _differs(left, right):
            yield f"{rule} {statement} {place} = {other} {other_place}"
    for origin, items in (("table", _all_tables(found)), ("narrative", found.narrative)):
        goods = {
            item: number(fact)
            for (name, item, kind), fact in items.items()
            if name == "procurement" and kind == "amount"
        }
        if {"政府采购支出总额", "货物", "工程", "服务"} <= set(goods):
            yield from _expect(
                f"I11 {origin} 政府采购支出总额",
                goods["政府采购支出总额"],
                total(goods[one] for one in ("货物", "工程", "服务")),
            )
        vehicles = {
            item: number(fact) for (name, item, kind), fact in items.items() if name == "assets" and kind == "count"
        }
        kinds = [value for item, value in vehicles.items() if item.startswith("车辆/")]
        if kinds and "车辆数合计" in vehicles:
            yield from _expect(f"I12 {origin} 车辆数合计", vehicles["车辆数合计"], total(kinds))


def _all_tables(found: Record) -> dict[tuple[str, str, str], Fact]:
    return {
        (fact["statement"], fact["item"], fact["measure"]): fact
        for facts in found.tables.values()
        for fact in facts.values()
    }


# I16: sentence = table


def _sentences(found: Record) -> Iterator[str]:
    tables = _all_tables(found)
    for (statement, item, measure), fact in found.narrative.items():
        if "amount" not in fact or measure not in ("amount", "budget"):
            continue
        same = tables.get((statement, item, measure))
        if same is not None:
            candidates = [number(same)]
        else:
            candidates = [found_ for found_ in (_elsewhere(found, statement, item),) if found_ and measure == "amount"]
        if candidates and _differs(number(fact), candidates[0]):
            yield f"I16 {statement} {item} {measure}"
    classes = {
        item: number(fact)
        for (name, item, kind), fact in found.narrative.items()
        if name == "general_by_class" and kind == "amount"
    }
    whole = classes.pop("合计", None)
    if whole and classes:
        yield from _expect("I15 narrative general_by_class 合计", whole, total(classes.values()))


def _elsewhere(found: Record, statement: str, item: str) -> Number | None:
    """The table cell that prints what a sentence of another statement says."""
    if statement in ("general_by_class", "general_by_item", "general_budget"):
        column = item if item in ("基本支出", "项目支出") else "小计"
        for _, facts in found.of("general_by_function"):
            for fact in facts.values():
                row, _, name = fact["item"].rpartition("/")
                total_row = statement == "general_budget" or item == "合计"
                if name == column and (row == "合计" if total_row else row == item) and fact["measure"] == "amount":
                    return number(fact)
        return None
    tables = {
        "income": [("income_by_function", f"合计/{item}"), ("summary", f"收入/{item}"), ("summary", item)],
        "expenditure": [("expenditure_by_function", f"合计/{item}"), ("summary", item)],
        "fiscal_summary": [("fiscal_summary", f"{item}/合计"), ("fiscal_summary", item.replace("收支", "收入"))],
        "summary": [("summary", item.replace("收支", "收入"))],
        "gov_fund": [("gov_fund", "合计/本年支出")],
        "state_capital": [("state_capital", "合计/合计")],
        "basic_by_economic": [("basic_by_economic", f"基本支出/{item}")],
    }
    for name, place in tables.get(statement, []):
        value = found.total_of(name, place)
        if value is not None:
            return value
    return None


# I13-I15: rates


def _rates(found: Record) -> Iterator[str]:
    yield from _rates_of(found, found.narrative, "narrative")
    yield from _rates_of(found, _all_tables(found), "table")


def _rates_of(found: Record, facts: dict[tuple[str, str, str], Fact], origin: str) -> Iterator[str]:
    for (statement, item, measure), fact in facts.items():
        if not measure.endswith("_pct") or "value" not in fact:
            continue

        def get(kind: str, name: str = item, group: str = statement) -> Number | None:
            one = facts.get((group, name, kind)) or _all_tables(found).get((group, name, kind))
            return number(one) if one is not None else None

        current = get("amount") or (_elsewhere(found, statement, item)) or get("budget")
        whole: Number | None = None
        part = current
        if measure == "share_pct":
            whole = _whole(found, facts, statement, item)
        elif measure == "completion_pct":
            whole = get("budget")
        elif measure == "deviation_pct":
            whole = get("budget")
            part = current - whole if current and whole else None
        else:
            part = get("change")
            base = get("prior_amount")
            if statement.endswith("_by_function"):
                row = item.rpartition("/")[0]
                base, part = get("prior_amount", f"{row}/上年数"), get("change", f"{row}/增减")
            whole = base or (current - part if current and part else None)
        if part is not None and whole is not None and _impossible(part, whole, fact):
            yield f"I1{'3' if measure == 'change_pct' else '5' if measure == 'share_pct' else '4'} {origin} {statement} {item} {measure}"


def _whole(found: Record, facts: dict[tuple[str, str, str], Fact], statement: str, item: str) -> Number | None:
    if statement == "general_budget":
        name = (
            ("expenditure", "本年支出合计")
            if item.startswith("一般")
            else ("general_budget", "一般公共预算财政拨款支出")
        )
    else:
        name = {
            "income": ("income", "本年收入合计"),
            "expenditure": ("expenditure", "本年支出合计"),
            "general_by_class": ("general_by_class", "合计"),
            "three_public": ("three_public", "三公经费"),
            "procurement": ("procurement", "政府采购支出总额"),
        }[statement]
    # The table's total, so that a wrong total in the sentence is one mistake and not one for each share.
    value = _elsewhere(found, *name)
    fact = facts.get((*name, "amount"))
    return value or (number(fact) if fact is not None else None)


def _impossible(part: Number, whole: Number, rate: Fact) -> bool:
    """True when no values inside the printed intervals give the printed rate."""
    printed = number(rate)
    if not whole.value:
        return bool(printed.value)
    low_whole, high_whole = abs(whole.value) - whole.half, abs(whole.value) + whole.half
    if low_whole <= 0:
        return False
    sign = -1 if part.value / whole.value < 0 else 1
    least = max(abs(part.value) - part.half, ZERO) / high_whole * 100
    most = (abs(part.value) + part.half) / low_whole * 100
    size = printed.value * sign
    return not least - printed.half <= size <= most + printed.half


def problems(name: str) -> tuple[list[str], list[str]]:
    """Violations no mistake explains, and breaks of a mistake that do not show."""
    record = gold.load(name)
    seen = set(violations(record))
    recorded = {line for mistake in record["mistakes"] for line in mistake["breaks"]}
    return sorted(seen - recorded), sorted(recorded - seen)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.layouts.check_gold", description=__doc__)
    parser.add_argument("ids", nargs="*", help="layouts to check (default: all)")
    failed = False
    for name in parser.parse_args().ids or names():
        unexplained, unseen = problems(name)
        failed |= bool(unexplained or unseen)
        print(f"{name}: {'ok' if not unexplained and not unseen else 'NOT OK'}")
        for line in unexplained:
            print(f"  does not hold: {line}")
        for line in unseen:
            print(f"  recorded but holds: {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
