"""The gold facts of the five seeds as facts of the dataset: the same figures under the canonical words.

The records of ``tests/fixtures/gold`` were made by hand from the documents; here their free item names become
statement, item and measure as in ``docs/facts.md``, so that the rules are tested on true figures without any reader.
``seeds.json`` adds the line each record stands in, the agency, and the severities of the known anomalies.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from domain.identifiers import number_facts
from domain.money import MONEY_UNITS, parse_number, to_yuan
from domain.records import CellState, Fact, Measure, Origin, Statement
from parsers.model import ReportContext

SEEDS = ("000", "001", "002", "003", "004")
_RECORDS = Path(__file__).parents[2] / "fixtures" / "gold"
_SEEDS = Path(__file__).parent / "seeds.json"

#: Endings of a gold item that say its measure, with the sign of a direction word.
_ENDINGS: tuple[tuple[str, Measure, int], ...] = (
    ("(?:比|较)上年(?:增加|增减)|/比上年增加|^比上年增加", Measure.CHANGE, 1),
    ("(?:比|较)上年(?:减少|降低)", Measure.CHANGE, -1),
    ("/?(?:增长率|增减率)", Measure.CHANGE_PCT, 1),
    ("/?(?:下降率|降低率)", Measure.CHANGE_PCT, -1),
    ("比上年|/比上年", Measure.CHANGE, 1),
    ("占比|^占本年支出合计|占一般公共预算项目支出", Measure.SHARE_PCT, 1),
    ("预决算差异率", Measure.DEVIATION_PCT, 1),
    ("预决算差额", Measure.DEVIATION, 1),
    ("/?完成(?:年初|全年)?预算", Measure.COMPLETION_PCT, 1),
    ("/?全年预算", Measure.ADJUSTED_BUDGET, 1),
    ("/?(?:年初预算数|年初预算|预算数|预算合计|预算)", Measure.BUDGET, 1),
    ("/?(?:决算数|决算合计|支出决算数|支出决算|决算)", Measure.AMOUNT, 1),
)
_PLAIN = re.compile(r"(?:（附件）|（重复）|（具体）|（对比）|（表）)$")

#: Names by statement: gold name → canonical item ("" means: the item the statement is about).
_NAMES: dict[str, dict[str, str]] = {
    "summary": {
        "收、支总计": "收支总计",
        "收支": "收支总计",
        "收入/总计": "收入总计",
        "支出/总计": "支出总计",
        "收入/本年收入合计": "本年收入合计",
        "支出/本年支出合计": "本年支出合计",
        "本年收入": "本年收入合计",
        "本年支出": "本年支出合计",
    },
    "income": {
        "收入合计": "本年收入合计",
        "本年收入": "本年收入合计",
        "全年财政拨款": "本年收入合计",
        "一般公共预算收入": "一般公共预算财政拨款收入",
        "基金预算收入": "政府性基金预算财政拨款收入",
        "财政专户核拨收入": "财政专户管理资金收入",
        "其他来源收入": "其他收入",
    },
    "expenditure": {
        "支出合计": "本年支出合计",
        "本年支出": "本年支出合计",
        "全年总支出": "本年支出合计",
        "日常公用经费": "公用经费",
    },
    "fiscal_summary": {
        "收入/本年收入合计": "本年收入合计",
        "支出/本年支出合计/合计": "本年支出合计/合计",
        "支出/本年支出合计/一般公共预算财政拨款": "本年支出合计/一般公共预算财政拨款",
        "收入/总计": "财政拨款收入总计",
        "支出/总计/合计": "财政拨款支出总计/合计",
        "支出/总计/一般公共预算财政拨款": "财政拨款支出总计/一般公共预算财政拨款",
        "年初结转和结余": "年初财政拨款结转和结余",
        "年末结转和结余": "年末财政拨款结转和结余",
        "财政拨款收、支总计": "财政拨款收支总计",
    },
    "general_budget": {
        "": "一般公共预算财政拨款支出",
        "一般公共预算财政拨款支出合计": "一般公共预算财政拨款支出",
        "一般公共预算财政拨款决算支出": "一般公共预算财政拨款支出",
    },
    "general_by_item": {"": "合计"},
    "basic_by_economic": {
        "基本支出合计": "基本支出",
        "日常公用经费": "公用经费",
        "人员经费合计": "人员经费",
        "公用经费合计": "公用经费",
    },
    "three_public": {
        "": "三公经费",
        "三公经费支出": "三公经费",
        "支出": "三公经费",
        "公务用车购置及运维费": "公务用车购置及运行维护费",
        "公务用车购置支出": "公务用车购置费",
        "公务用车运行费": "公务用车运行维护费",
        "因公出国（境）经费": "因公出国（境）费",
        "国内公务接待费": "国内接待费",
        "国内公务接待": "国内接待费",
        "国内公务接待共计": "国内接待费",
        "外事接待": "外事接待费",
        "外事接待共计": "外事接待费",
        "更新购置公务用车金额": "公务用车购置费",
        "车均运维费": "车均运行维护费",
    },
    "three_public_counts": {
        "更新购置公务用车": "公务用车购置数",
        "出国团组": "因公出国（境）团组",
        "出国人次": "因公出国（境）人次",
        "因公出国（境）人数": "因公出国（境）人次",
        "国内公务接待批次": "国内接待批次",
        "国内公务接待人次": "国内接待人次",
        "外事接待人数": "外事接待人次",
    },
    "agency_operating": {
        "行政单位": "机关运行经费/行政单位",
        "机关运行经费支出": "机关运行经费",
        "日常公用经费支出": "日常公用经费",
    },
    "procurement": {
        "政府采购支出合计": "政府采购支出总额",
        "政府采购": "政府采购支出总额",
        "合计": "政府采购支出总额",
        "小计/合计": "政府采购支出总额",
        "授予中小企业": "授予中小企业合同金额",
        "授予小微企业": "授予小微企业合同金额",
    },
    "org": {"下属二级单位": "下属二级单位数", "下属二级预算单位（附件）": "下属二级单位数"},
    "staffing": {"在职人员总数": "在职人员"},
    "assets": {"4、其他固定资产/价值": "其他固定资产", "资产总额/数量": "资产总额"},
}
_SPENT = re.compile(r"支出$")
_BUDGET_STATEMENTS = frozenset({"three_public"})
_ITEM_FIELDS = {
    "quantity": Measure.QUANTITY,
    "unit_price": Measure.UNIT_PRICE,
    "amount": Measure.AMOUNT,
    "amount_general_budget": Measure.AMOUNT,
    "project_budget": Measure.BUDGET,
}
_PERFORMANCE = {
    "分值": Measure.WEIGHT,
    "得分": Measure.SCORE,
    "执行率": Measure.RATE,
    "全年预算数": Measure.ADJUSTED_BUDGET,
    "年初预算数": Measure.BUDGET,
    "预算编制数": Measure.BUDGET,
    "目标申报数": Measure.BUDGET,
    "全年执行数": Measure.AMOUNT,
    "资金结(转)余": Measure.AMOUNT,
}
_INDICATOR = {"weight": Measure.WEIGHT, "target": Measure.TARGET, "actual": Measure.ACTUAL, "score": Measure.SCORE}


@cache
def _document(seed: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((_RECORDS / f"{seed}.json").read_text(encoding="utf-8"))
    own = json.loads(_SEEDS.read_text(encoding="utf-8"))[seed]
    records = [record | {"line": line} for record, line in zip(document["facts"], own["lines"], strict=True)]
    merged: dict[str, Any] = {**document, **own, "facts": records}
    return merged


def severities(seed: str) -> dict[str, str]:
    """Anomaly id → severity (error, warn, info)."""
    found: dict[str, str] = _document(seed)["anomalies"]
    return found


def context(seed: str) -> ReportContext:
    document = _document(seed)
    return ReportContext(
        fiscal_year=document["fiscal_year"],
        report_type=document["report_type"],
        agency=document["agency"],
        province=document["province"],
    )


@cache
def facts(seed: str) -> tuple[Fact, ...]:
    """All gold facts of a seed, numbered; ``fact_id`` of record 004-0328 is found by :func:`fact_id`."""
    records = _document(seed)["facts"]
    tables: dict[object, int] = {}
    made = [_fact(record, seed, _table_no(record, tables)) for record in records]
    return number_facts(f"seed-{seed}", made)


def fact_ids(seed: str) -> dict[str, str]:
    """Gold record id → fact id."""
    records = _document(seed)["facts"]
    return {record["id"]: fact.fact_id for record, fact in zip(records, facts(seed), strict=True)}


def _table_no(record: dict[str, Any], seen: dict[object, int]) -> int | None:
    if record["source"] != "table":
        return None
    key = record.get("form") or (record["table"], record.get("project"))
    if record["table"] == "procurement_item":
        key = "procurement_item"
    return seen.setdefault(key, len(seen) + 1)


def _fact(record: dict[str, Any], seed: str, table_no: int | None) -> Fact:
    statement, item, measure, sign = _meaning(record, budget=_document(seed)["report_type"] == "budget")
    value, unit = record["value"], record["unit"]
    number = parse_number(value) if unit not in ("text", "date") else None
    amount = other = text = None
    state = CellState.VALUE
    if number is not None:
        signed = number.value * sign
        if unit in MONEY_UNITS:
            amount = to_yuan(signed, unit)
        else:
            other = signed
        state = CellState.ZERO if number.value == 0 else CellState.VALUE
    elif value in ("——", "—"):
        state = CellState.NOT_APPLICABLE
    elif value in ("本表无数据", "空表"):
        state = CellState.DECLARED_EMPTY
    else:
        text = value
    return Fact(
        document_id=f"document-{seed}",
        statement=statement,
        item=item,
        item_printed=record["item"],
        code=record.get("code") if record.get("code_source", "printed") == "printed" else None,
        measure=Measure.TEXT if text is not None and measure is Measure.AMOUNT else measure,
        amount=amount,
        value=other,
        text=text,
        printed=value,
        printed_unit=None if unit in ("text", "date") else unit,
        cell_state=state,
        origin=Origin.CHART if statement is Statement.CHART else Origin(record["source"]),
        table_no=table_no,
        row_no=record["line"] if table_no is not None else None,
        paragraph=record["line"] if table_no is None else None,
        quote=" ".join(record["quote"].split())[:60],
        project=record.get("project")
        if record["table"] in ("perf_project", "perf_indicator", "procurement_item")
        else None,
    )


def _meaning(record: dict[str, Any], *, budget: bool) -> tuple[Statement, str, Measure, int]:
    table, item = record["table"], record["item"]
    statement = Statement(table)
    if table == "perf_indicator":
        return statement, item.rsplit("/", 1)[0], _INDICATOR.get(record.get("field", ""), Measure.TEXT), 1
    if table == "perf_project":
        return statement, *_performance(item, record["unit"])
    if table == "procurement_item":
        funding = "/一般公共预算拨款" if record["field"] == "amount_general_budget" else ""
        return statement, item.rsplit("/", 1)[0] + funding, _ITEM_FIELDS.get(record["field"], Measure.TEXT), 1
    if record["value"] == "——" and table == "assets":
        return statement, _NAMES["assets"].get(item, item), Measure.COUNT, 1
    if record["unit"] == "text" and re.search("/?比上年(?:增减)?$", item):
        name = re.sub("/?比上年(?:增减)?$", "", item)
        return statement, name, Measure.CHANGE, 1
    if record["unit"] == "text":
        return statement, "本表" if "公开0" in item or item.endswith("表") else item, Measure.TEXT, 1
    if table == "org":
        return statement, _NAMES["org"].get(item, item), Measure.COUNT, 1
    if record["source"] == "table" and table not in ("procurement", "agency_operating", "assets"):
        return statement, _NAMES.get(table, {}).get(item, item), Measure.AMOUNT, 1
    if record["unit"] in ("万元", "元", "%") or table == "assets":
        return statement, *_narrative(table, item, budget=budget)
    return statement, _NAMES.get(table, {}).get(item, item), Measure.COUNT, 1


def _narrative(table: str, item: str, *, budget: bool) -> tuple[str, Measure, int]:
    item = _PLAIN.sub("", item)
    names = _NAMES.get(table, {})
    measure, sign = Measure.AMOUNT, 1
    if table in ("summary", "general_by_class") and item in names:
        return names[item], measure, sign
    if table == "budget_execution" and item.endswith("决算数"):
        return item.removesuffix("决算数"), measure, sign
    for ending, kind, direction in _ENDINGS:
        found = re.search(f"(?:{ending})$", item)
        if found and item not in names and not (table == "income" and kind is Measure.BUDGET):
            item, measure, sign = item[: found.start()].rstrip("/"), kind, direction
            break
    if table == "three_public":
        if item not in names:
            item = _SPENT.sub("", item) if item.endswith("支出") else item
        if budget and measure is Measure.AMOUNT:
            measure = Measure.BUDGET
    if table == "assets" and record_is_count(item):
        measure = Measure.COUNT if measure is Measure.AMOUNT else measure
    if table == "general_by_item":
        item = re.split(r"（款）", item.removesuffix("（项）"))[-1]
    if table == "general_by_class" and item not in ("合计",) and not item.endswith("支出"):
        item += "支出"
    return names.get(item, item), measure, sign


def record_is_count(item: str) -> bool:
    return not item.endswith(("价值", "金额"))


_TOLD = {
    "自评得分": ("自评得分", Measure.SCORE),
    "自评报告得分": ("自评得分", Measure.SCORE),
    "全年预算数": ("全年预算数", Measure.ADJUSTED_BUDGET),
    "执行数": ("执行数", Measure.AMOUNT),
    "完成预算": ("完成预算", Measure.RATE),
    "预算数": ("预算数", Measure.BUDGET),
    "执行数（表）": ("执行数", Measure.AMOUNT),
    "其中-财政拨款预算数": ("财政拨款/预算数", Measure.BUDGET),
    "其中-财政拨款执行数": ("财政拨款/执行数", Measure.AMOUNT),
    "其它资金预算数": ("其他资金/预算数", Measure.BUDGET),
    "其它资金执行数": ("其他资金/执行数", Measure.AMOUNT),
    "主管部门及代码": ("主管部门", Measure.TEXT),
    "预算单位": ("实施单位", Measure.TEXT),
    "总分/分值": ("总分", Measure.WEIGHT),
    "总分/得分": ("总分", Measure.SCORE),
}


def _performance(item: str, unit: str) -> tuple[str, Measure, int]:
    if item in _TOLD:
        return *_TOLD[item], 1
    head, _, last = item.rpartition("/")
    row = head.removeprefix("其中：")
    if last in _PERFORMANCE and head:
        return f"{row}/{last}", _PERFORMANCE[last], 1
    if unit == "text":
        return item, Measure.TEXT, 1
    money = unit in MONEY_UNITS
    return item, Measure.AMOUNT if money else (Measure.RATE if unit == "%" else Measure.COUNT), 1


def number(fact: Fact) -> Decimal | None:
    return fact.amount if fact.amount is not None else fact.value
