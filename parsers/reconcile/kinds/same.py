"""The same figure at several places: two tables, a table and a sentence, two sentences, two files."""

from __future__ import annotations

from collections.abc import Iterator

from domain.records import Statement
from parsers.reconcile.cases import SameCase
from parsers.reconcile.figures import Figure
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.kinds.places import Mention, figure_at, mentions_of
from parsers.reconcile.sections import Facts
from parsers.reconcile.tolerance import Judgement, judge_same
from parsers.reconcile.wording import Words, amount, label, place, printed

#: The column of a table by source of the money that holds what last year left.
_CARRIED = "/资金来源/上年结转"


def evaluate(case: SameCase, facts: Facts) -> Iterator[Finding]:
    for mentions in mentions_of(case, facts).values():
        by_order = {mention.figure.order: mention for mention in mentions}
        for group in facts.companions([mention.figure for mention in mentions]):
            yield from _evaluate(case, facts, tuple(by_order[figure.order] for figure in group))


def _evaluate(case: SameCase, facts: Facts, mentions: tuple[Mention, ...]) -> Iterator[Finding]:
    """Every different figure against the reference (the first table, else the first sentence); one finding each."""
    reference = next((m for m in mentions if not m.is_text), mentions[0])
    agreeing = [reference]
    failing: dict[tuple[object, ...], tuple[Judgement, list[Mention]]] = {}
    for mention in mentions:
        if mention is reference or not _compares(case, reference, mention):
            continue
        if not _given(case, facts, mention.section.document_id):
            continue
        judged = judge_same(reference.figure, mention.figure, case.severity, small=case.small)
        if judged.verdict.failed and (
            _carries_over(case, facts, reference, mention) or _row_carries_over(reference, mention)
        ):
            continue  # two figures: one with what is carried over, one without
        if judged.reason == "agree":
            agreeing.append(mention)
        else:
            key = (mention.figure.number, mention.figure.fact.statement, judged.verdict)
            failing.setdefault(key, (judged, []))[1].append(mention)
    if len(agreeing) > 1:
        judged = judge_same(agreeing[0].figure, agreeing[1].figure, case.severity)
        yield _finding(case, judged, reference, agreeing[1:])
    for judged, others in failing.values():
        yield _finding(case, judged, reference, others)


def _compares(case: SameCase, reference: Mention, other: Mention) -> bool:
    """Whether this pair is the case's business: two tables, or a sentence on one side.

    The same item of the same statement in two tables is one figure read from two files; it belongs to the text case,
    which owns whatever is printed repeatedly.
    """
    if case.between == "any":
        return True
    tables = not reference.is_text and not other.is_text
    if case.between == "tables":
        return tables and reference.figure.fact.statement is not other.figure.fact.statement
    if tables:
        same = reference.figure.fact.statement is other.figure.fact.statement
        return same and reference.section.document_id != other.section.document_id
    return True


def _carries_over(case: SameCase, facts: Facts, one: Mention, two: Mention) -> bool:
    """Whether the fiscal total is larger than this year's appropriation by what it prints as carried over."""
    whole, year = (one, two) if one.figure.number > two.figure.number else (two, one)
    statements = {mention.figure.fact.statement for mention in (one, two)}
    if whole.figure.fact.statement is not Statement.FISCAL_SUMMARY or len(statements) == 1:
        return False
    difference, document = whole.figure.number - year.figure.number, whole.section.document_id
    carried = [figure.number for place in case.carried if (figure := figure_at(facts, place, document)) is not None]
    if case.carried_whole is not None:
        one_total, other_total = (figure_at(facts, place, document) for place in case.carried_whole)
        if one_total is None or other_total is None:
            return False
        carried = [number for number in carried if number == one_total.number - other_total.number]
    return any(difference == number or (case.carried_in_part and difference <= number) for number in carried)


def _row_carries_over(one: Mention, two: Mention) -> bool:
    """Whether a row of a table is larger than what the text says of this year by what it prints as carried over."""
    whole, year = (one, two) if one.figure.number > two.figure.number else (two, one)
    if whole.is_text or not year.is_text:
        return False
    row, difference = whole.figure.fact.row_no, whole.figure.number - year.figure.number
    return any(
        figure.fact.row_no == row and figure.fact.item.endswith(_CARRIED) and figure.number == difference
        for figure in whole.section.figures
    )


def _given(case: SameCase, facts: Facts, document_id: str) -> bool:
    for left, right in case.given:
        one, two = figure_at(facts, left, document_id), figure_at(facts, right, document_id)
        if one is None or two is None or judge_same(one, two, case.severity).verdict.failed:
            return False
    return True


def _finding(case: SameCase, judged: Judgement, reference: Mention, others: list[Mention]) -> Finding:
    one, two = reference.figure, others[0].figure
    here, there = _where(reference), _where(others[0])
    message = sentence(
        case,
        "same",
        "unit" if judged.verdict.failed and _other_unit(one, two) else judged.reason,
        name=_name(case, one),
        one_place=here,
        two_place=there if there != here else Words(f"{there.zh}另一处", "another place of it"),
        one=printed(one),
        two=printed(two),
        difference=amount(abs(judged.difference), (one, two)),
    )
    return finding(judged, message, (one, *(mention.figure for mention in others)))


def _other_unit(one: Figure, two: Figure) -> bool:
    """Equal digits under different units: the unit is misprinted, not the number."""
    return one.is_money and two.is_money and one.scale != two.scale and one.number / one.scale == two.number / two.scale


def _name(case: SameCase, figure: Figure) -> Words:
    own = label(figure)
    return Words(case.name.zh.format(item=own.zh), case.name.en.format(item=own.en))


def _where(mention: Mention) -> Words:
    return place(mention.section.statement, mention.section.origin)
