"""One OFD page: text, path and image objects to glyphs and rules."""

from __future__ import annotations

import math
from collections.abc import Iterable

from lxml import etree

from domain.records import BBox
from parsers.readers.ofd.geometry import POINTS, Matrix, advances, matrix_of, numbers, outlines, place
from parsers.readers.packages import local
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.lines import Glyph, is_wide
from parsers.readers.pages.strokes import RuleCollector

#: Parts of the type size above and below the base line.
_ASCENT, _DESCENT = 0.88, 0.12
_NARROW = 0.5
#: Levels of groups inside groups that are followed.
_DEPTH = 16
_REPLACEMENT = "\ufffd"
#: What stands for the character of a glyph that has none, where glyphs are stated by their number (GB/T 33190, 11.3).
_NO_CHARACTER = "\u00a4"
#: A line of text off the axes by more than this (radians) is a watermark.
_SLANT = 0.05


def read_page(
    number: int, size: tuple[float, float, float, float], layers: Iterable[etree._Element]
) -> tuple[PageContent, list[tuple[str, BBox]], int]:
    """The content of a page, its images (resource, box in points), and the number of objects that were not followed.

    ``size`` is its physical box in millimetres, ``layers`` hold its objects (templates first).
    """
    page = _Page(size)
    for layer in layers:
        page.group(layer, 0)
    width, height = size[2] * POINTS, size[3] * POINTS
    content = PageContent(
        number=number,
        width=width,
        height=height,
        glyphs=page.glyphs,
        horizontal=page.rules.horizontal,
        vertical=page.rules.vertical,
        unmapped=sum(glyph.char == _REPLACEMENT for glyph in page.glyphs),
        image_share=min(page.image_area / (width * height), 1.0) if width * height else 0.0,
    )
    return content, page.images, page.composites


class _Page:
    def __init__(self, size: tuple[float, float, float, float]) -> None:
        self._corner = size[:2]
        self.glyphs: list[Glyph] = []
        self.rules = RuleCollector()
        self.image_area = 0.0
        #: Objects drawn once among the resources, which are not followed.
        self.composites = 0
        #: Resource and box (points) of every image.
        self.images: list[tuple[str, BBox]] = []

    def group(self, parent: etree._Element, depth: int) -> None:
        for child in parent:
            name = local(child)
            if child.get("Visible") == "false":
                continue
            if name == "TextObject":
                self._text(child)
            elif name == "PathObject":
                self._path(child)
            elif name == "ImageObject":
                self._image(child)
            elif name == "CompositeObject":
                self.composites += 1
            elif name in ("Layer", "PageBlock", "Content") and depth < _DEPTH:
                self.group(child, depth + 1)

    def _origin(self, element: etree._Element) -> tuple[float, float]:
        x, y, _, _ = _boundary(element)
        return x - self._corner[0], y - self._corner[1]

    def _image(self, element: etree._Element) -> None:
        _, _, width, height = (value * POINTS for value in _boundary(element))
        x, top = (value * POINTS for value in self._origin(element))
        self.image_area += width * height
        self.images.append((element.get("ResourceID") or "", (x, top, x + width, top + height)))

    def _text(self, element: etree._Element) -> None:
        matrix, origin = matrix_of(element.get("CTM")), self._origin(element)
        if _is_invisible(element) or _is_slanted(matrix):
            return
        by_number = any(local(child) == "CGTransform" for child in element)
        size = (numbers(element.get("Size")) or [0.0])[0]
        scale = (numbers(element.get("HScale")) or [1.0])[0]
        if size <= 0:
            return
        x = y = 0.0
        for code in element:
            if local(code) != "TextCode" or not code.text:
                continue
            x = (numbers(code.get("X")) or [x])[0]
            y = (numbers(code.get("Y")) or [y])[0]
            across, down = advances(code.get("DeltaX")), advances(code.get("DeltaY"))
            here_x, here_y = x, y
            for index, char in enumerate(code.text):
                own = size * scale * (1.0 if is_wide(char) else _NARROW)
                step = across[index] if index < len(across) else own
                shown = _REPLACEMENT if _is_private(char) or (by_number and char == _NO_CHARACTER) else char
                self._glyph(shown, here_x, here_y, min(step, own * 2) if step > 0 else own, size, matrix, origin)
                here_x += step if index < len(across) or not down else 0.0
                here_y += down[index] if index < len(down) else 0.0

    def _glyph(  # noqa: PLR0917 - a place is six numbers
        self,
        char: str,
        x: float,
        y: float,
        width: float,
        size: float,
        matrix: tuple[float, ...],
        origin: tuple[float, float],
    ) -> None:
        a, b, c, d, e, f = matrix
        corners = [
            place(px, py, (a, b, c, d, e, f), origin)
            for px in (x, x + width)
            for py in (y - _ASCENT * size, y + _DESCENT * size)
        ]
        xs, ys = [px for px, _ in corners], [py for _, py in corners]
        self.glyphs.append(Glyph(min(xs), min(ys), max(xs), max(ys), char))

    def _path(self, element: etree._Element) -> None:
        matrix, origin = matrix_of(element.get("CTM")), self._origin(element)
        stroked, filled = element.get("Stroke") != "false", element.get("Fill") == "true"
        for child in element:
            if local(child) == "AbbreviatedData":
                for run in outlines(child.text or ""):
                    points = [place(x, y, matrix, origin) for x, y in run]
                    self.rules.outline(points, stroked=stroked, filled=filled)


def _is_invisible(text: etree._Element) -> bool:
    """Text that is neither filled nor stroked, or wholly transparent: the layer under which a scan lies."""
    unpainted = text.get("Fill") == "false" and text.get("Stroke") != "true"
    return unpainted or numbers(text.get("Alpha"))[:1] == [0.0]


def _is_slanted(matrix: Matrix) -> bool:
    quarter = math.pi / 2
    angle = math.atan2(matrix[1], matrix[0])
    return abs(angle - round(angle / quarter) * quarter) > _SLANT


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def _boundary(element: etree._Element) -> tuple[float, float, float, float]:
    values = numbers(element.get("Boundary"))
    if len(values) != 4:
        return 0.0, 0.0, 0.0, 0.0
    x, y, width, height = values
    return x, y, width, height
