"""Relations between single figures of a report: at most, product, total of a list, balance, sum across parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from domain.records import Measure, Verdict
from parsers.reconcile.cases import (
    AtMostCase,
    BalanceCase,
    ElsewhereSumCase,
    ItemsTotalCase,
    OneOfCase,
    Place,
    ProductCase,
)
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.kinds.lists import names_main_items
from parsers.reconcile.kinds.places import as_places
from parsers.reconcile.sections import Facts, Section, key_of, once_per_cell
from parsers.reconcile.tolerance import Judgement, judge_at_most, judge_same, judge_sum
from parsers.reconcile.wording import amount, label, labels, place, printed


def _documents(facts: Facts, places: tuple[Place, ...]) -> list[str]:
    """Documents that print a figure at one of the places."""
    found: dict[str, None] = {}
    for spot in places:
        for section in facts.of_statement(spot.statement):
            if section.all(spot.item, spot.measure):
                found[section.document_id] = None
    return list(found)


def _at(facts: Facts, places: tuple[Place, ...], document_id: str) -> Figure | None:
    for spot in places:
        found = facts.first_near(as_places((spot,)), spot.measure, document_id)
        if found is not None:
            return found
    return None


def at_most(case: AtMostCase, facts: Facts) -> Iterator[Finding]:
    for document_id in _documents(facts, case.smaller):
        smaller, larger = _at(facts, case.smaller, document_id), _at(facts, case.larger, document_id)
        if smaller is None or larger is None or smaller.is_money is not larger.is_money:
            continue
        judged = judge_at_most(smaller.number, larger.number, (smaller, larger), case.severity)
        yield _pair(case, "at_most", judged, smaller, larger)


def _pair(case: AtMostCase, kind: str, judged: Judgement, smaller: Figure, larger: Figure) -> Finding:
    message = sentence(
        case,
        kind,
        judged.reason,
        smaller=label(smaller),
        larger=label(larger),
        found=printed(smaller),
        expected=printed(larger),
        difference=amount(abs(judged.difference), (smaller, larger)),
    )
    return finding(judged, message, (smaller, larger))


def report_sum(case: ElsewhereSumCase, facts: Facts) -> Iterator[Finding]:
    for document_id in _documents(facts, case.total):
        if case.unless and _at(facts, case.unless, document_id):
            continue
        whole = _at(facts, case.total, document_id)
        needed = [_at(facts, places, document_id) for places in case.parts]
        extra = [_at(facts, places, document_id) for places in case.optional]
        parts = [figure for figure in (*needed, *extra) if figure is not None]
        if whole is None or any(figure is None for figure in needed):
            continue
        judged = judge_sum(total(parts), whole.number, (whole, *parts), case.severity)
        message = sentence(
            case,
            "sum",
            judged.reason,
            place=place(whole.fact.statement, whole.fact.origin),
            parts=labels(parts),
            total=label(whole),
            expected=amount(judged.expected, (whole, *parts)),
            found=printed(whole),
            difference=amount(abs(judged.difference), (whole, *parts)),
        )
        yield finding(judged, message, (whole, *parts))


def product(case: ProductCase, facts: Facts) -> Iterator[Finding]:
    """quantity x unit price = amount; a rounded price widens the bound by the quantity."""
    for section in facts.of_statement(case.statement):
        for price in (figure for figure in section.figures if figure.fact.measure is Measure.UNIT_PRICE):
            quantity = section.near(price.fact.item, Measure.QUANTITY, price)
            whole = section.near(price.fact.item, Measure.AMOUNT, price)
            if quantity is None or whole is None or not _same_row(price, quantity, whole):
                continue
            expected = quantity.number * price.number
            bound = quantity.number * price.half + whole.half
            judged = judge_sum(expected, whole.number, (whole,), case.severity)
            if judged.verdict is not Verdict.PASS:
                reach = abs(judged.difference)
                verdict = Verdict.ROUNDING if reach <= bound else case.severity
                reason = "rounding" if verdict is Verdict.ROUNDING else "differ"
                judged = Judgement(verdict, expected, whole.number, bound, reason)
            message = sentence(
                case,
                "product",
                judged.reason,
                item=label(whole),
                quantity=printed(quantity),
                price=printed(price),
                expected=amount(expected, (whole, price)),
                found=printed(whole),
            )
            yield finding(judged, message, (quantity, price, whole))


def _same_row(*figures: Figure) -> bool:
    return len({figure.fact.row_no for figure in figures}) == 1


def items_total(case: ItemsTotalCase, facts: Facts) -> Iterator[Finding]:
    """The lines of a list against a total that is printed elsewhere."""
    for section in facts.of_statement(case.statement):
        left_out = {key_of(item) for item in case.exclude}
        lists: dict[str, list[Figure]] = {}
        for figure, match in section.matching(case.item, case.measure):
            if key_of(figure.fact.item) not in left_out:
                lists.setdefault(match[case.column] if case.column else "", []).append(figure)
        for column, found in lists.items():
            lines = once_per_cell(found)
            places = tuple(spot.model_copy(update={"item": _in_column(case, spot.item, column)}) for spot in case.total)
            whole = _at(facts, places, section.document_id)
            if (
                len(lines) < case.minimum
                or whole is None
                or any(key_of(f.fact.item) == key_of(whole.fact.item) for f in lines)
            ):
                continue
            yield _items_total(case, facts, section, lines, whole)


def _in_column(case: ItemsTotalCase, item: str, column: str) -> str:
    return item.replace(f"{{{case.column}}}", column) if case.column else item


def _items_total(case: ItemsTotalCase, facts: Facts, section: Section, lines: list[Figure], whole: Figure) -> Finding:
    members = (whole, *lines)
    if case.relation == "equal":
        judged = judge_sum(total(lines), whole.number, members, case.severity)
        short = judged.verdict.failed and judged.difference > 0 and case.main_items_of is not None
        if short and names_main_items(facts, section, lines, case.main_items_of or ""):
            judged = replace(judged, verdict=Verdict.INFO, reason="incomplete")
    else:
        judged = judge_at_most(total(lines), whole.number, members, case.severity)
        judged = replace(judged, reason="within" if judged.reason == "agree" else judged.reason)
        judged = replace(judged, expected=judged.found, found=judged.expected)
    message = sentence(
        case,
        "sum",
        judged.reason,
        place=place(section.statement, section.origin),
        parts=labels(lines),
        total=label(whole),
        expected=amount(judged.expected, members),
        found=printed(whole),
        difference=amount(abs(judged.difference), members),
    )
    return finding(judged, message, members)


def one_of(case: OneOfCase, facts: Facts) -> Iterator[Finding]:
    """A total that must be one of several figures printed elsewhere; agrees with the first that it equals."""
    for section in facts.of_statement(case.statement, where=lambda section: section.is_table):
        for figure in section.mentions(case.item, Measure.AMOUNT):
            found = (_at(facts, (spot,), section.document_id) for spot in case.others)
            outcomes = [(judge_same(o, figure, case.severity), o) for o in found if o is not None]
            if not outcomes:
                continue
            judged, other = next(((j, o) for j, o in outcomes if not j.verdict.failed), outcomes[0])
            message = sentence(
                case,
                "same",
                judged.reason,
                name=label(figure),
                one_place=place(other.fact.statement, other.fact.origin),
                two_place=place(figure.fact.statement, figure.fact.origin),
                one=printed(other),
                two=printed(figure),
                difference=amount(abs(judged.difference), (figure, other)),
            )
            yield finding(judged, message, (other, figure))


def balance(case: BalanceCase, facts: Facts) -> Iterator[Finding]:
    """Income and expenditure of the year that differ, with no carry-over printed that could explain it."""
    for document_id in _documents(facts, case.income):
        income, spent = _at(facts, case.income, document_id), _at(facts, case.expenditure, document_id)
        if income is None or spent is None or _is_explained(case, facts):
            continue
        if case.rounded or income.scale != spent.scale:  # 元 beside 万元: one of them is rounded
            judged = judge_sum(income.number, spent.number, (income, spent), case.severity)
        else:
            equal = income.number == spent.number
            verdict, reason = (Verdict.PASS, "agree") if equal else (case.severity, "differ")
            judged = Judgement(verdict, income.number, spent.number, Decimal(0), reason)
        message = sentence(
            case,
            "balance",
            judged.reason,
            income_name=label(income),
            spent_name=label(spent),
            income=printed(income),
            spent=printed(spent),
            difference=amount(abs(judged.difference), (income, spent)),
        )
        yield finding(judged, message, (income, spent))


def _is_explained(case: BalanceCase, facts: Facts) -> bool:
    def figures(places: tuple[Place, ...]) -> Iterator[Figure]:
        for spot in places:
            for section in facts.of_statement(spot.statement):
                yield from section.all(spot.item, spot.measure)

    return any(True for _ in figures(case.explained_by)) or any(figure.number for figure in figures(case.carry_over))
