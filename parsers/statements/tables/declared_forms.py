"""The declaration of a project form: its blocks, levels and the figures in its texts (``performance.yaml``)."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import Field

from domain.records import Measure, Statement
from parsers.statements.tables.declared_parts import Column, Row
from parsers.statements.tables.words import Declared, Words


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


class Tasks(Declared):
    """The list of a department's tasks with the money for each."""

    name: Row
    columns: tuple[Column, ...]
    total: Row


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
    tasks: Tasks
    goals: tuple[Row, ...]
    goal_groups: Row
    levels: tuple[LevelHead, ...]
    indicator_columns: tuple[Column, ...]
    #: Words that the column of units prints where a target has none.
    no_unit: Row
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
