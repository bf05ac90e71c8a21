"""Draws tables of known cells into PDFs in the ways office programs do, for the tests of the PDF reader."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

_FILES = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
)
A4 = (595.28, 841.89)
LANDSCAPE = (841.89, 595.28)


@dataclass(frozen=True)
class Spec:
    """A cell: place, text, spans."""

    row: int
    column: int
    text: str = ""
    row_span: int = 1
    column_span: int = 1


@dataclass
class Drawing:
    """Edges and cells of a table on a page (y from the top)."""

    xs: Sequence[float]
    ys: Sequence[float]
    cells: Sequence[Spec]
    size: float = 9
    align: str = "left"
    style: str = "lines"
    fake_bold_rows: int = 0
    sides: bool = True
    boxes: dict[tuple[int, int], tuple[float, float, float, float]] = field(default_factory=dict)


def font() -> str:
    """Name of a font with Chinese characters: an embedded one of the system, else one every PDF viewer knows."""
    if "Song" not in pdfmetrics.getRegisteredFontNames():
        for path in _FILES:
            try:
                pdfmetrics.registerFont(TTFont("Song", path, subfontIndex=0))
                break
            except (OSError, TTFError):
                continue
        else:
            from reportlab.pdfbase.cidfonts import UnicodeCIDFont

            pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
            return "STSong-Light"
    return "Song"


def make_pdf(*pages: Callable[[Canvas, float], None], size: tuple[float, float] = A4, rotate: int = 0) -> bytes:
    """A PDF whose pages are drawn by functions of (canvas, page height)."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1)
    for draw in pages:
        # reportlab turns the media box of a rotated page itself; the drawing functions see ``size`` in user space.
        canvas.setPageSize(size if rotate % 180 == 0 else size[::-1])
        if rotate:
            canvas.setPageRotation(rotate)
        canvas.setFont(font(), 9)
        draw(canvas, size[1])
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def text_line(canvas: Canvas, height: float, x: float, y: float, text: str, size: float = 9) -> None:
    """One line of text with its baseline ``y`` points from the top."""
    canvas.setFont(font(), size)
    canvas.drawString(x, height - y, text)


def draw_table(canvas: Canvas, height: float, table: Drawing) -> None:
    """Rules in the style of the table, then the text of its cells."""
    for cell in table.cells:
        _borders(canvas, height, table, cell)
    for cell in table.cells:
        _text(canvas, height, table, cell)


def _borders(canvas: Canvas, height: float, table: Drawing, cell: Spec) -> None:
    x0, x1 = table.xs[cell.column], table.xs[cell.column + cell.column_span]
    y0, y1 = height - table.ys[cell.row], height - table.ys[cell.row + cell.row_span]
    left = table.sides or cell.column > 0
    right = table.sides or cell.column + cell.column_span < len(table.xs) - 1
    edges = [(x0, y0, x1, y0), (x0, y1, x1, y1)]
    edges += [(x0, y0, x0, y1)] if left else []
    edges += [(x1, y0, x1, y1)] if right else []
    canvas.saveState()
    canvas.setLineWidth(0.5)
    if table.style == "dashed":
        canvas.setDash(3, 2)
    if table.style == "path":
        path = canvas.beginPath()
        for ax, ay, bx, by in edges:
            path.moveTo(ax, ay)
            path.lineTo(bx, by)
        canvas.drawPath(path)
    for ax, ay, bx, by in edges if table.style != "path" else ():
        if table.style in ("lines", "dashed", "thick"):
            canvas.setLineWidth(1.5 if table.style == "thick" else 0.5)
            canvas.line(ax, ay, bx, by)
        elif table.style == "rects":
            canvas.rect(min(ax, bx) - 0.24, min(ay, by) - 0.24, abs(bx - ax) + 0.48, abs(by - ay) + 0.48, 0, 1)
        elif table.style == "double":
            for shift in (-0.9, 0.9):
                flat = ay == by
                canvas.line(ax + (0 if flat else shift), ay + (shift if flat else 0),
                            bx + (0 if flat else shift), by + (shift if flat else 0))  # fmt: skip
        elif table.style == "dots":
            length = abs(bx - ax) + abs(by - ay)
            for step in range(int(length / 2) + 1):
                share = min(2 * step / length, 1)
                canvas.rect(ax + (bx - ax) * share, ay + (by - ay) * share, 0.7, 0.7, 0, 1)
        elif table.style == "boxes":
            canvas.rect(x0, y1, x1 - x0, y0 - y1, 1, 0)
    canvas.restoreState()


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines of ``text`` broken wherever the width is full, as Chinese text is."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for char in part:
            if pdfmetrics.stringWidth(line + char, font(), size) > width:
                lines.append(line)
                line = char
            else:
                line += char
        lines.append(line)
    return lines


def _text(canvas: Canvas, height: float, table: Drawing, cell: Spec) -> None:
    x0, x1 = table.xs[cell.column], table.xs[cell.column + cell.column_span]
    top, bottom = table.ys[cell.row], table.ys[cell.row + cell.row_span]
    lines = wrapped(cell.text, x1 - x0 - 6, table.size) if cell.text else []
    baseline = (top + bottom) / 2 - (len(lines) - 1) * table.size * 0.6 + table.size * 0.35
    for line in lines:
        canvas.setFont(font(), table.size)
        for shift in (0, 0.3) if cell.row < table.fake_bold_rows else (0,):
            if table.align == "right":
                canvas.drawRightString(x1 - 3 + shift, height - baseline, line)
            elif table.align == "centre":
                canvas.drawCentredString((x0 + x1) / 2 + shift, height - baseline, line)
            else:
                canvas.drawString(x0 + 3 + shift, height - baseline, line)
        baseline += table.size * 1.2


__all__ = [
    "A4",
    "LANDSCAPE",
    "Drawing",
    "Spec",
    "draw_table",
    "font",
    "make_pdf",
    "simpleSplit",
    "text_line",
    "wrapped",
]
