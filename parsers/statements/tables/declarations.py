"""The declarations of ``parsers/statements/templates/*.yaml`` as typed objects.

A declaration says which title and which header words make a table, what each column and row means and what may be
ignored by name. Words are compared by :func:`parsers.statements.labels.label_key`; a word that starts with ``~`` is a
regular expression that must match the whole key. The templates folder's README explains every field to an operator.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib import resources
from itertools import takewhile

from pydantic import Field

from domain.classification import System
from domain.declared import from_yaml
from domain.money import MONEY_UNIT
from domain.records import Measure, Statement
from parsers.statements.tables.declared_forms import Performance
from parsers.statements.tables.declared_parts import Column, Facet, Group, Role, Row
from parsers.statements.tables.words import Declared, Words

TEMPLATES = "parsers.statements.templates"


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
    #: Words of a title that nobody declared: one pattern must be found in it and none of ``topic_excludes``.
    topics: tuple[str, ...] = ()
    topic_excludes: tuple[str, ...] = ()
    #: A line above the table that is no title (机关运行经费) and says what it is, if nearly all rows are declared.
    headings: tuple[str, ...] = ()
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
    #: The same, where no title says what the table is.
    alone_requires: tuple[tuple[str, ...], ...] = ()
    columns: tuple[Column, ...] = ()
    facets: tuple[Facet, ...] = ()
    use_common_facets: bool = True
    #: Whether a heading of last year, of a change or a rate is read as such besides what is declared.
    use_comparisons: bool = True
    #: A column that is all comparison (上年数, 增减) is named by it; else it has the item of its row.
    named_comparisons: bool = True
    #: Heading words that only group others.
    neutral: tuple[str, ...] = ()
    #: Sets of heading words (``groups`` of ``common.yaml``) that name a column alone and are put before those below.
    groups: tuple[str, ...] = ()
    #: Put before the name of every column that such a word names or stands above.
    group_prefix: str = ""
    #: Put before the name of every value column: the table is about this money alone. A column of totals is named so.
    column_prefix: str = ""
    #: Item pattern of those columns where the table's own one does not name columns (projects).
    group_item: str | None = None
    sides: tuple[Side, ...] = ()
    sections: tuple[Section, ...] = ()
    rows: tuple[Row, ...] = ()
    #: Codes: ``functional``, ``economic``, ``government_economic`` or none.
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
    def prefix(self) -> str:
        """What tells an empty table from others of its statement, with a slash: the money it is about alone, or the
        group that its total names (对下转移支付/).
        """
        named = (self.total_item or "").split("/")[:-1]
        if self.column_prefix:
            group = takewhile(lambda part: "{" not in part, self.item.split("/")[:-1])
            named = [*group, self.column_prefix]
        return self.item_prefix + "".join(f"{part}/" for part in named)

    @cached_property
    def title_patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(title[1:] if title.startswith("~") else re.escape(title)) for title in self.titles)

    def headed_by(self, line: str) -> bool:
        """Whether a line that is no title names this table."""
        return bool(self.headings) and line in self._heading_words

    @cached_property
    def _heading_words(self) -> Words:
        return Words(self.headings)

    def about(self, title: str) -> bool:
        """Whether an undeclared title speaks of what this table prints."""
        found, excluded = self._topic_patterns
        return any(pattern.search(title) for pattern in found) and not any(one.search(title) for one in excluded)

    @cached_property
    def _topic_patterns(self) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
        return tuple(map(re.compile, self.topics)), tuple(map(re.compile, self.topic_excludes))

    @cached_property
    def value_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is Role.VALUE)

    def all_columns(self, common: Common) -> tuple[Column, ...]:
        """Own columns first; the common ones fill what is not declared here."""
        return (*self.columns, *common.columns)

    def all_groups(self, common: Common) -> tuple[Group, ...]:
        return tuple(group for name in self.groups for group in common.groups[name])

    def all_facets(self, common: Common) -> tuple[Facet, ...]:
        comparisons = common.comparisons if self.use_comparisons else ()
        return (*self.facets, *comparisons, *(common.facets if self.use_common_facets else ()))


class UnitStatements(Declared):
    """Sentences that state the unit of all tables of a document; ``{unit}`` in a pattern is a unit of money."""

    tables: tuple[str, ...]
    all: tuple[str, ...]
    #: A line with one of these speaks of a part alone, or of exceptions.
    excluded: tuple[str, ...]

    @cached_property
    def of_tables(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_with_unit, self.tables))

    @cached_property
    def of_all(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_with_unit, self.all))

    def excludes(self, line: str) -> bool:
        return any(pattern.search(line) for pattern in self._excluded_patterns)

    @cached_property
    def _excluded_patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.excluded))


def _with_unit(pattern: str) -> re.Pattern[str]:
    return re.compile(
        pattern.replace("{unit}", rf"(?P<unit>{MONEY_UNIT})(?!/|(?!人民币|作?为|列示|反映)[\u4e00-\u9fff])")
    )


class Common(Declared):
    """Words that all tables share."""

    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    #: Sets of headings that a declaration may use by name: the kinds of funding.
    groups: dict[str, tuple[Group, ...]]
    #: Headings above such groups that say nothing of the figures (资金来源).
    group_heads: tuple[str, ...]
    #: Facets that compare with last year or with the plan; every table knows them.
    comparisons: tuple[Facet, ...]
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
    other_money_heads: str
    form_label: str
    caption_lines: tuple[str, ...]
    document_units: UnitStatements
    not_a_figure: tuple[str, ...]
    #: Headings that sources print with their characters wide apart.
    spaced_heads: tuple[str, ...]
    furniture: tuple[str, ...]
    contents: tuple[str, ...]
    cover: tuple[str, ...]

    @cached_property
    def cover_words(self) -> Words:
        return Words(self.cover)

    @cached_property
    def contents_words(self) -> Words:
        return Words(self.contents)

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
    def other_money(self) -> re.Pattern[str]:
        return re.compile(self.other_money_heads)

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
    return from_yaml(resources.files(TEMPLATES).joinpath(name).read_text(encoding="utf-8"))


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
