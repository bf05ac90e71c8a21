"""The declarations of ``parsers/statements/templates/*.yaml`` as typed objects.

A declaration says which title and which header words make a table, what each column and row means and what may be
ignored by name. Words are compared by :func:`parsers.statements.labels.label_key`; a word that starts with ``~`` is a
regular expression that must match the whole key. The templates folder's README explains every field to an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict, Field

from domain.classification import System
from domain.records import Measure, Statement
from parsers.statements.labels import label_key

TEMPLATES = "parsers.statements.templates"


class Declared(BaseModel):
    """Base of all declarations: frozen, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words:
    """A set of synonyms: plain words and patterns."""

    def __init__(self, words: Iterable[str]) -> None:
        plain: set[str] = set()
        patterns: list[re.Pattern[str]] = []
        for word in words:
            if word.startswith("~"):
                patterns.append(re.compile(word[1:]))
            else:
                plain.add(label_key(word))
        self._plain = frozenset(plain)
        self._patterns = tuple(patterns)

    def __contains__(self, key: str) -> bool:
        return key in self._plain or any(pattern.fullmatch(key) for pattern in self._patterns)

    def match(self, key: str) -> re.Match[str] | None:
        """The match of the first pattern that fits; a plain word has none."""
        return next((found for pattern in self._patterns if (found := pattern.fullmatch(key))), None)


class Layout(StrEnum):
    """The kinds of geometry the engine knows; everything else about a table is declared."""

    TWO_SIDED = "two_sided"  # 项目|行次|金额 blocks side by side (01, 04)
    ROWS = "rows"  # code and name, then amount columns (02, 03, 05, 07, 08)
    BLOCKS = "blocks"  # code|name|amount blocks side by side (06)
    MATRIX = "matrix"  # the heading names the item, one row of figures (三公)
    STATISTICS = "statistics"  # label and figure, in sections (公开10表, assets)
    LINES = "lines"  # one thing per line (procurement, projects, units)
    PERFORMANCE = "performance"  # project forms
    UNREAD = "unread"  # known by its title, not read: reported as unrecognised


class Role(StrEnum):
    """What a column is for."""

    VALUE = "value"
    LABEL = "label"  # name of the row, also of a side
    CODE = "code"
    CODE_CLASS = "code_class"  # 类 of a code in three columns
    CODE_GROUP = "code_group"  # 款
    CODE_ITEM = "code_item"  # 项
    NAME = "name"
    LINE = "line"  # 行次, 序号
    UNIT = "unit"  # 计量单位 of the row
    IGNORED = "ignored"


class Column(Declared):
    """One column: how its heading reads and what a figure under it means."""

    words: tuple[str, ...]
    role: Role = Role.VALUE
    name: str = ""
    measure: Measure | None = None
    #: Heading above must be one of these (``under``) or must not be (``not_under``).
    under: tuple[str, ...] = ()
    not_under: tuple[str, ...] = ()
    required: bool = False
    #: Another name when the table also has a column of the name given first.
    name_with: dict[str, str] = Field(default_factory=dict)
    #: Printed unit of a column that is no money, e.g. ``%`` or ``辆``.
    unit: str | None = None
    #: Other statement or item than the table's, e.g. 机关运行经费 in a three-public table.
    statement: Statement | None = None
    item: str | None = None
    #: For lines: the field of the row this column fills, used in ``item`` patterns.
    field: str | None = None

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)

    @cached_property
    def above(self) -> Words | None:
        return Words(self.under) if self.under else None

    @cached_property
    def not_above(self) -> Words | None:
        return Words(self.not_under) if self.not_under else None


class Facet(Declared):
    """A heading word that says which figure of an item is meant (预算数, 决算数, 上年数), not which item."""

    words: tuple[str, ...]
    #: ``None``: the measure of the table itself.
    measure: Measure | None = None
    #: Column name when the facet stands alone (``上年数``).
    name: str | None = None
    #: The measure when the table also prints final figures (预算数 beside 决算数).
    beside_final: Measure | None = None
    final: bool = False

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)


class Row(Declared):
    """One row label: synonyms and the item it stands for; ``{name}`` in ``item`` is the printed name."""

    words: tuple[str, ...]
    item: str = ""
    #: Items of columns with another measure (房屋: count 房屋面积, amount 房屋价值).
    items: dict[Measure, str] = Field(default_factory=dict)
    measure: Measure | None = None
    statement: Statement | None = None
    unit: str | None = None
    #: Prefix of the rows below that are parts of this one.
    opens: str | None = None
    parts: tuple[str, ...] = ()
    #: Items that keep their own name as parts of this row (the three budgets below 财政拨款收入).
    keeps: tuple[str, ...] = ()
    total: bool = False
    ignored: bool = False

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)

    @cached_property
    def part_words(self) -> Words:
        return Words(self.parts)


class Section(Declared):
    """Rows that belong together in a statistic table, announced by a heading row."""

    heads: tuple[str, ...] = ()
    rows: tuple[Row, ...]
    #: In force before any heading is printed; without one, 合计 means nothing until a section begins.
    default: bool = False

    @cached_property
    def matcher(self) -> Words:
        return Words(self.heads)


class Side(Declared):
    """One half of a two-sided table."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    #: Rows that are functional classes: item ``<class_prefix><class name>``.
    class_prefix: str | None = None
    #: Rows that are economic classes, of the departmental or the government classification.
    economic_prefix: str | None = None
    economic_system: System = "economic"
    #: ``其中`` rows and the like: item of the row above, a slash, the printed name.
    nested: bool = False
    #: Figures carry the column name even when there is one column only (04: ``合计``).
    sole_column: str | None = None

    @cached_property
    def matcher(self) -> Words:
        return Words(self.heads)


class TextFigure(Declared):
    """A figure inside a free text of a form, with the words around it; groups: number, and optionally noun, unit."""

    pattern: str
    item: str
    measure: Measure
    statement: Statement | None = None
    unit: str | None = None
    #: Only in texts of these items (年度目标, 实际完成情况, 自评).
    within: tuple[str, ...] = ()

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


class LevelHead(Declared):
    """Heading of one level of indicators (一级指标, 二级指标, 三级指标)."""

    words: tuple[str, ...]

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)


class Performance(Declared):
    """What a project form prints, block by block; see ``performance.yaml``."""

    project: Row
    #: Label and value side by side: 主管部门, 实施单位 …
    pairs: tuple[Row, ...]
    #: Columns of the money block in the order in which forms print them; ``parts`` of a group are its sub-columns.
    money_columns: tuple[Column, ...]
    money_groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    money_rows: tuple[Row, ...]
    #: Label and value side by side in place of the block: 预算数: 23 | 执行数: 23.
    money_pairs: tuple[Row, ...]
    #: Columns 执行率, 执行数, 预算数, 结余 that prove an alignment of values and headings.
    proof: dict[str, str] = Field(default_factory=dict)
    goals: tuple[Row, ...]
    goal_groups: Row
    levels: tuple[LevelHead, ...]
    indicator_columns: tuple[Column, ...]
    #: Further columns of forms that list many projects, one indicator a row.
    list_columns: tuple[Column, ...]
    level1: tuple[Row, ...]
    level2: tuple[Row, ...]
    group_labels: Row
    total: Row
    grade: Row
    analysis: Row
    ignored: Row
    text_figures: tuple[TextFigure, ...] = ()


class CaptionFact(Declared):
    """Words of the caption that are a fact of the table, e.g. 截止时间：2019年12月31日; group ``text``."""

    pattern: str
    item: str

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)


class Declaration(Declared):
    """One kind of table."""

    id: str
    #: Name in ``table_titles.csv``.
    table: str
    layout: Layout
    statement: Statement | None = None
    titles: tuple[str, ...] = ()
    #: These titles count before what ``table_titles.csv`` says of them.
    title_first: bool = False
    #: Put before every item (政府性基金预算/ in the three-public table of another fund).
    item_prefix: str = ""
    #: The heading words alone may recognise a table whose title is missing.
    header_alone: bool = False
    #: Then one of these must be among its labels.
    alone_rows: tuple[str, ...] = ()
    #: Of each group of column names at least one must be there (besides the columns marked ``required``).
    requires: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Column, ...] = ()
    facets: tuple[Facet, ...] = ()
    use_common_facets: bool = True
    #: Heading words that only group others.
    neutral: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    sections: tuple[Section, ...] = ()
    rows: tuple[Row, ...] = ()
    #: Codes: ``functional``, ``economic`` or none.
    codes: str | None = None
    #: Item patterns: ``{row}``, ``{column}``, ``{ordinal}``, ``{field}`` names.
    item: str = "{row}/{column}"
    total_item: str | None = None
    total_statement: Statement | None = None
    #: Items of the total row by column (06 in rows).
    total_items: dict[str, str] = Field(default_factory=dict)
    #: Columns that repeat the row's own amount when only one of them is printed.
    fold: tuple[str, ...] = ()
    default_column: str = ""
    measure: Measure = Measure.AMOUNT
    #: The measure in final accounts, where it is another (三公: budget in a 预算, amount in a 决算).
    measure_in_finals: Measure | None = None
    caption_facts: tuple[CaptionFact, ...] = ()
    performance: Performance | None = None

    @cached_property
    def telling_rows(self) -> Words | None:
        return Words(self.alone_rows) if self.alone_rows else None

    @property
    def states(self) -> Statement:
        """The statement of the table's facts; asking it of a table that is not read is a programming error."""
        if self.statement is None:
            raise ValueError(f"{self.id} declares no statement")
        return self.statement

    @cached_property
    def neutral_words(self) -> Words:
        return Words(self.neutral)

    @cached_property
    def title_patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(title[1:] if title.startswith("~") else re.escape(title)) for title in self.titles)

    @cached_property
    def value_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is Role.VALUE)

    def all_columns(self, common: Common) -> tuple[Column, ...]:
        """Own columns first; the common ones fill what is not declared here."""
        return (*self.columns, *common.columns)

    def all_facets(self, common: Common) -> tuple[Facet, ...]:
        return (*self.facets, *common.facets) if self.use_common_facets else self.facets


class Common(Declared):
    """Words that all tables share."""

    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    subtotal_words: tuple[str, ...]
    total_rows: tuple[str, ...]
    line_row: tuple[str, ...]
    note_prefixes: tuple[str, ...]
    agency_rows: tuple[str, ...]
    empty_sentences: tuple[str, ...]
    title_prefixes: tuple[str, ...]
    title_suffixes: tuple[str, ...]
    title_shape: str
    foreign_titles: str
    form_label: str
    caption_lines: tuple[str, ...]
    not_a_figure: tuple[str, ...]
    furniture: tuple[str, ...]

    @cached_property
    def furniture_words(self) -> Words:
        return Words(self.furniture)

    @cached_property
    def subtotals(self) -> Words:
        return Words(self.subtotal_words)

    @cached_property
    def totals(self) -> Words:
        return Words(self.total_rows)

    @cached_property
    def lines(self) -> Words:
        return Words(self.line_row)

    @cached_property
    def agencies(self) -> Words:
        return Words(self.agency_rows)

    @cached_property
    def empty(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.empty_sentences)

    @cached_property
    def captions(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in self.caption_lines)

    @cached_property
    def foreign(self) -> re.Pattern[str]:
        return re.compile(self.foreign_titles)

    @cached_property
    def form(self) -> re.Pattern[str]:
        return re.compile(self.form_label)


class Family(Declared):
    """A family of forms, told by the labels and titles of the tables found; becomes ``reports.template``."""

    name: str
    #: Patterns of ``<form label>|<table>``; all must be found in the document.
    all_of: tuple[str, ...]


class Library(Declared):
    """All declarations."""

    common: Common
    declarations: tuple[Declaration, ...]
    families: tuple[Family, ...]

    def of_table(self, table: str) -> Sequence[Declaration]:
        return [declaration for declaration in self.declarations if declaration.table == table]


def _load(name: str) -> object:
    return yaml.safe_load(resources.files(TEMPLATES).joinpath(name).read_text(encoding="utf-8"))


def _entries(name: str) -> list[object]:
    loaded = _load(name)
    if not isinstance(loaded, list):
        raise ValueError(f"{name}: a list of declarations is expected")
    return loaded


@lru_cache(maxsize=1)
def library() -> Library:
    """The declarations shipped with the package, read once. Raises ``ValueError`` naming a faulty declaration."""
    declarations: list[Declaration] = []
    names = sorted(entry.name for entry in resources.files(TEMPLATES).iterdir() if entry.name.endswith(".yaml"))
    for name in names:
        if name in ("common.yaml", "families.yaml"):
            continue
        for number, entry in enumerate(_entries(name), start=1):
            try:
                declarations.append(Declaration.model_validate(entry))
            except ValueError as problem:
                raise ValueError(f"{name}, declaration {number}: {problem}") from problem
    return Library(
        common=Common.model_validate(_load("common.yaml")),
        declarations=tuple(declarations),
        families=tuple(Family.model_validate(entry) for entry in _entries("families.yaml")),
    )
