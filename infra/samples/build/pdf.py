"""Composes the printed document (004) as a PDF: narrative, forms on portrait, landscape and turned pages."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from infra.samples.build import fonts
from infra.samples.build.forms import Form, Part, Text, Toc
from infra.samples.build.pdf_table import TableLayout, draw_slice
from infra.samples.build.pdf_text import break_lines, draw_line, even_lines, text_width

A4 = (595.28, 841.89)
#: Text lines hold 38 characters, as in the printed document (where its pages cut sentences shows it).
BODY = 12.0
MARGIN = (A4[0] - 38 * BODY) / 2
LEADING = 22.0


class PdfWriter:
    def __init__(self, title: str, font: str | None = None) -> None:
        fonts.register(font)
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, pageCompression=1, invariant=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Administrator")
        self.width, self.height = A4
        self.y = 0.0
        self.open = False
        self.number = 0
        self.numbering = False  # from the first part on
        self.numbered = False  # this page
        self.continues = False  # the last paragraph goes on

    def page(self, kind: str = "portrait") -> None:
        """Ends the page and starts one that a person sees as ``kind``."""
        self.finish_page()
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
        self.numbered = self.numbering
        self.y = self.height - MARGIN

    def finish_page(self) -> None:
        if self.open:
            if self.numbered:
                self.number += 1
                label = f"- {self.number} -"
                draw_line(self.canvas, label, (self.width - text_width(label, 9)) / 2, 36, 9)
            self.canvas.showPage()
        self.open = False

    def build(self, parts: list[Part]) -> bytes:
        for part in parts:
            if any(isinstance(block, Form) for block in part.body):
                self.forms(part)
            elif not part.heading:
                self.cover(part)
            elif isinstance(part.body[0], Toc):
                self.contents(part, part.body[0])
            else:
                self.numbering = True
                self.narrative(part)
        self.finish_page()
        self.canvas.save()
        return self.buffer.getvalue()

    def centred(self, text: str, size: float, gap: float) -> None:
        self.y -= gap
        draw_line(self.canvas, text, (self.width - text_width(text, size)) / 2, self.y, size)

    def cover(self, part: Part) -> None:
        self.page()
        self.y -= 160
        for block in part.body:
            assert isinstance(block, Text)
            self.centred(block.text, 30, 60)

    def contents(self, part: Part, toc: Toc) -> None:
        self.page()
        self.centred(part.heading, 18, 20)
        self.y -= 20
        for left, right in toc.entries:
            self.y -= 21
            draw_line(self.canvas, left, MARGIN, self.y, 12)
            draw_line(self.canvas, right, self.width - MARGIN - text_width(right, 12), self.y, 12)

    def narrative(self, part: Part) -> None:
        """Running text; a paragraph marked as cut ends exactly at the foot of its page."""
        self.page()
        self.centred(part.heading, 18, 10)
        self.y -= 12
        segment: list[Text] = []
        for block in part.body:
            assert isinstance(block, Text)
            segment.append(block)
            if block.cut:
                self.segment(segment, to_the_foot=True)
                self.page()
                segment = []
        self.segment(segment, to_the_foot=False)

    def segment(self, texts: list[Text], *, to_the_foot: bool) -> None:
        width = self.width - 2 * MARGIN
        lines: list[tuple[str, float, bool]] = []  # text, indent, stretched
        for text in texts:
            goes_on = self.continues
            self.continues = text.cut
            indent = 0.0 if goes_on else 2 * BODY
            breaker = even_lines if text.cut else break_lines
            broken = breaker(text.text, width, BODY, indent)
            for index, line in enumerate(broken):
                last = index == len(broken) - 1
                lines.append((line, indent if index == 0 else 0.0, text.cut or not last))
        leading = self.leading_to_the_foot(len(lines)) if to_the_foot else LEADING
        for line, indent, stretched in lines:
            if self.y - leading < MARGIN - 1:
                self.page()
            self.y -= leading
            stretch = width - indent if stretched else None
            draw_line(self.canvas, line, MARGIN + indent, self.y, BODY, stretch)

    def leading_to_the_foot(self, count: int) -> float:
        """The line distance with which the last of ``count`` lines stands nearest to the foot of a page."""
        best = (self.height, LEADING)
        for step in range(400):
            leading, y = LEADING + step * 0.05, self.y
            for _ in range(count):
                y = (self.height - MARGIN if y - leading < MARGIN - 1 else y) - leading
            best = min(best, (y - MARGIN, leading))
        return best[1]

    def forms(self, part: Part) -> None:
        heading: str | None = part.heading
        for block in part.body:
            assert isinstance(block, Form)
            self.form(block, heading)
            heading = None

    def form(self, form: Form, heading: str | None) -> None:
        kind = form.declared["page"]
        self.page(kind)
        margin = 50.0 if kind == "portrait" else 44.0
        self.y = self.height - margin
        if heading:
            self.centred(heading, 18, 8)
            self.y -= 14
        self.centred(form.title, 16, 16)
        left, middle, right = form.caption
        size = 7.5 if form.number in ("公开06表", "") else 9.0
        if form.number:
            self.y -= 16
            draw_line(self.canvas, form.number, self.width - margin - text_width(form.number, 9), self.y, 9)
        self.y -= 14
        draw_line(self.canvas, left, margin, self.y, 9)
        draw_line(self.canvas, middle, (self.width - text_width(middle, 9)) / 2, self.y, 9)
        draw_line(self.canvas, right, self.width - margin - text_width(right, 9), self.y, 9)
        self.y -= 5
        least = {"公开01表": 19.0, "公开04表": 14.0, "公开06表": 15.0, "": 15.0}.get(form.number, 17.0)
        layout = TableLayout(form.grid, self.width - 2 * margin, size, least)
        other = self.height - 2 * margin
        for index, rows in enumerate(layout.slices(self.y - margin, other)):
            if index:
                self.page(kind)
                self.y = self.height - margin
            borders = form.declared.get("borders", "lines")
            self.y = draw_slice(self.canvas, layout, rows, margin, self.y, borders)
        for note in form.notes:
            for line in break_lines(note, self.width - 2 * margin, 9):
                self.y -= 13
                if self.y < margin - 10:
                    self.page(kind)
                    self.y = self.height - margin - 13
                draw_line(self.canvas, line, margin, self.y, 9)


def build(parts: list[Part], title: str, font: str | None = None) -> bytes:
    """The PDF of ``parts``; ``font`` names a TrueType file when none is found by itself."""
    return PdfWriter(title, font).build(parts)
