"""Performance indicators (W11): targets against actual values, copied values, rates filed as quantities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from domain.records import CellState, Fact, Measure, Statement, Verdict
from domain.text import squeeze
from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.findings import Finding, sentence
from parsers.reconcile.sections import Facts
from parsers.reconcile.wording import points

_OPERATORS = {"≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", "=": "=", "≧": ">=", "≦": "<=", ">": ">", "<": "<"}
#: The same in words, as a column of its own prints them (指标性质).
_WORDS = {
    "大于等于": ">=", "大于或等于": ">=", "不低于": ">=", "不少于": ">=", "不小于": ">=",
    "小于等于": "<=", "小于或等于": "<=", "不高于": "<=", "不超过": "<=", "不大于": "<=", "不多于": "<=",
    "大于": ">", "小于": "<", "等于": "=",
}  # fmt: skip
_OPERATOR = re.compile(r"^(≥|>=|≧|≤|<=|≦|=|>|<)")
_UNITS = "%|百分比|百分之比|万元|元|人次|批次|件次|次|件|人|名|批|起|个|台|辆|套|天|月|年|场|期|篇|户|份|小时|分|"
_NUMBER = re.compile(rf"(\d+(?:\.\d+)?)({_UNITS})")
_DATE = re.compile(r"\d{4}年|\d+月")


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Second-level names under which a smaller value is the better one, and such indicators by their own words.
    ceilings: tuple[str, ...] = ("成本指标",)
    fewer_is_better: str = "投诉|下降|减少|降低|重复|越级|非正常|事故|失误|差错|不超过|控制"
    quantities: str = "数量指标"
    rate_names: str = "率$"
    #: Columns that print how the target is meant.
    relations: tuple[str, ...] = ("指标性质", "指标方向")


@dataclass
class Indicator:
    project: str
    item: str
    document_id: str
    texts: dict[Measure, Fact] = field(default_factory=dict)
    numbers: dict[Measure, Decimal] = field(default_factory=dict)
    #: How the target is meant, printed beside it.
    relation: str | None = None

    @property
    def full_marks(self) -> bool:
        score, weight = self.numbers.get(Measure.SCORE), self.numbers.get(Measure.WEIGHT)
        return score is not None and score == weight

    @property
    def name(self) -> str:
        return self.item.rsplit("/", 1)[-1]

    def measured(self, measure: Measure) -> tuple[Decimal, str] | None:
        """The one number of a cell with its unit; ``None`` where it prints several, or none."""
        found = _numbers(self.printed(measure))
        return found[0] if len(found) == 1 and not _DATE.search(self.printed(measure)) else None

    @property
    def target(self) -> str:
        """The target as it is read, with the sign or words beside it."""
        printed = self.printed(Measure.TARGET)
        return printed if self.relation is None or _OPERATOR.match(printed) else self.relation + printed

    def printed(self, measure: Measure) -> str:
        fact = self.texts.get(measure)
        if fact is None:
            return ""
        printed, unit = squeeze(fact.printed), fact.printed_unit or ""
        return printed if printed.endswith(unit) else printed + unit


def indicators(facts: Facts, settings: Settings | None = None) -> list[Indicator]:
    """One per row: facts of one item that stand in one row (or follow each other) in one table."""
    columns = (settings or Settings()).relations
    found: dict[tuple[object, ...], Indicator] = {}
    relations: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for fact in facts.facts:
        if fact.statement is not Statement.PERF_INDICATOR or fact.cell_state is CellState.NOT_APPLICABLE:
            continue
        item, _, column = fact.item.rpartition("/")
        if fact.measure is Measure.TEXT and column in columns:
            relations[fact.document_id, fact.table_no, fact.project, item, fact.row_no].append(squeeze(fact.printed))
        key = (fact.document_id, fact.table_no, fact.project, fact.item, fact.row_no)
        row = found.setdefault(key, Indicator(fact.project or "", fact.item, fact.document_id))
        row.texts.setdefault(fact.measure, fact)
        if fact.value is not None:
            row.numbers.setdefault(fact.measure, fact.value)
    for place in relations.keys() & found.keys():
        printed = relations[place]
        found[place].relation = next((words for words in printed if words in _OPERATORS or words in _WORDS), printed[0])
    return list(found.values())


def targets(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A target that is missed: an error where an exact number or a ceiling is missed with full marks."""
    settings = Settings.model_validate(case.settings)
    for row in indicators(facts, settings):
        verdict = _missed(row, settings)
        if verdict is None:
            continue
        message = sentence(
            case,
            "target",
            "full_marks" if row.full_marks else "missed",
            project=row.project,
            item=row.name,
            target=row.target,
            actual=row.printed(Measure.ACTUAL),
            score=points(row.numbers.get(Measure.SCORE, Decimal(0))),
        )
        yield Finding(verdict, message, facts=tuple(row.texts[m] for m in row.texts))


def _missed(row: Indicator, settings: Settings) -> Verdict | None:
    target, actual = row.printed(Measure.TARGET), row.printed(Measure.ACTUAL)
    if not target or not actual or target == actual or _DATE.search(target) or _DATE.search(actual):
        return None
    operator = _OPERATOR.match(target)
    relation = _OPERATORS[operator.group(1)] if operator else _beside(row)
    if relation is None:
        return None
    is_ceiling = any(name in row.item for name in settings.ceilings) or bool(
        re.search(settings.fewer_is_better, row.name)
    )
    for wanted, got in _pairs(target, actual):
        if relation == "=" and wanted != got:
            return Verdict.ERROR if row.full_marks else Verdict.WARN
        if relation in ("<=", "<") or (not relation and is_ceiling):
            if got > wanted:
                return Verdict.ERROR if row.full_marks and relation else Verdict.WARN
        elif got < wanted:
            return Verdict.INFO if row.numbers and not row.full_marks else Verdict.WARN
    return None


def _beside(row: Indicator) -> str | None:
    """What the column beside the target says of it: "" if there is none, ``None`` if it cannot be told (正向)."""
    if row.relation is None:
        return ""
    return _OPERATORS.get(row.relation) or _WORDS.get(row.relation)


def _pairs(target: str, actual: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Numbers of the same unit in both, in order; only if both print the same units."""
    wanted, got = _numbers(target), _numbers(actual)
    if [unit for _, unit in wanted] == [unit for _, unit in got]:
        yield from ((one, two) for (one, _), (two, _) in zip(wanted, got, strict=True))


def _numbers(text: str) -> list[tuple[Decimal, str]]:
    return [(Decimal(number), unit) for number, unit in _NUMBER.findall(text)]


def copied(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Actual values that repeat the inequality of the target: one finding per document."""
    rows = [
        row
        for row in indicators(facts)
        if _OPERATOR.match(row.printed(Measure.ACTUAL)) and row.printed(Measure.ACTUAL) == row.printed(Measure.TARGET)
    ]
    yield from _by_document(case, "copied", rows, (Measure.TARGET, Measure.ACTUAL))


def rates_as_quantities(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    settings = Settings.model_validate(case.settings)
    rows = [
        row
        for row in indicators(facts)
        if f"/{settings.quantities}/" in f"/{row.item}/" and re.search(settings.rate_names, row.name)
    ]
    yield from _by_document(case, "rate_as_quantity", rows, (Measure.TARGET,))


def bare_costs(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Targets of cost indicators that are a bare number: 6 may mean 6 yuan or 6 wan yuan."""
    settings = Settings.model_validate(case.settings)
    rows = [
        row
        for row in indicators(facts)
        if any(f"/{name}/" in f"/{row.item}/" for name in settings.ceilings)
        and re.fullmatch(r"\d+(?:\.\d+)?", row.printed(Measure.TARGET))
    ]
    yield from _by_document(case, "bare_cost", rows, (Measure.TARGET,))


def _by_document(
    case: SpecialCase, kind: str, rows: Sequence[Indicator], measures: Sequence[Measure]
) -> Iterator[Finding]:
    found: dict[str, list[Indicator]] = defaultdict(list)
    for row in rows:
        found[row.document_id].append(row)
    for same in found.values():
        message = sentence(
            case,
            "target",
            kind,
            number=str(len(same)),
            item=same[0].name,
            target=same[0].printed(Measure.TARGET),
            actual=same[0].printed(Measure.ACTUAL),
        )
        cited = tuple(row.texts[m] for row in same for m in measures if m in row.texts)
        yield Finding(case.severity, message, facts=cited)
