"""A built document: its blocks as they are printed and the golden facts that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from infra.samples.build.grid import Grid


class DeclarationError(ValueError):
    """A declaration contradicts itself; the message names the layout and the place."""


@dataclass(frozen=True)
class Key:
    """What a number means, in the words of docs/facts.md."""

    statement: str
    item: str
    measure: str = "amount"
    code: str | None = None

    def __str__(self) -> str:
        return f"{self.statement} {self.item} {self.measure}" + (f" {self.code}" if self.code else "")


@dataclass(frozen=True)
class GoldFact:
    """One printed number with its meaning. ``graded`` is False where the vocabulary has no word for it."""

    key: Key
    printed: str
    unit: str | None
    state: str
    origin: str
    where: dict[str, str | int]
    amount: Decimal | None = None
    value: Decimal | None = None
    text: str | None = None
    graded: bool = True


@dataclass
class Paragraph:
    text: str
    #: "cover", "part", "section" or "text".
    kind: str = "text"


@dataclass
class PageBreak:
    pass


@dataclass
class TableBlock:
    number: int
    title: str
    form: str
    caption: tuple[str, str, str]
    grid: Grid
    notes: list[str]
    #: page, borders, size, repeat_head, break_after, cut_row … as declared.
    options: dict[str, Any]
    #: Sheet cells that are amounts: (row, column) -> decimals.
    decimals: dict[tuple[int, int], int] = field(default_factory=dict)
    #: Columns that hold codes.
    code_columns: tuple[int, ...] = ()


Block = Paragraph | PageBreak | TableBlock


@dataclass
class Built:
    id: str
    declaration: dict[str, Any]
    blocks: list[Block]
    facts: list[GoldFact]

    @property
    def tables(self) -> list[TableBlock]:
        return [block for block in self.blocks if isinstance(block, TableBlock)]
