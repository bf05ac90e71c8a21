"""Breaking Chinese text into lines as an office program does, and drawing it."""

from __future__ import annotations

import re
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from infra.samples.build.fonts import NAME

#: What is never torn apart at a line end: numbers with their signs, Latin words.
WORD = re.compile(r"[0-9A-Za-z.,%≤≥=<>+\-]+|.", re.DOTALL)
NOT_FIRST = set("，。；：、！？）》”’】」·％%,.;:!?)]}")


@cache
def char_width(char: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(char, NAME, size))


def text_width(text: str, size: float) -> float:
    return sum(char_width(char, size) for char in text)


def _tokens(text: str, room: float, size: float) -> list[str]:
    """Unbreakable pieces; a closing mark sticks to the piece before it."""
    tokens: list[str] = []
    for piece in WORD.findall(text):
        parts = list(piece) if text_width(piece, size) > room else [piece]
        for part in parts:
            if tokens and part[0] in NOT_FIRST and text_width(tokens[-1] + part, size) <= room:
                tokens[-1] += part
            else:
                tokens.append(part)
    return tokens


def break_lines(text: str, width: float, size: float, indent: float = 0.0) -> list[str]:
    """Lines of one paragraph; ``\\n`` forces a break; ``indent`` shortens the first line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current, room = "", width - (indent if not lines else 0)
        for token in _tokens(paragraph, width - indent, size):
            if current and text_width(current + token, size) > room:
                lines.append(current)
                current, room = "", width
            current += token
        lines.append(current)
    return lines


def even_lines(text: str, width: float, size: float, indent: float) -> list[str]:
    """Lines of a paragraph cut by a page: all about equally full, so that the last one reaches the margin too."""
    narrow = width
    best = break_lines(text, width, size, indent)
    while narrow > width * 0.6:
        narrow -= size / 8
        lines = break_lines(text, narrow, size, indent)
        if len(lines) > len(best):
            break
        best = lines
    return best


def draw_line(canvas: Canvas, text: str, x: float, y: float, size: float, stretch_to: float | None = None) -> None:
    """One line with its baseline at ``y``; ``stretch_to`` spreads the characters over that width."""
    words = canvas.beginText(x, y)
    words.setFont(NAME, size)
    if stretch_to is not None and len(text) > 1:
        spare = stretch_to - text_width(text, size)
        words.setCharSpace(spare / (len(text) - 1))
    words.textOut(text)
    words.setCharSpace(0)
    canvas.drawText(words)
