"""The pdfium functions that are called for every glyph and object, bound for plain addresses.

pypdfium2's own bindings convert typed pointers on every call, which costs more than the calls themselves. These are
the same functions of the same library, with ``void *`` arguments and without releasing the interpreter lock.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_Native = Callable[..., Any]


def _bind(function: object, *arguments: type, result: type = ctypes.c_int) -> _Native:
    address = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]  # a foreign function object
    bound: _Native = ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]  # not None here
    return bound


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int

get_unicode = _bind(pdfium.FPDFText_GetUnicode, _POINTER, _INT)
get_loose_box = _bind(pdfium.FPDFText_GetLooseCharBox, _POINTER, _INT, _POINTER)
has_map_error = _bind(pdfium.FPDFText_HasUnicodeMapError, _POINTER, _INT)
get_angle = _bind(pdfium.FPDFText_GetCharAngle, _POINTER, _INT, result=ctypes.c_float)
get_page_object = _bind(pdfium.FPDFPage_GetObject, _POINTER, _INT, result=_POINTER)
get_form_object = _bind(pdfium.FPDFFormObj_GetObject, _POINTER, ctypes.c_ulong, result=_POINTER)
get_type = _bind(pdfium.FPDFPageObj_GetType, _POINTER)
get_bounds = _bind(pdfium.FPDFPageObj_GetBounds, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
get_draw_mode = _bind(pdfium.FPDFPath_GetDrawMode, _POINTER, _POINTER, _POINTER)
count_segments = _bind(pdfium.FPDFPath_CountSegments, _POINTER)


def object_at(address: int) -> object:
    """The pypdfium2 handle of a page object."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


def address_of(handle: object) -> int:
    """The address behind a pypdfium2 handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]  # any pointer will do
