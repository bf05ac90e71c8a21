"""Tables of code, name and amount columns (02, 03, 05, 07, 08, and 06 as budgets print it).

Codes stand in one column, in three (类|款|项) or in front of the name; the total row on top or at the bottom.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.statements.labels import label_key, row_name
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.names import code_of, fits, published_class, published_name, split_code
from parsers.statements.tables.values import Kind, read_value

TOTAL, SUBTOTAL = "合计", "小计"
_LEVELS = (Role.CODE_CLASS, Role.CODE_GROUP, Role.CODE_ITEM)


@dataclass(frozen=True, slots=True)
class RowLabel:
    """What a row is: its published name and code, as printed, and whether it is the total."""

    name: str
    printed: str
    code: str | None = None
    total: bool = False


@dataclass(slots=True)
class _Carried:
    """The code parts of the rows above, for tables that print 类 and 款 once."""

    parts: dict[Role, str] = field(default_factory=dict)


def read_rows(case: TableCase) -> None:
    carried = _Carried()
    for row in case.data_rows():
        figures = _figures(case, row)
        if figures is None:
            continue
        label = _label(case, row, carried)
        if label is None:
            if any(read_value(cell.text).kind is not Kind.BLANK for _, cell in figures) or case.grid.filled(row):
                case.report(row)
            continue
        case.used_rows += 1
        if case.declaration.fold:
            figures = _folded(case, figures)
        for column, cell in figures:
            case.figure(cell, _meaning(case, label, column))


def fits_rows(case: TableCase) -> bool:
    """A column of names or codes, and value columns."""
    return bool(case.header.with_role(Role.NAME, Role.CODE)) and bool(case.header.values)


def _figures(case: TableCase, row: int) -> list[tuple[ResolvedColumn, GridCell]] | None:
    try:
        return [
            (column, cell)
            for column in case.header.values
            if (cell := case.grid.value_in(row, column.heading.first, column.heading.last)) is not None
        ]
    except Crowded as crowd:
        case.report(row, f"{crowd}")
        return None


def _cell(case: TableCase, row: int, column: ResolvedColumn) -> GridCell | None:
    try:
        return case.grid.value_in(row, column.heading.first, column.heading.last)
    except Crowded:
        return None


def _label(case: TableCase, row: int, carried: _Carried) -> RowLabel | None:
    """The label of a row, or ``None`` for one that neither a code nor a declared name explains."""
    texts = {column.role: cell for column in case.header.columns if (cell := _cell(case, row, column)) is not None}
    parts = _parts_under_one_heading(case, row)
    name_cells = [cell for column in case.header.with_role(Role.NAME) if (cell := _cell(case, row, column)) is not None]
    code, stray = (_joined_code(parts, carried), None) if parts else _code(texts, carried)
    name_cell = name_cells[-1] if name_cells else None
    printed = name_cell.text if name_cell is not None else (stray or "")
    if code is None:
        joined = split_code(label_key(printed)) if printed else None
        if joined is not None and joined.code is not None:
            code, printed = joined.code, joined.name
    if code is None:
        candidates = [printed, stray or "", *(cell.text for cell in name_cells)]
        total = next((text for text in candidates if text and label_key(text) in case.common.totals), None)
        if total is not None:
            partial = label_key(total) == SUBTOTAL and _has_total(case)
            return RowLabel(SUBTOTAL if partial else TOTAL, " ".join(total.split()), total=not partial)
    if not printed:
        return None
    shown = " ".join(printed.split())
    if code is not None:
        if not fits(code, case.declaration.codes):
            return None
        functional = case.declaration.codes == "functional"
        name = published_name(code, printed, case.year) if functional else row_name(printed)
        return RowLabel(name, shown, code)
    coded = bool(case.header.with_role(Role.CODE, *_LEVELS))
    known = published_class(printed, case.year) if case.declaration.codes == "functional" else None
    if coded and known is None and label_key(printed) not in case.common.agencies:
        return None
    return RowLabel(known or row_name(printed), shown)


def _has_total(case: TableCase) -> bool:
    """Whether the table prints a 合计 row besides its 小计 rows."""
    keys = {label_key(cell.text) for row in range(case.grid.rows) for cell in case.grid.filled(row)[:3]}
    return any(key in case.common.totals and key != SUBTOTAL for key in keys)


def _parts_under_one_heading(case: TableCase, row: int) -> dict[Role, str] | None:
    """``208 | 05 | 01`` in three cells below one heading 科目编码."""
    for column in case.header.with_role(Role.CODE):
        try:
            case.grid.value_in(row, column.heading.first, column.heading.last)
        except Crowded as crowd:
            texts = [cell.key for cell in crowd.cells]
            if len(texts) <= len(_LEVELS) and all(text.isdigit() for text in texts):
                return dict(zip(_LEVELS, texts, strict=False))
    return None


def _code(texts: dict[Role, GridCell], carried: _Carried) -> tuple[str | None, str | None]:
    """The code of a row, and words that stand in the code column (合计 over both columns)."""
    cell = texts.get(Role.CODE)
    if cell is not None:
        code = code_of(cell.key)
        if code is not None:
            return code, None
        joined = split_code(cell.key)
        return (None, cell.text) if joined.code is None else (joined.code, joined.name)
    printed = {role: texts[role].key for role in _LEVELS if role in texts}
    if not printed:
        return None, None
    words = next((text for text in printed.values() if not text.isdigit()), None)
    if words is not None:
        return None, words
    return _joined_code(printed, carried), None


def _joined_code(printed: dict[Role, str], carried: _Carried) -> str | None:
    """``208 | 05 | 01`` → ``2080501``; ``208 | 20805 | 2080501`` too; parts printed once are carried down."""
    deepest = max(_LEVELS.index(role) for role in printed)
    for index, role in enumerate(_LEVELS):
        if role in printed:
            carried.parts[role] = printed[role]
            for lower in _LEVELS[index + 1 :]:
                carried.parts.pop(lower, None)
    code = ""
    for role in _LEVELS[: deepest + 1]:
        part = carried.parts.get(role)
        if part is None:
            return None
        code = part if code and part.startswith(code) else code + part
    return code


def _folded(case: TableCase, figures: list[tuple[ResolvedColumn, GridCell]]) -> list[tuple[ResolvedColumn, GridCell]]:
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
    if label.total and column.name in declaration.total_items:
        item = declaration.total_items[column.name]
    elif declaration.fold and column.name == declaration.default_column:
        item = label.name
    else:
        item = declaration.item.format(row=label.name, column=column.name) if column.name else label.name
    heading = column.heading.path[-1] if column.heading.path else ""
    return Meaning(
        statement=column.spec.statement or declaration.states,
        item=item,
        item_printed="/".join(part for part in (label.printed, heading) if part),
        measure=column.measure,
        code=label.code,
        unit=column.spec.unit or column.unit,
    )
