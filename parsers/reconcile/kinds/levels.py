"""Coded tables: 合计 = sum of 类 = sum of 款 = sum of 项, column by column.

The tree comes from the printed codes: the parent of a row is the nearest row above whose code begins its own, so
tables that skip a level, or list unit after unit, are judged by what they print. Where units stand above their own
rows, a unit is the sum of those, and without rows for the whole 合计 is the sum of the units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from domain.classification import is_code
from domain.records import Fact, Measure, Verdict
from parsers.reconcile.cases import LevelsCase
from parsers.reconcile.classification import Kind, codes_of, is_unit, read_code
from parsers.reconcile.figures import Figure, total
from parsers.reconcile.findings import Finding, finding, sentence
from parsers.reconcile.sections import Facts, Section, key_of
from parsers.reconcile.tolerance import judge_sum
from parsers.reconcile.wording import Words, amount, label, labels, name, place, printed

_TOTAL = "合计"
#: Marks the classes of the government's economic classification in a table of its own.
_GOVERNMENT = "政府经济分类/"
_MEASURES = (Measure.AMOUNT, Measure.BUDGET, Measure.ADJUSTED_BUDGET, Measure.PRIOR_AMOUNT)


@dataclass(eq=False)
class Row:
    name: str
    code: str | None
    printed_code: str | None
    cells: dict[str, Figure] = field(default_factory=dict)
    children: list[Row] = field(default_factory=list)
    #: The unit above the row, in a table that prints the rows of several.
    unit: str = ""


def evaluate(case: LevelsCase, facts: Facts) -> Iterator[Finding]:
    for statement in case.statements:
        for section in facts.of_statement(statement, where=lambda section: section.is_table):
            for measure in _MEASURES:
                yield from _evaluate(case, section, measure)


def _evaluate(case: LevelsCase, section: Section, measure: Measure) -> Iterator[Finding]:
    rows = _rows(section, measure, case.codes)
    parents, top, doubtful = _tree([row for row in rows if not row.unit])
    whole = next((row for row in rows if row.name == _TOTAL), None)
    units, inside = _units(rows)
    parents += inside
    if not top and whole is not None:
        top = [] if _silent_units(rows, units, whole) else units
    if whole is not None and top and not doubtful:
        whole.children = top
        parents = [whole, *parents]
    for parent in parents:
        if parent.children and not (doubtful and _is_doubtful(parent, doubtful)):
            yield from _columns(case, section, parent)
    for item, codes in case.groups.items():
        group = next((row for row in rows if row.name == key_of(item)), None)
        if group is not None and not doubtful:
            group.children = [row for row in top if row.code and row.code[:3] in codes]
            yield from _columns(case, section, group) if group.children else ()


def _rows(section: Section, measure: Measure, kind: Kind) -> list[Row]:
    """Rows in printed order; a cell is found by the column's name."""
    found: dict[tuple[object, ...], Row] = {}
    units = _unit_names(section)
    for figure in section.figures:
        if figure.fact.measure is not measure or not figure.is_money:
            continue
        own = _kind(figure.fact, kind)
        row_name, column = _split(figure.fact, own)
        unit = row_name if figure.fact.code and row_name in units else ""
        if unit:
            row_name, _, column = column.partition("/")
        key = (figure.fact.row_no, figure.fact.code, unit, row_name)
        if key not in found:
            found[key] = Row(row_name, _code(figure.fact, row_name, own), figure.fact.code, unit=unit)
        found[key].cells.setdefault(column, figure)
    return list(found.values())


def _code(fact: Fact, row_name: str, kind: Kind) -> str | None:
    if not fact.code:
        return None
    government = fact.item.startswith(_GOVERNMENT) and is_code(fact.code, "government_economic")
    return fact.code if government else read_code(fact.code, row_name, kind)


def _unit_names(section: Section) -> set[str]:
    """Rows without a code that other rows name in front of their own: units above their functions."""
    plain = {key_of(fact.item.partition("/")[0]) for fact in section.facts if not fact.code}
    return {row for row in plain if row != _TOTAL and not codes_of(row)}


def _units(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The units' rows with the top level of their own rows below them, and all rows with others below them."""
    named = {row.name: row for row in rows if row.code is None and not row.unit}
    units: list[Row] = []
    parents: list[Row] = []
    for unit in dict.fromkeys(row.unit for row in rows if row.unit):
        coded, top, doubtful = _tree([row for row in rows if row.unit == unit])
        if not doubtful and unit in named:
            named[unit].children = top
            units.append(named[unit])
            parents += [named[unit], *coded]
    return units, parents


def _silent_units(rows: list[Row], units: list[Row], whole: Row) -> bool:
    """Whether another row could be a unit of the whole: one without a code that does not just repeat it."""
    others = (row for row in rows if row.code is None and not row.unit and row is not whole and row not in units)
    return any(
        figure.number and not (column in whole.cells and whole.cells[column].number == figure.number)
        for row in others
        for column, figure in row.cells.items()
    )


def _kind(fact: Fact, kind: Kind) -> Kind:
    """The classification of a row: basic spending by class is also printed for functional rows (湖南)."""
    return "functional" if (fact.code or "").startswith("2") else kind


def _split(fact: Fact, kind: Kind) -> tuple[str, str]:
    """Row and column of a cell: 合计/经济分类/合计 is column 经济分类/合计 of row 合计; economic rows may have none."""
    item = fact.item.removeprefix(_GOVERNMENT) if kind == "economic" else fact.item
    row, _, column = item.partition("/") if kind == "functional" else item.rpartition("/")
    return key_of(row or column), column if row else ""


def _tree(rows: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows that may have children, rows of the top level, and rows whose code cannot be read."""
    coded: list[Row] = []
    top: list[Row] = []
    doubtful: list[Row] = []
    latest: dict[str, Row] = {}
    for row in rows:
        if row.name == _TOTAL:
            continue
        if row.code is None:
            if row.printed_code and not is_unit(row.printed_code, row.name):
                doubtful.append(row)
            continue
        parent = next((latest[row.code[:n]] for n in range(len(row.code) - 1, 0, -1) if row.code[:n] in latest), None)
        (parent.children if parent else top).append(row)
        coded.append(row)
        latest[row.code] = row
    return coded, top, doubtful


def _is_doubtful(parent: Row, doubtful: list[Row]) -> bool:
    """A row of an unreadable code could be a child of this one: its sum cannot be judged."""
    return any(parent.code is None or (row.printed_code or "").startswith(parent.code) for row in doubtful)


def _columns(case: LevelsCase, section: Section, parent: Row) -> Iterator[Finding]:
    columns = dict.fromkeys(column for row in (parent, *parent.children) for column in row.cells)
    folded = any(not row.cells.keys() & set(case.folded) for row in (parent, *parent.children) if row.cells)
    for column in columns:
        if folded and column in case.folded:
            continue
        own = parent.cells.get(column)
        parts = [row.cells[column] for row in parent.children if column in row.cells]
        if own is None and not total(parts):
            continue
        found = own.number if own else Decimal(0)
        members = [*([own] if own else []), *parts]
        judged = judge_sum(total(parts), found, members, case.severity)
        reason = judged.reason if own else "blank"
        message = sentence(
            case,
            "sum",
            reason if parts else "no_parts",
            place=place(section.statement, section.origin),
            parts=labels(parts),
            total=label(own) if own else _cell(parent, column),
            expected=amount(judged.expected, members),
            found=printed(own) if own else "",
            difference=amount(abs(judged.difference), members),
        )
        # Nothing printed below a printed 0 says nothing.
        if parts or judged.verdict is not Verdict.PASS:
            yield finding(judged, message, members)


def _cell(row: Row, column: str) -> Words:
    return name(f"{row.name}/{column}" if column else row.name)
