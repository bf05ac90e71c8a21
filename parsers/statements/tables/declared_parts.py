"""Columns, facets and rows as declarations write them; what tables and project forms have in common."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from pydantic import Field

from domain.classification import System
from domain.records import Measure, Statement
from parsers.statements.tables.words import Declared, Words


class Role(StrEnum):
    """What a column is for."""

    VALUE = "value"
    LABEL = "label"  # name of the row, also of a side
    CODE = "code"
    CODE_CLASS = "code_class"  # 类 of a code in three columns
    CODE_GROUP = "code_group"  # 款
    CODE_ITEM = "code_item"  # 项
    CODE_DETAIL = "code_detail"  # code of the economic item that tells the lines of a project apart
    NAME = "name"
    AGENCY = "agency"  # name of a unit, in a column of its own
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
    #: The name where another column has the same one below its group (合计 over 三公经费 | 小计 and 会议费), and the
    #: columns that stand beside it then.
    over: str | None = None
    over_with: tuple[str, ...] = ()
    #: Printed unit of a column that is no money, e.g. ``%`` or ``辆``.
    unit: str | None = None
    #: Other statement or item than the table's, e.g. 机关运行经费 in a three-public table.
    statement: Statement | None = None
    item: str | None = None
    #: The heading is a name or code of this classification; ``{name}`` in ``name`` is the printed one.
    economic: System | None = None
    #: For lines: the field of the row this column fills, used in ``item`` patterns.
    field: str | None = None
    #: Beside a column of one of these names it fills none: 采购项目 is what is bought where 预算项目 says what pays.
    no_field_with: tuple[str, ...] = ()
    #: The cell may print an entry of the procurement catalogue, code and name: the name of the text that is parted
    #: off, the code in a column of goods, the name in a column of codes.
    parted: str = ""

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)

    @cached_property
    def above(self) -> Words | None:
        return Words(self.under) if self.under else None

    @cached_property
    def not_above(self) -> Words | None:
        return Words(self.not_under) if self.not_under else None


class Group(Declared):
    """A heading that is a column by itself and tells those below it apart: 一般公共预算 over 基本支出, 项目支出."""

    words: tuple[str, ...]
    name: str
    #: Only names its own column (财政拨款 over the three budgets); what stands below it keeps its name.
    transparent: bool = False

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)


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
    #: The measure when the first plan of the year (年初预算数) stands beside it.
    beside_initial: Measure | None = None
    initial: bool = False

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
    #: Name of the side that the rows below belong to (经济分类支出合计 within a column of 支出性质).
    side: str | None = None
    #: Items that keep their own name as parts of this row (the three budgets below 财政拨款收入).
    keeps: tuple[str, ...] = ()
    total: bool = False
    #: Money of another year: a 合计 printed below it is more than the year's own.
    carried: bool = False
    ignored: bool = False
    #: In a list of label and figure: the total that this one is above all its rows, if one of them is carried over.
    on_top: str | None = None

    @cached_property
    def matcher(self) -> Words:
        return Words(self.words)

    @cached_property
    def part_words(self) -> Words:
        return Words(self.parts)
