"""The money block of a project form.

Sources shift these cells: values stand one or two columns beside their headings, the last one cut off. Values are
matched to headings by column where the columns agree; else in order, which needs either as many values as headings or
one single alignment that the printed rate and remainder prove. Anything else is reported, not guessed.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from domain.records import Measure
from parsers.statements.labels import bare, chinese
from parsers.statements.tables.declared_parts import Row
from parsers.statements.tables.facts import SHIFTED
from parsers.statements.tables.grid import GridCell
from parsers.statements.tables.layouts.performance.form import (
    Block,
    Form,
    Place,
    find,
    find_column,
    is_ignored,
    unit_in,
)
from parsers.statements.tables.values import CellValue, Kind, read_value

TOTAL_ROW = "资金总额"
BUDGET, EXECUTED = "预算数", "执行数"


def money_head(form: Form, cells: list[GridCell]) -> bool:
    """Take a row as (a further) head of the money block if at least two of its cells are money columns."""
    columns = form.declared.money_columns
    found = [(spec, cell) for cell in cells if (spec := find_column(columns, cell.text, form.case.year)) is not None]
    money = [spec for spec, _ in found if spec.measure is not None and spec.measure.is_money]
    if len(found) < 2 or not money or any(read_value(cell.text).kind is Kind.NUMBER for cell in cells):
        return False
    form.money_unit = unit_in(list(form.case.grid.covering(cells[0].row))) or form.money_unit
    form.money += [Place(spec, cell.column, cell.last_column) for spec, cell in found]
    form.whole_label, form.whole_row = None, {}
    return True


def leaves(form: Form) -> list[Place]:
    """The columns that hold values: a group heading gives way to its parts. In declared order."""
    names = {place.spec.name for place in form.money}
    groups = {group for group, parts in form.declared.money_groups.items() if names.intersection(parts)}
    order = [spec.name for spec in form.declared.money_columns]
    kept = [place for place in form.money if place.spec.name not in groups]
    return sorted(kept, key=lambda place: order.index(place.spec.name))


def money_row(form: Form, cells: list[GridCell]) -> bool:
    """Read a row of the money block; False if it is none."""
    label, values = _label_and_values(form, cells)
    figures = [cell for cell in values if read_value(cell.text).kind is not Kind.WORDS]
    if label is None and len(figures) < 3:
        return False
    row = find(form.declared.money_rows, label.text) if label is not None else None
    if label is not None and row is None:
        return False
    item = row.item if row is not None else f"{TOTAL_ROW}（无行名）"
    if not values:
        return True
    aligned = _align(form, label, values)
    if aligned is None:
        form.case.report(values[0].row, item)
        return True
    pairs, certainty = aligned
    for place, cell in pairs:
        _read(form, (item, label), place, cell, certainty=certainty)
    return True


def money_pairs(form: Form, cells: list[GridCell]) -> bool:
    """Read ``预算数: | 23 | 执行数: | 23``; False if the row is none such. A second 财政拨款 is the executed one."""
    found = [
        (index, row)
        for index, cell in enumerate(cells)
        if (row := find(form.declared.money_pairs, cell.text)) and not _of_a_column(form, row, cell)
    ]
    values = [cells[index + 1] for index, _ in found if index + 1 < len(cells)]
    if not found or not any(read_value(cell.text).kind is Kind.NUMBER for cell in values):
        return False
    form.money_unit = unit_in(list(form.case.grid.covering(cells[0].row))) or form.money_unit
    seen: set[str] = set()
    for index, row in found:
        value = cells[index + 1] if index + 1 < len(cells) else None
        second = row.item in seen
        seen.add(row.item)
        measure = row.measure or (Measure.AMOUNT if second else Measure.BUDGET)
        if value is None or read_value(value.text).kind is Kind.WORDS:
            continue
        item = row.item if row.measure is not None else f"{row.item}/{EXECUTED if second else BUDGET}"
        form.case.figure(value, form.meaning(item, cells[index].text, measure, unit=form.money_unit))
    read = [cells[index + 1] for index, _ in found if index + 1 < len(cells)]
    read += [value for label, value in pairwise(cells) if is_ignored(form.declared, label.text)]
    unread = [cell for cell in cells if cell not in read and read_value(cell.text).kind is Kind.NUMBER]
    if unread:
        form.case.report(unread[0].row, ", ".join(cell.key for cell in unread))
    return True


def pairs_below(form: Form, cells: list[GridCell]) -> bool:
    """Take ``年度预算 | 预算支出总额 | 基本支出 | 项目支出`` for labels of the amounts in the row below.

    They are where every amount there stands under one of them, and nothing else; 年度预算 goes on beside the amounts.
    """
    labels = cells[1:] if cells[0].row_span > 1 else cells
    rows = [find(form.declared.money_pairs, cell.text) for cell in labels]
    over = [(row, cell) for row, cell in zip(rows, labels, strict=True) if row is not None and row.measure is not None]
    grid, row = form.case.grid, cells[0].row + 1
    values = grid.filled(row) if row < grid.rows else []
    apart = len(over) == len(labels) == len({row.item for row, _ in over}) >= 2
    if not apart or not values or any(_under(over, cell) is None for cell in values):
        return False
    form.money_unit = unit_in(list(grid.covering(cells[0].row))) or form.money_unit
    form.over = over
    return True


def amounts_below(form: Form, cells: list[GridCell]) -> bool:
    """Read the amounts below the labels that the row before took; False if it took none."""
    over, form.over = form.over, []
    for cell in cells if over else ():
        under = _under(over, cell)
        if under is not None:
            meaning = form.meaning(
                under[0].item, under[1].text, under[0].measure or Measure.BUDGET, unit=form.money_unit
            )
            form.case.figure(cell, meaning)
    return bool(over)


def _under(over: list[tuple[Row, GridCell]], cell: GridCell) -> tuple[Row, GridCell] | None:
    """The label right above an amount, where it has the same columns."""
    if read_value(cell.text).kind is not Kind.NUMBER:
        return None
    return next((one for one in over if (one[1].column, one[1].last_column) == (cell.column, cell.last_column)), None)


def _of_a_column(form: Form, row: Row, cell: GridCell) -> bool:
    """Whether a label belongs to a block with columns: beside none of them its figure may be plan or execution."""
    known = find(form.declared.money_rows, cell.text) if form.block is Block.MONEY and row.measure else None
    return known is not None and known.item == row.item


def _label_and_values(form: Form, cells: list[GridCell]) -> tuple[GridCell | None, list[GridCell]]:
    """The label of a money row and the cells to its right; group labels to its left are passed over."""
    for index, cell in enumerate(cells):
        if find(form.declared.money_rows, cell.text) is not None:
            return cell, cells[index + 1 :]
        if read_value(cell.text).kind is not Kind.WORDS:
            return None, cells[index:]
        if index >= 1:
            break
    return (cells[0], cells[1:]) if cells else (None, [])


def _align(
    form: Form, label: GridCell | None, values: list[GridCell]
) -> tuple[list[tuple[Place, GridCell]], Decimal] | None:
    places = leaves(form)
    by_column = _by_column(places, label, values)
    if by_column is not None and (_proof(form, by_column) is not False or len(by_column) < 3):
        return by_column, Decimal(1)
    figures = [cell for cell in values if read_value(cell.text).kind is not Kind.WORDS]
    words = [cell for cell in values if read_value(cell.text).kind is Kind.WORDS]
    numeric = [place for place in places if place.spec.measure is not Measure.TEXT]
    windows = [
        list(zip(numeric[start : start + len(figures)], figures, strict=True))
        for start in range(len(numeric) - len(figures) + 1)
    ]
    proved = [window for window in windows if _proof(form, window)]
    chosen = proved[0] if len(proved) == 1 else windows[0] if len(windows) == 1 and by_column is None else None
    if chosen is None and by_column is None and label is not None:
        alike = _as_above(form, label, values)
        return (alike, SHIFTED) if alike is not None else None
    if chosen is None:
        return (by_column, Decimal(1)) if by_column is not None else None
    if label is not None and len(figures) == len(numeric) and label.row == figures[0].row:
        form.whole_label, form.whole_row = label.column, {cell.column: place for place, cell in chosen}
    remark = next((place for place in places if place.spec.measure is Measure.TEXT), None)
    if remark is not None and len(words) == 1:
        chosen = [*chosen, (remark, words[0])]
    return chosen, SHIFTED


def _as_above(form: Form, label: GridCell, values: list[GridCell]) -> list[tuple[Place, GridCell]] | None:
    """The values of a row that stands like the one before it in which every heading had its value."""
    if label.column != form.whole_label or not all(cell.column in form.whole_row for cell in values):
        return None
    pairs = [(form.whole_row[cell.column], cell) for cell in values]
    words = any(
        (read_value(cell.text).kind is Kind.WORDS) != (place.spec.measure is Measure.TEXT) for place, cell in pairs
    )
    return None if words or _proof(form, pairs) is False else pairs


def _by_column(
    places: list[Place], label: GridCell | None, values: list[GridCell]
) -> list[tuple[Place, GridCell]] | None:
    """Each value under its own heading, or ``None`` when a value or the label stands elsewhere."""
    taken: list[tuple[Place, GridCell]] = []
    if label is not None and any(place.holds(label.column) for place in places):
        return None
    for cell in values:
        place = next((place for place in places if place.holds(cell.column)), None)
        if place is None or any(other is place for other, _ in taken):
            return None
        words = read_value(cell.text).kind is Kind.WORDS
        if words != (place.spec.measure is Measure.TEXT) and read_value(cell.text).kind is not Kind.DASH:
            return None
        taken.append((place, cell))
    return taken


def _proof(form: Form, pairs: list[tuple[Place, GridCell]]) -> bool | None:
    """Whether the printed rate and remainder follow from the figures; ``None`` when nothing can be proved."""
    proof = form.declared.proof
    values: dict[str, CellValue] = {}
    for place, cell in pairs:
        value = read_value(cell.text)
        if value.number is not None:
            values[place.spec.name] = value
    budget, executed = values.get(proof["budget"]), values.get(proof["executed"])
    rest, rate = values.get(proof["rest"]), values.get(proof["rate"])
    if budget is None or executed is None or budget.number is None or executed.number is None:
        return None
    checks: list[bool] = []
    slack = budget.number.half_unit + executed.number.half_unit
    if rest is not None and rest.number is not None:
        difference = budget.number.value - executed.number.value - rest.number.value
        checks.append(abs(difference) <= slack + rest.number.half_unit)
    if rate is not None and rate.number is not None and budget.number.value:
        expected = executed.number.value / budget.number.value * 100
        room = slack / abs(budget.number.value) * 100 + rate.number.half_unit * 2
        checks.append(abs(expected - rate.number.value) <= room)
    return all(checks) if checks else None


def _read(form: Form, row: tuple[str, GridCell | None], place: Place, cell: GridCell, *, certainty: Decimal) -> None:
    """One value of a row (its item and label) under the heading ``place``."""
    item, label = row
    measure = place.spec.measure or Measure.AMOUNT
    printed = "/".join(part for part in (chinese(bare(label.text)) if label else "", place.spec.name) if part)
    unit = form.money_unit if measure.is_money else None
    meaning = form.meaning(f"{item}/{place.spec.name}", printed, measure, unit=unit)
    if measure is Measure.TEXT:
        form.case.text(cell, meaning, certainty=certainty)
    else:
        form.case.figure(cell, meaning, certainty=certainty)
