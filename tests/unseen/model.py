"""A design as blocks that every file format can show, and the golden facts it states."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True)
class Cell:
    """One printed cell; ``number`` when a spreadsheet would hold a number, with its ``decimals``."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    number: Decimal | None = None
    decimals: int = 2
    thousands: bool = False


@dataclass
class Table:
    cells: list[Cell]
    height: int
    width: int
    #: Rows of column heads.
    head: int
    options: dict[str, str]


@dataclass
class Block:
    """``text`` for a line of words, ``table`` for a table, ``break`` for a new page, section or sheet."""

    kind: Literal["text", "table", "break"]
    #: text: title, part, section, plain, line, right; break: page, landscape, portrait, sheet.
    style: str = ""
    text: str = ""
    table: Table | None = None


@dataclass
class File:
    name: str
    options: dict[str, str]
    blocks: list[Block] = field(default_factory=list)


@dataclass
class Design:
    id: str
    about: str
    document: dict[str, Any]
    mistakes: list[dict[str, Any]]
    #: Alarms that the document deserves although nothing is printed wrongly.
    deserved: list[dict[str, Any]]
    files: list[File]
    facts: list[dict[str, Any]]
    #: The files are written whenever they are needed; nothing of them is committed.
    at_test_time: bool = False


@dataclass(frozen=True)
class Outline:
    """A design's head: enough to know which tests there are."""

    #: Without their blocks.
    files: tuple[File, ...]
    at_test_time: bool
    #: It takes long to read: the soak does, and not every run of the tests.
    in_the_soak: bool
