"""Headings: which rows of a grid are its head, what stands above every column, and which declared column that is.

Columns are told by their words over all heading rows (merged headings spread over the columns they span), never by
their position.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.money import MONEY_UNIT, MONEY_UNITS, parse_number
from domain.records import Measure
from parsers.statements.labels import label_key, row_name, unit_of_label
from parsers.statements.tables.declarations import Common, Declaration, Layout
from parsers.statements.tables.declared_parts import Column, Facet, Role
from parsers.statements.tables.grid import Grid, GridCell
from parsers.statements.tables.names import economic_codes, economic_heading

#: Rows above the head that may hold a title, a form label, the agency and the unit.
SEARCHED_ROWS = 12
HIGHEST_HEAD = 6
#: Layouts in which every figure column has a meaning of its own (the others repeat their columns side by side).
_ONE_OF_EACH = (Layout.ROWS, Layout.MATRIX, Layout.LINES, Layout.STATISTICS)
#: Of two facets over one column the one named first says what its figures are.
_RANK = (Measure.CHANGE_PCT, Measure.COMPLETION_PCT, Measure.SHARE_PCT, Measure.CHANGE, Measure.PRIOR_AMOUNT)
_UNIT = re.compile(rf"[(\[](?:金额)?(?:单位)?[::]?(?:人民币)?({MONEY_UNIT})[)\]]")
_COUNT_UNIT = re.compile(r"\((%|辆|台|套|个|人|名|件|平方米|㎡)\)$")
_YEAR = re.compile(r"(20\d{2})年?度?(?=[^\d月]|$)")
#: The heading word that the fiscal year stands for where nothing else is printed.
THIS_YEAR = "本年"
_COLUMN_NUMBER = re.compile(r"^[(\[]?(\d{1,2})[)\]]?(?:栏)?(?:=[\d+\-()栏]+)?$|^[一二三四五六七八九十]{1,2}栏$")


_COLUMN_LETTER = re.compile(r"[甲乙丙丁戊己庚辛壬癸A-Za-z]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above one logical column (grid columns ``first`` to ``last``), from top to bottom."""

    first: int
    last: int
    path: tuple[str, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedColumn:
    """A logical column with its meaning.

    ``name`` is the published column name, ``measure`` what its figures say.
    """

    heading: Heading
    spec: Column
    name: str
    measure: Measure

    @property
    def role(self) -> Role:
        return self.spec.role

    @property
    def unit(self) -> str | None:
        return self.heading.unit


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a table: its rows, its columns with a meaning, and the headings nobody declared."""

    first_row: int
    last_row: int
    columns: tuple[ResolvedColumn, ...]
    unknown: tuple[Heading, ...]

    def with_role(self, *roles: Role) -> tuple[ResolvedColumn, ...]:
        return tuple(column for column in self.columns if column.role in roles)

    @property
    def values(self) -> tuple[ResolvedColumn, ...]:
        return self.with_role(Role.VALUE)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple("/".join(column.heading.path) for column in self.columns)


@lru_cache(maxsize=8192)
def heading_key(text: str, year: int | None) -> str:
    """A heading as it is compared: no unit in brackets, the fiscal year left out, the year before as ``上年``."""
    key = label_key(_COUNT_UNIT.sub("", _UNIT.sub("", label_key(text))))

    def relative(match: re.Match[str]) -> str:
        printed = int(match.group(1))
        if year is None or printed == year:
            return ""
        return "上年" if printed == year - 1 else match.group(0)

    return THIS_YEAR if _is_year(key, year) else _YEAR.sub(relative, key)


def _is_year(key: str, year: int | None) -> bool:
    """True for the fiscal year as a heading by itself (2023年 beside 2022年), not behind or before other words."""
    found = _YEAR.fullmatch(key)
    return found is not None and year is not None and int(found.group(1)) == year


def heading_unit(text: str) -> str | None:
    """The money unit a heading carries in brackets: ``价值（金额单位：万元）`` → ``万元``."""
    found = _UNIT.search(label_key(text))
    return found.group(1) if found and found.group(1) in MONEY_UNITS else None


class Vocabulary:
    """All words that may stand in the head of one declared table."""

    def __init__(self, declaration: Declaration, common: Common, year: int | None) -> None:
        self.declaration = declaration
        self.common = common
        self.year = year
        self.columns = declaration.all_columns(common)
        self.facets = declaration.all_facets(common)
        self._known: dict[str, bool] = {}

    def key(self, text: str) -> str:
        return heading_key(text, self.year)

    def knows(self, text: str) -> bool:
        """Whether a cell holds a heading of this table."""
        key = self.key(text)
        if key not in self._known:
            self._known[key] = self._knows(key)
        return self._known[key]

    def _knows(self, key: str) -> bool:
        systems = {column.economic for column in self.columns if column.economic is not None}
        return bool(key) and (
            any(economic_heading((key,), system) or key in economic_codes(system) for system in systems)
            or any(
                key in column.matcher or (column.above is not None and key in column.above) for column in self.columns
            )
            or any(key in facet.matcher for facet in self.facets)
            or key in self.declaration.neutral_words
            or key in self.common.subtotals
            or any(key in side.matcher for side in self.declaration.sides)
        )


def is_line_row(grid: Grid, row: int, common: Common) -> bool:
    """True for column numbers or letters in order: ``栏次 | 1 | 2``, ``甲 | 乙 | 1 | 2``, ``1 | 2 | 3 = 1 + 2``."""
    numbers: list[int] = []
    labelled, letters = False, 0
    for cell in grid.filled(row):
        found = _COLUMN_NUMBER.match(cell.key)
        if found and found.group(1):
            numbers.append(int(found.group(1)))
        elif cell.key in common.lines or found or _COLUMN_LETTER.fullmatch(cell.key):
            labelled = True
            letters += bool(_COLUMN_LETTER.fullmatch(cell.key))
        else:
            return False
    if not numbers and letters >= 3:
        return True  # 甲 | 乙 | 丙
    return numbers == list(range(1, len(numbers) + 1)) and (len(numbers) >= 3 or (labelled and bool(numbers)))


def is_head_row(grid: Grid, row: int, vocabulary: Vocabulary, *, first: bool) -> bool:
    """Whether the cells of ``row`` are headings of this table: (nearly) all declared words, no figure."""
    cells = grid.filled(row)
    known = [cell for cell in cells if vocabulary.knows(cell.text)]
    if first and all(vocabulary.key(cell.text) == THIS_YEAR for cell in known):
        return False  # the year above the head belongs to the title
    if not known or any(_is_figure(cell) and not vocabulary.knows(cell.text) for cell in cells):
        return False
    if len(cells) == 1 and grid.columns > 2 and cells[0].column_span == grid.columns:
        return False  # 人员经费 above its rows, or a title
    if not first and len(cells) == 1 and cells[0].key in vocabulary.common.totals and cells[0].row_span == 1:
        return False  # an empty 合计 row, not a heading 合计
    return len(known) == len(cells) or (len(known) >= 2 and len(known) * 2 >= len(cells))


def _spanned(grid: Grid, row: int, first: int, vocabulary: Vocabulary) -> bool:
    """A row without figures that headings from above reach into, with a declared word: part of the head."""
    cells = grid.filled(row)
    reached = any(cell.row >= first and cell.row < row and not cell.blank for cell in grid.covering(row))
    return (
        reached and any(vocabulary.knows(cell.text) for cell in cells) and not any(_is_figure(cell) for cell in cells)
    )


def _is_figure(cell: GridCell) -> bool:
    return parse_number(cell.key) is not None


def _head_rows(grid: Grid, vocabulary: Vocabulary) -> tuple[int, int] | None:
    first = next(
        (row for row in range(min(grid.rows, SEARCHED_ROWS)) if is_head_row(grid, row, vocabulary, first=True)), None
    )
    if first is None:
        return None
    last = first
    for row in range(first + 1, min(grid.rows, first + HIGHEST_HEAD)):
        if is_line_row(grid, row, vocabulary.common):
            break
        if grid.filled(row) and not (
            is_head_row(grid, row, vocabulary, first=False) or _spanned(grid, row, first, vocabulary)
        ):
            break
        if not grid.filled(row) and not any(cell.row < row for cell in grid.covering(row)):
            break
        last = row
    while last > first and not grid.filled(last):
        last -= 1
    return first, last


def _texts_above(grid: Grid, first: int, last: int, column: int) -> list[GridCell | None]:
    """The heading cell of every head row over ``column``; a blank one takes the group heading to its left."""
    path: list[GridCell | None] = []
    for row in range(first, last + 1):
        cell = grid.at(row, column)
        if (cell is None or cell.blank) and row < last and _has_text_below(grid, row, last, column):
            cell = _group_to_the_left(grid, first, row, column)
        path.append(cell if cell is not None and not cell.blank else None)
    return path


def _has_text_below(grid: Grid, row: int, last: int, column: int) -> bool:
    below = (grid.at(lower, column) for lower in range(row + 1, last + 1))
    return any(cell is not None and not cell.blank for cell in below)


def _group_to_the_left(grid: Grid, first: int, row: int, column: int) -> GridCell | None:
    for left in range(column - 1, -1, -1):
        if row > first and _nearest(grid, row - 1, left) is not _nearest(grid, row - 1, column):
            return None  # another group begins above
        cell = grid.at(row, left)
        if cell is not None and not cell.blank:
            return cell if cell.row_span == 1 else None
    return None


def _nearest(grid: Grid, row: int, column: int) -> GridCell | None:
    for left in range(column, -1, -1):
        cell = grid.at(row, left)
        if cell is not None and not cell.blank:
            return cell
    return None


def headings(grid: Grid, first: int, last: int, vocabulary: Vocabulary) -> list[Heading]:
    """The logical columns of the head rows ``first`` to ``last``, from left to right."""
    found: list[Heading] = []
    leaves: list[GridCell | None] = []
    for column in range(grid.columns):
        cells = _texts_above(grid, first, last, column)
        leaf = next((cell for cell in reversed(cells) if cell is not None), None)
        if leaf is not None and leaves and leaves[-1] is leaf and leaf.last_column >= column:
            found[-1] = Heading(found[-1].first, column, found[-1].path, found[-1].unit)
            continue
        leaves.append(leaf)
        distinct: list[GridCell] = []
        for cell in cells:
            if cell is not None and (not distinct or distinct[-1] is not cell):
                distinct.append(cell)
        unit = next((unit for cell in reversed(distinct) if (unit := heading_unit(cell.text))), None)
        path = tuple(key for cell in distinct if (key := vocabulary.key(cell.text)))
        found.append(Heading(column, column, path, unit))
    return found


def find_header(
    grid: Grid, declaration: Declaration, common: Common, year: int | None, *, final_accounts: bool = False
) -> Header | None:
    """The head of ``grid`` if its words are those of ``declaration``, else ``None``.

    All required columns must be there; headings that nobody declared are listed, not guessed.
    """
    vocabulary = Vocabulary(declaration, common, year)
    rows = _head_rows(grid, vocabulary)
    if rows is None:
        return None
    resolved: list[ResolvedColumn] = []
    unknown: list[Heading] = []
    default = (declaration.measure_in_finals if final_accounts else None) or declaration.measure
    found = headings(grid, *rows, vocabulary)
    facets = {facet for heading in found for facet in _facets(heading, vocabulary)}
    for heading in found:
        column = _resolve(heading, vocabulary, default, facets)
        if column is not None:
            resolved.append(column)
        elif heading.path:
            unknown.append(heading)
    columns = _settled(resolved)
    if declaration.layout in _ONE_OF_EACH:
        columns, doubtful = _without_doubles(columns, declaration.layout)
        unknown += doubtful
    names = {column.name for column in columns if column.role is Role.VALUE}
    roles = {column.role for column in columns}
    specs = {id(column.spec) for column in columns}
    required = [spec for spec in declaration.columns if spec.required and id(spec) not in specs]
    if any((spec.name not in names) if spec.role is Role.VALUE else (spec.role not in roles) for spec in required):
        return None
    # Below a title that says what the table is, one column of totals is enough.
    sole = len(names) == 1 and not unknown
    if not sole and any(names.isdisjoint(group) for group in declaration.requires):
        return None
    return Header(rows[0], rows[1], columns, tuple(unknown))


def _facets(heading: Heading, vocabulary: Vocabulary) -> list[Facet]:
    return [facet for key in heading.path for facet in vocabulary.facets if key in facet.matcher]


def _resolve(
    heading: Heading, vocabulary: Vocabulary, default: Measure, beside: Collection[Facet]
) -> ResolvedColumn | None:
    declaration = vocabulary.declaration
    facets = _facets(heading, vocabulary)
    rest = [key for key in heading.path if not any(key in facet.matcher for facet in vocabulary.facets)]
    named = [key for key in rest if key not in declaration.neutral_words]
    measure = measure_of(facets, default, beside)
    if not named and facets:
        names = [facet.name for facet in facets if facet.name] if declaration.named_comparisons else []
        name = names[0] if names else declaration.default_column
        return ResolvedColumn(heading, Column(words=()), name, measure)
    # Words that only group others name a column when nothing else does: 收入 | 预算数 | 支出 | 预算数.
    for own in vocabulary.columns:
        printed = economic_heading(rest, own.economic) if own.economic is not None else None
        if printed is not None and (own.above is None or any(key in own.above for key in heading.path)):
            return ResolvedColumn(heading, own, own.name.format(name=row_name(printed)), own.measure or measure)
    leaf = _leaf(named or rest, vocabulary.common)
    spec = _column(leaf, heading.path[: heading.path.index(leaf)], vocabulary) if leaf else None
    if spec is None or leaf is None:
        return None
    return ResolvedColumn(
        heading, spec, spec.name.format(name=row_name(unit_of_label(leaf)[0])), spec.measure or measure
    )


def _leaf(path: list[str], common: Common) -> str | None:
    """The word that names the column; 小计 or 合计 below a group stands for the group."""
    if len(path) > 1 and path[-1] in common.subtotals:
        return path[-2]
    return path[-1] if path else None


def _column(leaf: str, above: tuple[str, ...], vocabulary: Vocabulary) -> Column | None:
    """The declared column that ``leaf`` names below the headings ``above``."""
    fitting = [
        spec
        for spec in vocabulary.columns
        if leaf in spec.matcher
        and (spec.above is None or any(key in spec.above for key in above))
        and (spec.not_above is None or not any(key in spec.not_above for key in above))
    ]
    # A column declared under a heading is meant before one declared anywhere.
    return min(fitting, key=lambda spec: spec.above is None, default=None)


def measure_of(facets: Sequence[Facet], default: Measure, beside: Collection[Facet]) -> Measure:
    """What the figures under (or beside) facet words say; ``预算数`` is the amount itself unless final figures stand
    beside it. A change in per cent counts before a change, a comparison before the year it compares (增减 | 决算数).
    """
    if not facets:
        return default
    facet = min(facets, key=lambda one: _RANK.index(one.measure) if one.measure in _RANK else len(_RANK))
    if facet.beside_initial is not None and any(other.initial for other in beside):
        return facet.beside_initial
    finals = any(other.final for other in beside)
    return (facet.beside_final if finals else None) or facet.measure or default


def _without_doubles(
    columns: tuple[ResolvedColumn, ...], layout: Layout
) -> tuple[tuple[ResolvedColumn, ...], list[Heading]]:
    """Leave out columns that the declarations cannot tell apart: better unread than mistaken for each other.

    In a statistic table the columns of every label column are told apart by themselves.
    """
    meanings: Counter[tuple[int, str, Measure]] = Counter()
    keyed: list[tuple[ResolvedColumn, tuple[int, str, Measure]]] = []
    block = 0
    for column in columns:
        if column.role is Role.LABEL and layout is Layout.STATISTICS:
            block += 1
        elif column.role is Role.VALUE:
            keyed.append((column, (block, column.name, column.measure)))
            meanings[keyed[-1][1]] += 1
    doubtful = [column for column, key in keyed if meanings[key] > 1]
    if layout is Layout.MATRIX:  # of 合计 over 小计 and 会议费 the 小计 below the group (or alone) is the item itself
        nearer = [
            column for column in doubtful if column.spec.above is not None or column.heading.path[-1:] == ("小计",)
        ]
        for column in nearer:
            same = [other for other in doubtful if (other.name, other.measure) == (column.name, column.measure)]
            if [other for other in same if other in nearer] == [column]:
                doubtful.remove(column)
    kept = tuple(column for column in columns if column not in doubtful)
    return kept, [column.heading for column in doubtful]


def _settled(columns: list[ResolvedColumn]) -> tuple[ResolvedColumn, ...]:
    """Settle the names that depend on which other columns the table has."""
    names = {column.name for column in columns}
    return tuple(
        replace(
            column, name=next((name for other, name in column.spec.name_with.items() if other in names), column.name)
        )
        for column in columns
    )
