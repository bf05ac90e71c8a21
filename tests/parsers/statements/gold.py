"""The gold records of the five seeds, and how a fact is matched to one.

A gold record names its figure freely (``收入总计比上年增加``); a fact names it by item and measure
(``收入总计``, ``change``). :func:`readings` gives the items and measures a record may be read as: by the endings of
its name, and by ``tests/fixtures/gold/items.yaml`` for names that no rule gives. :func:`compare` matches facts to
records by statement, item, measure, project, printed number (or words) and unit.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from domain.declared import from_yaml
from domain.money import MONEY_UNITS, parse_number, to_yuan
from domain.records import CellState, Fact, Measure
from domain.text import squeeze

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "gold"
SEEDS = ("000", "001", "002", "003", "004")

#: Endings of a gold item that say the measure. The first that fits counts.
_ENDINGS: tuple[tuple[str, Measure], ...] = (
    (r"/?(?:增长率|下降率|降低率|增减率)$", Measure.CHANGE_PCT),
    (r"/?(?:占比)$", Measure.SHARE_PCT),
    (r"/?(?:预决算差异率)$", Measure.DEVIATION_PCT),
    (r"/?(?:预决算差额)$", Measure.DEVIATION),
    (r"/?完成(?:年初|全年)?预算$", Measure.COMPLETION_PCT),
    (r"/?(?:比|较)上年(?:增加|减少|降低|增减)?$", Measure.CHANGE),
    (r"/?(?:年初预算数|年初预算|全年预算|预算合计|预算数|预算)$", Measure.BUDGET),
    (r"/?(?:支出决算数|支出决算|决算合计|决算数|决算)$", Measure.AMOUNT),
)
_REPEATED = re.compile(r"（(?:附件|重复|具体|对比|表)）$")
#: Columns of tables of project money.
_MONEY_COLUMNS = {
    "年初预算数": Measure.BUDGET,
    "目标申报数": Measure.BUDGET,
    "预算编制数": Measure.BUDGET,
    "全年预算数": Measure.ADJUSTED_BUDGET,
    "全年执行数": Measure.AMOUNT,
    "资金结(转)余": Measure.AMOUNT,
    "分值": Measure.WEIGHT,
    "执行率": Measure.RATE,
    "得分": Measure.SCORE,
}
_INDICATOR_FIELDS = {
    "weight": ("", Measure.WEIGHT),
    "score": ("", Measure.SCORE),
    "target": ("", Measure.TARGET),
    "actual": ("", Measure.ACTUAL),
    "adjusted_target": ("/调整后指标值", Measure.TARGET),
    "description": ("/绩效指标描述", Measure.TEXT),
    "basis": ("/指标值确定依据", Measure.TEXT),
    "remark": ("/偏差原因分析及改进措施", Measure.TEXT),
}
_LINE_FIELDS = {
    "quantity": ("", Measure.QUANTITY),
    "unit_price": ("", Measure.UNIT_PRICE),
    "amount": ("", Measure.AMOUNT),
    "amount_general_budget": ("/一般公共预算拨款", Measure.AMOUNT),
    "project_budget": ("/预算资金", Measure.BUDGET),
    "project": ("/项目名称", Measure.TEXT),
    "goods": ("/采购物品名称", Measure.TEXT),
    "catalogue_code": ("/政府采购目录序号", Measure.TEXT),
    "measure_unit": ("/计量单位", Measure.TEXT),
}


@dataclass(frozen=True)
class Gold:
    """One gold record."""

    id: str
    statement: str
    item: str
    value: str
    unit: str
    source: str
    quote: str
    project: str | None
    code: str | None
    data: dict[str, Any] = field(hash=False, compare=False, repr=False)

    @property
    def number(self) -> Decimal | None:
        found = parse_number(self.value) if self.unit not in ("text", "date") else None
        return found.value if found else None


@dataclass(frozen=True)
class Reading:
    """An item and a measure that a record may be read as, with the statement it is expected in."""

    statement: str
    item: str
    measure: Measure


@cache
def document(seed: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FIXTURES / f"{seed}.json").read_text(encoding="utf-8"))
    return loaded


@cache
def records(seed: str) -> tuple[Gold, ...]:
    return tuple(
        Gold(
            id=entry["id"],
            statement=entry["table"],
            item=entry["item"],
            value=entry["value"],
            unit=entry["unit"],
            source=entry["source"],
            quote=entry["quote"],
            project=entry.get("project") if entry["table"].startswith("perf_") else None,
            code=entry.get("code") if entry.get("code_source") == "printed" else None,
            data=entry,
        )
        for entry in document(seed)["facts"]
    )


@cache
def _aliases() -> dict[str, Any]:
    loaded: dict[str, Any] = from_yaml((FIXTURES / "items.yaml").read_text(encoding="utf-8"))
    return loaded


def readings(gold: Gold, seed: str) -> tuple[Reading, ...]:
    """What a record may be called in our vocabulary."""
    aliases = _aliases()
    found: list[Reading] = []
    for scope in (aliases.get(seed, {}), aliases.get("all", {})):
        for entry in _entries(scope.get(gold.statement, {}).get(_REPEATED.sub("", gold.item))):
            statement = entry[2] if len(entry) > 2 else gold.statement
            found.append(Reading(statement, entry[0], Measure(entry[1])))
    return tuple(found) or (_by_rule(gold, seed),)


def _entries(entry: Any) -> list[list[str]]:
    if entry is None:
        return []
    return entry if isinstance(entry[0], list) else [entry]


def _by_rule(gold: Gold, seed: str) -> Reading:
    statement, item = gold.statement, _REPEATED.sub("", gold.item)
    if statement == "perf_indicator" and gold.data.get("field"):
        suffix, measure = _INDICATOR_FIELDS[gold.data["field"]]
        path = "/".join((gold.data["level1"], gold.data["level2"], gold.data["level3"]))
        return Reading(statement, path + suffix, measure)
    if statement == "procurement_item":
        suffix, measure = _LINE_FIELDS[gold.data["field"]]
        return Reading(statement, f"{gold.data['row']}/{gold.data['goods']}{suffix}", measure)
    head, _, last = item.rpartition("/")
    if statement == "perf_project" and head and last in _MONEY_COLUMNS:
        if head == "总分":
            return Reading(statement, head, _MONEY_COLUMNS[last])
        row = {"首行（重复）": "资金总额（无行名）"}.get(head, head.removeprefix("其中："))
        return Reading(statement, f"{row}/{last}", _MONEY_COLUMNS[last])
    if gold.source == "table" and not gold.value.strip("—-"):
        return Reading(statement, item, Measure.AMOUNT)
    if gold.unit in ("text", "date"):
        return Reading(statement, item, Measure.TEXT)
    if gold.source == "table" and gold.statement not in ("perf_project", "chart"):
        money = gold.unit in MONEY_UNITS
        return Reading(statement, item, Measure.AMOUNT if money else Measure.COUNT)
    for ending, measure in _ENDINGS:
        match = re.search(ending, item)
        if match and match.start():
            return Reading(statement, _named(statement, item[: match.start()], seed), measure)
    budget = document(seed)["report_type"] == "budget" and statement == "three_public"
    if gold.unit in MONEY_UNITS:
        measure = Measure.BUDGET if budget else Measure.AMOUNT
    else:
        measure = Measure.RATE if gold.unit == "%" else Measure.SCORE if gold.unit == "分" else Measure.COUNT
    return Reading(statement, _named(statement, item, seed), measure)


def _named(statement: str, item: str, seed: str) -> str:
    """The canonical name of a bare gold name (``收入合计`` → ``本年收入合计``)."""
    for scope in (_aliases().get(seed, {}), _aliases().get("all", {})):
        name = scope.get("names", {}).get(statement, {}).get(item)
        if name is not None:
            return str(name)
    return item


def same_value(gold: Gold, fact: Fact) -> bool:
    """The fact prints the gold number (or words) in the gold unit; the sign of a change is the fact's own."""
    if fact.cell_state is CellState.DECLARED_EMPTY:
        return gold.unit == "text"
    if fact.cell_state is CellState.NOT_APPLICABLE:
        return gold.value.strip("—-") == ""
    number = gold.number
    if number is None:
        return squeeze(fact.text or fact.printed) == squeeze(gold.value)
    printed = parse_number(fact.printed)
    if printed is None or printed.value != number:
        return fact.text is not None and squeeze(fact.text) == squeeze(gold.value)
    if gold.unit in MONEY_UNITS:
        return fact.amount is not None and abs(fact.amount) == abs(to_yuan(number, gold.unit))
    return fact.value is not None and abs(fact.value) == abs(number) and _same_unit(gold.unit, fact.printed_unit)


def _same_unit(gold: str, printed: str | None) -> bool:
    def plain(unit: str) -> str:
        return squeeze(unit).replace("(", "").replace(")", "")

    return printed is None or plain(gold) == plain(printed)


def same_meaning(gold: Gold, fact: Fact, seed: str) -> bool:
    """Statement, item, measure, project and, where printed, code agree."""
    if gold.code is not None and fact.code != gold.code:
        return False
    wanted = squeeze(gold.project or "")
    given = squeeze(fact.project or "")
    return any(
        reading.statement == fact.statement.value
        and squeeze(reading.item) == squeeze(fact.item)
        and reading.measure is fact.measure
        and (wanted == given or reading.statement not in ("perf_project", "perf_indicator"))
        for reading in readings(gold, seed)
    )


@dataclass
class Comparison:
    """Gold records found and missing, and facts whose value contradicts every gold record of the same meaning."""

    found: list[tuple[Gold, Fact]] = field(default_factory=list)
    missing: list[Gold] = field(default_factory=list)
    wrong: list[tuple[Fact, Gold]] = field(default_factory=list)

    def report(self) -> str:
        """Recall per statement, for a person."""
        wanted = Counter(gold.statement for gold, _ in self.found) + Counter(gold.statement for gold in self.missing)
        got = Counter(gold.statement for gold, _ in self.found)
        lines = [f"{statement:26}{got[statement]:5}/{wanted[statement]}" for statement in sorted(wanted)]
        return "\n".join([*lines, f"wrong values: {len(self.wrong)}"])


def compare(seed: str, facts: Iterable[Fact], *, source: str | None = None, ids: set[str] | None = None) -> Comparison:
    """Match ``facts`` to the gold records of ``seed`` (of one source, or those in ``ids``).

    Each fact serves one record. Wrong is a fact that means what a gold record of any source means but prints another
    value than all records of that meaning.
    """
    everything = records(seed)
    wanted = [
        gold for gold in everything if (source is None or gold.source == source) and (ids is None or gold.id in ids)
    ]
    comparison = Comparison()
    left = list(facts)
    candidates: dict[tuple[str, str], list[Fact]] = {}
    for fact in left:
        candidates.setdefault((fact.statement.value, squeeze(fact.item)), []).append(fact)
    used: set[int] = set()
    for gold in wanted:
        pool = [
            fact
            for reading in readings(gold, seed)
            for fact in candidates.get((reading.statement, squeeze(reading.item)), [])
        ]
        match = next(
            (
                fact
                for fact in pool
                if id(fact) not in used and same_meaning(gold, fact, seed) and same_value(gold, fact)
            ),
            None,
        )
        if match is None:
            comparison.missing.append(gold)
        else:
            used.add(id(match))
            comparison.found.append((gold, match))
    by_meaning: dict[tuple[str, str, Measure], list[Gold]] = {}
    for gold in everything:
        for reading in readings(gold, seed):
            by_meaning.setdefault((reading.statement, squeeze(reading.item), reading.measure), []).append(gold)
    for fact in left:
        if id(fact) in used:
            continue
        same = [
            gold
            for gold in by_meaning.get((fact.statement.value, squeeze(fact.item), fact.measure), [])
            if same_meaning(gold, fact, seed)
        ]
        if same and not any(same_value(gold, fact) for gold in same):
            comparison.wrong.append((fact, same[0]))
    return comparison
