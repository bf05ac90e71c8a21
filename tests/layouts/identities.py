"""Identities inside the tables of one golden record: I01-I05, I07-I10 of the domain notes."""

from __future__ import annotations

from collections.abc import Iterator

from tests.layouts.printed import NOTHING, Fact, Number, Record, differs, expect, number, total

KINDS = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
BUDGETS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
PUBLIC_GROUPS = ("302", "304", "307", "309", "310", "311", "312", "313", "399")


# I04, I05, I08: tables by function


def by_function(found: Record) -> Iterator[str]:
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
            yield from expect(name, cell("本年收入合计"), income)
            income = cell("本年收入合计")
        if "收入总计" in columns:
            yield from expect(name + " 收入总计", cell("收入总计"), income + cell("上年结转"))
        return
    whole = {"expenditure_by_function": "本年支出合计", "general_by_function": "小计", "gov_fund": "本年支出"}.get(
        statement, "合计" if "合计" in columns else "本年支出"
    )
    kinds = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
    yield from expect(name, cell(whole), parts(*kinds))
    if "人员经费" in columns:
        yield from expect(name + " 基本支出", cell("基本支出"), parts("人员经费", "公用经费"))
    if "本年收入" in columns:
        left = cell("年初结转和结余") + cell("本年收入")
        yield from expect(name + " 结转", left, cell(whole) + cell("年末结转和结余"))
    if "上年数" in columns:
        yield from expect(name + " 增减", cell(whole) - cell("上年数"), cell("增减"))


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
            if (whole.printed or below.printed) and differs(whole, below):
                yield f"I05 {statement} {row}/{column}"


# I01-I03, I07: the two general tables


def summary(found: Record) -> Iterator[str]:
    for _, facts in found.of("summary"):
        by_item = {item: number(fact) for (item, _), fact in facts.items()}

        def cell(name: str, by_item: dict[str, Number] = by_item) -> Number:
            return by_item.get(name, NOTHING)

        income = {item for item in by_item if item.startswith("收入/")}
        if "收入/财政拨款收入" in income:
            income -= {f"收入/{name}收入" for name in BUDGETS}
        spent = total(value for item, value in by_item.items() if item.startswith("支出/"))
        earned = total(by_item[item] for item in income)
        yield from expect("I03 summary 本年收入合计", cell("本年收入合计"), earned)
        yield from expect("I03 summary 本年支出合计", cell("本年支出合计"), spent)
        before = cell("使用非财政拨款结余") + cell("年初结转和结余") + cell("上年结转")
        after = cell("结余分配") + cell("年末结转和结余") + cell("结转下年")
        current_in = cell("本年收入合计") if "本年收入合计" in by_item else earned
        current_out = cell("本年支出合计") if "本年支出合计" in by_item else spent
        yield from expect("I01 summary 收入总计", cell("收入总计"), current_in + before)
        yield from expect("I02 summary 支出总计", cell("支出总计"), current_out + after)
        yield from expect("I02 summary 收入总计 = 支出总计", cell("收入总计"), cell("支出总计"))


def fiscal(found: Record) -> Iterator[str]:
    for _, facts in found.of("fiscal_summary"):
        by_item = {item: number(fact) for (item, _), fact in facts.items()}

        def cell(name: str, by_item: dict[str, Number] = by_item) -> Number:
            return by_item.get(name, NOTHING)

        earned = total(value for item, value in by_item.items() if item.startswith("收入/"))
        opening = total(value for item, value in by_item.items() if item.startswith("年初结转/"))
        yield from expect("I07 fiscal_summary 本年收入合计", cell("本年收入合计"), earned)
        yield from expect("I07 fiscal_summary 年初财政拨款结转和结余", cell("年初财政拨款结转和结余"), opening)
        current = cell("本年收入合计") if "本年收入合计" in by_item else earned
        yield from expect(
            "I07 fiscal_summary 财政拨款收入总计", cell("财政拨款收入总计"), current + cell("年初财政拨款结转和结余")
        )
        columns = {item.rpartition("/")[2] for item in by_item if item.startswith("支出/")}
        for column in columns:
            spent = total(
                value for item, value in by_item.items() if item.startswith("支出/") and item.endswith(column)
            )
            yield from expect(f"I07 fiscal_summary 本年支出合计/{column}", cell(f"本年支出合计/{column}"), spent)
            whole = spent if f"本年支出合计/{column}" not in by_item else cell(f"本年支出合计/{column}")
            end = cell(f"年末财政拨款结转和结余/{column}")
            name = f"财政拨款支出总计/{column}"
            yield from expect(f"I07 fiscal_summary {name}", cell(name), whole + end)
        yield from expect("I07 fiscal_summary 总计", cell("财政拨款收入总计"), cell("财政拨款支出总计/合计"))
        if len(columns) > 1:
            for item in by_item:
                row, _, column = item.rpartition("/")
                if column == "合计":
                    parts = total(cell(f"{row}/{name}") for name in BUDGETS)
                    yield from expect(f"I07 fiscal_summary {row}", cell(item), parts)


# I09: basic expenditure


def basic(found: Record) -> Iterator[str]:
    for _, facts in found.of("basic_by_economic"):
        by_code: dict[str, Number] = {}
        for fact in facts.values():
            if fact.get("code") and (fact.get("column") in ("合计", "决算数") or fact["code"] not in by_code):
                by_code[fact["code"]] = number(fact)
        for code, value in by_code.items():
            parts = [
                facts[f"{code}/{name}", "amount"]
                for name in ("人员经费", "公用经费")
                if (f"{code}/{name}", "amount") in facts
            ]
            if parts and (f"{code}/合计", "amount") in facts:
                yield from expect(f"I18 basic_by_economic {code}", value, total(number(part) for part in parts))
            items = [other for name, other in by_code.items() if len(name) == 5 and name.startswith(code)]
            if len(code) == 3 and items:
                yield from expect(f"I09 basic_by_economic {code}", value, total(items))
        groups = {code: value for code, value in by_code.items() if len(code) == 3}
        personnel = total(groups[code] for code in ("301", "303") if code in groups)
        public = total(groups[code] for code in PUBLIC_GROUPS if code in groups)
        for item, expected in (("人员经费", personnel), ("公用经费", public), ("基本支出", personnel + public)):
            for name in (item, f"基本支出/{item}"):
                for (place, _), fact in facts.items():
                    if place == name and not fact.get("code"):
                        yield from expect(f"I09 basic_by_economic {item}", number(fact), expected)


# I10: 三公, in tables and sentences


def three_public(found: Record) -> Iterator[str]:
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
                yield from expect(
                    f"I10 {origin} 三公经费 {measure}", cells["三公经费"], total(cells[one] for one in parts)
                )
            if {parts[1], *vehicle} <= set(cells):
                yield from expect(
                    f"I10 {origin} {parts[1]} {measure}", cells[parts[1]], total(cells[one] for one in vehicle)
                )
