"""Project self-evaluations (I17): money, execution rate, scores and weights of each project form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from domain.records import Measure, Origin, Statement, Verdict
from parsers.reconcile.declarations import SpecialCase
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of
from parsers.reconcile.tolerance import Judgement, Ratio, judge_rate, judge_sum
from parsers.reconcile.wording import amount, name, percent, points, printed

_HUNDRED = Decimal(100)
_BUDGETS = (Measure.ADJUSTED_BUDGET, Measure.BUDGET)


class Settings(BaseModel):
    """Names the forms use; ``execution_weight`` is the weight of budget execution where none is printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    money: tuple[str, ...] = ("资金总额", "财政拨款")
    rest: str = "资金结余"
    total: str = "总分"
    subtotal: str = "分值合计"
    told_score: str = "自评得分"
    told_budget: str = "全年预算数"
    told_amount: str = "执行数"
    told_rate: str = "完成预算"
    used: tuple[str, ...] = ("资金使用率", "预算执行率")
    execution_weight: Decimal = Decimal(10)


@dataclass(frozen=True)
class Project:
    """What one document prints about one project, in tables and sentences."""

    name: str
    document_id: str
    sections: tuple[Section, ...]

    def of(self, statement: Statement, measure: Measure, *, origin: Origin | None = None) -> list[Figure]:
        return [
            figure
            for section in self.sections
            if section.statement is statement and origin in (None, section.origin)
            for figure in section.figures
            if figure.fact.measure is measure
        ]

    def one(self, item: str, measure: Measure, *, origin: Origin | None = None) -> Figure | None:
        found = [
            f for f in self.of(Statement.PERF_PROJECT, measure, origin=origin) if key_of(f.fact.item) == key_of(item)
        ]
        return found[0] if found else None

    def budget(self, item: str) -> Figure | None:
        return next((found for measure in _BUDGETS if (found := self.one(item, measure)) is not None), None)

    @cached_property
    def indicators(self) -> tuple[Section, ...]:
        return tuple(section for section in self.sections if section.statement is Statement.PERF_INDICATOR)


def projects(facts: Facts) -> list[Project]:
    found: dict[tuple[str, str], list[Section]] = {}
    for section in facts.sections:
        if section.project and section.statement in (Statement.PERF_PROJECT, Statement.PERF_INDICATOR):
            found.setdefault((section.document_id, section.project), []).append(section)
    return [Project(name, document, tuple(sections)) for (document, name), sections in found.items()]


def evaluate(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    settings = Settings.model_validate(case.settings)
    for project in projects(facts):
        for item in settings.money:
            yield from _rate(case, facts, project, item, item, item)
            yield from _rest(case, settings, project, item)
        yield from _rate(case, facts, project, settings.told_budget, settings.told_amount, settings.told_rate)
        yield from _execution_score(case, settings, project)
        yield from _weights(case, settings, project)
        yield from _scores(case, settings, project)
        yield from _told(case, settings, project)


def _rate(case: SpecialCase, facts: Facts, project: Project, budget: str, spent: str, rate: str) -> Iterator[Finding]:
    """执行率 = 执行数 / 全年预算数; equal figures must give 100 %."""
    base, final, printed_rate = (
        project.budget(budget),
        project.one(spent, Measure.AMOUNT),
        project.one(rate, Measure.RATE),
    )
    if base is None or final is None or printed_rate is None:
        return
    ratio = Ratio(final.number, final.half, base.number, base.half)
    judged = judge_rate(ratio, printed_rate, case.severity, padded=project.document_id in facts.padded)
    if final.number == base.number != 0 and printed_rate.number != _HUNDRED and not judged.verdict.failed:
        judged = replace(judged, verdict=Verdict.WARN, reason="differ")
    message = sentence(
        case,
        "execution_rate",
        judged.reason,
        project=project.name,
        final=printed(final),
        budget=printed(base),
        rate=printed(printed_rate),
        expected=percent(judged.expected, 2),
    )
    yield finding(judged, message, (base, final, printed_rate))


def _rest(case: SpecialCase, settings: Settings, project: Project, item: str) -> Iterator[Finding]:
    base, final = project.budget(item), project.one(item, Measure.AMOUNT)
    rest = project.one(f"{item}/{settings.rest}", Measure.AMOUNT)
    if base is None or final is None or rest is None:
        return
    members = (rest, base, final)
    judged = judge_sum(base.number - final.number, rest.number, members, case.severity)
    message = sentence(
        case,
        "rest",
        judged.reason,
        project=project.name,
        budget=printed(base),
        final=printed(final),
        expected=amount(judged.expected, members),
        found=printed(rest),
    )
    yield finding(judged, message, members)


def _execution_weight(settings: Settings, project: Project) -> Decimal:
    weight = project.one(settings.money[0], Measure.WEIGHT)
    return weight.number if weight is not None else settings.execution_weight


def _execution_score(case: SpecialCase, settings: Settings, project: Project) -> Iterator[Finding]:
    """得分 = 分值 x 执行率, or the full weight."""
    score, rate = _score_of_execution(settings, project), project.one(settings.money[0], Measure.RATE)
    if score is None or rate is None:
        return
    weight = _execution_weight(settings, project)
    expected = weight * min(rate.number, _HUNDRED) / _HUNDRED
    bound = score.half + weight * rate.half / _HUNDRED
    fits = abs(score.number - expected) <= bound or score.number == weight
    judged = Judgement(
        Verdict.PASS if fits else Verdict.WARN, expected, score.number, bound, "agree" if fits else "differ"
    )
    message = sentence(
        case,
        "execution_score",
        judged.reason,
        project=project.name,
        weight=points(weight),
        rate=printed(rate),
        expected=points(expected),
        found=printed(score),
    )
    yield finding(judged, message, (rate, score))


def _score_of_execution(settings: Settings, project: Project) -> Figure | None:
    return next((s for item in settings.money if (s := project.one(item, Measure.SCORE)) is not None), None)


def _of_indicators(settings: Settings, project: Project, measure: Measure) -> list[Figure]:
    return [
        figure
        for figure in project.of(Statement.PERF_INDICATOR, measure, origin=Origin.TABLE)
        if not figure.fact.item.endswith(settings.subtotal)
    ]


def _weights(case: SpecialCase, settings: Settings, project: Project) -> Iterator[Finding]:
    """Weights add to 100: execution and all indicators; those of a first level to its printed subtotal."""
    weights = _of_indicators(settings, project, Measure.WEIGHT)
    if not weights:
        return
    whole = total(weights) + _execution_weight(settings, project)
    fits = whole == _HUNDRED or total(weights) == _HUNDRED
    judged = Judgement(
        Verdict.PASS if fits else Verdict.WARN, _HUNDRED, whole, Decimal(0), "agree" if fits else "differ"
    )
    message = sentence(case, "weights", judged.reason, project=project.name, found=points(whole))
    yield finding(judged, message, weights)
    for subtotal in project.of(Statement.PERF_INDICATOR, Measure.WEIGHT):
        level, _, name = subtotal.fact.item.rpartition("/")
        parts = [figure for figure in weights if figure.fact.item.startswith(f"{level}/")]
        if name == settings.subtotal and parts:
            yield _subtotal(case, project, level, subtotal, parts)


def _subtotal(case: SpecialCase, project: Project, level: str, subtotal: Figure, parts: Sequence[Figure]) -> Finding:
    judged = judge_sum(total(parts), subtotal.number, (subtotal, *parts), Verdict.WARN)
    message = sentence(
        case,
        "subtotal",
        "differ" if judged.verdict.failed else "agree",
        project=project.name,
        level=level,
        expected=points(judged.expected),
        found=printed(subtotal),
    )
    return finding(judged, message, (subtotal, *parts))


def _scores(case: SpecialCase, settings: Settings, project: Project) -> Iterator[Finding]:
    """得分 add to 总分. Where the form prints fewer indicators than weights for 100, the list may be incomplete."""
    whole = project.one(settings.total, Measure.SCORE, origin=Origin.TABLE)
    scores = _of_indicators(settings, project, Measure.SCORE)
    execution = _score_of_execution(settings, project)
    if whole is None or not scores:
        return
    weights = total(_of_indicators(settings, project, Measure.WEIGHT)) + _execution_weight(settings, project)
    parts = [*([execution] if execution is not None else []), *scores]
    complete = weights == _HUNDRED and execution is not None
    judged = judge_sum(total(parts), whole.number, (whole, *parts), case.severity if complete else Verdict.WARN)
    message = sentence(
        case,
        "scores",
        judged.reason,
        project=project.name,
        expected=points(judged.expected),
        found=printed(whole),
        difference=points(abs(judged.difference)),
    )
    yield finding(judged, message, (whole, *parts))


def _told(case: SpecialCase, settings: Settings, project: Project) -> Iterator[Finding]:
    """What the text says of a project against its table: score, budget, money spent, rate of use."""
    table_score = project.one(settings.total, Measure.SCORE, origin=Origin.TABLE)
    told_scores = [
        figure
        for figure in project.of(Statement.PERF_PROJECT, Measure.SCORE, origin=Origin.NARRATIVE)
        if key_of(figure.fact.item) == key_of(settings.told_score)
    ]
    pairs = [(table_score, told) for told in told_scores]
    money = settings.money[0]
    pairs.append((project.budget(money), project.budget(settings.told_budget)))
    pairs.append((project.one(money, Measure.AMOUNT), project.one(settings.told_amount, Measure.AMOUNT)))
    rate = project.one(money, Measure.RATE)
    pairs += [
        (rate, figure)
        for figure in project.of(Statement.PERF_PROJECT, Measure.RATE)
        if figure.fact.item.rsplit("/", 1)[-1] in settings.used
    ]
    seen = set()
    for one, two in pairs:
        if one is None or two is None or one is two or (one.order, two.number) in seen:
            continue
        seen.add((one.order, two.number))
        judged = judge_sum(one.number, two.number, (one, two), case.severity, small=Verdict.ROUNDING)
        message = sentence(
            case,
            "told",
            judged.reason,
            project=project.name,
            item=name(two.fact.item.rsplit("/", 1)[-1]),
            one=printed(one),
            two=printed(two),
        )
        yield finding(judged, message, (one, two))
