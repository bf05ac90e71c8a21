"""The unit that a document states once for all its tables: （本公开材料中表格金额单位均为：万元）.

The wordings are declared in ``common.yaml``. What is said of the tables counts before what is said of the whole; where
two such statements disagree there is no unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.money import MONEY_UNITS
from parsers.model import DocumentModel, Paragraph, Table
from parsers.statements.tables.captions import Line, lines_of
from parsers.statements.tables.declarations import UnitStatements

#: A longer line is text that speaks of other things too.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class DocumentUnit:
    """``unit`` is what all statements agree on, ``None`` where there is none; ``disputed`` where they do not agree."""

    unit: str | None = None
    disputed: bool = False


def document_unit(model: DocumentModel, statements: UnitStatements) -> DocumentUnit:
    """The unit stated for all tables of ``model``."""
    said: list[set[str]] = [set(), set()]
    for line in _lines(model):
        if len(line.key) > _LONGEST or "单位" not in line.key or statements.excludes(line.key):
            continue
        for units, patterns in zip(said, (statements.of_tables, statements.of_all), strict=True):
            found = next((match for pattern in patterns if (match := pattern.search(line.key))), None)
            if found is not None:
                units.add(found["unit"])
                break
    units = said[0] or said[1]
    if len(units) > 1:
        return DocumentUnit(disputed=True)
    unit = next(iter(units), None)
    return DocumentUnit(unit if unit in MONEY_UNITS else None)


def _lines(model: DocumentModel) -> Iterator[Line]:
    for block in model.blocks:
        if isinstance(block, Paragraph):
            yield from lines_of(block.text, block.page, block.number)
        elif isinstance(block, Table):
            for cell in block.cells:
                if "单" in cell.text:
                    yield from lines_of(cell.text, cell.page, None)
