"""A report drawn straight onto pages: flowing words, tables turned where they are wide, running heads, contents."""

from __future__ import annotations

import io
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.unseen.hands.common import (
    WIDE,
    Dice,
    Group,
    Piece,
    flat,
    heading,
    kind_word,
    own_contents,
    pieces,
    shown,
)
from tests.unseen.hands.faces import Face
from tests.unseen.hands.pdf_cells import Cells
from tests.unseen.hands.pdf_scripts import printable
from tests.unseen.model import Block, Design

A4 = (595.28, 841.89)
NUMBERS = ("- {} -", "— {} —", "{}", "第 {} 页", "- {} -", "")


def render(design: Design) -> bytes:
    design = printable(design)
    pages: dict[int, int] = {}
    first = _Report(design, pages)
    first.run()
    if not first.contents:
        return first.bytes()
    second = _Report(design, first.pages)
    second.run()
    return second.bytes()


class _Report:
    def __init__(self, design: Design, known: dict[int, int]) -> None:
        self.design, self.known = design, known
        self.dice = dice = Dice(design.id, "pdf_reportlab")
        self.stream = io.BytesIO()
        self.canvas = Canvas(self.stream, pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(heading(design))
        self.canvas.setProducer(dice.one("producer", ("Microsoft® Excel® 2016", "WPS 表格", "福昕PDF打印机", "")))
        self.face = Face(dice)
        declared = {file.options.get("borders", "") for file in design.files}
        open_rules = bool(declared & {"three", "rows", "none"}) and dice.chance("open", 50)
        self.cells = Cells(
            dice, self.face, "rules" if open_rules else dice.one("rules", ("twice", "twice", "bars", "heavy"))
        )
        self.number = dice.one("number", NUMBERS)
        self.running = heading(design) if dice.chance("running", 35) else ""
        self.margin = dice.one("margin", (56.7, 70.9, 79.4))
        self.size = dice.one("size", (12.0, 14.0, 15.0))
        self.small = dice.one("small", (8.0, 9.0, 9.0, 10.0))
        self.leading = self.size * dice.one("leading", (1.5, 1.75, 1.9))
        self.contents = dice.chance("contents", 40) and not own_contents(design)
        self.cover = dice.chance("cover", 30)
        self.pages: dict[int, int] = {}
        self.count = 0
        self.turned = False
        #: Where lines begin and how far they go when a table narrower than the page says so.
        self.edges: tuple[float, float] | None = None
        self.open = False
        self.y = 0.0

    @property
    def width(self) -> float:
        return A4[1] if self.turned else A4[0]

    @property
    def left(self) -> float:
        return self.edges[0] if self.edges else self.margin

    @property
    def room(self) -> float:
        return self.edges[1] if self.edges else self.width - 2 * self.margin

    @property
    def top(self) -> float:
        return (A4[0] if self.turned else A4[1]) - 62

    def bytes(self) -> bytes:
        return self.stream.getvalue()

    def run(self) -> None:
        story = shown(pieces(self.design))
        if self.cover:
            self._cover()
        if self.contents:
            self._contents(story)
        wanted = False
        for number, piece in enumerate(story):
            if isinstance(piece, Group):
                self._group(piece, wanted)
            elif piece.kind == "break":
                wanted = self._break(piece, wanted)
            else:
                if self.turned and not wanted and self.open:
                    self._close()
                if not self.open:
                    self._begin(wanted)
                if piece.style in ("part", "section"):
                    self._need(4 * self.leading)
                    self.pages[number] = self.count
                self._text(piece)
        self._close()
        self.canvas.save()

    def _break(self, block: Block, wanted: bool) -> bool:
        self._close()
        return block.style in ("landscape", "rotated") if block.style != "page" else wanted

    def _begin(self, turned: bool) -> None:
        self.turned = turned
        self.canvas.setPageSize((A4[1], A4[0]) if turned else A4)
        self.count += 1
        self.open = True
        self.y = self.top
        if self.running:
            self.face.draw(self.canvas, self.margin, self.top + 22, self.running, 9)
            self.canvas.setLineWidth(0.5)
            self.canvas.line(self.margin, self.top + 17, self.width - self.margin, self.top + 17)
        if self.number:
            words = self.number.format(self.count)
            x = (self.width - self.face.width(words, 10)) / 2
            self.face.draw(self.canvas, x, 34, words, 10)

    def _close(self) -> None:
        if self.open:
            self.canvas.showPage()
        self.open = False

    def _need(self, height: float) -> None:
        if self.y - height < 60 and self.y < self.top:
            turned = self.turned
            self._close()
            self._begin(turned)

    def _cover(self) -> None:
        year, agency = self.design.document["fiscal_year"], self.design.document["agency"]
        y = 600.0
        for words in (f"{year}年度", agency, f"部门{kind_word(self.design)}"):
            for line in self.face.wrap(words, 26, A4[0] - 140):
                self.face.draw(self.canvas, (A4[0] - self.face.width(line, 26)) / 2, y, line, 26, bold=True)
                y -= 46
        self.canvas.showPage()

    def _contents(self, story: list[Piece]) -> None:
        entries = [
            (number, flat(piece.text), piece.style)
            for number, piece in enumerate(story)
            if isinstance(piece, Block) and piece.style in ("part", "section") and len(piece.text) < 36
        ]
        y = A4[1] - 90
        self.face.draw(self.canvas, A4[0] / 2 - 28, y, "目　录", 18, bold=True)
        for number, words, style in entries[:60]:
            y -= 20
            if y < 70:
                self.canvas.showPage()
                y = A4[1] - 80
            x = self.margin + (14 if style == "section" else 0)
            page = str(self.known.get(number, 0))
            right = A4[0] - self.margin
            dots = int((right - x - self.face.width(words + page, 11) - 4) / self.face.width(".", 11))
            self.face.draw(self.canvas, x, y, words + "." * dots, 11)
            self.face.draw(self.canvas, right - self.face.width(page, 11), y, page, 11)
        self.canvas.showPage()

    def _text(self, block: Block) -> None:
        size = {"title": 20.0, "part": 17.0, "section": self.size + 0.5, "right": 10.5}.get(block.style, self.size)
        indent = 2 * size if block.style in ("plain", "section") else 0.0
        self._lines(block, size, indent, max(size * 1.5, self.leading if size == self.size else 0))

    def _lines(self, block: Block, size: float, indent: float, leading: float) -> None:
        found = self.face.wrap(block.text, size, self.room, indent)
        bold = block.style in ("title", "part", "section")
        for number, line in enumerate(found):
            self._need(leading)
            self.y -= leading
            wide = self.face.width(line, size)
            x, extra = self.left + (indent if number == 0 else 0), 0.0
            if block.style == "title":
                x = self.left + (self.room - wide) / 2
            elif block.style == "right":
                x = self.left + self.room - wide
            elif self.face.look in ("single", "spaced") and number + 1 < len(found) and len(line) > 10:
                left = self.room - (x - self.left) - wide
                extra = left / len(line) if left < 2 * size else 0.0
            self.face.draw(self.canvas, x, self.y, line, size, bold, extra)

    def _group(self, group: Group, wanted: bool) -> None:
        wide = wanted or group.table.width >= WIDE
        if self.open and wide != self.turned:
            self._close()
        if not self.open:
            self._begin(wide)
        laid = self.cells.lay(group.table, self.room, self.small)
        whole = self.top - 64
        self._need(len(group.captions) * 26 + laid.head + sum(laid.heights[laid.table.head :][:2]) + 10)
        across = sum(laid.widths)
        self.edges = (self.margin + (self.room - across) / 2, across) if self.cells.narrow else None
        self._captions(group.captions)
        self.y -= 6
        for start, end in self.cells.chunks(laid, self.y - 60, whole):
            if start:
                self._close()
                self._begin(wide)
                if self.cells.repeats(laid, whole) and start >= laid.table.head:
                    self.y = self.cells.draw(self.canvas, laid, range(laid.table.head), self.left, self.y)
            self.y = self.cells.draw(self.canvas, laid, range(start, end), self.left, self.y)
        self.y -= 4
        for note in group.notes:
            self._need(len(self.face.wrap(note.text, self.small, self.room)) * self.small * 1.5)
            self._lines(note, self.small, 0, self.small * 1.5)
        self.edges = None
        self.y -= 12

    def _captions(self, captions: list[Block]) -> None:
        after: Any = None
        for block in captions:
            size = 15.0 if block.style == "title" else 12.0 if block.style in ("section", "plain") else self.small + 0.5
            short = after is not None and after.style == "line" and block.style == "right"
            if short and self.face.width(after.text + block.text, size) < self.room - 20:
                # The unit stands on the line of the department, at its right end.
                self.face.draw(
                    self.canvas, self.left + self.room - self.face.width(block.text, size), self.y, block.text, size
                )
            else:
                self._lines(block, size, 0, size * 1.5)
            after = block
