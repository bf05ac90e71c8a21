"""Walk down the rows of a project form and hand each to the block it belongs to."""

from __future__ import annotations

from itertools import pairwise

from domain.records import Measure
from domain.redaction import is_personal_label
from parsers.statements.labels import label_key, row_name
from parsers.statements.tables.captions import Line
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_forms import Performance
from parsers.statements.tables.declared_parts import Row
from parsers.statements.tables.grid import Grid, GridCell
from parsers.statements.tables.layouts.performance.form import (
    Block,
    Form,
    find,
    find_column,
    is_ignored,
    without_personal,
)
from parsers.statements.tables.layouts.performance.indicators import (
    indicator_head,
    indicator_row,
    listed_heads,
    names_indicators,
)
from parsers.statements.tables.layouts.performance.money import (
    TOTAL_ROW,
    amounts_below,
    money_head,
    money_pairs,
    money_row,
    pairs_below,
)
from parsers.statements.tables.layouts.performance.tasks import task_head, task_row
from parsers.statements.tables.layouts.performance.texts import read_figures, read_goal
from parsers.statements.tables.values import Kind, read_value

ANALYSIS = "自评"
#: Labels of the whole score, told from 合计 of money.
_SCORES = ("总分", "总得分")


def fits_performance(grid: Grid, declared: Performance) -> bool:
    """A form has a head of indicators, or a project name beside a money block or goals."""
    keys = {cell.key for row in range(grid.rows) for cell in grid.filled(row)}
    labels = {label_key(key) for key in keys}
    levels = sum(any(label in level.matcher for label in labels) for level in declared.levels)
    if levels >= 2:
        return True
    named = any(label in declared.project.matcher for label in labels)
    if any(names_indicators(declared, grid.filled(row)) for row in range(min(grid.rows, 4))):
        return True
    goals = any(label in goal.matcher for label in labels for goal in declared.goals)
    return goals and (named or len(labels) <= 4)


def read_performance(case: TableCase) -> None:
    declared = case.declaration.performance
    assert declared is not None
    form = Form(case, declared, project=case.project)
    name = _project_name(case.grid, declared)
    if name is not None:
        form.project = name
    for row in case.data_rows(first=0):
        cells = without_personal(case.grid.filled(row))
        if not cells:
            continue  # only personal data
        if _begins_another(form, cells):
            # Forms of one width on following pages are one table to the eye.
            form = Form(case, declared, project=_name_beside(cells, declared))
        if _step(form, row, cells):
            case.used_rows += 1
        else:
            case.report(row)
    case.project = form.project


def _project_name(grid: Grid, declared: Performance) -> str | None:
    """The cell beside the label 项目名称."""
    for row in range(grid.rows):
        cells = grid.filled(row)
        if any(label_key(cell.text) in declared.project.matcher for cell in cells[:-1]):
            return _name_beside(cells, declared)
    return None


def _name_beside(cells: list[GridCell], declared: Performance) -> str | None:
    """The project that a row names beside the label."""
    for label, value in pairwise(cells):
        if label_key(label.text) in declared.project.matcher and not is_personal_label(value.text):
            heads = any(label_key(value.text) in level.matcher for level in declared.levels)
            return None if heads else row_name(value.text)
    return None


def _begins_another(form: Form, cells: list[GridCell]) -> bool:
    """Whether a row below indicators or the analysis is the first of the next project's form: its title, the
    project's name, the department, or a head of money.
    """
    if form.block not in (Block.INDICATORS, Block.TAIL) or form.listed or names_indicators(form.declared, cells):
        return False
    if len(cells) == 1:
        title = form.case.titles.read(Line.of(cells[0].text, cells[0].page))
        return title is not None and title.known and form.case.titles.is_form(title)
    first = cells[0].text
    labels = (form.declared.project, *form.declared.pairs)
    named = find(labels, first) is not None and find(labels, cells[1].text) is None
    heads = [find_column(form.declared.money_columns, cell.text, form.case.year) for cell in cells]
    return named or sum(spec is not None and spec.measure is not None and spec.measure.is_money for spec in heads) >= 2


def _step(form: Form, row: int, cells: list[GridCell]) -> bool:
    """Read one row; False if no block explains it."""
    if indicator_head(form, row, cells):
        form.block = Block.INDICATORS
        return True
    first = label_key(cells[0].text)
    if first in form.declared.analysis.matcher:
        form.block = Block.TAIL
        _analysis(form, cells)
        return True
    if form.block is Block.INDICATORS and listed_heads(form, row, cells):
        return True
    if form.block is Block.INDICATORS:
        return _total(form, cells) if first in form.declared.total.matcher else indicator_row(form, cells)
    if form.block is Block.TAIL:
        return _tail(form, cells)
    return _heads(form, cells) or _body(form, cells) or _title_only(form, row, cells) or _above_head(form, row)


def _above_head(form: Form, row: int) -> bool:
    """A row of headings that reach into the head of the indicators below it: 单位名称 | 年度预算申请 | 整体绩效目标."""
    grid = form.case.grid
    below = list(grid.covering(row + 1)) if row + 1 < grid.rows else []
    reaching = any(cell.row == row and not cell.blank for cell in below)
    return form.block is Block.HEAD and reaching and names_indicators(form.declared, below)


def _heads(form: Form, cells: list[GridCell]) -> bool:
    """Heads of the money block and of the goals."""
    if task_head(form, cells):
        form.block = Block.TASKS
        return True
    if money_head(form, cells):
        form.block = Block.MONEY
        return True
    if _goal_head(form, cells):
        form.block = Block.GOALS
        return True
    return form.block is Block.HEAD and pairs_below(form, cells)


def _body(form: Form, cells: list[GridCell]) -> bool:
    """Rows above the indicators, by the block they stand in."""
    if amounts_below(form, cells):
        return True
    if form.block is Block.GOALS:
        return _goal_texts(form, cells) or _pairs(form, cells)
    if form.block is Block.TASKS and any(_is_whole_budget(form, cell) for cell in cells):
        form.block = Block.HEAD  # 河南: the money of the department stands below its tasks
    if form.block is Block.TASKS and task_row(form, cells):
        return True
    if form.block is Block.MONEY and money_row(form, cells):
        return True
    return _goal_pair(form, cells) or _money_pairs(form, cells) or _pairs(form, cells)


def _money_pairs(form: Form, cells: list[GridCell]) -> bool:
    """Labels and amounts, with labels and words in front of them: 项目名称 | 信访维稳专项 | 资金总额 | 90.00."""
    if not money_pairs(form, cells):
        return False
    first = next(index for index, cell in enumerate(cells) if find(form.declared.money_pairs, cell.text))
    _pairs(form, cells[:first])
    return True


def _is_whole_budget(form: Form, cell: GridCell) -> bool:
    row = find(form.declared.money_pairs, cell.text)
    return row is not None and row.item == TOTAL_ROW


def _title_only(form: Form, row: int, cells: list[GridCell]) -> bool:
    """Lines above the first block that print a title, a year or a unit."""
    return form.block is Block.HEAD and len(cells) == 1 and row <= 3


def _pairs(form: Form, cells: list[GridCell]) -> bool:
    """Label and value side by side; the value may be blank. False if a cell is neither."""
    declared = form.declared
    known = (declared.project, *declared.pairs)
    found: list[tuple[Row, GridCell, GridCell | None]] = []
    scores: list[tuple[GridCell, GridCell]] = []
    index = 0
    while index < len(cells):
        cell = cells[index]
        row = find(known, cell.text)
        if row is None:
            if is_ignored(declared, cell.text) or label_key(cell.text) in declared.goal_groups.matcher:
                index += 2
                continue
            if _is_score(form, cells[index : index + 2]):
                scores.append((cell, cells[index + 1]))
                index += 2
                continue
            return False
        value = cells[index + 1] if index + 1 < len(cells) else None
        if value is not None and (find(known, value.text) is not None or is_ignored(declared, value.text)):
            value = None
        found.append((row, cell, value))
        index += 2 if value is not None else 1
    for row, label, value in found:
        if value is not None:
            form.case.text(value, form.meaning(row.item, label.text, Measure.TEXT))
    for label, value in scores:
        form.case.figure(value, form.meaning("总分", label.text, Measure.SCORE))
    return bool(cells)


def _is_score(form: Form, cells: list[GridCell]) -> bool:
    """``自评总分 | 98.6`` beside the name of the project."""
    return (
        len(cells) == 2
        and cells[0].row == cells[1].row
        and label_key(cells[0].text).endswith(_SCORES)
        and label_key(cells[0].text) in form.declared.total.matcher
        and read_value(cells[1].text).kind is Kind.NUMBER
    )


def _goal_head(form: Form, cells: list[GridCell]) -> bool:
    """``年度目标 | 实际完成情况`` above the texts; remembers the columns."""
    found = [(row, cell) for cell in cells if (row := find(form.declared.goals, cell.text)) is not None]
    others = [
        cell
        for cell in cells
        if not any(cell is goal for _, goal in found) and label_key(cell.text) not in form.declared.goal_groups.matcher
    ]
    groups = [cell for cell in cells if label_key(cell.text) in form.declared.goal_groups.matcher]
    plain = [(row, cell) for row, cell in found if not any(cell is group for group in groups[:1] if len(found) > 1)]
    if others or not plain or (len(plain) < 2 and not groups):
        return False
    if len({row.item for row, _ in plain}) != len(plain):
        return False
    form.goals = plain
    return True


def _goal_texts(form: Form, cells: list[GridCell]) -> bool:
    """The texts under the heads, by column; in order where there are as many texts as heads."""
    if any(find(form.declared.goals, cell.text) is not None for cell in cells):
        return False
    by_column = [
        (row, head, cell)
        for cell in cells
        for row, head in form.goals
        if head.column <= cell.column <= head.last_column or cell.column <= head.column <= cell.last_column
    ]
    if len(by_column) != len(cells):
        if len(cells) != len(form.goals):
            return False
        by_column = [(row, head, cell) for (row, head), cell in zip(form.goals, cells, strict=True)]
    for row, head, cell in by_column:
        read_goal(form, row.item, row.measure or Measure.TARGET, cell, head.text)
    return True


def _goal_pair(form: Form, cells: list[GridCell]) -> bool:
    """``绩效目标 | text`` in one row."""
    if len(cells) != 2:
        return False
    row = find(form.declared.goals, cells[0].text)
    if row is None or find(form.declared.goals, cells[1].text) is not None:
        return False
    read_goal(form, row.item, row.measure or Measure.TARGET, cells[1], cells[0].text)
    return True


def _total(form: Form, cells: list[GridCell]) -> bool:
    """总分: the weight and the score, or the score alone before a grade."""
    label, *rest = cells
    grades = [cell for cell in rest if label_key(cell.text) in form.declared.grade.matcher]
    figures = [cell for cell in rest if read_value(cell.text).kind is Kind.NUMBER]
    if len(grades) + len(figures) != len(rest) or len(grades) > 1:
        return False
    measures = _total_measures(form, figures, graded=bool(grades))
    if measures is None:
        return False
    for cell, measure in zip(figures, measures, strict=True):
        form.case.figure(cell, form.meaning("总分", label.text, measure))
    for cell in grades:
        form.case.text(cell, form.meaning("总分/等级", label.text, Measure.TEXT))
    return True


def _total_measures(form: Form, figures: list[GridCell], *, graded: bool) -> list[Measure] | None:
    if len(figures) == 2:
        return [Measure.WEIGHT, Measure.SCORE]
    if len(figures) != 1:
        return None if figures else []
    if graded:
        return [Measure.SCORE]
    places = [place for place in form.values if place.holds(figures[0].column)]
    measure = places[0].spec.measure if places else None
    return [measure] if measure in (Measure.WEIGHT, Measure.SCORE) else None


def _analysis(form: Form, cells: list[GridCell]) -> None:
    """Free text beside its labels: only declared figures are read."""
    for cell in cells:
        if label_key(cell.text) not in form.declared.analysis.matcher:
            read_figures(form, ANALYSIS, cell)


def _tail(form: Form, cells: list[GridCell]) -> bool:
    """Rows below the analysis: further free text, or labels of it."""
    if len(cells) == 1 and not read_value(cells[0].text).number:
        read_figures(form, ANALYSIS, cells[0])
        return True
    return _pairs(form, cells)
