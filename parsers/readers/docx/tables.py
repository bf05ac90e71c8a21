"""A ``w:tbl`` on its full grid: horizontal spans, vertical merges, indented rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from parsers.readers.docx.styles import OFF
from parsers.readers.packages import attribute, local
from parsers.readers.spans import Placed

_REMOVED = frozenset({"del", "moveFrom", "Fallback", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx"})
#: Content controls, custom XML and accepted insertions are transparent.
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "AlternateContent", "Choice", "smartTag"})


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children called ``name``, looked for through content controls and other transparent wrappers."""
    for child in element:
        tag = local(child)
        if tag == name:
            yield child
        elif tag in _WRAPPERS:
            yield from children(child, name)


def place_cells(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> list[Placed]:
    """Cells of the table's own rows; nested tables are not looked into. ``cell_text`` reads one ``w:tc``."""
    placed: list[Placed] = []
    open_merges: dict[int, int] = {}  # grid column -> index into ``placed`` of the cell that continues down
    number = 0
    for row in children(table, "tr"):
        properties = _properties(row, "trPr")
        # A deleted row of a tracked change, a row that is not shown.
        if "del" in properties or properties.get("hidden", "0") not in OFF:
            continue
        column = _number(properties.get("gridBefore"), 0)
        seen: dict[int, int] = {}
        for cell in children(row, "tc"):
            settings = _properties(cell, "tcPr")
            span = max(_number(settings.get("gridSpan"), 1), 1)
            merge = settings.get("vMerge")
            sideways = settings.get("hMerge")
            if sideways == "continue" and placed and placed[-1].row == number:
                placed[-1] = replace(placed[-1], column_span=placed[-1].column_span + span)
            elif merge is not None and merge != "restart" and column in open_merges:
                upper = open_merges[column]
                placed[upper] = replace(placed[upper], row_span=number - placed[upper].row + 1)
                seen[column] = upper
            else:
                if merge is not None:
                    seen[column] = len(placed)
                placed.append(Placed(number, column, cell_text(cell), 1, span))
            column += span
        open_merges = seen
        number += 1
    return placed


def _properties(element: etree._Element, name: str) -> dict[str, str]:
    """Settings of a row or cell: tag -> value; a bare ``w:vMerge`` means "continue"."""
    for child in element:
        if local(child) == name:
            return {local(part): attribute(part, "val") or "continue" for part in child}
    return {}


def _number(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.isdigit() else default
