"""Which declared column stands under every heading of a table.

Columns are told by their words over all heading rows, never by their position.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from domain.records import Measure
from parsers.statements.labels import row_name, unit_of_label
from parsers.statements.tables.declarations import Common, Declaration, Layout
from parsers.statements.tables.declared_parts import Column, Facet, Role
from parsers.statements.tables.grid import Grid
from parsers.statements.tables.head_rows import Heading, head_rows, headings
from parsers.statements.tables.names import economic_heading
from parsers.statements.tables.vocabulary import Vocabulary

#: Layouts in which every figure column has a meaning of its own (the others repeat their columns side by side).
_ONE_OF_EACH = (Layout.ROWS, Layout.MATRIX, Layout.LINES, Layout.STATISTICS)
#: Of two facets over one column the one named first says what its figures are.
_RANK = (Measure.CHANGE_PCT, Measure.COMPLETION_PCT, Measure.SHARE_PCT, Measure.CHANGE, Measure.PRIOR_AMOUNT)


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


def find_header(
    grid: Grid, declaration: Declaration, common: Common, year: int | None, *, final_accounts: bool = False
) -> Header | None:
    """The head of ``grid`` if its words are those of ``declaration``, else ``None``.

    All required columns must be there; headings that nobody declared are listed, not guessed.
    """
    vocabulary = Vocabulary(declaration, common, year)
    rows = head_rows(grid, vocabulary)
    if rows is None:
        return None
    resolved: list[ResolvedColumn] = []
    unknown: list[Heading] = []
    default = (declaration.measure_in_finals if final_accounts else None) or declaration.measure
    found = headings(grid, *rows, vocabulary)
    facets = {facet for heading in found for facet in _facets(heading, vocabulary)}
    for heading in found:
        plan_of_last_year = _is_plan_of_last_year(_facets(heading, vocabulary), facets)
        column = None if plan_of_last_year else _resolve(heading, vocabulary, default, facets)
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
    if any(_is_missing(spec, names, roles) for spec in required):
        return None
    # Below a title that says what the table is, one column of totals is enough.
    sole = len(names) == 1 and not unknown
    if not sole and any(names.isdisjoint(group) for group in declaration.requires):
        return None
    return Header(rows[0], rows[1], tuple(_prefixed(column, declaration) for column in columns), tuple(unknown))


def _is_missing(spec: Column, names: set[str], roles: set[Role]) -> bool:
    """Whether nothing stands for a required column; one that fills a field of its line is needed itself."""
    return spec.name not in names if spec.role is Role.VALUE else spec.field is not None or spec.role not in roles


def _prefixed(column: ResolvedColumn, declaration: Declaration) -> ResolvedColumn:
    prefix = declaration.column_prefix
    if not prefix or column.role is not Role.VALUE:
        return column
    total = column.name in ("", declaration.default_column)
    return replace(column, name=prefix if total else f"{prefix}/{column.name}")


def _facets(heading: Heading, vocabulary: Vocabulary) -> list[Facet]:
    return [facet for key in heading.path for facet in vocabulary.facets if key in facet.matcher]


def _resolve(
    heading: Heading, vocabulary: Vocabulary, default: Measure, beside: Collection[Facet]
) -> ResolvedColumn | None:
    declaration = vocabulary.declaration
    facets = _facets(heading, vocabulary)
    rest = [key for key in heading.path if not any(key in facet.matcher for facet in vocabulary.facets)]
    named = [key for key in rest if key not in vocabulary.neutral]
    measure = measure_of(facets, default, beside)
    if facets and (not named or _is_beside_its_labels(heading, vocabulary)):
        names = [facet.name for facet in facets if facet.name] if declaration.named_comparisons else []
        name = names[0] if names else declaration.default_column
        return ResolvedColumn(heading, _default(declaration) if not names else Column(words=()), name, measure)
    # Words that only group others name a column when nothing else does: 收入 | 预算数 | 支出 | 预算数.
    for own in vocabulary.columns:
        printed = economic_heading(_whole(rest, vocabulary.common), own.economic) if own.economic is not None else None
        if printed is not None and (own.above is None or any(key in own.above for key in heading.path)):
            return ResolvedColumn(heading, own, own.name.format(name=row_name(printed)), own.measure or measure)
    leaf = _leaf(named or rest, vocabulary.common)
    above = heading.path[: heading.path.index(leaf)] if leaf else ()
    spec = _column(leaf, above, vocabulary) if leaf else None
    if leaf is None:
        return None
    if spec is None or (spec.role is Role.VALUE and spec.above is None):
        groups = [group for key in above for group in vocabulary.groups if key in group.matcher]
        if spec is None or groups:
            spec = _grouped(leaf, above, spec, vocabulary)
    if spec is None:
        return None
    if spec.role is Role.VALUE and any(vocabulary.is_other_money(key) for key in above):
        return None
    return ResolvedColumn(
        heading, spec, spec.name.format(name=row_name(unit_of_label(leaf)[0])), spec.measure or measure
    )


def _default(declaration: Declaration) -> Column:
    """What stands for a column that prints no name: it may have another one beside certain columns."""
    own = next((column for column in declaration.value_columns if column.name == declaration.default_column), None)
    return Column(words=(), name_with=own.name_with if own is not None else {})


def _is_beside_its_labels(heading: Heading, vocabulary: Vocabulary) -> bool:
    """A facet below the words that head the labels of its side too: 功能分类 over 项目 | 金额."""
    *above, leaf = heading.path
    faceted = any(leaf in one.matcher for one in vocabulary.facets)
    if vocabulary.declaration.layout is not Layout.TWO_SIDED or not faceted:
        return False
    labels = [column for column in vocabulary.declaration.columns if column.role is Role.LABEL]
    return all(key in vocabulary.neutral or any(key in label.matcher for label in labels) for key in above)


def _grouped(leaf: str, above: tuple[str, ...], spec: Column | None, vocabulary: Vocabulary) -> Column | None:
    """The column that a group heading names, alone (``spec`` is ``None``) or above a declared one.

    ``None`` where a heading above is not declared: it may speak of other money.
    """
    own = spec.name if spec is not None else next((g.name for g in vocabulary.groups if leaf in g.matcher), None)
    if own is None or not all(vocabulary.knows_key(key) for key in above):
        return None
    found = [group for key in above for group in vocabulary.groups if key in group.matcher]
    names = [group.name for group in found if not group.transparent]
    if spec is not None and not names:
        return spec
    declaration = vocabulary.declaration
    name = declaration.group_prefix + "/".join(dict.fromkeys([*names, own]))
    if spec is None:
        return Column(words=(), name=name, item=declaration.group_item)
    return spec.model_copy(update={"name": name, "item": declaration.group_item or spec.item})


def _whole(path: list[str], common: Common) -> list[str]:
    """A heading without the 小计 below it."""
    return path[:-1] if len(path) > 1 and path[-1] in common.subtotals else path


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
    facet = min(facets, key=_telling)
    if facet.beside_initial is not None and any(other.initial for other in beside):
        return facet.beside_initial
    finals = any(other.final for other in beside)
    return (facet.beside_final if finals else None) or facet.measure or default


def _telling(facet: Facet) -> tuple[int, bool]:
    """How much a facet word tells beside others: 年初预算数 below 2020年度 more than the year."""
    rank = _RANK.index(facet.measure) if facet.measure in _RANK else len(_RANK)
    return rank, facet.measure is None and facet.beside_final is None


def _is_plan_of_last_year(facets: Sequence[Facet], beside: Collection[Facet]) -> bool:
    """上年 | 年初预算数 beside 上年 | 决算数: no measure of final accounts says last year's budget."""
    prior = any(facet.measure is Measure.PRIOR_AMOUNT for facet in facets)
    plan = any(facet.initial or facet.measure is Measure.BUDGET for facet in facets)
    return prior and plan and any(other.final for other in beside)


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
    wider: dict[int, ResolvedColumn] = {}
    if layout is Layout.MATRIX:  # of 合计 over 小计 and 会议费 the 小计 below the group (or alone) is the item itself
        names = {column.name for column in columns}
        nearer = [
            column for column in doubtful if column.spec.above is not None or column.heading.path[-1:] == ("小计",)
        ]
        for column in nearer:
            same = [other for other in doubtful if (other.name, other.measure) == (column.name, column.measure)]
            if [other for other in same if other in nearer] == [column]:
                doubtful.remove(column)
                wider |= _wider([other for other in same if other is not column], names)
        doubtful = [column for column in doubtful if id(column) not in wider]
    kept = tuple(wider.get(id(column), column) for column in columns if column not in doubtful)
    return kept, [column.heading for column in doubtful]


def _wider(rest: list[ResolvedColumn], names: set[str]) -> dict[int, ResolvedColumn]:
    """The one column that holds more than its namesake, under its declared name, by the identity of the column."""
    if len(rest) != 1 or rest[0].spec.over is None or not names.issuperset(rest[0].spec.over_with):
        return {}
    return {id(rest[0]): replace(rest[0], name=rest[0].spec.over)}


def _settled(columns: list[ResolvedColumn]) -> tuple[ResolvedColumn, ...]:
    """Settle the names and fields that depend on which other columns the table has."""
    names = {column.name for column in columns}
    return tuple(
        replace(
            column,
            name=next((name for other, name in column.spec.name_with.items() if other in names), column.name),
            spec=column.spec if names.isdisjoint(column.spec.no_field_with) else _without_field(column.spec),
        )
        for column in columns
    )


def _without_field(spec: Column) -> Column:
    return spec.model_copy(update={"field": None})
