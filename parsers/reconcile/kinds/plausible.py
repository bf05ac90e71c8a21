"""Suspicions: figures that are possible but do not go together. Each names what a person should look at."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from domain.records import Fact, Measure, Origin, Statement, Verdict
from parsers.reconcile.cases import Place, SpecialCase
from parsers.reconcile.classification import codes_of, economic_official, is_reordered
from parsers.reconcile.figures import Figure
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.kinds.indicators import Indicator, indicators
from parsers.reconcile.kinds.performance import Project, projects
from parsers.reconcile.sections import Facts, key_of
from parsers.reconcile.tolerance import judge_sum
from parsers.reconcile.wording import Words, amount, label, labels, name, percent, printed

_FUNCTIONS = (Statement.GENERAL_BY_FUNCTION, Statement.GENERAL_BY_ITEM, Statement.GENERAL_BY_CLASS)


class PerUnit(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: A cost indicator for one of something; the group is what.
    cost: str
    quantities: str = "数量指标"


def unit_costs(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """每次…资金数 times the number of 次 is what the project spent."""
    settings = PerUnit.model_validate(case.settings)
    forms = {(form.document_id, form.name): form for form in projects(facts)}
    by_project: dict[tuple[str, str], list[Indicator]] = defaultdict(list)
    for row in indicators(facts):
        by_project[row.document_id, row.project].append(row)
    for key, rows in by_project.items():
        form = forms.get(key)
        spent = form.spent if form is not None else None
        for row in rows if spent is not None else ():
            match = re.match(settings.cost, row.name)
            cost = row.measured(Measure.ACTUAL)
            if match is None or spent is None or cost is None or cost[1] not in ("万元", "元"):
                continue
            counts = [
                (other, measured[0])
                for other in rows
                if f"/{settings.quantities}/" in f"/{other.item}/"
                and (measured := other.measured(Measure.ACTUAL)) is not None
                and measured[1] == match.group(1)
            ]
            # 解决案件2件 beside 发放2次: the one that is named like the cost counts.
            named = [one for one in counts if one[0].name[:2] in row.name] or counts
            if len(named) == 1:
                yield from _unit_cost(case, row, named[0], cost, spent)


def _unit_cost(
    case: SpecialCase, row: Indicator, counted: tuple[Indicator, Decimal], cost: tuple[Decimal, str], spent: Figure
) -> Iterator[Finding]:
    quantity, number = counted
    expected = cost[0] * number * (10000 if cost[1] == "万元" else 1)
    judged = judge_sum(expected, spent.number, (spent,), case.severity)
    if not judged.verdict.failed:
        return
    message = sentence(
        case,
        "suspicion",
        "unit_cost",
        project=row.project,
        item=row.name,
        cost=row.printed(Measure.ACTUAL),
        quantity=quantity.printed(Measure.ACTUAL),
        expected=amount(expected, (spent,)),
        found=printed(spent),
    )
    cited = (row.texts[Measure.ACTUAL], quantity.texts[Measure.ACTUAL])
    yield Finding(judged.verdict, message, (spent,), cited, expected, spent.number, judged.difference, judged.tolerance)


class Rates(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Indicators that state a rate, and items of sentences that state it too.
    indicator: str
    told: str = ""


def satisfaction(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A rate of satisfaction that the text gives and none of the forms has."""
    settings = Rates.model_validate(case.settings)
    told: dict[str, list[Figure]] = defaultdict(list)
    for figure in facts.figures:
        said = figure.fact.measure is Measure.RATE and figure.fact.origin is Origin.NARRATIVE
        if said and re.search(settings.told, figure.fact.item) and not figure.fact.project:
            told[figure.fact.document_id].append(figure)
    for document_id, rates in told.items():
        rows = [row for row in indicators(facts) if row.document_id == document_id]
        measured = [
            (row, value)
            for row in rows
            if re.search(settings.indicator, row.name) and (value := row.measured(Measure.ACTUAL)) and value[1] == "%"
        ]
        if len(rates) == 1 and measured and all(value[0] != rates[0].number for _, value in measured):
            row = measured[0][0]
            message = sentence(
                case,
                "suspicion",
                "satisfaction",
                item=name(rates[0].fact.item),
                told=printed(rates[0]),
                project=row.project,
                indicator=row.name,
                actual=row.printed(Measure.ACTUAL),
            )
            yield Finding(case.severity, message, tuple(rates), (row.texts[Measure.ACTUAL],))


def control_rates(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """An indicator that states how much of the budget was used, against the execution rate of the form."""
    settings = Rates.model_validate(case.settings)
    forms = {(form.document_id, form.name): form for form in projects(facts)}
    for row in indicators(facts):
        form = forms.get((row.document_id, row.project))
        measured = row.measured(Measure.ACTUAL)
        rate = form.cell(form.settings.rate) if form is not None else None
        if rate is None or measured is None or not re.search(settings.indicator, row.name):
            continue
        if measured[1] == "%" and measured[0] != rate.number:
            message = sentence(
                case,
                "suspicion",
                "control_rate",
                project=row.project,
                item=row.name,
                actual=row.printed(Measure.ACTUAL),
                rate=printed(rate),
            )
            yield Finding(case.severity, message, (rate,), (row.texts[Measure.ACTUAL],))


class Insurance(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Economic items of which personnel expenses hold at least one.
    items: tuple[str, ...]
    #: Economic item → class of function that pays for it.
    classes: dict[str, str]


def no_insurance(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Salaries without any pension, medical insurance or housing fund: another unit may pay them."""
    settings = Insurance.model_validate(case.settings)
    wanted = {key_of(item) for item in settings.items}
    for document_id in dict.fromkeys(section.document_id for section in facts.of_statement(_ECONOMIC)):
        sections = [one for one in facts.of_statement(_ECONOMIC) if one.document_id == document_id]
        names = {key_of(figure.fact.item.split("/")[0]) for one in sections for figure in one.figures if figure.number}
        whole = facts.first(((_ECONOMIC, "人员经费"),), Measure.AMOUNT, document_id=document_id)
        salaries = facts.first(((_ECONOMIC, "基本工资"),), Measure.AMOUNT, document_id=document_id)
        if whole is not None and salaries is not None and not names & wanted:
            message = sentence(case, "suspicion", "no_insurance", found=printed(whole))
            yield Finding(case.severity, message, (whole, salaries))


_ECONOMIC = Statement.BASIC_BY_ECONOMIC


def charged_elsewhere(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Medical insurance and housing fund are paid, but no class for them is among the functions."""
    settings = Insurance.model_validate(case.settings)
    for document_id in dict.fromkeys(section.document_id for section in facts.of_statement(_ECONOMIC)):
        printed_classes = {
            code[:3]
            for statement in _FUNCTIONS
            for section in facts.of_statement(statement)
            if section.document_id == document_id
            for figure in section.figures
            for code in ([figure.fact.code] if figure.fact.code else codes_of(figure.fact.item.split("/")[0]))
        }
        for code in dict.fromkeys(settings.classes.values() if printed_classes else ()):
            items = [item for item, cls in settings.classes.items() if cls == code]
            found = (facts.first(((_ECONOMIC, i),), Measure.AMOUNT, document_id=document_id) for i in items)
            paid = tuple(figure for figure in found if figure is not None and figure.number)
            if paid and code not in printed_classes:
                words = Words("、".join(printed(f).zh for f in paid), " and ".join(printed(f).en for f in paid))
                message = sentence(
                    case, "suspicion", "no_class", parts=labels(paid), found=words, code=code, cls=_class_name(code)
                )
                yield Finding(case.severity, message, paid)


def _class_name(code: str) -> Words:
    return {"210": name("卫生健康支出"), "221": name("住房保障支出")}.get(code, Words(code, code))


class Services(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Projects that buy a service, by their names.
    names: str


def goods_or_services(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A project for a service that costs just what was bought as goods, while no service was bought."""
    settings = Services.model_validate(case.settings)
    for section in facts.of_statement(Statement.PROCUREMENT):
        goods = next(iter(section.all("货物", Measure.AMOUNT)), None)
        services = next(iter(section.all("服务", Measure.AMOUNT)), None)
        if goods is None or services is None or not goods.number or services.number:
            continue
        for form in projects(facts):
            spent = form.spent or form.cell(form.settings.spent, ("",), Origin.NARRATIVE)
            bought = spent is not None and spent.number == goods.number
            if bought and spent is not None and re.search(settings.names, form.name):
                message = sentence(case, "suspicion", "goods_or_services", project=form.name, found=printed(goods))
                yield Finding(case.severity, message, (goods, services, spent))
                break


class Precision(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    statements: tuple[Statement, ...]
    total: str = "合计"


def mixed_precision(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """One list of shares with 79% beside 9.6%: the former was rounded further (79.2%), not just written shorter."""
    settings = Precision.model_validate(case.settings)
    for statement in settings.statements:
        for section in facts.of_statement(statement, where=lambda section: section.origin is Origin.NARRATIVE):
            shares = [f for f in section.figures if f.fact.measure is Measure.SHARE_PCT and f.number not in (0, 100)]
            finest = max((share.decimals for share in shares), default=0)
            for share in shares:
                part = section.near(share.fact.item, Measure.AMOUNT, share)
                whole = section.near(settings.total, Measure.AMOUNT, share)
                if share.decimals == finest or part is None or whole is None or not whole.number:
                    continue
                exact = (100 * part.number / whole.number).quantize(Decimal(1).scaleb(-finest))
                if exact != share.number:
                    other = next(one for one in shares if one.decimals == finest)
                    message = sentence(
                        case,
                        "suspicion",
                        "precision",
                        item=label(part),
                        found=printed(share),
                        expected=percent(exact, finest),
                        other_item=name(other.fact.item),
                        other=printed(other),
                    )
                    yield Finding(case.severity, message, (part, whole, share, other))
                    break


def local_names(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """An economic item under another order of its characters: 维护（修）费 for 维修（护）费."""
    seen = set()
    for fact in facts.facts:
        if fact.statement is not _ECONOMIC or fact.origin is not Origin.NARRATIVE or fact.measure is not Measure.AMOUNT:
            continue
        official = economic_official(fact.item)
        if official and is_reordered(fact.item_printed, official) and (fact.document_id, fact.item) not in seen:
            seen.add((fact.document_id, fact.item))
            message = sentence(case, "code", "spelling", name=fact.item_printed, known=official)
            yield Finding(case.severity, message, facts=(fact,))


class Changes(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    totals: tuple[Place, ...]


def change_alone(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """The change of a total without its rate and without last year's figure."""
    settings = Changes.model_validate(case.settings)
    for spot in settings.totals:
        for section in facts.of_statement(spot.statement, where=lambda section: section.origin is Origin.NARRATIVE):
            change = next(iter(section.all(spot.item, Measure.CHANGE)), None)
            told = section.all(spot.item, Measure.CHANGE_PCT) or section.all(spot.item, Measure.PRIOR_AMOUNT)
            current = section.near(spot.item, Measure.AMOUNT, change) if change is not None else None
            if change is None or current is None or told or not change.number or not change.is_money:
                continue
            base = current.number - change.number
            if base > 0:
                message = sentence(
                    case,
                    "suspicion",
                    "change_alone",
                    item=label(current),
                    change=printed(change),
                    base=amount(base, (current, change)),
                    rate=percent(100 * change.number / base, 2),
                )
                yield Finding(case.severity, message, (current, change))


def unlabelled_rows(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """The money row of a form once more without its label; the whole without its score where its part has one."""
    for project in projects(facts):
        cells = [(row, column, f) for (origin, row, column), f in project.cells.items() if origin is Origin.TABLE]
        bare = tuple(figure for row, _, figure in cells if row.endswith(key_of("（无行名）")))
        if bare:
            yield from _bare_row(case, project, bare)
        score, rate = project.cell(project.settings.score), project.cell(project.settings.rate)
        part = project.cell(project.settings.score, project.settings.fiscal)
        if score is None and rate is not None and part is not None:
            message = sentence(case, "suspicion", "no_score", project=project.name, part=printed(part))
            yield Finding(case.severity, message, (rate, part))


def _bare_row(case: SpecialCase, project: Project, bare: tuple[Figure, ...]) -> Iterator[Finding]:
    """Noted as printed twice where it repeats the labelled row; another figure in it contradicts that row."""
    message = sentence(case, "suspicion", "bare_row", project=project.name, number=str(len(bare)))
    yield Finding(case.severity, message, bare)
    for figure in bare:
        column = key_of(figure.fact.item).rpartition("/")[2]
        labelled = project.cell((column,))
        if labelled is not None and figure.is_money:
            judged = judge_sum(labelled.number, figure.number, (labelled, figure), Verdict.ERROR)
            if judged.verdict.failed:
                words = sentence(
                    case,
                    "told",
                    "differ",
                    project=project.name,
                    item=name(column),
                    one=printed(labelled),
                    two=printed(figure),
                )
                yield finding(judged, words, (labelled, figure))


def score_format(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Scores with 分 beside scores without it in one form."""
    scores: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.facts:
        if fact.measure is Measure.SCORE and fact.origin is Origin.TABLE and fact.value is not None:
            scores[fact.document_id].append(fact)
    for found in scores.values():
        with_unit = [fact for fact in found if f"{fact.printed}分" in fact.quote.split("\t")]
        if with_unit and len(with_unit) < len(found):
            other = next(fact for fact in found if fact not in with_unit)
            message = sentence(
                case,
                "suspicion",
                "score_format",
                number=str(len(with_unit)),
                one=f"{with_unit[0].printed.strip()}分",
                two=other.printed.strip(),
            )
            yield Finding(case.severity, message, facts=tuple(with_unit))
