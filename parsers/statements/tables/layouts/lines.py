"""One thing per line: procurement items with their funding columns, projects, units of a department."""

from __future__ import annotations

from collections import defaultdict

from domain.classification import name_agrees
from domain.records import Measure
from parsers.statements.labels import chinese, label_key, row_name
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_parts import Role
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.layouts.catalogue import split_entry
from parsers.statements.tables.layouts.codes import LEVELS, Carried, cell_under, code_of_row
from parsers.statements.tables.names import code_of, fits
from parsers.statements.tables.values import Kind, read_value

_WHOLE = ("合计", "总计")
_TOTAL_ENDINGS = (*_WHOLE, "小计")
_OWN_AMOUNT = "合计"
#: Columns that say by their measure what they are, in a line as in the total.
_COMPARED = frozenset(
    {Measure.PRIOR_AMOUNT, Measure.CHANGE, Measure.CHANGE_PCT, Measure.SHARE_PCT, Measure.COMPLETION_PCT}
)


def fits_lines(case: TableCase) -> bool:
    """Value columns are there; the required ones were checked with the head."""
    return any(not _is_text(column) for column in case.header.values) or case.declaration.measure is Measure.TEXT


def read_lines(case: TableCase) -> None:
    ordinal = 0
    totals = _totals(case)
    carried = Carried()
    above: dict[str, str] = {}
    for row in case.data_rows():
        cells = _cells(case, row)
        if cells is None:
            continue
        code, _ = code_of_row(case, row, carried)
        total = _total(case, row, cells)
        if total is not None:
            case.used_rows += 1
            _read_total(case, cells, total, whole=label_key(total).endswith(_WHOLE) or len(totals) == 1)
            continue
        part = _declared_total(case, row, cells)
        if part is not None:
            case.used_rows += 1
            _read_total(case, cells, part, whole=False)
            continue
        function = _function(case, code or _code_below(case, row), cells)
        if function is not None:
            case.used_rows += 1
            _read_total(case, cells, function, whole=False, code=code)
            continue
        if _is_unit(case, row, cells):
            case.used_rows += 1
            for _, cell in cells:
                case.spend(cell)
            continue
        fields = _fields(case, row, cells, above)
        if fields is None:
            case.report(row)
            continue
        if "detail" not in fields:
            above = {name: text for name, text in fields.items() if name == "project"}
        elif fields.get("project") != above.get("project"):
            above = {}
        ordinal += 1
        case.used_rows += 1
        for column, cell in cells:
            _read(case, column, cell, {"ordinal": str(ordinal), **fields})


def _totals(case: TableCase) -> list[str]:
    """The labels of all total rows; a 小计 is the total of the table only when it is the only one."""
    keys = (label_key(cell.text) for row in case.data_rows() for cell in case.grid.filled(row))
    return [key for key in keys if key.endswith(_TOTAL_ENDINGS)]


def _total(case: TableCase, row: int, cells: list[tuple[ResolvedColumn, GridCell]]) -> str | None:
    """The label of a total row: a text of the line that ends so, or 合计 in any column before the figures."""
    texts = [cell.text for column, cell in cells if _is_text(column)]
    first = min((column.heading.first for column in case.header.values if not _is_text(column)), default=0)
    leading = [cell.text for cell in case.grid.filled(row) if cell.column < first]
    return next(
        (text for text in texts if label_key(text).endswith(_TOTAL_ENDINGS)),
        next((text for text in leading if label_key(text) in case.common.totals), None),
    )


def _declared_total(case: TableCase, row: int, cells: list[tuple[ResolvedColumn, GridCell]]) -> str | None:
    """The item of a declared sum between the lines (货物, 专用项目), in a row without other words than its name."""
    texts = [column for column, _ in cells if _is_text(column)]
    if len(texts) > 1 or any(column.role is not Role.NAME for column in texts):
        return None
    labels = [label_key(cell.text) for cell in case.grid.filled(row) if read_value(cell.text).kind is Kind.WORDS]
    return next((one.item for label in labels[:1] for one in case.declaration.rows if label in one.matcher), None)


def _function(case: TableCase, code: str | None, cells: list[tuple[ResolvedColumn, GridCell]]) -> str | None:
    """The label of a row that is a functional item and no line: its projects stand below it."""
    if code is None or case.declaration.codes != "functional":
        return None
    name = next((cell.text for column, cell in cells if column.role is Role.NAME), None)
    return f"功能分类/{name}" if name is not None and name_agrees(code, row_name(name), case.year) else None


def _code_below(case: TableCase, row: int) -> str | None:
    """The code of the next row, in a table with codes, for a row that prints none: the function's own name stands above
    its projects, which carry the code (四川).
    """
    coded = case.header.with_role(Role.CODE, *LEVELS)
    if not coded or any(cell_under(case, row, column) is not None for column in coded):
        return None
    below = next((other for other in case.data_rows() if other > row), None)
    if below is None:
        return None
    code, _ = code_of_row(case, below, Carried())
    return code


def _is_unit(case: TableCase, row: int, cells: list[tuple[ResolvedColumn, GridCell]]) -> bool:
    """A row that names a unit in place of a thing: the total of what it lists below."""
    texts = [cell for column, cell in cells if _is_text(column)]
    if not texts:
        return any(cell_under(case, row, column) is not None for column in case.header.with_role(Role.AGENCY))
    name = next((cell for column, cell in cells if column.role is Role.NAME), None)
    return case.declaration.codes == "functional" and name is not None and label_key(name.text) in case.common.agencies


def _is_text(column: ResolvedColumn) -> bool:
    return column.measure is Measure.TEXT or column.role is Role.NAME


def _cells(case: TableCase, row: int) -> list[tuple[ResolvedColumn, GridCell]] | None:
    try:
        return [
            (column, cell)
            for column in (*case.header.values, *case.header.with_role(Role.NAME))
            if (cell := case.grid.value_in(row, column.heading.first, column.heading.last)) is not None
        ]
    except Crowded as crowd:
        case.report(row, f"{crowd}")
        return None


def _fields(
    case: TableCase, row: int, cells: list[tuple[ResolvedColumn, GridCell]], above: dict[str, str]
) -> dict[str, str] | None:
    """The fields that name a line; ``None`` when a field its item needs is blank.

    A cell merged from above counts, and so does the project of a line of its own (``above``) for the economic items
    printed below it (云南).
    """
    fields: dict[str, str] = {}
    for column in (*case.header.values, *case.header.with_role(Role.NAME)):
        if column.spec.field is None or column.spec.field in fields:
            continue  # the first of two names
        cell = next((cell for other, cell in cells if other is column), None)
        if cell is None and column.spec.field != "detail":
            cell = case.grid.at(row, column.heading.first)
        if cell is not None and not cell.blank:
            fields[column.spec.field] = " ".join(cell.text.split())
    if "detail" in fields and "project" not in fields and above:
        fields["project"] = above["project"]
    _part(case, fields)
    code = _detail_code(case, row) if "detail" in fields else None
    if code is not None:
        fields["code"] = code
    needed = [name for name in ("goods", "project", "unit_name") if "{" + name + "}" in case.declaration.item]
    if case.declaration.item.startswith("单位"):
        needed = ["unit_name"]
    figures = any(read_value(cell.text).kind is not Kind.WORDS for _, cell in cells)
    if any(name not in fields for name in needed) or not (figures or case.declaration.measure is Measure.TEXT):
        return None
    return fields


def _part(case: TableCase, fields: dict[str, str]) -> None:
    """Part the entries of the procurement catalogue: the code of the line from the name of its goods.

    ``own_code`` is a code that only the cell of the goods prints.
    """
    parted = {column.spec.field for column in case.header.values if column.spec.parted}
    if "code" in fields and "code" in parted:
        code = split_entry(fields["code"]).code
        if code is None:
            del fields["code"]
        else:
            fields["code"] = code
    entry = split_entry(fields["goods"]) if "goods" in fields and "goods" in parted else None
    if entry is None or entry.code is None or not entry.name or entry.code != fields.get("code", entry.code):
        return
    fields["goods"] = entry.name
    if "code" not in fields:
        fields["code"] = fields["own_code"] = entry.code


def _detail_code(case: TableCase, row: int) -> str | None:
    """The code of the economic item of a line."""
    cells = (cell_under(case, row, column) for column in case.header.with_role(Role.CODE_DETAIL))
    codes = (code_of(cell.key) for cell in cells if cell is not None)
    return next((code for code in codes if code is not None and fits(code, "economic")), None)


def _texts(column: ResolvedColumn, cell: GridCell, fields: dict[str, str]) -> list[tuple[str, str | None]]:
    """The texts of a cell with the names of their columns: all of it, or the parts of an entry of the catalogue."""
    whole: list[tuple[str, str | None]] = [(column.name, None)]
    if not column.spec.parted or read_value(cell.text).kind is Kind.DASH:
        return whole
    if column.spec.field == "code":
        entry = split_entry(cell.text)
        return [(name, text) for name, text in ((column.name, entry.code), (column.spec.parted, entry.name)) if text]
    entry = split_entry(cell.text)
    if entry.code is None or not entry.name or entry.name != fields.get("goods"):
        return whole
    own = [(column.spec.parted, fields["own_code"])] if "own_code" in fields else []
    return [(column.name, entry.name), *own]


def _read(case: TableCase, column: ResolvedColumn, cell: GridCell, fields: dict[str, str]) -> None:
    if column.role is Role.NAME:
        return  # the name is the item itself
    if column.measure is not Measure.TEXT:
        case.figure(cell, _meaning(case, column, column.name, fields))
        return
    for name, words in _texts(column, cell, fields):
        case.text(cell, _meaning(case, column, name, fields), words)


def _meaning(case: TableCase, column: ResolvedColumn, name: str, fields: dict[str, str]) -> Meaning:
    declaration = case.declaration
    values = defaultdict(str, {field: row_name(text) for field, text in fields.items()}, column=name)
    pattern = column.spec.item or declaration.item
    if "detail" in fields and "{detail}" not in pattern:
        pattern = pattern.replace("{project}", "{project}/{detail}")
    # The label beside the code of a part is that of the economic item.
    label = fields.get("goods") or fields.get("detail" if "code" in fields else "project") or fields.get("project")
    return Meaning(
        statement=column.spec.statement or declaration.states,
        item=pattern.format_map(values),
        item_printed="/".join(part for part in (label, name) if part),
        measure=column.measure,
        code=chinese(fields["code"]) if "code" in fields else None,
        unit=fields.get("unit") if column.measure is Measure.QUANTITY else column.spec.unit or column.unit,
        project=fields.get("project") if "{project}" not in pattern else None,
    )


def _read_total(
    case: TableCase,
    cells: list[tuple[ResolvedColumn, GridCell]],
    label: str,
    *,
    whole: bool,
    code: str | None = None,
) -> None:
    declaration = case.declaration
    for column, cell in cells:
        if _is_text(column):
            continue
        item = declaration.total_item if whole and declaration.total_item else row_name(label)
        meaning = Meaning(
            statement=declaration.total_statement or declaration.states,
            item=item if column.name == _OWN_AMOUNT or column.measure in _COMPARED else f"{item}/{column.name}",
            item_printed="/".join((" ".join(label.split()), column.name)),
            measure=column.measure,
            code=code,
            unit=column.spec.unit or column.unit,
        )
        case.figure(cell, meaning)
