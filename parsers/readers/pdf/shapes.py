"""Rules, images, filled areas and text objects of a PDF page, also those inside form objects."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterable
from itertools import repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium

from parsers.readers.pages.strokes import RuleCollector
from parsers.readers.pdf.frame import Box, Frame
from parsers.readers.pdf.native import (
    Address,
    Quads,
    address_of,
    count_segments,
    get_bounds,
    get_draw_mode,
    get_fill_colour,
    get_page_object,
    get_type,
    object_at,
)

#: With at most this many segments the bounds alone tell a thin line or box.
_SIMPLE_PATH = 5
_MAX_FORM_DEPTH = 8
#: Objects of one page, forms included, that are looked at; more is a drawing or an attack.
_MAX_OBJECTS = 200_000

_BOUNDS = struct.Struct("4f")  # left, bottom, right, top
_MODES = struct.Struct("2i8x")  # fill mode, stroke
_RGBA = struct.Struct("4I")
_quads = Quads()
_colour = Quads()

Matrix = tuple[float, float, float, float, float, float]


#: Where an object stands in the order of drawing: its number on the page, then those in the forms around it.
Order = tuple[int, ...]
Colour = tuple[int, int, int, int]


class Words(NamedTuple):
    """The text objects of one page or form: their places in its order of drawing, and what leads to the page."""

    places: list[int]
    items: list[Address]
    order: Order
    matrix: Matrix | None


class Area(NamedTuple):
    """What covers more than a line: a filled box with its colour; images and other shapes have none."""

    order: Order
    box: Box
    colour: Colour | None


class Shapes:
    """Collects rules, areas and text objects of one page, and how much of it images cover."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._left = _MAX_OBJECTS
        self.rules = RuleCollector()
        self.image_area = 0.0
        #: Paths that left no rule.
        self.drawn = 0
        self.words: list[Words] = []
        self.areas: list[Area] = []

    def collect(self, page: object) -> None:
        """Looks at all objects of ``page`` (a raw pdfium page)."""
        address = address_of(page)
        count = pdfium.FPDFPage_CountObjects(page)
        self._objects(list(map(get_page_object, repeat(address), range(count))), None, ())

    def _form(self, address: Address, matrix: Matrix | None, order: Order) -> None:
        if len(order) <= _MAX_FORM_DEPTH:
            form = object_at(address)
            count = pdfium.FPDFFormObj_CountObjects(form)
            items = [address_of(pdfium.FPDFFormObj_GetObject(form, index)) for index in range(count)]
            self._objects(items, _product(_matrix_of(form), matrix), order)

    def _objects(self, items: list[Address], matrix: Matrix | None, order: Order) -> None:
        looked_at = items[: self._left]
        self._left -= len(looked_at)
        paths, images, forms, texts = list[Address](), list[Address](), list[Address](), list[Address]()
        of_kind = {
            pdfium.FPDF_PAGEOBJ_PATH: paths,
            pdfium.FPDF_PAGEOBJ_IMAGE: images,
            pdfium.FPDF_PAGEOBJ_FORM: forms,
            pdfium.FPDF_PAGEOBJ_TEXT: texts,
        }
        places: list[int] = []
        for place, (address, kind) in enumerate(zip(looked_at, map(get_type, looked_at), strict=True)):
            if kind in of_kind:
                of_kind[kind].append(address)
                if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                    places.append(place)
        if texts:
            self.words.append(Words(places, texts, order, matrix))
        filled = self._paths(self.boxes(paths, matrix), matrix)
        drawn = [(address, box) for address, box in self.boxes(images, matrix) if not self.rules.thin(*box)]
        for _, box in drawn:
            self.image_area += max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)
        if filled or drawn or forms:
            numbers = {id(address): place for place, address in enumerate(looked_at)}
            for address, box, whole in filled:
                colour = fill_colour(address) if whole else None
                self.areas.append(Area((*order, numbers[id(address)]), box, colour))
            self.areas += [Area((*order, numbers[id(address)]), box, None) for address, box in drawn]
            for address in forms:
                self._form(address, matrix, (*order, numbers[id(address)]))

    def boxes(self, items: list[Address], matrix: Matrix | None) -> list[tuple[Address, Box]]:
        """The items that have bounds, with their boxes in the frame."""
        _quads.reserve(len(items))
        found = list(map(get_bounds, items, *_quads.columns))
        bounds: Iterable[Box] = _BOUNDS.iter_unpack(_quads.written(len(items)))
        if matrix is not None:
            bounds = (_map_box(box, matrix) for box in bounds)
        to_frame = self._frame.box
        return [(item, to_frame(*box)) for item, box, known in zip(items, bounds, found, strict=True) if known]

    def _paths(self, paths: list[tuple[Address, Box]], matrix: Matrix | None) -> list[tuple[Address, Box, bool]]:
        """Takes the rules among the paths; returns those that fill an area, with their boxes: True if they fill them
        to the corners."""
        areas: list[tuple[Address, Box, bool]] = []
        items = [address for address, _ in paths]
        _quads.reserve(len(items))
        known = list(map(get_draw_mode, items, *_quads.columns[:2]))
        modes = list(_MODES.iter_unpack(_quads.written(len(items))))
        counts = map(count_segments, items)
        for (address, box), has_mode, (fill, stroke), segments in zip(paths, known, modes, counts, strict=True):
            # A mode that cannot be told counts as both.
            filled, stroked = not has_mode or fill != pdfium.FPDF_FILLMODE_NONE, not has_mode or bool(stroke)
            if not filled and not stroked:
                continue
            if segments <= _SIMPLE_PATH and self.rules.thin(*box):
                continue
            before = len(self.rules.horizontal) + len(self.rules.vertical)
            if segments > _SIMPLE_PATH or stroked:
                item = object_at(address)
                self._walk(item, segments, _product(_matrix_of(item), matrix), stroked=stroked, filled=filled)
            unruled = before == len(self.rules.horizontal) + len(self.rules.vertical)
            self.drawn += unruled
            # A path of many parts that left rules is the whole drawing of a table.
            if filled and (unruled or segments <= _SIMPLE_PATH):
                areas.append((address, box, segments <= _SIMPLE_PATH))
        return areas

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


def fill_colour(address: Address) -> Colour | None:
    """Red, green, blue and how opaque (0 to 255); none where a pattern fills."""
    _colour.reserve(1)
    if not get_fill_colour(address, *(column[0] for column in _colour.columns)):
        return None
    red, green, blue, opaque = _RGBA.unpack(_colour.written(1))
    return red, green, blue, opaque


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


def _map_box(box: Iterable[float], matrix: Matrix) -> Box:
    left, bottom, right, top = box
    corners = [_map_point(x, y, matrix) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
