"""Project self-evaluations (I17): money, execution rate, scores and weights of each project form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from domain.records import Measure, Origin, Statement, Verdict
from parsers.reconcile.cases import SpecialCase
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of
from parsers.reconcile.tolerance import Judgement, Ratio, judge_rate, judge_sum
from parsers.reconcile.wording import amount, name, percent_beside, points, printed

_HUNDRED = Decimal(100)


class Settings(BaseModel):
    """Names of rows and columns as the forms print them; ``execution_weight`` is used where none is printed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Row of the money block that holds the whole; "" is a form of labels and values without rows.
    whole: tuple[str, ...] = ("年度资金总额", "资金总额", "资金总额（无行名）", "")
    fiscal: tuple[str, ...] = ("财政拨款", "当年财政拨款", "财政资金")
    budget: tuple[str, ...] = ("全年预算数", "预算数", "预算编制数", "年初预算数")
    spent: tuple[str, ...] = ("全年执行数", "执行数")
    rest: tuple[str, ...] = ("资金结（转）余", "资金结余")
    rate: tuple[str, ...] = ("执行率", "完成预算")
    score: tuple[str, ...] = ("得分",)
    weight: tuple[str, ...] = ("分值",)
    total: str = "总分"
    subtotal: str = "分值合计"
    told_score: str = "自评得分"
    used: tuple[str, ...] = ("资金使用率", "预算执行率")
    execution_weight: Decimal = Decimal(10)


@dataclass(frozen=True)
class Project:
    """What one document prints about one project, in tables and sentences."""

    name: str
    document_id: str
    sections: tuple[Section, ...]
    settings: Settings

    def of(self, statement: Statement, measure: Measure, *, origin: Origin | None = None) -> list[Figure]:
        return [
            figure
            for section in self.sections
            if section.statement is statement and origin in (None, section.origin)
            for figure in section.figures
            if figure.fact.measure is measure
        ]

    @cached_property
    def cells(self) -> dict[tuple[Origin, str, str], Figure]:
        """The first figure of each row and column: ``资金总额/执行率`` stands in row 资金总额, ``执行数`` in row ""."""
        found: dict[tuple[Origin, str, str], Figure] = {}
        for section in self.sections:
            for figure in section.figures if section.statement is Statement.PERF_PROJECT else ():
                row, _, column = key_of(figure.fact.item).rpartition("/")
                found.setdefault((section.origin, row, column), figure)
        return found

    def cell(
        self, columns: Sequence[str], rows: Sequence[str] | None = None, origin: Origin = Origin.TABLE
    ) -> Figure | None:
        """The figure in the first of ``rows`` (by default: of the whole) that prints one of ``columns``."""
        for row in self.settings.whole if rows is None else rows:
            for column in columns:
                found = self.cells.get((origin, key_of(row), key_of(column)))
                if found is not None:
                    return found
        return None

    @property
    def budget(self) -> Figure | None:
        return self.cell(self.settings.budget)

    @property
    def spent(self) -> Figure | None:
        return self.cell(self.settings.spent)


def projects(facts: Facts, settings: Settings | None = None) -> list[Project]:
    """The projects of each document, with the sections that speak of them."""
    found: dict[tuple[str, str], list[Section]] = {}
    for section in facts.sections:
        if section.project and section.statement in (Statement.PERF_PROJECT, Statement.PERF_INDICATOR):
            found.setdefault((section.document_id, section.project), []).append(section)
    names = settings or Settings()
    return [Project(name, document, tuple(sections), names) for (document, name), sections in found.items()]


def evaluate(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    settings = Settings.model_validate(case.settings)
    for project in projects(facts, settings):
        for rows, origin in ((None, Origin.TABLE), (settings.fiscal, Origin.TABLE), (("",), Origin.NARRATIVE)):
            yield from _rate(case, facts, project, rows, origin)
            yield from _rest(case, project, rows, origin)
        yield from _execution_score(case, project)
        yield from _weights(case, project)
        yield from _scores(case, project)
        yield from _told(case, project)


def _rate(
    case: SpecialCase, facts: Facts, project: Project, rows: Sequence[str] | None, origin: Origin
) -> Iterator[Finding]:
    """执行率 = 执行数 / 全年预算数; equal figures must give 100 %."""
    names = project.settings
    base, final = project.cell(names.budget, rows, origin), project.cell(names.spent, rows, origin)
    printed_rate = project.cell(names.rate, rows, origin)
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
        expected=percent_beside(judged.expected, printed_rate),
    )
    yield finding(judged, message, (base, final, printed_rate))


def _rest(case: SpecialCase, project: Project, rows: Sequence[str] | None, origin: Origin) -> Iterator[Finding]:
    names = project.settings
    base, final = project.cell(names.budget, rows, origin), project.cell(names.spent, rows, origin)
    rest = project.cell(names.rest, rows, origin)
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


def _execution_weight(project: Project) -> Decimal:
    weight = project.cell(project.settings.weight)
    return weight.number if weight is not None else project.settings.execution_weight


def _execution_score(case: SpecialCase, project: Project) -> Iterator[Finding]:
    """得分 = 分值 x 执行率, or the full weight."""
    score, rate = _score_of_execution(project), project.cell(project.settings.rate)
    if score is None or rate is None:
        return
    weight = _execution_weight(project)
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


def _score_of_execution(project: Project) -> Figure | None:
    names = project.settings
    return project.cell(names.score) or project.cell(names.score, names.fiscal)


def _of_indicators(project: Project, measure: Measure) -> list[Figure]:
    return [
        figure
        for figure in project.of(Statement.PERF_INDICATOR, measure, origin=Origin.TABLE)
        if not figure.fact.item.endswith(project.settings.subtotal)
    ]


def _weights(case: SpecialCase, project: Project) -> Iterator[Finding]:
    """Weights add to 100: execution and all indicators; those of a first level to its printed subtotal."""
    settings = project.settings
    weights = _of_indicators(project, Measure.WEIGHT)
    if not weights:
        return
    whole = total(weights) + _execution_weight(project)
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


def _scores(case: SpecialCase, project: Project) -> Iterator[Finding]:
    """得分 add to 总分. Where the form prints fewer indicators than weights for 100, the list may be incomplete."""
    whole = _total_score(project)
    scores = _of_indicators(project, Measure.SCORE)
    execution = _score_of_execution(project)
    if whole is None or not scores:
        return
    weights = total(_of_indicators(project, Measure.WEIGHT)) + _execution_weight(project)
    if execution is None and 0 <= whole.number - total(scores) <= _execution_weight(project):
        return  # the score of the execution is not printed, only its weight
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


def _total_score(project: Project) -> Figure | None:
    scores = project.of(Statement.PERF_PROJECT, Measure.SCORE, origin=Origin.TABLE)
    return next((figure for figure in scores if figure.fact.item == project.settings.total), None)


def _told(case: SpecialCase, project: Project) -> Iterator[Finding]:
    """What the text says of a project against its table: score, budget, money spent, rate of use."""
    names = project.settings
    told_scores = project.of(Statement.PERF_PROJECT, Measure.SCORE, origin=Origin.NARRATIVE)
    table_score, rate = _total_score(project), project.cell(names.rate)
    pairs: list[tuple[Figure | None, Figure | None]] = [
        (table_score, told) for told in told_scores if key_of(told.fact.item) == key_of(names.told_score)
    ]
    pairs.append((project.budget, project.cell(names.budget, ("",), Origin.NARRATIVE)))
    pairs.append((project.spent, project.cell(names.spent, ("",), Origin.NARRATIVE)))
    pairs += [
        (rate, figure)
        for figure in project.of(Statement.PERF_PROJECT, Measure.RATE)
        if figure.fact.item.rsplit("/", 1)[-1] in names.used
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
