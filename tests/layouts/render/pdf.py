"""A built document as PDF: flowing text, forms on portrait, landscape and turned pages, ruled in several ways."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas

from tests.layouts.model import Built, PageBreak, Paragraph, TableBlock
from tests.layouts.render.fonts import register, text_width
from tests.layouts.render.pdf_table import Laid, draw, slices

A4 = (595.28, 841.89)
MARGIN = 62.0
BODY = 12.0
LEADING = 21.0
#: A number with its unit and a Latin word stay together.
WORD = re.compile(r"[0-9A-Za-z.,%]+|.", re.DOTALL)
NOT_FIRST = set("，。；：、！？）》”％%,.;:!?)")


@dataclass
class Writer:
    built: Built
    font: str
    canvas: Canvas
    width: float = A4[0]
    height: float = A4[1]
    y: float = 0.0
    open: bool = False
    number: int = 0
    covers: int = 0
    options: dict[str, object] = field(default_factory=dict)

    def page(self, kind: str = "portrait") -> None:
        """Ends the page and starts one that a person sees as ``kind``."""
        self.finish()
        short, long = A4
        if kind == "portrait":
            self.width, self.height = short, long
            self.canvas.setPageSize(A4)
            self.canvas.setPageRotation(0)
        else:
            self.width, self.height = long, short
            self.canvas.setPageSize((long, short))  # reportlab swaps the sides of a turned page itself
            self.canvas.setPageRotation(90 if kind == "rotated" else 0)
            if kind == "rotated":
                self.canvas.transform(0, 1, -1, 0, short, 0)
        self.open = True
        self.y = self.height - MARGIN

    def finish(self) -> None:
        if self.open:
            self.number += 1
            label = f"- {self.number} -" if self.options.get("page_numbers", True) else ""
            self.line(label, (self.width - text_width(label, self.font, 9)) / 2, 30, 9)
            self.canvas.showPage()
        self.open = False

    def line(self, text: str, x: float, y: float, size: float, *, bold: bool = False) -> None:
        self.canvas.setFont(self.font, size)
        self.canvas.drawString(x, y, text)
        if bold:  # how office programs thicken a face that has no bold: the same glyphs again, a little aside
            self.canvas.drawString(x + 0.35, y, text)

    def centred(self, text: str, size: float, gap: float) -> None:
        self.y -= gap
        x = (self.width - text_width(text, self.font, size)) / 2
        self.line(text, x, self.y, size, bold=bool(self.options.get("fake_bold")))

    def lines(self, text: str, width: float, size: float, indent: float) -> list[str]:
        found, current, room = [], "", width - indent
        for token in WORD.findall(text):
            wide = text_width(current + token, self.font, size)
            if current and wide > room and token not in NOT_FIRST:
                found.append(current)
                current, room = "", width
            current += token
        return [*found, current]

    def paragraph(self, block: Paragraph) -> None:
        if not self.open:
            self.page()
        if block.kind == "cover":
            self.centred(block.text, 24, 150 if not self.covers else 50)
            self.covers += 1
            return
        if block.kind == "part":
            if self.y < MARGIN + 80:
                self.page()
            self.centred(block.text, 18, 34)
            self.y -= 10
            return
        indent = 0.0 if block.kind == "contents" else 2 * BODY
        for index, line in enumerate(self.lines(block.text, self.width - 2 * MARGIN, BODY, indent)):
            if self.y - LEADING < MARGIN - 6:
                self.page()
            self.y -= LEADING
            bold = block.kind == "section" and bool(self.options.get("fake_bold"))
            self.line(line, MARGIN + (indent if index == 0 else 0), self.y, BODY, bold=bold)

    def table(self, block: TableBlock) -> None:
        options = block.options
        kind = str(options.get("page", "portrait"))
        size = float(options.get("size", 9))
        margin = 40.0
        laid = Laid(block, self.width_of(kind) - 2 * margin, size, self.font)
        flow = options.get("flow") and self.open and self.y - 90 - sum(laid.heights) > MARGIN
        if not flow:
            self.page(kind)
            self.y = self.height - margin - 6
        self.head(block, margin)
        rest = self.height - 2 * margin
        for index, part in enumerate(slices(laid, block, self.y - margin, rest)):
            if index:
                self.page(kind)
                self.y = self.height - margin
            self.y = draw(self.canvas, laid, part, margin, self.y, str(options.get("borders", "lines")))
        for note in block.notes:
            for line in self.lines(note, self.width - 2 * margin, 9, 0):
                self.y -= 13
                if self.y < margin:
                    self.page(kind)
                    self.y = self.height - margin - 13
                self.line(line, margin, self.y, 9)

    def width_of(self, kind: str) -> float:
        return A4[0] if kind == "portrait" else A4[1]

    def head(self, block: TableBlock, margin: float) -> None:
        """Title, form number and caption line above the table; ``form_at: before`` prints the number first."""
        options = block.options
        for line in options.get("above", []):
            self.y -= 14
            self.line(line, margin, self.y, 9)
        before = options.get("form_at") == "before"
        if block.form and before:
            self.y -= 14
            self.line(block.form, margin, self.y, 9)
        if block.title and not options.get("title_in_caption"):
            self.centred(block.title, 15, 20)
        if block.form and not before:
            self.y -= 15
            self.line(block.form, self.width - margin - text_width(block.form, self.font, 9), self.y, 9)
        left, middle, right = block.caption
        if left or middle or right:
            self.y -= 14
            self.line(left, margin, self.y, 9)
            self.line(middle, (self.width - text_width(middle, self.font, 9)) / 2, self.y, 9)
            self.line(right, self.width - margin - text_width(right, self.font, 9), self.y, 9)
        self.y -= 6


def render(built: Built) -> bytes:
    """The PDF; the same document gives the same bytes."""
    options = built.declaration.get("pdf", {})
    buffer = io.BytesIO()
    font = register(embedded=bool(options.get("embedded")))
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(built.declaration["document"].get("title") or built.id)
    writer = Writer(built, font, canvas, options=options)
    for block in built.blocks:
        if isinstance(block, PageBreak):
            writer.finish()
        elif isinstance(block, TableBlock):
            writer.table(block)
            if not block.options.get("flow"):
                writer.finish()
        else:
            writer.paragraph(block)
    writer.finish()
    canvas.save()
    return buffer.getvalue()
