"""Over many made-up reports: what agrees never fails, one changed cell is noticed, and nothing ever breaks."""

from __future__ import annotations

import sys
from decimal import Decimal
from functools import cache
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.identifiers import number_facts
from domain.money import to_yuan
from domain.records import CellState, Fact, Measure, Origin, Statement
from parsers.model import ReportContext
from parsers.reconcile import mark_agreement, reconcile
from tests.parsers.reconcile.making import FINAL, cell, table, told

_CENT = Decimal("0.01")
_FUNCTIONS = {
    "201": (
        "一般公共服务支出",
        {
            "20103": (
                "政府办公厅（室）及相关机构事务",
                {"2010301": "行政运行", "2010308": "信访事务", "2010350": "事业运行"},
            )
        },
    ),
    "208": (
        "社会保障和就业支出",
        {
            "20805": (
                "行政事业单位养老支出",
                {"2080501": "行政单位离退休", "2080505": "机关事业单位基本养老保险缴费支出"},
            )
        },
    ),
    "210": ("卫生健康支出", {"21011": ("行政事业单位医疗", {"2101101": "行政单位医疗", "2101102": "事业单位医疗"})}),
    "221": ("住房保障支出", {"22102": ("住房改革支出", {"2210201": "住房公积金"})}),
}
_PERSONNEL = {
    "30101": "基本工资",
    "30102": "津贴补贴",
    "30103": "奖金",
    "30107": "绩效工资",
    "30199": "其他工资福利支出",
}
_PUBLIC = {"30201": "办公费", "30202": "印刷费", "30211": "差旅费", "30228": "工会经费"}
_Rows = list[tuple[str | None, str, dict[str, str]]]


def _amount(random: Random, most: int = 20_000) -> Decimal:
    """0.00 to ``most`` hundredths; a tenth of them is blank."""
    return Decimal(0) if random.random() < 0.1 else Decimal(random.randint(1, most)) * _CENT


def _shown(value: Decimal) -> str:
    return f"{value:.2f}" if value else ""


def _sum(values: list[dict[str, Decimal]]) -> dict[str, Decimal]:
    return {column: sum((value[column] for value in values), Decimal(0)) for column in ("基本支出", "项目支出")}


def consistent(seed: int) -> list[Fact]:
    """Tables 01, 02, 03, 05 and 06 and the sentences of one report in which every identity holds exactly."""
    random = Random(seed)  # a seed, so that an example can be repeated
    basic = {code: _amount(random) for code in (*_PERSONNEL, *_PUBLIC)}
    personnel = sum((basic[code] for code in _PERSONNEL), Decimal(0))
    public = sum((basic[code] for code in _PUBLIC), Decimal(0))
    rows, classes = _function_rows(random, personnel + public)
    whole = _sum(list(classes.values()))
    total = whole["基本支出"] + whole["项目支出"]
    columns = [
        {"合计": _shown(v["基本支出"] + v["项目支出"]), "基本": _shown(v["基本支出"]), "项目": _shown(v["项目支出"])}
        for _, _, v in rows
    ]
    head: _Rows = [
        (
            None,
            "合计",
            {
                "本年支出合计": _shown(total),
                "基本支出": _shown(whole["基本支出"]),
                "项目支出": _shown(whole["项目支出"]),
            },
        )
    ]
    spent: _Rows = [
        (c, n, {"本年支出合计": k["合计"], "基本支出": k["基本"], "项目支出": k["项目"]})
        for (c, n, _), k in zip(rows, columns, strict=True)
    ]
    income: _Rows = [
        (c, n, {"本年收入合计": k["本年支出合计"], "财政拨款收入": k["本年支出合计"]}) for c, n, k in (*head, *spent)
    ]
    general: _Rows = [
        (c, n, {"小计": k["本年支出合计"], "基本支出": k["基本支出"], "项目支出": k["项目支出"]})
        for c, n, k in (*head, *spent)
    ]
    return [
        *_summary(classes, total),
        *table("income_by_function", income, number=2),
        *table("expenditure_by_function", [*head, *spent], number=3),
        *table("general_by_function", general, number=5),
        *_economic(basic, personnel, public),
        *_sentences(random, total, whole, personnel, public, classes),
    ]


def _function_rows(
    random: Random, basic: Decimal
) -> tuple[list[tuple[str, str, dict[str, Decimal]]], dict[str, dict[str, Decimal]]]:
    """Rows of all levels with 基本 and 项目; the whole of 基本 is ``basic``, spread over the items."""
    codes = [code for _, subs in _FUNCTIONS.values() for _, items in subs.values() for code in items]
    shares = [random.randint(0, 9) for _ in codes]
    shares[0] += 1
    parts = [(basic * share / sum(shares)).quantize(_CENT) for share in shares]
    parts[0] += basic - sum(parts, Decimal(0))
    values = {c: {"基本支出": part, "项目支出": _amount(random)} for c, part in zip(codes, parts, strict=True)}
    rows: list[tuple[str, str, dict[str, Decimal]]] = []
    classes: dict[str, dict[str, Decimal]] = {}
    for cls, (name, subs) in _FUNCTIONS.items():
        below: list[tuple[str, str, dict[str, Decimal]]] = []
        for sub, (sub_name, items) in subs.items():
            below.append((sub, sub_name, _sum([values[code] for code in items])))
            below += [(code, item, values[code]) for code, item in items.items()]
        classes[name] = _sum([value for code, _, value in below if len(code) == 5])
        rows += [(cls, name, classes[name]), *below]
    return rows, classes


def _summary(classes: dict[str, dict[str, Decimal]], total: Decimal) -> list[Fact]:
    lines = {
        "收入/一般公共预算财政拨款收入": total,
        "本年收入合计": total,
        "收入总计": total,
        "本年支出合计": total,
        "支出总计": total,
    }
    lines |= {f"支出/{name}": sum(value.values(), Decimal(0)) for name, value in classes.items()}
    return [cell("summary", item, f"{v:.2f}万元", table=1, row=i) for i, (item, v) in enumerate(lines.items()) if v]


def _economic(basic: dict[str, Decimal], personnel: Decimal, public: Decimal) -> list[Fact]:
    lines = [("301", "工资福利支出", personnel), ("302", "商品和服务支出", public)]
    lines += [(code, name, basic[code]) for code, name in (_PERSONNEL | _PUBLIC).items()]
    facts = [
        cell("basic_by_economic", n, f"{v:.2f}万元", table=6, row=i, code=c) for i, (c, n, v) in enumerate(lines) if v
    ]
    totals = (("人员经费", personnel), ("公用经费", public))
    return facts + [cell("basic_by_economic", n, f"{v:.2f}万元", table=6, row=99) for n, v in totals if v]


def _sentences(
    random: Random,
    total: Decimal,
    whole: dict[str, Decimal],
    personnel: Decimal,
    public: Decimal,
    classes: dict[str, dict[str, Decimal]],
) -> list[Fact]:
    """What the text says again, with shares, a budget with its completion, and a change with its rate."""
    if not total:
        return []
    before = _amount(random, 60_000) or Decimal(1)
    budget = _amount(random, 60_000) or Decimal(1)
    facts = [
        told("general_budget", "一般公共预算财政拨款支出", f"{total:.2f}万元"),
        told("general_budget", "一般公共预算财政拨款支出", f"{total - before:.2f}万元", "change"),
        told("general_budget", "一般公共预算财政拨款支出", f"{100 * (total - before) / before:.2f}%", "change_pct"),
        told("general_by_class", "合计", f"{total:.2f}万元"),
        told("general_by_class", "合计", f"{budget:.2f}万元", "budget"),
        told("general_by_class", "合计", f"{100 * total / budget:.2f}%", "completion_pct"),
        told("basic_by_economic", "基本支出", f"{personnel + public:.2f}万元"),
        told("basic_by_economic", "人员经费", f"{personnel:.2f}万元"),
        told("basic_by_economic", "公用经费", f"{public:.2f}万元"),
        told("expenditure", "本年支出合计", f"{total:.2f}万元"),
    ]
    for name, value in whole.items():
        facts += [
            told("expenditure", name, f"{value:.2f}万元"),
            told("expenditure", name, f"{100 * value / total:.2f}%", "share_pct"),
        ]
    for name, columns in classes.items():
        part = sum(columns.values(), Decimal(0))
        facts += [
            told("general_by_class", name, f"{part:.2f}万元"),
            told("general_by_class", name, f"{100 * part / total:.2f}%", "share_pct"),
        ]
    return facts


def _failing(facts: list[Fact]) -> list[str]:
    return [check.message_zh for check in reconcile(number_facts("r", facts), FINAL) if check.verdict.failed]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_a_consistent_report_never_fails(seed: int) -> None:
    assert _failing(consistent(seed)) == []


@cache
def _report(seed: int) -> tuple[Fact, ...]:
    return tuple(consistent(seed))


def _changed(fact: Fact, by: Decimal) -> Fact:
    value = abs(Decimal(fact.printed)) + by
    return fact.model_copy(update={"printed": f"{value:.2f}", "amount": to_yuan(value, "万元")})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 8), st.integers(0, 10_000), st.integers(2, 5_000))
def test_one_changed_cell_of_a_money_table_is_noticed(seed: int, place: int, hundredths: int) -> None:
    facts = list(_report(seed))
    tables = [i for i, fact in enumerate(facts) if fact.origin is Origin.TABLE and fact.amount is not None]
    spot = tables[place % len(tables)]
    facts[spot] = _changed(facts[spot], hundredths * _CENT)
    assert _failing(facts), facts[spot].item


def test_the_share_of_changed_figures_that_is_noticed() -> None:
    """Every money figure of one report, table and sentence, changed by 0.02 in turn."""
    facts = list(_report(3))
    spots = [i for i, fact in enumerate(facts) if fact.amount is not None and fact.measure is Measure.AMOUNT]
    noticed = {Origin.TABLE: [0, 0], Origin.NARRATIVE: [0, 0]}
    for spot in spots:
        changed = [*facts[:spot], _changed(facts[spot], 2 * _CENT), *facts[spot + 1 :]]
        seen = noticed[facts[spot].origin]
        seen[0] += bool(_failing(changed))
        seen[1] += 1
    for origin, (hits, of) in noticed.items():
        sys.stdout.write(f"changes of 0.02 noticed in {origin.value}: {hits} of {of}\n")
    assert noticed[Origin.TABLE][0] == noticed[Origin.TABLE][1]
    assert noticed[Origin.NARRATIVE][0] >= noticed[Origin.NARRATIVE][1] * Decimal("0.95")


_ITEMS = st.sampled_from(
    [
        "合计",
        "收入总计",
        "一般公共服务支出",
        "行政运行/小计",
        "合计/基本支出",
        "三公经费",
        "总分",
        "车辆/其他用车",
        "/",
        "项目/",
    ]
)
_PRINTED = st.sampled_from(["0", "0.00", "1", "-3.5", "99999999999.99", "100", "", "——", "约5", "1.2.3"])


@st.composite
def _any_fact(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(["amount", "value", "text", "none"]))
    printed = draw(_PRINTED)
    number = draw(st.decimals(-10_000, 10_000, places=2))
    origin = draw(st.sampled_from(list(Origin)))
    return Fact(
        statement=draw(st.sampled_from(list(Statement))),
        item=draw(_ITEMS),
        item_printed="某类（类）某款（款）",
        code=draw(st.sampled_from([None, "201", "2010301", "204999", "x"])),
        measure=draw(st.sampled_from(list(Measure))),
        amount=number if kind == "amount" else None,
        value=number if kind == "value" else None,
        text=printed if kind == "text" else None,
        printed=printed,
        printed_unit=draw(st.sampled_from([None, "万元", "元", "%", "辆", "斤"])),
        cell_state=draw(st.sampled_from(list(CellState))) if kind == "none" else CellState.VALUE,
        origin=origin,
        table_no=draw(st.sampled_from([1, 2])) if origin is Origin.TABLE else None,
        row_no=draw(st.sampled_from([None, 1, 2])),
        paragraph=draw(st.sampled_from([None, 1, 50])),
        quote="",
        document_id=draw(st.sampled_from(["a", "b"])),
        project=draw(st.sampled_from([None, "项目"])),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(_any_fact(), max_size=40), st.sampled_from([None, "budget", "final_accounts"]))
def test_nothing_a_document_prints_breaks_the_checks(facts: list[Fact], report_type: str | None) -> None:
    numbered = number_facts("r", facts)
    ids = {fact.fact_id for fact in numbered}
    for check in reconcile(numbered, ReportContext(report_type=report_type)):
        assert set(check.fact_ids) <= ids
        assert "{" not in check.message_zh
    assert len(mark_agreement(numbered)) == len(numbered)
