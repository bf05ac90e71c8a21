"""Scanned pages and page images by text recognition, with the optional extra ``[ocr]``.

``Scans`` reads the pages of a PDF that hold only an image, ``read_image`` an image file. Both work without the extra
in so far as they end in the named state ``scanned`` and say how to install it. Nothing here loads a library of the
extra before the first page is read; no model is fetched at run time (the wheels hold them).
"""

from parsers.readers.ocr.availability import installed, scanned_error
from parsers.readers.ocr.document import read_image
from parsers.readers.ocr.scans import Scans

__all__ = ["Scans", "installed", "read_image", "scanned_error"]
