"""Forms that list many projects: the project, its money and its goal stand in columns left of the indicators."""

from __future__ import annotations

from domain.records import Measure
from parsers.statements.labels import row_name
from parsers.statements.tables.grid import GridCell
from parsers.statements.tables.layouts.performance.form import Form, Place
from parsers.statements.tables.layouts.performance.texts import read_goal
from parsers.statements.tables.values import Kind, read_value


def read_listed(form: Form, cells: list[GridCell]) -> list[GridCell]:
    """Read the cells of the project columns and return the others, which belong to the indicator.

    A project's cell spans the rows of its indicators or is printed once above blank ones.
    """
    if not form.listed or not cells:
        return cells
    own = [(place, cell) for cell in cells for place in form.listed if place.holds(cell.column)]
    for place, cell in own:
        if place.spec.field == "project" and row_name(cell.text) != form.project:
            form.project, form.carried = row_name(cell.text), []
    for place, cell in own:
        _read(form, place, cell)
    return [cell for cell in cells if not any(cell is listed for _, listed in own)]


def _read(form: Form, place: Place, cell: GridCell) -> None:
    if place.spec.field == "money":
        if read_value(cell.text).kind is not Kind.WORDS:
            measure = place.spec.measure or Measure.BUDGET
            form.case.figure(cell, form.meaning(place.spec.name, place.spec.name, measure, unit=form.money_unit))
        else:
            form.case.report(cell.row, place.spec.name)
    elif place.spec.field == "goal":
        read_goal(form, place.spec.name, place.spec.measure or Measure.TARGET, cell, place.spec.name)
