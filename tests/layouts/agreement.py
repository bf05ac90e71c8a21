"""One figure in several places of one golden record, and rates: I06, I07, I11-I16 of the domain notes."""

from __future__ import annotations

from collections.abc import Iterator

from tests.layouts.printed import ZERO, Fact, Number, Record, all_tables, differs, expect, number, total

#: Which identity a rate belongs to.
RULES = {"change_pct": "I13", "share_pct": "I15"}


# I06, I07: one figure in several tables; I11, I12: sums in sentences and lists


def across(found: Record) -> Iterator[str]:
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
        if left and right and differs(left, right):
            yield f"{rule} {statement} {place} = {other} {other_place}"
    for origin, items in (("table", all_tables(found)), ("narrative", found.narrative)):
        goods = {
            item: number(fact)
            for (name, item, kind), fact in items.items()
            if name == "procurement" and kind == "amount"
        }
        if {"政府采购支出总额", "货物", "工程", "服务"} <= set(goods):
            yield from expect(
                f"I11 {origin} 政府采购支出总额",
                goods["政府采购支出总额"],
                total(goods[one] for one in ("货物", "工程", "服务")),
            )
        vehicles = {
            item: number(fact) for (name, item, kind), fact in items.items() if name == "assets" and kind == "count"
        }
        kinds = [value for item, value in vehicles.items() if item.startswith("车辆/")]
        if kinds and "车辆数合计" in vehicles:
            yield from expect(f"I12 {origin} 车辆数合计", vehicles["车辆数合计"], total(kinds))


# I16: sentence = table


def sentences(found: Record) -> Iterator[str]:
    tables = all_tables(found)
    for (statement, item, measure), fact in found.narrative.items():
        if "amount" not in fact or measure not in ("amount", "budget"):
            continue
        same = tables.get((statement, item, measure))
        if same is not None:
            candidates = [number(same)]
        else:
            candidates = [found_ for found_ in (_elsewhere(found, statement, item),) if found_ and measure == "amount"]
        if candidates and differs(number(fact), candidates[0]):
            yield f"I16 {statement} {item} {measure}"
    classes = {
        item: number(fact)
        for (name, item, kind), fact in found.narrative.items()
        if name == "general_by_class" and kind == "amount"
    }
    whole = classes.pop("合计", None)
    if whole and classes:
        yield from expect("I15 narrative general_by_class 合计", whole, total(classes.values()))


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


def rates(found: Record) -> Iterator[str]:
    yield from _rates_of(found, found.narrative, "narrative")
    yield from _rates_of(found, all_tables(found), "table")


def _rates_of(found: Record, facts: dict[tuple[str, str, str], Fact], origin: str) -> Iterator[str]:
    for (statement, item, measure), fact in facts.items():
        if not measure.endswith("_pct") or "value" not in fact:
            continue

        def get(kind: str, name: str = item, group: str = statement) -> Number | None:
            one = facts.get((group, name, kind)) or all_tables(found).get((group, name, kind))
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
            if part and fact["value"] >= 0:  # 差异率 without a direction word
                part = Number(abs(part.value), part.half)
        else:
            part = get("change")
            base = get("prior_amount")
            if statement.endswith("_by_function"):
                row = item.rpartition("/")[0]
                base, part = get("prior_amount", f"{row}/上年数"), get("change", f"{row}/增减")
            whole = base or (current - part if current and part else None)
        if part is not None and whole is not None and _impossible(part, whole, fact):
            yield f"{RULES.get(measure, 'I14')} {origin} {statement} {item} {measure}"


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
