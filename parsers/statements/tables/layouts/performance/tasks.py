"""The list of a department's tasks: name, content and the money for each (年度主要任务)."""

from __future__ import annotations

from domain.records import Measure
from parsers.statements.labels import label_key, row_name
from parsers.statements.tables.grid import GridCell
from parsers.statements.tables.layouts.performance.form import Form, Place, find_column, unit_in
from parsers.statements.tables.values import Kind, read_value


def task_head(form: Form, cells: list[GridCell]) -> bool:
    """Take a row as (a further) head of the list: one that names its tasks, or the parts of its money below."""
    declared = form.declared.tasks
    named = next((cell for cell in cells if label_key(cell.text) in declared.name.matcher), None)
    if named is None and form.task is None:
        return False
    found = [(spec, cell) for cell in cells if (spec := find_column(declared.columns, cell.text, form.case.year))]
    if not found or any(read_value(cell.text).kind is Kind.NUMBER for cell in cells):
        return False
    form.money_unit = unit_in(cells) or form.money_unit
    form.task = named or form.task
    # 预算金额 over 总额, 财政拨款 and 其他资金 gives way to them.
    below = {column for _, cell in found for column in range(cell.column, cell.last_column + 1)}
    form.tasks = [place for place in form.tasks if below.isdisjoint(range(place.first, place.last + 1))]
    form.tasks += [Place(spec, cell.column, cell.last_column) for spec, cell in found]
    return True


def task_row(form: Form, cells: list[GridCell]) -> bool:
    """One task, or the total of all; False for a row that does not fit the head."""
    assert form.task is not None
    head, declared = form.task, form.declared.tasks
    placed = [(next((place for place in form.tasks if place.holds(cell.column)), None), cell) for cell in cells]
    names = [cell for place, cell in placed if place is None and head.column <= cell.column <= head.last_column]
    if len(names) != 1 or len(names) + sum(place is not None for place, _ in placed) != len(cells):
        return False
    total = label_key(names[0].text) in declared.total.matcher
    item = declared.total.item if total else f"{declared.name.item}/{row_name(names[0].text)}"
    for place, cell in placed:
        if place is None:
            continue
        measure = place.spec.measure or Measure.BUDGET
        unit = form.money_unit if measure.is_money else None
        meaning = form.meaning(f"{item}/{place.spec.name}", names[0].text, measure, unit=unit)
        if measure is Measure.TEXT:
            form.case.text(cell, meaning)
        else:
            form.case.figure(cell, meaning)
    return True
