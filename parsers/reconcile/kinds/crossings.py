"""Relations across sections that only warn: vehicles, operating expenses, empty tables, plausibility."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from domain.records import CellState, Measure, Origin, Statement, Verdict
from parsers.reconcile.cases import Place, SpecialCase
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section
from parsers.reconcile.tolerance import Judgement, judge_sum
from parsers.reconcile.wording import amount, labels, place, printed

_STOCK = ((Statement.THREE_PUBLIC_COUNTS, "公务用车保有量"),)
_VEHICLES = ((Statement.ASSETS, "车辆数合计"),)
_RUNNING = ((Statement.THREE_PUBLIC, "公务用车运行维护费"), (Statement.THREE_PUBLIC, "公务用车购置及运行维护费"))


class Explained(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Words with which a document explains a vehicle that is on the books but not paid for.
    explained_by: str
    #: The kind of vehicle such a one is filed under.
    kind: str


def vehicles(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """保有量 against the vehicles on the books: an error where one says none and the other some, unexplained."""
    settings = Explained.model_validate(case.settings)
    for section in facts.of_statement(Statement.THREE_PUBLIC_COUNTS):
        stock = next(iter(section.all(_STOCK[0][1], Measure.COUNT)), None)
        owned = facts.first_near(_VEHICLES, Measure.COUNT, section.document_id)
        if stock is None or owned is None:
            continue
        explained = _explained(settings, facts, owned)
        verdict = Verdict.PASS if stock.number == owned.number else Verdict.WARN
        if verdict is Verdict.WARN and not explained and 0 in (stock.number, owned.number):
            verdict = Verdict.ERROR
        reason = "agree" if verdict is Verdict.PASS else ("explained" if explained else "differ")
        judged = Judgement(verdict, stock.number, owned.number, Decimal(0), reason)
        message = sentence(case, "vehicles", reason, stock=printed(stock), owned=printed(owned))
        yield finding(judged, message, (stock, owned))


def _explained(settings: Explained, facts: Facts, owned: Figure) -> bool:
    """Said in words, or all vehicles on the books are of the kind that is in no service."""
    document = [fact for fact in facts.facts if fact.document_id == owned.fact.document_id]
    if any(fact.statement is Statement.ASSETS and re.search(settings.explained_by, fact.quote) for fact in document):
        return True
    places = ((Statement.ASSETS, settings.kind),)
    others = facts.first(places, Measure.COUNT, document_id=owned.fact.document_id)
    return others is not None and others.number == owned.number != 0


def running_costs(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Running costs need a vehicle."""
    for section in facts.of_statement(Statement.THREE_PUBLIC):
        for measure in (Measure.AMOUNT, Measure.BUDGET):
            cost = facts.first(_RUNNING, measure, document_id=section.document_id)
            if cost is None or cost.fact not in [figure.fact for figure in section.figures] or not cost.number:
                continue
            owned = facts.first_near(_VEHICLES, Measure.COUNT, section.document_id)
            stock = facts.first_near(_STOCK, Measure.COUNT, section.document_id)
            blank = _asset_table_without_vehicles(facts, section.document_id)
            if any(figure is not None and figure.number for figure in (owned, stock)):
                continue
            if owned is None and stock is None and blank is None:
                continue
            figures = tuple(figure for figure in (cost, owned, stock) if figure is not None)
            message = sentence(case, "vehicles", "blank" if blank else "none", cost=printed(cost))
            yield Finding(Verdict.WARN, message, figures, tuple(blank.others[:1]) if blank else ())
            break


def _asset_table_without_vehicles(facts: Facts, document_id: str) -> Section | None:
    """A printed asset table of this document whose vehicle rows are blank."""
    for section in facts.of_statement(Statement.ASSETS, where=lambda section: section.is_table):
        names = [fact.item for fact in (*section.others, *(figure.fact for figure in section.figures))]
        if section.document_id == document_id and not any("车辆" in name for name in names):
            return section
    return None


def operating(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """机关运行经费 equals 公用经费 for a single administrative bureau; institutions below it make it smaller."""
    public = ((Statement.BASIC_BY_ECONOMIC, "公用经费"), (Statement.EXPENDITURE, "公用经费"))
    for section in facts.of_statement(Statement.AGENCY_OPERATING):
        for expenses in section.mentions("机关运行经费", Measure.AMOUNT):
            spent = facts.first_near(public, Measure.AMOUNT, section.document_id)
            if spent is None:
                continue
            judged = judge_sum(spent.number, expenses.number, (expenses, spent), case.severity)
            if judged.verdict.failed and expenses.number < spent.number:
                judged = Judgement(Verdict.INFO, spent.number, expenses.number, judged.tolerance, "less")
            message = sentence(
                case,
                "operating",
                judged.reason,
                found=printed(expenses),
                expected=printed(spent),
                difference=amount(abs(judged.difference), (expenses, spent)),
            )
            yield finding(judged, message, (expenses, spent))


def declared_empty(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """A table that is declared empty while a sentence states figures: zeros are noted, others contradict it.

    Not where another table of the statement prints figures: the empty one is that of another budget.
    """
    for table in facts.sections:
        empties = [fact for fact in table.others if fact.cell_state is CellState.DECLARED_EMPTY]
        if not table.is_table or not empties or _has_figures(facts, table):
            continue
        told = [
            figure
            for section in facts.of_statement(table.statement, where=lambda s: s.origin is Origin.NARRATIVE)
            if facts.are_companions(section.document_id, table.document_id)
            for figure in section.figures
            if figure.is_money and any(_speak_of_the_same(empty.item, figure.fact.item) for empty in empties)
        ]
        if not told:
            continue
        stated = [figure for figure in told if figure.number]
        shown = stated or told
        verdict = case.severity if stated else Verdict.INFO
        message = sentence(
            case,
            "declared_empty",
            "differ" if stated else "zeros",
            place=place(table.statement, Origin.TABLE),
            item=labels(shown[:1]),
            found=printed(shown[0]),
        )
        yield Finding(verdict, message, tuple(shown), tuple(empties))


def _speak_of_the_same(empty: str, told: str) -> bool:
    """An empty list of transfers (对下转移支付/本表) says nothing of the other projects of its statement."""
    return told.startswith(empty.removesuffix(empty.rpartition("/")[2]))


def _has_figures(facts: Facts, table: Section) -> bool:
    others = facts.of_statement(table.statement, where=lambda other: other.is_table and bool(other.figures))
    return any(other.document_id == table.document_id for other in others)


class SpecialItems(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: Names of items that are project expenditure by their nature.
    names: tuple[str, ...]
    project_expenditure: tuple[Place, ...]


def special_items(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Special items (信访事务, 一般行政管理事务 …) as listed in sentences against 项目支出."""
    settings = SpecialItems.model_validate(case.settings)
    places = tuple((spot.statement, spot.item) for spot in settings.project_expenditure)
    for section in facts.of_statement(Statement.GENERAL_BY_ITEM, where=lambda s: s.origin is Origin.NARRATIVE):
        whole = facts.first_near(places, Measure.AMOUNT, section.document_id)
        rows: dict[tuple[str, str], Figure] = {}
        for figure in section.figures:
            if figure.fact.measure is Measure.AMOUNT and figure.fact.item in settings.names:
                rows.setdefault((figure.fact.item, figure.fact.item_printed), figure)
        items = tuple(rows.values())
        if whole is None or not items:
            continue
        judged = judge_sum(total(items), whole.number, (whole, *items), case.severity)
        if judged.verdict.failed:
            # Less: other items hold projects too. More: a special item pays basic expenditure.
            reason = "less" if judged.expected < judged.found else "more"
            judged = Judgement(Verdict.INFO, judged.expected, judged.found, judged.tolerance, reason)
        message = sentence(
            case,
            "special_items",
            judged.reason,
            parts=labels(items),
            expected=amount(judged.expected, (whole, *items)),
            found=printed(whole),
            difference=amount(abs(judged.difference), (whole, *items)),
        )
        yield finding(judged, message, (whole, *items))


class Plausible(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: At least so many items completed at exactly 100 %.
    items: int = 3
    #: Change on last year, in per cent, from which an exact initial budget is hard to believe.
    change: Decimal = Decimal(5)


def completion_everywhere(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """Every item completed at exactly 100 %: the comparison is with the adjusted budget, or was not made."""
    settings = Plausible.model_validate(case.settings)
    for section in facts.of_statement(Statement.GENERAL_BY_ITEM):
        rates = [f for f in section.figures if f.fact.measure is Measure.COMPLETION_PCT]
        if len(rates) >= settings.items and all(rate.number == 100 for rate in rates):
            yield Finding(Verdict.INFO, sentence(case, "plausible", "all", number=str(len(rates))), tuple(rates))


def exact_budget(case: SpecialCase, facts: Facts) -> Iterator[Finding]:
    """An initial budget met to the cent although income or expenditure changed a good deal on last year."""
    settings = Plausible.model_validate(case.settings)
    for section in facts.of_statement(Statement.BUDGET_EXECUTION):
        changed = [
            figure
            for other in facts.of_statement(Statement.SUMMARY)
            if other.document_id == section.document_id
            for figure in other.figures
            if figure.fact.measure is Measure.CHANGE_PCT and abs(figure.number) >= settings.change
        ]
        pairs = [
            (budget, final)
            for budget in section.figures
            if budget.fact.measure is Measure.BUDGET
            for final in section.all(budget.fact.item, Measure.AMOUNT)[:1]
        ]
        if changed and pairs and all(one.number == two.number for one, two in pairs):
            message = sentence(case, "plausible", "exact", budget=printed(pairs[0][0]), rate=printed(changed[0]))
            yield Finding(case.severity, message, (*(figure for pair in pairs for figure in pair), changed[0]))
