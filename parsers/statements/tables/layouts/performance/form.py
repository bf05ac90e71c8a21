"""The state of one form while its rows are walked down."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.records import Measure
from domain.redaction import is_personal_label
from parsers.statements.labels import label_key
from parsers.statements.tables.case import TableCase
from parsers.statements.tables.declared_forms import Performance
from parsers.statements.tables.declared_parts import Column, Row
from parsers.statements.tables.facts import Meaning
from parsers.statements.tables.grid import GridCell
from parsers.statements.tables.vocabulary import heading_key, heading_unit


class Block(StrEnum):
    HEAD = "head"
    MONEY = "money"
    TASKS = "tasks"
    GOALS = "goals"
    INDICATORS = "indicators"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a block: its meaning and the grid columns its heading covers."""

    spec: Column
    first: int
    last: int

    def holds(self, column: int) -> bool:
        return self.first <= column <= self.last


@dataclass(slots=True)
class Form:
    """``project`` is the name in force; ``money`` and ``goals`` are the columns of the block being read."""

    case: TableCase
    declared: Performance
    project: str | None
    block: Block = Block.HEAD
    money: list[Place] = field(default_factory=list)
    money_unit: str | None = None
    #: Labels of amounts that stand in the row below, each under its own.
    over: list[tuple[Row, GridCell]] = field(default_factory=list)
    #: Of the row of money whose values stand beside their headings, one for each: the column of its label, and the
    #: heading by the column of the value.
    whole_label: int | None = None
    whole_row: dict[int, Place] = field(default_factory=dict)
    goals: list[tuple[Row, GridCell]] = field(default_factory=list)
    #: Heading of the names of tasks, and the columns of their content and money.
    task: GridCell | None = None
    tasks: list[Place] = field(default_factory=list)
    levels: list[GridCell] = field(default_factory=list)
    values: list[Place] = field(default_factory=list)
    #: Columns of the project, its money and goals, in forms that list many projects.
    listed: list[Place] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)
    #: Labels stand in the middle of their rows: which indicator each covers is not printed.
    centred: bool = False

    def meaning(self, item: str, printed: str, measure: Measure, *, unit: str | None = None) -> Meaning:
        return Meaning(
            statement=self.case.declaration.states,
            item=item,
            item_printed=" ".join(printed.split()),
            measure=measure,
            unit=unit,
            project=self.project,
        )


def find(rows: tuple[Row, ...], text: str) -> Row | None:
    """The declared row of a label, with or without its unit: 资金总额, 资金总额（万元）."""
    keys = (label_key(text), heading_key(text, None))
    return next((row for row in rows if any(key in row.matcher for key in keys)), None)


def is_ignored(declared: Performance, text: str) -> bool:
    """True for a label that is ignored by name, with or without its unit."""
    return any(key in declared.ignored.matcher for key in (label_key(text), heading_key(text, None)))


def find_column(columns: tuple[Column, ...], text: str, year: int | None) -> Column | None:
    key = heading_key(text, year)
    return next((column for column in columns if key in column.matcher), None)


def unit_in(cells: list[GridCell]) -> str | None:
    return next((unit for cell in cells if (unit := heading_unit(cell.text)) is not None), None)


def without_personal(cells: list[GridCell]) -> list[GridCell]:
    """The cells of a row without labels of personal data and the cells beside them."""
    kept: list[GridCell] = []
    label: GridCell | None = None
    for cell in cells:
        if is_personal_label(cell.text):
            label = cell
            continue
        # Behind a label whose cell was left blank the next word is one of the form, not a person.
        if label is None or cell.column > label.last_column + 1:
            kept.append(cell)
        label = None
    return kept
