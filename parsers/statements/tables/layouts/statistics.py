"""Label and figure, in sections (公开10表, 三公 in rows, assets by kind)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from domain.records import Measure
from parsers.statements.labels import chinese, is_numbered, label_key, row_name, unit_of_label
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declarations import Section
from parsers.statements.tables.declared_parts import Role, Row
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.values import Kind, read_value

_COUNTS = (Measure.COUNT, Measure.QUANTITY)
_NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class _Block:
    """A label column with the figures that follow it; sections go on from one block to the next."""

    label: ResolvedColumn
    values: tuple[ResolvedColumn, ...]


@dataclass(slots=True)
class _State:
    section: Section | None
    #: Above the first heading, or below one that is not declared.
    lost: bool


def _blocks(case: TableCase) -> list[_Block]:
    blocks: list[_Block] = []
    for column in case.header.with_role(Role.LABEL, Role.VALUE):
        if column.role is Role.LABEL:
            blocks.append(_Block(column, ()))
        elif blocks:
            blocks[-1] = replace(blocks[-1], values=(*blocks[-1].values, column))
    return [block for block in blocks if block.values]


def fits_statistics(case: TableCase) -> bool:
    """A label column with value columns, and at least one row that is declared."""
    rows = range(case.grid.rows)
    labels = (_label(case, block, row) for block in _blocks(case) for row in rows)
    return any(cell is not None and _declared(case, None, cell.text) is not None for cell in labels)


def knows_its_rows(case: TableCase) -> bool:
    """True when nearly every label below the head is a declared row: the table is a list of just these things."""
    labels = [cell for block in _blocks(case) for row in case.data_rows() if (cell := _label(case, block, row))]
    known = sum(_known(case, None, cell) is not None for cell in labels)
    return bool(labels) and known >= _NEARLY_ALL * len(labels)


def read_statistics(case: TableCase) -> None:
    default = next((section for section in case.declaration.sections if section.default), None)
    state = _State(default, lost=default is None)
    for block in _blocks(case):
        for row in case.data_rows(first=0):
            _read_row(case, block, row, state)


def _read_row(case: TableCase, block: _Block, row: int, state: _State) -> None:
    cell = _label(case, block, row)
    figures = _figures(case, block, row)
    if cell is None:
        if row > case.header.last_row and (figures or len(_blocks(case)) == 1):
            case.report(row)
        return
    headed = _section(case, cell.text)
    if headed is not None and all(read_value(figure.text).kind is Kind.DASH for _, figure in figures):
        state.section, state.lost = headed, False
        return
    if row < case.header.first_row:
        return  # title lines inside the grid
    found = _known(case, state.section, cell)
    if found is not None and found.on_top is not None:
        found = _over_all(case, block, row, found)
    if found is None or (state.lost and any(key in case.common.totals for key in _keys(cell.text))):
        state.lost = state.lost or (not figures and is_numbered(cell.text))
        state.section = None if state.lost else state.section
        case.report(row, cell.key)
        return
    case.used_rows += 1
    if headed is not None:
        state.section, state.lost = headed, False  # a heading that prints the total of its section
    if found.ignored:
        for _, figure in figures:
            case.spend(figure)
        return
    for column, figure in figures:
        _read(case, (block, column), found, cell, figure)


def _label(case: TableCase, block: _Block, row: int) -> GridCell | None:
    heading = block.label.heading
    try:
        return case.grid.value_in(row, heading.first, heading.last)
    except Crowded as crowd:
        # 其他资金 | 小计 is the row of the group.
        group, *rest = crowd.cells
        return group if all(cell.key in case.common.subtotals for cell in rest) else None


def _figures(case: TableCase, block: _Block, row: int) -> list[tuple[ResolvedColumn, GridCell]]:
    figures: list[tuple[ResolvedColumn, GridCell]] = []
    for column in block.values:
        try:
            cell = case.grid.value_in(row, column.heading.first, column.heading.last)
        except Crowded:
            case.report(row, column.name)
            continue
        if cell is not None:
            figures.append((column, cell))
    return figures


def _section(case: TableCase, label: str) -> Section | None:
    key = label_key(label)
    return next((section for section in case.declaration.sections if key in section.matcher), None)


def _keys(label: str) -> tuple[str, str]:
    """The label and the label without its unit: 车辆数合计(辆), 车辆数合计."""
    return label_key(label), label_key(unit_of_label(label)[0])


def _declared(case: TableCase, section: Section | None, label: str) -> Row | None:
    """The declared row, first of the section the table is in, then of any."""
    sections = [section] if section is not None else []
    sections += [other for other in case.declaration.sections if other is not section]
    for candidate in sections:
        for row in candidate.rows:
            if any(key in row.matcher for key in _keys(label)):
                return row
    return None


def _known(case: TableCase, section: Section | None, cell: GridCell) -> Row | None:
    """The declared row of a label; beside a group that reaches down to it (其他资金) it is one of its parts."""
    group = case.grid.at(cell.row, cell.column - 1) if cell.column else None
    if group is None or group.blank or group.row == cell.row:
        return _declared(case, section, cell.text)
    above = _declared(case, section, group.text)
    if above is None or above.opens is None:
        return _declared(case, section, cell.text)
    key = label_key(cell.text)
    part = above.model_copy(update={"item": f"{above.opens}{row_name(cell.text)}", "on_top": None})
    return part if key in above.part_words else None


def _over_all(case: TableCase, block: _Block, row: int, found: Row) -> Row:
    """The total that a 合计 on top of its rows is where one of them is carried over and no row prints that total."""
    others = [(at, _label(case, block, at)) for at in case.data_rows() if at != row]
    rows = [(at, _known(case, None, label)) for at, label in others if label is not None]
    total = next(one for section in case.declaration.sections for one in section.rows if one.item == found.on_top)
    on_top = all(at > row for at, _ in rows)
    said = any(one is not None and one.item == total.item for _, one in rows)
    carried = any(one is not None and one.carried for _, one in rows)
    return total if on_top and carried and not said else found


def _measure(block: _Block, row: Row, column: ResolvedColumn) -> Measure | None:
    """The measure of a figure; ``None`` for a count beside the figures of the year, where forms print a dash.

    A row that states its measure means the column of final figures, else that of the budget.
    """
    if row.measure is None or column.spec.measure is not None:
        return column.measure
    measures = {other.measure for other in block.values}
    of_the_year = next((one for one in (Measure.AMOUNT, Measure.BUDGET) if one in measures), column.measure)
    if column.measure is of_the_year:
        return row.measure
    return None if row.measure in _COUNTS else column.measure


def _read(case: TableCase, place: tuple[_Block, ResolvedColumn], row: Row, label: GridCell, cell: GridCell) -> None:
    block, column = place
    measure = _measure(block, row, column)
    if measure is None:
        if read_value(cell.text).kind is Kind.NUMBER:
            case.report(cell.row, row.item)
        return
    bare, printed_unit = unit_of_label(label.text)
    suffix = f"/{column.spec.name}" if column.spec.name and column.spec.measure is None else ""
    counted = measure in _COUNTS
    meaning = Meaning(
        statement=row.statement or case.declaration.states,
        item=case.declaration.item_prefix + row.items.get(measure, row.item).format(name=row_name(bare)) + suffix,
        item_printed=" ".join(label.text.split()),
        measure=measure,
        unit=(row.unit or (chinese(printed_unit) if printed_unit else None))
        if counted
        else column.spec.unit or column.unit,
    )
    case.figure(cell, meaning)
