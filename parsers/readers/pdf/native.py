"""The pdfium functions that are called for every glyph and object, bound for plain addresses.

pypdfium2's own bindings convert typed pointers on every call, which costs more than the calls themselves. These are
the same functions of the same library without declared argument types and without releasing the interpreter lock:
every argument is an ``Address`` or an ``int`` that C takes as ``int``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_Native = Callable[..., Any]


class Address(ctypes.c_void_p):
    """An address that is passed on as it is (a plain ``c_void_p`` result would become an ``int``)."""


def _bind(function: object, result: type = ctypes.c_int) -> _Native:
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]  # a foreign function object
    bound: _Native = ctypes.PYFUNCTYPE(result)(address)  # type: ignore[arg-type]  # not None here
    return bound


get_unicode = _bind(pdfium.FPDFText_GetUnicode)
get_loose_box = _bind(pdfium.FPDFText_GetLooseCharBox)
has_map_error = _bind(pdfium.FPDFText_HasUnicodeMapError)
get_angle = _bind(pdfium.FPDFText_GetCharAngle, ctypes.c_float)
get_page_object = _bind(pdfium.FPDFPage_GetObject, Address)
get_type = _bind(pdfium.FPDFPageObj_GetType)
get_bounds = _bind(pdfium.FPDFPageObj_GetBounds)
get_draw_mode = _bind(pdfium.FPDFPath_GetDrawMode)
count_segments = _bind(pdfium.FPDFPath_CountSegments)
get_fill_colour = _bind(pdfium.FPDFPageObj_GetFillColor)
get_render_mode = _bind(pdfium.FPDFTextObj_GetTextRenderMode)
get_text_object = _bind(pdfium.FPDFText_GetTextObject, Address)


def object_at(address: Address) -> object:
    """The pypdfium2 handle of a page object."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def address_of(handle: object) -> Address:
    """The address behind a pypdfium2 handle."""
    return ctypes.cast(handle, Address)  # type: ignore[arg-type]  # any pointer will do


class Quads:
    """Room for four numbers of four bytes for each of many items, kept from page to page.

    ``columns`` holds the addresses: of the first number of every item, of the second, and so on.
    """

    _NUMBER = 4
    _ITEM = 4 * _NUMBER

    def __init__(self) -> None:
        self._room = ctypes.create_string_buffer(0)
        self.columns: tuple[list[Address], ...] = ([], [], [], [])

    def reserve(self, count: int) -> None:
        """Makes room for at least ``count`` items and blanks it."""
        if self._ITEM * count > len(self._room):
            room = ctypes.create_string_buffer(self._ITEM * count)
            start = ctypes.addressof(room)
            columns = tuple(
                [Address(start + self._ITEM * index + self._NUMBER * column) for index in range(count)]
                for column in range(4)
            )
            # Both or none: where memory ends in between, the addresses must not point into what is gone.
            self._room, self.columns = room, columns
        else:
            ctypes.memset(self._room, 0, self._ITEM * count)

    def written(self, count: int) -> memoryview:
        """The bytes of the first ``count`` items."""
        return memoryview(self._room)[: self._ITEM * count]
