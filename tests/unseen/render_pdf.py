"""Blocks as PDF by ReportLab's own page layout: flowing text, tables ruled in several ways, wide and turned pages."""

from __future__ import annotations

import io
from html import escape
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Ruled

from tests.layouts.render.fonts import register, text_width
from tests.unseen.model import Block, Cell, File, Table

SIZES = {"title": 18, "part": 16, "section": 14, "plain": 12, "line": 12, "right": 10}
TURNED = ("landscape", "rotated")


def render(file: File) -> bytes:
    """Options: ``font`` (embedded, cid), ``size`` (of tables), ``margin`` (cm), ``borders`` (of all tables).

    ``borders``: grid, three (above, below the head, at the end), rows, dashed, open (no outer sides), none.
    """
    font = register(embedded=file.options.get("font", "embedded") == "embedded")
    margin = float(file.options.get("margin", "2.2")) * cm
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, invariant=1, title=file.options.get("title", ""))
    document.addPageTemplates([_template(kind, margin, font) for kind in ("portrait", *TURNED)])
    document.build(_Story(file, font, margin).flowables())
    return buffer.getvalue()


def _template(kind: str, margin: float, font: str) -> PageTemplate:
    """A page as a person sees it; ``rotated`` is an upright page that the viewer turns."""
    width, height = A4 if kind == "portrait" else landscape(A4)

    def begun(canvas: Any, document: Any) -> None:
        if kind == "rotated":
            canvas.transform(0, 1, -1, 0, height, 0)
        canvas.setFont(font, 9)
        canvas.drawCentredString(width / 2, 24, f"— {document.page} —")

    template = PageTemplate(kind, [_frame(width, height, margin)], onPage=begun, pagesize=(width, height))
    # ReportLab swaps the sides of a turned page itself.
    template.rotation = 90 if kind == "rotated" else 0
    return template


def _frame(width: float, height: float, margin: float) -> Frame:
    return Frame(margin, margin, width - 2 * margin, height - 2 * margin, 0, 0, 0, 0)


class _Story:
    """Flowables of one file."""

    def __init__(self, file: File, font: str, margin: float) -> None:
        self.file, self.font, self.margin = file, font, margin
        self.kind = "portrait"

    def flowables(self) -> list[Flowable]:
        found: list[Flowable] = []
        for block in self.file.blocks:
            if block.kind == "break":
                found += self._turned(block.style)
            elif block.table:
                found += [Spacer(1, 3), self._table(block.table), Spacer(1, 8)]
            else:
                found.append(self._words(block))
        return found

    def _turned(self, kind: str) -> list[Flowable]:
        if kind in (*TURNED, "portrait"):
            self.kind = kind
        return [NextPageTemplate(self.kind), PageBreak()]

    def _style(self, name: str, size: float, align: int, indent: float = 0) -> ParagraphStyle:
        return ParagraphStyle(
            name, fontName=self.font, fontSize=size, leading=size * 1.55, alignment=align, firstLineIndent=indent,
            wordWrap="CJK", spaceAfter=3,
        )  # fmt: skip

    def _words(self, block: Block) -> Paragraph:
        size = SIZES[block.style]
        align = {"title": TA_CENTER, "right": TA_RIGHT}.get(block.style, TA_LEFT)
        indent = 2 * size if block.style in ("plain", "section") else 0
        return Paragraph(_markup(block.text), self._style(block.style, size, align, indent))

    def _table(self, table: Table) -> Ruled:
        size = float(table.options.get("size", self.file.options.get("size", "9")))
        page = A4[0] if self.kind == "portrait" else A4[1]
        widths = _widths(table, page - 2 * self.margin, self.font, size)
        rows: list[list[Any]] = [[""] * table.width for _ in range(table.height)]
        style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("FONTSIZE", (0, 0), (-1, -1), size)]
        style += [(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
        for cell in table.cells:
            rows[cell.row][cell.column] = self._cell(table, cell, size)
            end = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
            style.append(("SPAN", (cell.column, cell.row), end))
        style += _rules(table.options.get("borders", self.file.options.get("borders", "grid")), table.head)
        return Ruled(rows, colWidths=widths, style=style, repeatRows=table.head if table.options.get("repeat") else 0)

    def _cell(self, table: Table, cell: Cell, size: float) -> Paragraph:
        align = TA_RIGHT if cell.number is not None else TA_CENTER if cell.row < table.head else TA_LEFT
        style = ParagraphStyle(
            "cell", fontName=self.font, fontSize=size, leading=size * 1.3, alignment=align, wordWrap="CJK"
        )
        return Paragraph(_markup(cell.text), style)


def _markup(text: str) -> str:
    return escape(text.replace("\\n", "\n"), quote=False).replace("\n", "<br/>").replace("  ", "&nbsp; ")


def _widths(table: Table, room: float, font: str, size: float) -> list[float]:
    """Declared shares, or as wide as the words need, scaled to the page."""
    if "widths" in table.options:
        wanted = [float(width) for width in table.options["widths"].split(",")]
    else:
        wanted = [24.0] * table.width
        for cell in table.cells:
            if cell.columns == 1:
                longest = max(text_width(line, font, size) for line in cell.text.split("\n"))
                wanted[cell.column] = max(wanted[cell.column], min(longest + 6, 120))
    return [width * room / sum(wanted) for width in wanted]


def _rules(borders: str, head: int) -> list[tuple[Any, ...]]:
    whole, black = ((0, 0), (-1, -1)), colors.black
    if borders == "none":
        return []
    if borders == "three":
        return [
            ("LINEABOVE", (0, 0), (-1, 0), 1.2, black),
            ("LINEBELOW", (0, head - 1), (-1, head - 1), 0.6, black),
            ("LINEBELOW", (0, -1), (-1, -1), 1.2, black),
        ]
    if borders == "rows":
        return [("LINEABOVE", *whole, 0.4, black), ("LINEBELOW", *whole, 0.4, black)]
    if borders == "dashed":
        return [("GRID", *whole, 0.4, colors.Color(0.55, 0.55, 0.55), None, (3, 1.5)), ("BOX", *whole, 1, black)]
    if borders == "open":
        return [("INNERGRID", *whole, 0.5, black), ("LINEABOVE", (0, 0), (-1, 0), 1, black),
                ("LINEBELOW", (0, -1), (-1, -1), 1, black)]  # fmt: skip
    return [("GRID", *whole, 0.5, black)]
