"""Tables of code, name and amount columns (02, 03, 05, 07, 08, and 06 as budgets print it).

Codes stand in one column, in three (类|款|项) or in front of the name; the total row on top or at the bottom.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from parsers.statements.labels import label_key, row_name
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.layouts.codes import LEVELS, Carried, cell_under, code_of_row
from parsers.statements.tables.names import CLASSIFICATIONS, fits, published_class, published_name, split_code
from parsers.statements.tables.values import Kind, read_value

TOTAL, SUBTOTAL = "合计", "小计"
Figures = list[tuple[ResolvedColumn, GridCell]]


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row is: its published name and code, as printed, and whether it is the total or a unit."""

    name: str
    printed: str
    code: str | None = None
    total: bool = False
    agency: bool = False
    #: The unit the row belongs to, where the table prints one.
    unit: str | None = None


def read_rows(case: TableCase) -> None:
    labels = _labels(case)
    several = len({label.unit for label in labels.values() if label.unit is not None}) > 1
    for row in case.data_rows():
        figures = _figures(case, row)
        label = labels.get(row)
        if figures is None:
            continue
        if label is None:
            if figures or not _heads_rows(case, row):
                case.report(row)
            continue
        case.used_rows += 1
        if case.declaration.fold:
            figures = _folded(case, figures)
        if several and label.unit is not None and not label.agency:
            label = replace(label, name=f"{label.unit}/{label.name}")
        for column, cell in figures:
            case.figure(cell, _meaning(case, label, column))


def _heads_rows(case: TableCase, row: int) -> bool:
    """A row that only says what the rows below it are: 公用经费 over the whole width."""
    cells = case.grid.filled(row)
    columns = case.declaration.value_columns
    return len(cells) == 1 and any(label_key(cells[0].text) in column.matcher for column in columns)


def _labels(case: TableCase) -> dict[int, RowLabel]:
    """What the rows are that are understood; the unit of a row is printed in it or above it."""
    carried = Carried()
    found: dict[int, RowLabel] = {}
    unit: str | None = None
    for row in case.data_rows():
        label = _label(case, row, carried)
        if label is not None:
            unit = label.name if label.agency else None if label.total else _agency(case, row) or unit
            found[row] = replace(label, unit=unit)
    return found


def fits_rows(case: TableCase) -> bool:
    """A column of names or codes, value columns, and codes (if any) that are mostly those of the declared kind."""
    named = bool(case.header.with_role(Role.NAME, Role.CODE, Role.AGENCY, *LEVELS)) and bool(case.header.values)
    return named and _codes_fit(case) and not _has_other_side(case)


def _codes_fit(case: TableCase) -> bool:
    kind = case.declaration.codes
    carried = Carried()
    found = [code for row in case.data_rows() if (code := _code_and_name(case, row, carried)[0]) is not None]
    # Units have codes of their own, and a misprint is one code among many.
    other = [code for code in found if not fits(code, kind) and any(fits(code, one) for one in CLASSIFICATIONS)]
    return kind is None or 2 * len(other) <= len(found)


def _has_other_side(case: TableCase) -> bool:
    """Codes of accounts under a head that nobody knows, behind the first figures: those figures are of other rows."""
    first = min(column.heading.first for column in case.header.values)
    for heading in case.header.unknown:
        if heading.first > first:
            span = range(heading.first, heading.last + 1)
            cells = (cell for row in case.data_rows() for cell in case.grid.filled(row) if cell.column in span)
            codes = [label_key(cell.text) for cell in cells]
            if sum(code.isdigit() and any(fits(code, one) for one in CLASSIFICATIONS) for code in codes) >= _OTHER_SIDE:
                return True
    return False


#: Figures of a column nobody knows may look like a code once.
_OTHER_SIDE = 3


def _figures(case: TableCase, row: int) -> Figures | None:
    try:
        return [
            (column, cell)
            for column in case.header.values
            if (cell := case.grid.value_in(row, column.heading.first, column.heading.last)) is not None
        ]
    except Crowded as crowd:
        case.report(row, f"{crowd}")
        return None


def _label(case: TableCase, row: int, carried: Carried) -> RowLabel | None:
    """The label of a row, or ``None`` for one that neither a code nor a declared name explains."""
    code, printed = _code_and_name(case, row, carried)
    # Departments have codes of three digits, units of six; no class and no item is named like one.
    unit = code is not None and len(code) in {3, 6} and label_key(printed) in case.common.agencies
    if code is None or unit or not fits(code, case.declaration.codes):
        return _total(case, row) or _unit(case, row, printed) or (_uncoded(case, printed) if code is None else None)
    if not printed or label_key(printed) in case.common.totals:
        return None
    functional = case.declaration.codes == "functional"
    name = published_name(code, printed, case.year) if functional else row_name(printed)
    return RowLabel(name, " ".join(printed.split()), code)


def _code_and_name(case: TableCase, row: int, carried: Carried) -> tuple[str | None, str]:
    """Code and name as printed: each in its column, or the code in front of the name."""
    code, stray = code_of_row(case, row, carried)
    cells = (cell_under(case, row, column) for column in case.header.with_role(Role.NAME))
    names = [cell.text for cell in cells if cell is not None]
    printed = names[-1] if names else (stray or "")
    if code is None and printed:
        joined = split_code(label_key(printed))
        if joined.code is not None:
            return joined.code, joined.name
    return code, printed


def _uncoded(case: TableCase, printed: str) -> RowLabel | None:
    """A row without a code: a declared row, a class by its name, or, in a table without codes, whatever it prints."""
    if not printed:
        return None
    declared = next((row for row in case.declaration.rows if label_key(printed) in row.matcher), None)
    if declared is not None:
        return RowLabel(declared.item, " ".join(printed.split()))
    coded = bool(case.header.with_role(Role.CODE, *LEVELS))
    known = published_class(printed, case.year) if case.declaration.codes == "functional" else None
    return None if coded and known is None else RowLabel(known or row_name(printed), " ".join(printed.split()))


def _unit(case: TableCase, row: int, printed: str) -> RowLabel | None:
    """A row of a unit, named in place of an item or in a column of its own."""
    agency = printed if label_key(printed) in case.common.agencies else None if printed else _agency(case, row)
    return RowLabel(row_name(agency), " ".join(agency.split()), agency=True) if agency is not None else None


def _total(case: TableCase, row: int) -> RowLabel | None:
    """The label of a total row, wherever it stands before the figures: in the code, name or unit column."""
    first = min(column.heading.first for column in case.header.values)
    leading = [cell for cell in case.grid.filled(row) if cell.column < first]
    total = next((cell.text for cell in leading if label_key(cell.text) in case.common.totals), None)
    if total is None:
        return None
    partial = label_key(total) == SUBTOTAL and _has_total(case)
    return RowLabel(SUBTOTAL if partial else TOTAL, " ".join(total.split()), total=not partial)


def _agency(case: TableCase, row: int) -> str | None:
    """The unit that the unit column of a row prints, also in a cell merged from above."""
    for column in case.header.with_role(Role.AGENCY):
        cell = case.grid.at(row, column.heading.first)
        if cell is not None and not cell.blank and label_key(cell.text) not in case.common.totals:
            return split_code(cell.key).name
    return None


def _has_total(case: TableCase) -> bool:
    """Whether the table prints a 合计 row besides its 小计 rows."""
    keys = {label_key(cell.text) for row in range(case.grid.rows) for cell in case.grid.filled(row)[:3]}
    return any(key in case.common.totals and key != SUBTOTAL for key in keys)


def _folded(case: TableCase, figures: Figures) -> Figures:
    """Leave out a column that only repeats the row's own amount (人员经费 of a row that is all 人员经费)."""
    values = {column.name: read_value(cell.text) for column, cell in figures}
    own = values.get(case.declaration.default_column)
    printed = [name for name in case.declaration.fold if name in values and values[name].kind is Kind.NUMBER]
    if own is None or len(printed) != 1 or own.number is None:
        return figures
    repeated = values[printed[0]].number
    if repeated is None or repeated.value != own.number.value:
        return figures
    for column, cell in figures:
        if column.name == printed[0]:
            case.spend(cell)
    return [(column, cell) for column, cell in figures if column.name != printed[0]]


def _meaning(case: TableCase, label: RowLabel, column: ResolvedColumn) -> Meaning:
    declaration = case.declaration
    if column.spec.item is not None:
        groups = dict(case.caption.title.groups) if case.caption.title is not None else {}
        own = column.spec.item.format_map(defaultdict(str, groups))
        item = own if label.total else f"{label.name}/{own}"
    elif (label.total or label.agency) and column.name in declaration.total_items:
        item = _of_unit(label, declaration.total_items[column.name])
    elif (label.total or label.agency) and declaration.total_item is not None:
        item = _of_unit(label, declaration.total_item.format(column=column.name))
    elif declaration.fold and column.name == declaration.default_column:
        item = label.name
    else:
        item = declaration.item.format(row=label.name, column=column.name) if column.name else label.name
    heading = column.heading.path[-1] if column.heading.path else ""
    return Meaning(
        statement=column.spec.statement or declaration.states,
        item=declaration.item_prefix + item,
        item_printed="/".join(part for part in (label.printed, heading) if part),
        measure=column.measure,
        code=label.code,
        unit=column.spec.unit or column.unit,
    )


def _of_unit(label: RowLabel, total: str) -> str:
    """The item of the total, of a unit in its row: 云岭县信访局/基本支出."""
    return f"{label.name}/{total}" if label.agency else total
