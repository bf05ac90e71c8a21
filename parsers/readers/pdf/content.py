"""What stands on one PDF page: glyphs, rules and images, in the frame in which the text is upright."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from domain.records import BBox
from parsers.readers.grid import Rule
from parsers.readers.lines import Glyph

#: A filled or stroked shape at most this thick is a rule.
THICKEST = 2.6
_LONGEST_SIMPLE_PATH = 5
_MAX_FORM_DEPTH = 8
_SAMPLE = 60
#: pdfium's mark for a hyphen at a line end after Latin letters.
_SOFT_BREAK = 0x02


@dataclass(slots=True)
class PageContent:
    """One page. ``width``/``height`` and all places are in the upright frame; ``turns`` leads to the shown page."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    horizontal: list[Rule]
    vertical: list[Rule]
    #: Share of the page that images cover (at most 1).
    image_share: float
    #: Quarter turns clockwise from the upright frame to the page as a person sees it (0 on nearly all pages).
    turns: int
    #: Glyphs the font maps to no character.
    unmapped: int = 0

    def shown(self, box: BBox) -> BBox:
        """A box of the upright frame in the frame of the shown page, rounded to 0.01 pt."""
        x0, top, x1, bottom = box
        for _ in range(self.turns):
            # The frames alternate; the height of each is the width of the next.
            height = self.height if _ % 2 == 0 else self.width
            x0, top, x1, bottom = height - bottom, x0, height - top, x1
        return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)


class _Frame:
    """Maps user space to the upright frame: the page box, turned clockwise by quarter turns."""

    def __init__(self, box: tuple[float, float, float, float], turns: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.turns = turns
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (width, height) if turns % 2 == 0 else (height, width)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(x0, top, x1, bottom) in the upright frame."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def read_content(page: PdfPage, number: int) -> PageContent:
    """Glyphs, rules and images of ``page`` (``number`` counts from 1)."""
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, rectangle)
    box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    rotation = pdfium.FPDFPage_GetRotation(page.raw) % 4
    text_page = page.get_textpage()
    try:
        count = pdfium.FPDFText_CountChars(text_page.raw)
        upright = _upright_turns(text_page.raw, count, rotation)
        frame = _Frame(box, upright)
        glyphs, unmapped = _read_glyphs(text_page.raw, count, frame)
    finally:
        text_page.close()
    collector = _Shapes(frame)
    collector.page(page.raw)
    area = frame.width * frame.height
    return PageContent(
        number=number,
        width=frame.width,
        height=frame.height,
        glyphs=glyphs,
        horizontal=collector.horizontal,
        vertical=collector.vertical,
        image_share=min(collector.image_area / area, 1.0) if area else 0.0,
        turns=(rotation - upright) % 4,
        unmapped=unmapped,
    )


def _upright_turns(text_page: object, count: int, rotation: int) -> int:
    """Quarter turns clockwise after which most text stands upright; the page's own ``/Rotate`` without text."""
    votes: dict[int, int] = {}
    for index in range(0, count, max(count // _SAMPLE, 1)):
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        if angle >= 0 and pdfium.FPDFText_GetUnicode(text_page, index) > 0x20:
            turns = round((2 * 3.141592653589793 - angle) / 1.5707963267948966) % 4
            votes[turns] = votes.get(turns, 0) + 1
    return max(votes, key=lambda turns: (votes[turns], turns == rotation)) if votes else rotation


def _read_glyphs(text_page: object, count: int, frame: _Frame) -> tuple[list[Glyph], int]:
    glyphs: list[Glyph] = []
    unmapped = 0
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for index in range(count):
        code = get_unicode(text_page, index)
        if code <= 0x20 and code not in (0, _SOFT_BREAK, 0x20):
            continue
        if not get_box(text_page, index, reference):
            continue
        if code == 0x20 and rectangle.right - rectangle.left <= 0:
            continue  # a space that pdfium made up; we see the gap ourselves
        if code in (0, 0xFFFE, 0xFFFF):
            unmapped += 1
            char = "\ufffd"
        else:
            char = "-" if code == _SOFT_BREAK else chr(code)
        glyphs.append(Glyph(*frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top), char))
    return _without_doubles(glyphs), unmapped


def _without_doubles(glyphs: list[Glyph]) -> list[Glyph]:
    """Drops glyphs drawn a second time at (nearly) the same place to look bold."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        tolerance = min(max(0.12 * (glyph.bottom - glyph.top), 0.3), 1.2)
        column, row = int(glyph.x0 / 4), int(glyph.top / 4)
        near = (
            other
            for i in (column - 1, column, column + 1)
            for j in (row - 1, row, row + 1)
            for other in seen.get((glyph.char, i, j), ())
        )
        if any(abs(o.x0 - glyph.x0) <= tolerance and abs(o.top - glyph.top) <= tolerance for o in near):
            continue
        seen.setdefault((glyph.char, column, row), []).append(glyph)
        kept.append(glyph)
    return kept


Matrix = tuple[float, float, float, float, float, float]


class _Shapes:
    """Collects rules and image areas of a page and of the form objects on it."""

    def __init__(self, frame: _Frame) -> None:
        self._frame = frame
        self.horizontal: list[Rule] = []
        self.vertical: list[Rule] = []
        self.image_area = 0.0

    def page(self, page: object) -> None:
        items = [pdfium.FPDFPage_GetObject(page, index) for index in range(pdfium.FPDFPage_CountObjects(page))]
        self._collect(items, None, 0)

    def _form(self, form: object, matrix: Matrix | None, depth: int) -> None:
        if depth < _MAX_FORM_DEPTH:
            count = pdfium.FPDFFormObj_CountObjects(form)
            items = [pdfium.FPDFFormObj_GetObject(form, index) for index in range(count)]
            self._collect(items, _product(_matrix_of(form), matrix), depth + 1)

    def _collect(self, items: list[object], matrix: Matrix | None, depth: int) -> None:
        bounds = [ctypes.c_float() for _ in range(4)]
        for item in items:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                self._form(item, matrix, depth)
                continue
            if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                continue
            if not pdfium.FPDFPageObj_GetBounds(item, *bounds):
                continue
            box = self._frame.box(*_map_box([value.value for value in bounds], matrix))
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                self._image(box)
            else:
                self._path(item, box, matrix)

    def _image(self, box: tuple[float, float, float, float]) -> None:
        x0, top, x1, bottom = box
        if not self._thin(box):
            self.image_area += max(x1 - x0, 0) * max(bottom - top, 0)

    def _thin(self, box: tuple[float, float, float, float]) -> bool:
        """Takes a box as a rule if it is thin; a dot may continue a dotted rule of either direction."""
        x0, top, x1, bottom = box
        flat, narrow = bottom - top <= THICKEST, x1 - x0 <= THICKEST
        if flat:
            self.horizontal.append(Rule((top + bottom) / 2, x0, x1))
        if narrow:
            self.vertical.append(Rule((x0 + x1) / 2, top, bottom))
        return flat or narrow

    def _path(self, item: object, box: tuple[float, float, float, float], matrix: Matrix | None) -> None:
        if not _is_drawn(item):
            return
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments <= _LONGEST_SIMPLE_PATH and self._thin(box):
            return
        fill, stroked = _draw_mode(item)
        self._walk(item, segments, _product(_matrix_of(item), matrix), stroked=stroked, filled=fill)

    def _walk(self, item: object, segments: int, matrix: Matrix, *, stroked: bool, filled: bool) -> None:
        """Rules of a long path: its straight strokes, and its thin filled boxes."""
        x, y = ctypes.c_float(), ctypes.c_float()
        subpath: list[tuple[float, float]] = []
        for index in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = _map_point(x.value, y.value, matrix)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                self._subpath(subpath, stroked=stroked, filled=filled)
                subpath = [point]
            else:
                subpath.append(point)
                if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                    continue
                if pdfium.FPDFPathSegment_GetClose(segment):
                    subpath.append(subpath[0])
        self._subpath(subpath, stroked=stroked, filled=filled)

    def _subpath(self, points: list[tuple[float, float]], *, stroked: bool, filled: bool) -> None:
        if len(points) < 2:
            return
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = self._frame.box(min(xs), min(ys), max(xs), max(ys))
        if len(points) <= _LONGEST_SIMPLE_PATH + 1 and (stroked or filled) and self._thin(box):
            return
        if stroked:
            for (ax, ay), (bx, by) in pairwise(points):
                edge = self._frame.box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
                if (edge[2] - edge[0] <= 0.5) != (edge[3] - edge[1] <= 0.5):
                    self._thin(edge)


def _is_drawn(item: object) -> bool:
    fill, stroked = _draw_mode(item)
    return fill or stroked


def _draw_mode(item: object) -> tuple[bool, bool]:
    """(filled, stroked); an unreadable mode counts as both."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return True, True
    return fill.value != pdfium.FPDF_FILLMODE_NONE, bool(stroke.value)


def _matrix_of(item: object) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return 1.0, 0.0, 0.0, 1.0, 0.0, 0.0
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    """First ``inner``, then ``outer``."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _map_point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _map_box(box: list[float], matrix: Matrix | None) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    if matrix is None:
        return left, bottom, right, top
    corners = [_map_point(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
