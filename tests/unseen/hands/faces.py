"""Embedded fonts for pages drawn by hand, and the ways programs set a line of words with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.unseen.hands.common import Dice

TRUETYPE = Path("/usr/share/fonts/truetype")
#: Font, file and number in the collection.
CHINESE = (
    ("ZenHei", "wqy/wqy-zenhei.ttc", 0),
    ("ZenHeiMono", "wqy/wqy-zenhei.ttc", 1),
    ("UMing", "arphic/uming.ttc", 0),
    ("UKai", "arphic/ukai.ttc", 0),
)
LATIN = (
    ("LiberationSerif", "liberation/LiberationSerif-Regular.ttf", 0),
    ("DejaVuSerif", "dejavu/DejaVuSerif.ttf", 0),
)
CLOSING = "，。；：、）》”’！？％%)"


def _register(fonts: tuple[tuple[str, str, int], ...]) -> list[str]:
    found = []
    for name, path, index in fonts:
        if (TRUETYPE / path).exists():
            pdfmetrics.registerFont(TTFont(name, str(TRUETYPE / path), subfontIndex=index))
            found.append(name)
    return found


class Face:
    """``whole`` lines, lines with ``spaced`` characters, ``single`` characters, numbers in a font of their own."""

    def __init__(self, dice: Dice) -> None:
        self.font = dice.one("font", _register(CHINESE))
        latin = _register(LATIN)
        self.look = dice.one("look", ("whole", "spaced", "single", "mixed", "mixed"))
        self.numbers = dice.one("latin", latin) if latin and self.look == "mixed" else self.font
        self.space = {"spaced": 0.12, "single": 0.2}.get(self.look, 0.0)
        self.bold = dice.one("bold", (*("stroke",) * 6, *("plain",) * 3, "twice"))

    def width(self, text: str, size: float) -> float:
        wide = sum(pdfmetrics.stringWidth(run, font, size) for font, run in self._runs(text))
        return float(wide) + self.space * len(text)

    def _runs(self, text: str) -> list[tuple[str, str]]:
        if self.numbers == self.font:
            return [(self.font, text)]
        found: list[tuple[str, str]] = []
        for char in text:
            font = self.numbers if "!" < char < "\x7f" else self.font
            if found and found[-1][0] == font:
                found[-1] = (font, found[-1][1] + char)
            else:
                found.append((font, char))
        return found

    def draw(
        self, canvas: Any, x: float, y: float, text: str, size: float, bold: bool = False, extra: float = 0
    ) -> None:
        """``extra``: more room behind each character, as in a justified line."""
        self._draw(canvas, x, y, text, size, bold and self.bold == "stroke", extra)
        if bold and self.bold == "twice":
            self._draw(canvas, x + 0.3, y, text, size, False, extra)

    def _draw(self, canvas: Any, x: float, y: float, text: str, size: float, stroke: bool, extra: float) -> None:
        step = self.space + extra
        singles = self.look == "single"
        for font, run in self._runs(text):
            for part in run if singles else (run,):
                drawn = canvas.beginText(x, y)
                drawn.setFont(font, size)
                if step and not singles:
                    drawn.setCharSpace(step)
                if stroke:
                    canvas.setLineWidth(size / 40)
                    drawn.setTextRenderMode(2)
                if part.strip(" 　"):
                    drawn.textOut(part)
                    if stroke:
                        drawn.setTextRenderMode(0)
                    if step and not singles:
                        drawn.setCharSpace(0)
                    canvas.drawText(drawn)
                x += pdfmetrics.stringWidth(part, font, size) + step * len(part)

    def wrap(self, text: str, size: float, room: float, indent: float = 0, hang: bool = True) -> list[str]:
        """Lines that fit; numbers stay whole, and with ``hang`` no line begins with a closing sign."""
        found: list[str] = []
        for part in text.replace("\\n", "\n").split("\n"):
            line, left = "", room - indent if not found else room
            for token in _tokens(part):
                fits = self.width(line + token, size) <= left
                hangs = hang and token in CLOSING and self.width(line, size) <= left
                if not line or fits or hangs:
                    line += token
                else:
                    found.append(line)
                    line, left = token, room
                while self.width(line, size) > left + size and len(line) > 1:
                    cut = next(n for n in range(len(line), 0, -1) if n == 1 or self.width(line[:n], size) <= left)
                    found.append(line[:cut])
                    line, left = line[cut:], room
            found.append(line)
        return found


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        solid = char.isascii() and (char.isalnum() or char in ".,-%")
        if solid and found and found[-1][-1].isascii() and (found[-1][-1].isalnum() or found[-1][-1] in ".,-"):
            found[-1] += char
        else:
            found.append(char)
    return found
