"""Two-sided totals tables (01, 04): label and amounts, side by side or one side below the other.

A side is told by the heading above its labels, else by the rows themselves; its rows are declared totals, declared
names or classes matched by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import takewhile

from parsers.statements.labels import is_numbered, is_of_which, label_key, ordinal, row_name
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declarations import Side
from parsers.statements.tables.declared_parts import Role, Row
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import Crowded, GridCell
from parsers.statements.tables.head_rows import Heading
from parsers.statements.tables.header import ResolvedColumn
from parsers.statements.tables.names import published_class, published_economic
from parsers.statements.tables.values import read_value

#: What a total is called that is the year's own.
_OF_THE_YEAR = ("本年", "当年")
#: So many known classes make a list whose next number is a class too, if it is one of spending.
_LIST_OF_CLASSES = 3
_SPENDING = "支出"


@dataclass(slots=True)
class Block:
    """One label column with the amount columns that follow it, and the side it is."""

    label: ResolvedColumn
    values: list[ResolvedColumn]
    side: Side | None = None
    #: Rows of the block; all rows of the table but where one side stands below the other.
    rows: list[int] = field(default_factory=list)
    #: The row whose parts may follow (年初结转 …), and the row whose 其中 rows may follow.
    open_row: Row | None = None
    parent: str | None = None
    keeps: tuple[str, ...] = ()
    parent_numbered: bool = False
    nesting: bool = False
    #: The number before the last row that is a class, and how many such rows there were.
    last_class: tuple[str, int] | None = None
    classes: int = 0


def read_two_sided(case: TableCase) -> None:
    blocks = _settled(case)
    used = {row for row in case.data_rows() for block in blocks if row in block.rows and _read(case, block, row)}
    case.used_rows += len(used)
    for block in blocks:
        if block.side is None:
            case.report(case.header.first_row, "/".join(block.label.heading.path))


def fits_two_sided(case: TableCase) -> bool:
    """The first two declared sides (收入, 支出) are there, told by their headings or their rows."""
    income, *spending = (side.name for side in case.declaration.sides)
    found = {block.side.name for block in _settled(case) if block.side is not None}
    # One side below the other may print the spending by its nature alone.
    return income in found and (spending[0] in found if len(_blocks(case)) > 1 else not found.isdisjoint(spending))


def _settled(case: TableCase) -> list[Block]:
    """The blocks of the table with their rows and sides."""
    blocks = _blocks(case)
    rows = case.data_rows()
    for block in blocks:
        block.rows = rows
        block.side = _side(case, block, rows)
    return _below(case, blocks[0]) if len(blocks) == 1 else blocks


def _below(case: TableCase, block: Block) -> list[Block]:
    """The two blocks of a table that prints the spending below the income, parted where the rows change sides.

    None where rows that may belong to either side (合计) stand between and no heading row (支出) parts them.
    """
    income, *spending = case.declaration.sides
    rows = [(row, label.text) for row in block.rows if (label := _label(case, block, row)) is not None]
    best: list[Block] = []
    for side in spending:
        first = [_knows(case, income, text) and not _knows(case, side, text) for _, text in rows]
        second = [_knows(case, side, text) and not _knows(case, income, text) for _, text in rows]
        if not any(first) or not any(second):
            continue
        last, turn = len(first) - 1 - first[::-1].index(True), second.index(True)
        headed = label_key(rows[turn][1]) in side.matcher
        either = [text for _, text in rows[last + 1 : turn] if _knows(case, side, text)]
        if last > turn or (either and not headed):
            continue
        upper = replace(block, side=income, rows=[row for row in block.rows if row < rows[turn][0]])
        lower = replace(block, side=side, rows=[row for row in block.rows if row >= rows[turn][0]])
        best = best or [upper, lower]
    return best


def _knows(case: TableCase, side: Side, label: str) -> bool:
    return label_key(label) in side.matcher or _row(case, side, label) is not None


def _blocks(case: TableCase) -> list[Block]:
    """Label columns with the amounts that follow; a heading nobody declared ends a block, so that the amounts behind
    it are never taken for those of the block before."""
    blocks: list[Block] = []
    open_block: Block | None = None
    resolved = [column.heading for column in case.header.columns]
    strange = [heading for heading in case.header.unknown if heading not in resolved]
    headings: list[ResolvedColumn | Heading] = [*case.header.columns, *strange]
    for heading in sorted(
        headings, key=lambda entry: entry.first if isinstance(entry, Heading) else entry.heading.first
    ):
        if isinstance(heading, Heading):
            open_block = None
        elif heading.role is Role.LABEL:
            open_block = Block(heading, [])
            blocks.append(open_block)
        elif heading.role is Role.VALUE and open_block is not None:
            open_block.values.append(heading)
        elif heading.role is Role.VALUE and heading.heading not in case.header.unknown:
            case.header = replace(case.header, unknown=(*case.header.unknown, heading.heading))
    for block in blocks:
        block.values = _without_doubles(case, block.values)
    return [block for block in blocks if block.values]


def _without_doubles(case: TableCase, columns: list[ResolvedColumn]) -> list[ResolvedColumn]:
    """Of columns with one meaning the one with the fewest headings is the whole (合计 beside 本年支出 | 小计).

    The others are named by the group they are the sum of, or stay unread.
    """
    kept: list[ResolvedColumn] = []
    for column in columns:
        same = [other for other in columns if (other.name, other.measure) == (column.name, column.measure)]
        nearest = min(len(other.heading.path) for other in same)
        whole = [other for other in same if len(other.heading.path) == nearest]
        group = None if whole == [column] else _summed_group(case, column)
        if whole == [column]:
            kept.append(column)
        elif group is not None and len(whole) == 1 and not any(other.name == group for other in columns):
            kept.append(replace(column, name=group))
        elif column.heading not in case.header.unknown:
            case.header = replace(case.header, unknown=(*case.header.unknown, column.heading))
    return kept


def _summed_group(case: TableCase, column: ResolvedColumn) -> str | None:
    """The group whose 小计 a column is."""
    *_, above, leaf = ("", "", *column.heading.path)
    groups = case.declaration.all_groups(case.common) if leaf in case.common.subtotals else ()
    return next((group.name for group in groups if above in group.matcher), None)


def _side(case: TableCase, block: Block, rows: list[int]) -> Side | None:
    """By the words above the labels; if they name no side or two, by the rows that stand there."""
    sides = case.declaration.sides
    # The heading next to the labels says more than the one above it: 支出 | 项目（按部门预算经济分类）.
    named = ([side for side in sides if key in side.matcher] for key in reversed(block.label.heading.path))
    headed = next((found for found in named if found), [])
    if len(headed) == 1:
        return headed[0]
    labels = [cell.text for row in rows if (cell := _label(case, block, row)) is not None]
    scores = {side.name: sum(_row(case, side, label) is not None for label in labels) for side in headed or sides}
    # 合计 and 总计 are rows of every side and prove nothing.
    neutral = sum(label_key(label) in case.common.totals for label in labels)
    best = max(scores.values(), default=0)
    winners = [side for side in headed or sides if scores[side.name] == best]
    return winners[0] if best > neutral and len(winners) == 1 else None


def _label(case: TableCase, block: Block, row: int) -> GridCell | None:
    heading = block.label.heading
    try:
        return case.grid.value_in(row, heading.first, heading.last)
    except Crowded as crowd:
        return crowd.cells[0]


def _read(case: TableCase, block: Block, row: int) -> bool:
    """Read one row of one side; False when the side prints nothing there."""
    if block.side is None:
        return False
    label = _label(case, block, row)
    figures = [(column, cell) for column in block.values if (cell := _figure(case, column, row)) is not None]
    if label is None:
        if figures:
            case.report(row, block.side.name)
        return False
    if not figures and label_key(label.text) in block.side.matcher:
        return True  # 支出 above its rows
    item = _item(case, block, label.text)
    if item is None:
        case.report(row, label.key)
        return True
    if not item:
        for _, cell in figures:
            case.spend(cell)
        return True
    for column, cell in figures:
        suffix = "" if column.name and column.name == case.declaration.default_column else _suffix(block, column)
        case.figure(
            cell,
            Meaning(
                statement=case.declaration.states,
                item=case.declaration.item_prefix + item + suffix,
                item_printed=" ".join(label.text.split()),
                measure=column.measure,
                unit=column.unit,
            ),
        )
    return True


def _figure(case: TableCase, column: ResolvedColumn, row: int) -> GridCell | None:
    try:
        return case.grid.value_in(row, column.heading.first, column.heading.last)
    except Crowded:
        case.report(row, column.name)
        return None


def _suffix(block: Block, column: ResolvedColumn) -> str:
    names = {value.name for value in block.values}
    name = column.name or (block.side.sole_column if block.side else None) or ""
    if len(names) == 1 and not (block.side and block.side.sole_column):
        return ""
    return f"/{name}" if name else ""


def _item(case: TableCase, block: Block, label: str) -> str | None:
    """The item of a row, in the order: part of the open row, 其中, declared row, class."""
    assert block.side is not None
    key = label_key(label)
    side = block.side
    if block.open_row is not None and key in block.open_row.part_words:
        return f"{block.open_row.opens}{_part_name(case, key)}"
    found = _row(case, side, label)
    total = found is not None and found[0] is not None and found[0].total
    if side.nested and block.parent is not None and not total and (is_of_which(label) or _goes_on(block, label)):
        block.nesting = True
        if found is not None and found[1] in block.keeps:
            return found[1]
        return f"{block.parent}/{row_name(label)}"
    if found is None:
        return _next_class(block, label)
    row, item = _beyond(case, block, label, _grand(case, block, label, found))
    block.open_row = row if row is not None and row.opens else None
    block.parent = item if row is not None and not row.total else None
    block.keeps = row.keeps if row is not None else ()
    block.parent_numbered, block.nesting = is_numbered(label), False
    if row is None:
        block.last_class, block.classes = ordinal(label), block.classes + 1
    if row is not None and row.side is not None:
        block.side = next(other for other in case.declaration.sides if other.name == row.side)
    return item


def _next_class(block: Block, label: str) -> str | None:
    """A class that no classification knows yet (超长期特别国债安排的支出): the next number of a list of classes."""
    number = ordinal(label)
    before = block.last_class
    if number is None or before is None or number != (before[0], before[1] + 1) or block.classes < _LIST_OF_CLASSES:
        return None
    name = row_name(label)
    if block.side is None or block.side.class_prefix is None or not name.endswith(_SPENDING):
        return None
    block.last_class, block.classes = number, block.classes + 1
    block.open_row, block.parent, block.keeps = None, None, ()
    return block.side.class_prefix + name


def _grand(case: TableCase, block: Block, label: str, found: tuple[Row | None, str]) -> tuple[Row | None, str]:
    """A plain 合计 below 本年收入合计 and what is carried over is the grand total, where nothing else is."""
    row, item = found
    if row is None or not row.total or label_key(label) not in case.common.totals or block.side is None:
        return found
    totals = [other for other in block.side.rows if other.total and other.item]
    printed = [cell.text for line in block.rows if (cell := _label(case, block, line)) is not None]
    plain = [text for text in printed if label_key(text) in case.common.totals]
    said = {
        other.item
        for other in totals
        if any(label_key(text) in other.matcher for text in printed if label_key(text) not in case.common.totals)
    }
    if len(plain) == 1 and item in said and totals and totals[0].item not in said:
        return totals[0], totals[0].item
    return found


def _beyond(case: TableCase, block: Block, label: str, found: tuple[Row | None, str]) -> tuple[Row | None, str]:
    """A 收入合计 (not 本年收入合计) below money carried over is the grand total, where no other row is."""
    row, _ = found
    assert block.side is not None
    totals = [other for other in block.side.rows if other.total and other.item]
    if row is None or row not in totals[1:2] or label_key(label).startswith(_OF_THE_YEAR):
        return found
    printed = [(line, cell.text) for line in block.rows if (cell := _label(case, block, line)) is not None]
    rows = [
        (line, text, next((one for one in block.side.rows if label_key(text) in one.matcher), None))
        for line, text in printed
    ]
    if any(other is totals[0] for _, _, other in rows):
        return found
    before = takewhile(lambda entry: entry[1] != label, rows)
    carried = any(other is not None and other.carried and _prints(case, block, line) for line, _, other in before)
    return (totals[0], totals[0].item) if carried else found


def _prints(case: TableCase, block: Block, line: int) -> bool:
    """Whether a row prints a figure other than 0."""
    cells = (_figure(case, column, line) for column in block.values)
    numbers = (read_value(cell.text).number for cell in cells if cell is not None)
    return any(number is not None and number.value for number in numbers)


def _goes_on(block: Block, label: str) -> bool:
    """Below ``其中：`` the parts go on until the next numbered row."""
    return block.nesting and block.parent_numbered and not is_numbered(label)


def _part_name(case: TableCase, key: str) -> str:
    """The published name of a part: that of the column it also heads (一般公共预算财政拨款), else as printed."""
    for column in case.declaration.columns:
        if column.role is Role.VALUE and key in column.matcher:
            return column.name
    return row_name(key)


def _row(case: TableCase, side: Side, label: str) -> tuple[Row | None, str] | None:
    key = label_key(label)
    for row in side.rows:
        if key in row.matcher:
            return row, row.item
    if side.class_prefix is not None:
        name = published_class(label, case.year)
        if name is not None:
            return None, side.class_prefix + name
    if side.economic_prefix is not None and published_economic(label, side.economic_system):
        return None, side.economic_prefix + row_name(label)
    return None
