"""One OFD page: text, path and image objects to glyphs and rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from lxml import etree

from domain.records import BBox
from parsers.readers.ofd.geometry import POINTS, Matrix, advances, at, inside, matrix_of, numbers, outlines, place
from parsers.readers.packages import local
from parsers.readers.pages.content import PageContent
from parsers.readers.pages.lines import Glyph, is_wide
from parsers.readers.pages.strokes import RuleCollector

#: Parts of the type size above and below the base line.
_ASCENT, _DESCENT = 0.88, 0.12
_NARROW = 0.5
#: Levels of groups inside groups that are followed, and composite objects of a page.
_DEPTH = 16
_MOST_COMPOSITES = 2000
_REPLACEMENT = "\ufffd"
#: What stands for the character of a glyph that has none, where glyphs are stated by their number (GB/T 33190, 11.3).
_NO_CHARACTER = "\u00a4"
#: A line of text off the axes by more than this (radians) is a watermark.
_SLANT = 0.05


#: The drawing of a composite object by its resource; ``None`` where the package has none.
Units = Callable[[str], "etree._Element | None"]


def read_page(
    number: int, size: tuple[float, float, float, float], layers: Iterable[etree._Element], units: Units
) -> tuple[PageContent, list[tuple[str, BBox]], int]:
    """The content of a page, its images (resource, box in points), and the number of objects that were not followed.

    ``size`` is its physical box in millimetres, ``layers`` hold its objects (templates first), ``units`` what composite
    objects draw.
    """
    page = _Page(units)
    for layer in layers:
        page.group(layer, 0, at(-size[0], -size[1]))
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
    def __init__(self, units: Units) -> None:
        self._units = units
        self._followed = 0
        self.glyphs: list[Glyph] = []
        self.rules = RuleCollector()
        self.image_area = 0.0
        #: Objects drawn once among the resources that were not followed.
        self.composites = 0
        #: Resource and box (points) of every image.
        self.images: list[tuple[str, BBox]] = []

    def group(self, parent: etree._Element, depth: int, frame: Matrix) -> None:
        """The objects of a group, whose own millimetres ``frame`` leads to those of the page."""
        for child in parent:
            name = local(child)
            if child.get("Visible") == "false":
                continue
            if name == "TextObject":
                self._text(child, frame)
            elif name == "PathObject":
                self._path(child, frame)
            elif name == "ImageObject":
                self._image(child, frame)
            elif name == "CompositeObject":
                self._composite(child, depth, frame)
            elif name in ("Layer", "PageBlock", "Content") and depth < _DEPTH:
                self.group(child, depth + 1, frame)

    def _composite(self, element: etree._Element, depth: int, frame: Matrix) -> None:
        """What a composite object draws: a unit of the resources, put where the object stands."""
        unit = self._units(element.get("ResourceID") or "")
        if unit is None or depth >= _DEPTH or self._followed >= _MOST_COMPOSITES:
            self.composites += 1
            return
        self._followed += 1
        self.group(unit, depth + 1, _own_frame(element, frame))

    def _image(self, element: etree._Element, frame: Matrix) -> None:
        x, y, width, height = _boundary(element)
        corners = [place(px, py, frame) for px in (x, x + width) for py in (y, y + height)]
        xs, ys = [px for px, _ in corners], [py for _, py in corners]
        self.image_area += (max(xs) - min(xs)) * (max(ys) - min(ys))
        self.images.append((element.get("ResourceID") or "", (min(xs), min(ys), max(xs), max(ys))))

    def _text(self, element: etree._Element, frame: Matrix) -> None:
        matrix = _own_frame(element, frame)
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
                width = min(step, own * 2) if step > 0 else own
                box = here_x, here_y - _ASCENT * size, here_x + width, here_y + _DESCENT * size
                self._glyph(shown, box, matrix)
                here_x += step if index < len(across) or not down else 0.0
                here_y += down[index] if index < len(down) else 0.0

    def _glyph(self, char: str, box: BBox, matrix: Matrix) -> None:
        x0, top, x1, bottom = box
        corners = [place(x, y, matrix) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = [px for px, _ in corners], [py for _, py in corners]
        self.glyphs.append(Glyph(min(xs), min(ys), max(xs), max(ys), char))

    def _path(self, element: etree._Element, frame: Matrix) -> None:
        matrix = _own_frame(element, frame)
        stroked, filled = element.get("Stroke") != "false", element.get("Fill") == "true"
        for child in element:
            if local(child) == "AbbreviatedData":
                for run in outlines(child.text or ""):
                    points = [place(x, y, matrix) for x, y in run]
                    self.rules.outline(points, stroked=stroked, filled=filled)


def _own_frame(element: etree._Element, frame: Matrix) -> Matrix:
    """The frame in which the parts of an object stand: its matrix, moved to its corner."""
    x, y, _, _ = _boundary(element)
    return inside(frame, inside(at(x, y), matrix_of(element.get("CTM"))))


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
