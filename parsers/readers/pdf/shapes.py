"""Rules and images of a PDF page, also those inside form objects."""

from __future__ import annotations

import ctypes

import pypdfium2.raw as pdfium

from parsers.readers.pages.strokes import RuleCollector
from parsers.readers.pdf.frame import Box, Frame

#: With at most this many segments the bounds alone tell a thin line or box.
_SIMPLE_PATH = 5
_MAX_FORM_DEPTH = 8
#: Objects of one page, forms included, that are looked at; more is a drawing or an attack.
_MAX_OBJECTS = 200_000

Matrix = tuple[float, float, float, float, float, float]


class Shapes:
    """Collects rules and the area of images of one page."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._left = _MAX_OBJECTS
        self.rules = RuleCollector()
        self.image_area = 0.0

    def collect(self, page: object) -> None:
        """Looks at all objects of ``page`` (a raw pdfium page)."""
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects([pdfium.FPDFPage_GetObject(page, index) for index in range(count)], None, 0)

    def _form(self, form: object, matrix: Matrix | None, depth: int) -> None:
        if depth < _MAX_FORM_DEPTH:
            count = pdfium.FPDFFormObj_CountObjects(form)
            items = [pdfium.FPDFFormObj_GetObject(form, index) for index in range(count)]
            self._objects(items, _product(_matrix_of(form), matrix), depth + 1)

    def _objects(self, items: list[object], matrix: Matrix | None, depth: int) -> None:
        bounds = [ctypes.c_float() for _ in range(4)]
        for item in items[: self._left]:
            self._left -= 1
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                self._form(item, matrix, depth)
                continue
            if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                continue
            if not pdfium.FPDFPageObj_GetBounds(item, *bounds):
                continue
            box = self._frame.box(*_map_box([value.value for value in bounds], matrix))
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._path(item, box, matrix)
            elif not self.rules.thin(*box):
                self.image_area += max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)

    def _path(self, item: object, box: Box, matrix: Matrix | None) -> None:
        filled, stroked = _draw_mode(item)
        if not filled and not stroked:
            return
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments <= _SIMPLE_PATH and self.rules.thin(*box):
            return
        if segments > _SIMPLE_PATH or stroked:
            self._walk(item, segments, _product(_matrix_of(item), matrix), stroked=stroked, filled=filled)

    def _walk(self, item: object, segments: int, matrix: Matrix, *, stroked: bool, filled: bool) -> None:
        """Rules of a path with many parts."""
        x, y = ctypes.c_float(), ctypes.c_float()
        outline: list[tuple[float, float]] = []
        for index in range(segments):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._frame.point(*_map_point(x.value, y.value, matrix))
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                self.rules.outline(outline, stroked=stroked, filled=filled)
                outline = [point]
                continue
            outline.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                outline.append(outline[0])
        self.rules.outline(outline, stroked=stroked, filled=filled)


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


def _map_box(box: list[float], matrix: Matrix | None) -> Box:
    left, bottom, right, top = box
    if matrix is None:
        return left, bottom, right, top
    corners = [_map_point(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
