"""The code of a row: in one column, in three (类|款|项), in three cells below one heading, or in front of the name."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.names import code_of, split_code

LEVELS = (Role.CODE_CLASS, Role.CODE_GROUP, Role.CODE_ITEM)


@dataclass(slots=True)
class Carried:
    """The code parts of the rows above, for tables that print 类 and 款 once."""

    parts: dict[Role, str] = field(default_factory=dict)


def code_of_row(case: TableCase, row: int, carried: Carried) -> tuple[str | None, str | None]:
    """The code of a row, and words that stand in the code columns (合计 over both columns)."""
    parts = _parts_under_one_heading(case, row)
    if parts:
        return _joined_code(parts, carried), None
    texts = {column.role: cell for column in case.header.columns if (cell := cell_under(case, row, column)) is not None}
    return _code(texts, carried)


def cell_under(case: TableCase, row: int, column: ResolvedColumn) -> GridCell | None:
    """The only cell with text under a heading; ``None`` for none or several."""
    try:
        return case.grid.value_in(row, column.heading.first, column.heading.last)
    except Crowded:
        return None


def _parts_under_one_heading(case: TableCase, row: int) -> dict[Role, str] | None:
    """``208 | 05 | 01`` in three cells below one heading 科目编码."""
    for column in case.header.with_role(Role.CODE):
        try:
            case.grid.value_in(row, column.heading.first, column.heading.last)
        except Crowded as crowd:
            texts = [cell.key for cell in crowd.cells]
            if len(texts) <= len(LEVELS) and all(text.isdigit() for text in texts):
                return dict(zip(LEVELS, texts, strict=False))
    return None


def _code(texts: dict[Role, GridCell], carried: Carried) -> tuple[str | None, str | None]:
    """The code of a row, and words that stand in the code column (合计 over both columns)."""
    cell = texts.get(Role.CODE)
    if cell is not None:
        code = code_of(cell.key)
        if code is not None:
            return code, None
        joined = split_code(cell.key)
        return (None, cell.text) if joined.code is None else (joined.code, joined.name)
    printed = {role: texts[role].key for role in LEVELS if role in texts}
    if not printed:
        return None, None
    words = next((text for text in printed.values() if not text.isdigit()), None)
    if words is not None:
        return None, words
    return _joined_code(printed, carried), None


def _joined_code(printed: dict[Role, str], carried: Carried) -> str | None:
    """``208 | 05 | 01`` → ``2080501``; ``208 | 20805 | 2080501`` too; parts printed once are carried down."""
    deepest = max(LEVELS.index(role) for role in printed)
    for index, role in enumerate(LEVELS):
        if role in printed:
            carried.parts[role] = printed[role]
            for lower in LEVELS[index + 1 :]:
                carried.parts.pop(lower, None)
    code = ""
    for role in LEVELS[: deepest + 1]:
        part = carried.parts.get(role)
        if part is None:
            return None
        code = part if code and part.startswith(code) else code + part
    return code
