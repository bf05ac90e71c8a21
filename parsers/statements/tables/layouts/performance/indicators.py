"""The indicator block of a project form: levels carried down, target, actual, weight, score.

A row whose cells stand one column beside the headings is moved back only when exactly one move makes sense of every
cell; its facts are less certain.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from domain.records import Measure, Statement
from parsers.statements.labels import chinese, clean, label_key, row_name
from parsers.statements.tables.declared_forms import Performance
from parsers.statements.tables.declared_parts import Column, Role, Row
from parsers.statements.tables.facts import SHIFTED
from parsers.statements.tables.grid import GridCell
from parsers.statements.tables.layouts.performance.form import Form, Place, find, find_column, unit_in
from parsers.statements.tables.layouts.performance.listed import read_listed
from parsers.statements.tables.values import Kind, read_value, wants_unit

_WEIGHT = re.compile(r"\(?(\d{1,3}(?:\.\d+)?)分\)?")
_ORDINAL = re.compile(r"^指标\d{1,2}[::、.]?")
_MOVES = (1, -1, 2, -2)
_NUMERIC = (Measure.WEIGHT, Measure.SCORE)
#: Names that need no suffix: the measure says what they are.
_PLAIN = {"target", "actual", "weight", "score"}
#: A heading nobody declared: reported once, the cells below it are nobody's.
_UNKNOWN = Column(words=(), role=Role.IGNORED)


def names_indicators(declared: Performance, cells: list[GridCell]) -> bool:
    """Whether a row is the head of the indicators: two levels, or one beside a target and the project (广西) or the
    weight (重庆).
    """
    levels = sum(any(label_key(cell.text) in level.matcher for cell in cells) for level in declared.levels)
    if levels != 1:
        return levels >= 2
    listed = [spec for cell in cells if (spec := find_column(declared.list_columns, cell.text, None)) is not None]
    target = [spec for cell in cells if (spec := find_column(declared.indicator_columns, cell.text, None)) is not None]
    measures = {one.measure for one in target}
    named = any(spec.field == "project" for spec in listed) or Measure.WEIGHT in measures
    return named and Measure.TARGET in measures


def indicator_head(form: Form, row: int, cells: list[GridCell]) -> bool:
    """Take the row as head of the indicators if it names their levels; headings that reach into it from above count."""
    if not names_indicators(form.declared, cells):
        return False
    levels = [
        next((cell for cell in cells if label_key(cell.text) in level.matcher), None) for level in form.declared.levels
    ]
    form.levels = [cell for cell in levels if cell is not None]
    form.values, form.listed, form.carried, form.centred = [], [], [], False
    above = [cell for cell in form.case.grid.covering(row) if cell.row < row and not cell.blank]
    heads = sorted([*cells, *above], key=lambda one: one.column)
    columns = [find_column(form.declared.list_columns, cell.text, form.case.year) for cell in heads]
    lists = any(column is not None and column.field == "project" for column in columns)
    for cell in heads:
        if any(cell is level for level in form.levels) or label_key(cell.text) in form.declared.group_labels.matcher:
            continue
        spec = find_column(form.declared.indicator_columns, cell.text, form.case.year)
        listed = find_column(form.declared.list_columns, cell.text, form.case.year)
        if spec is not None and cell.row == row:
            form.values.append(Place(spec, cell.column, cell.last_column))
        elif listed is not None:
            named = listed if lists else _of_one_thing(form, listed, cell)
            form.listed.append(Place(named, cell.column, cell.last_column))
            form.money_unit = (unit_in([cell]) if listed.field == "money" else None) or form.money_unit
        else:  # what stands below is left out, and the others are read
            form.case.report(cell.row, cell.key)
            places = form.values if cell.row == row else form.listed
            places.append(Place(_UNKNOWN, cell.column, cell.last_column))
    return True


def _of_one_thing(form: Form, spec: Column, head: GridCell) -> Column:
    """Where no column names projects the money is that of one thing (整体支出), and named as in a form: 资金总额."""
    row = find(form.declared.money_rows, head.text) if spec.field == "money" else None
    return spec if row is None else spec.model_copy(update={"name": row.item})


def listed_heads(form: Form, row: int, cells: list[GridCell]) -> bool:
    """A second row of headings below those of the money of a list: 按收入性质分 over 一般公共预算, 单位资金."""
    if row != max((cell.row for cell in form.levels), default=row) + 1:
        return False
    specs = [find_column(form.declared.list_columns, cell.text, form.case.year) for cell in cells]
    if not all(spec is not None and spec.field == "money" for spec in specs):
        return False
    lists = any(place.spec.field == "project" for place in form.listed)
    for cell, spec in zip(cells, specs, strict=True):
        form.listed = [place for place in form.listed if not place.holds(cell.column)]
        if spec is not None:
            named = spec if lists else _of_one_thing(form, spec, cell)
            form.listed.append(Place(named, cell.column, cell.last_column))
    return True


def indicator_row(form: Form, cells: list[GridCell]) -> bool:
    """Read one indicator; False if the cells do not fit the head in any way."""
    cells = [cell for cell in cells if label_key(cell.text) not in form.declared.group_labels.matcher]
    cells = read_listed(form, cells)
    if not cells:
        return True
    placed = _place(form, cells, 0)
    certainty = Decimal(1)
    if placed is None:
        moved = [found for move in _MOVES if (found := _place(form, cells, move)) is not None]
        if len(moved) != 1:
            return False
        placed, certainty = moved[0], SHIFTED
    levels, values = placed[0], [(place, cell) for place, cell in placed[1] if place.spec.role is not Role.IGNORED]
    path = _path(form, levels)
    form.centred |= path is not None and len(form.levels) > 1 and not form.carried[0]
    if path is None or form.centred:
        return not any(read_value(cell.text).kind is not Kind.BLANK for _, cell in values)
    label = levels[-1].text if levels[-1] is not None else path[-1]
    unit = _unit(form, values)
    for place, cell in values:
        _read(form, path, label, (place, cell), unit=unit, certainty=certainty)
    return True


def _unit(form: Form, values: list[tuple[Place, GridCell]]) -> str | None:
    """The unit that the row prints in a column of its own."""
    printed = next((cell.text for place, cell in values if place.spec.field == "unit"), "")
    if read_value(printed).kind in (Kind.BLANK, Kind.DASH) or label_key(printed) in form.declared.no_unit.matcher:
        return None
    return " ".join(printed.split())


Placed = tuple[list[GridCell | None], list[tuple[Place, GridCell]]]


def _place(form: Form, cells: list[GridCell], move: int) -> Placed | None:
    """Each cell under a heading when the row is moved by ``move`` columns; ``None`` when one stands under none."""
    levels: list[GridCell | None] = [None] * len(form.levels)
    values: list[tuple[Place, GridCell]] = []
    for cell in cells:
        column = cell.column + move
        level = next((i for i, head in enumerate(form.levels) if head.column <= column <= head.last_column), None)
        if level is not None:
            if levels[level] is not None:
                return None
            levels[level] = cell
            continue
        place = next((place for place in form.values if place.holds(column)), None)
        if place is None or any(other is place for other, _ in values):
            return None
        kind = read_value(cell.text).kind
        if place.spec.measure in _NUMERIC and kind not in (Kind.NUMBER, Kind.DASH):
            return None
        values.append((place, cell))
    if move and (levels[-1] is None or not any(place.spec.measure in _NUMERIC for place, _ in values)):
        return None
    return levels, values


def _path(form: Form, cells: list[GridCell | None]) -> list[str] | None:
    """The names of all levels, blank ones carried down; ``None`` for a row that names no indicator.

    A second level printed in the first column (可持续影响指标) stays on the second level.
    """
    first, *others = cells
    if first is not None and find(form.declared.level1, first.text) is None and others and others[0] is None:
        known = find(form.declared.level2, _without_weight(first.text))
        if known is not None:
            others[0], first = first, None
    carried = [*form.carried, *[""] * (len(cells) - 1 - len(form.carried))]
    ordered = [first, *others]
    for depth, cell in enumerate(ordered[:-1]):
        if cell is None:
            continue
        carried[depth] = _level_name(form, depth, cell)
        carried[depth + 1 :] = [""] * (len(carried) - depth - 1)
    form.carried = carried
    last = ordered[-1]
    if last is None:
        return None
    return [name for name in carried if name] + [row_name(_ORDINAL.sub("", clean(last.text)))]


def _without_weight(text: str) -> str:
    return _WEIGHT.sub("", clean(text))


def _level_name(form: Form, depth: int, cell: GridCell) -> str:
    """The published name of a level; a weight printed with it (产出指标(50分)) becomes a fact of its own."""
    text = clean(cell.text)
    weight = _WEIGHT.search(text)
    label = _without_weight(text)
    known: Row | None = find(form.declared.level1, label) if depth == 0 else None
    name = known.item if known is not None else chinese(label)
    if weight is not None:
        meaning = replace(
            form.meaning(f"{name}/分值合计", cell.text, Measure.WEIGHT), statement=Statement.PERF_INDICATOR
        )
        form.case.facts.append(form.case.maker.part(cell, meaning, weight.group(1), "分", text))
    return name


def _read(
    form: Form, path: list[str], label: str, value: tuple[Place, GridCell], *, unit: str | None, certainty: Decimal
) -> None:
    place, cell = value
    measure = place.spec.measure or Measure.TEXT
    item = "/".join(path) if place.spec.name in _PLAIN else "/".join((*path, place.spec.name))
    meaning = replace(form.meaning(item, label, measure), statement=Statement.PERF_INDICATOR)
    if measure in _NUMERIC:
        form.case.figure(cell, meaning, certainty=certainty)
    else:
        beside = unit if measure is Measure.TARGET and wants_unit(cell.text) else None
        form.case.text(cell, meaning, certainty=certainty, unit=beside)
