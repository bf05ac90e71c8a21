"""Image files to pictures: JPEG, PNG, TIFF of several pages and what else is sent as a page.

Files rarely say how large the page was; then it is taken to be as wide as A4. Boxes of what is read count in points of
that page: ``Picture.dpi`` pixels of :func:`pictures` are one inch.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
from PIL import ExifTags, Image, ImageOps

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument
from parsers.readers.ocr.limits import MOST_PIXELS, MOST_READ_PIXELS, too_many_pixels
from parsers.readers.ocr.picture import POINTS_PER_INCH, Picture, Pixels, a4_width, usual_width

_FORMATS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP", "JPEG2000")
#: Only these hold several pages; moving pictures show their first.
_PAGED = frozenset({"TIFF"})
#: Pictures are brought to a resolution in these bounds (dots per inch).
_COARSEST, _FINEST = 150.0, 200.0
#: Resolutions a file may state that are taken at their word.
_STATED = (90.0, 1300.0)
#: The two resolutions of a fax differ by less than this.
_MOST_STRETCH = 4.0
#: Longest side, in points, of what is read: web pages are pictured at full length.
_LONGEST = 12 * 842.0
#: Pixels: a picture lower than a line, or less wide and high and nearly square, is no page; A4 is 1.41 times as long.
_LINE, _ORNAMENT, _SQUARE = 60, 500, 1.25
#: By how much ink differs from the paper (faded print too), pixels of a scanner's grain and of the paper around a sign,
#: and the share of a blank page that dust may have.
_INK, _GRAIN, _AROUND, _SPECKS = 8, 1.5, 20.0, 0.0002


def is_ornament(data: bytes) -> bool:
    """True for a picture that is too small to be a page and has not its form: a logo, a code to scan, a line.

    Raises ``UnreadableDocument`` (damaged).
    """
    with _opened(data) as image:
        short, long = sorted(image.size)
    return short < _LINE or (long < _ORNAMENT and long < _SQUARE * short)


def is_blank(picture: Picture) -> bool:
    """True where next to nothing stands out from the paper around it, be it unevenly lit."""
    grey = cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY)
    apart = cv2.absdiff(cv2.GaussianBlur(grey, (0, 0), _GRAIN), cv2.GaussianBlur(grey, (0, 0), _AROUND))
    return bool(np.count_nonzero(apart > _INK) <= _SPECKS * grey.size)


def pictures(data: bytes, limits: Limits) -> Iterator[Picture]:
    """The pages of an image file as shown. Raises ``UnreadableDocument`` (damaged, too_large)."""
    with _opened(data) as image:
        frames = getattr(image, "n_frames", 1) if image.format in _PAGED else 1
        if frames > limits.pages:
            raise UnreadableDocument(
                DocumentState.TOO_LARGE, f"图像有 {frames} 页，超过 {limits.pages} 页 / {frames} pages"
            )
        for frame in range(frames):
            image.seek(frame)
            yield _picture(image)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The image file; what is wrong with it is raised as ``UnreadableDocument``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield image
        except Image.DecompressionBombError as error:
            raise too_many_pixels(2 * MOST_PIXELS) from error  # Pillow refuses from about here
        except (OSError, SyntaxError, ValueError, EOFError) as error:
            raise UnreadableDocument(
                DocumentState.DAMAGED, "图像已损坏，无法打开 / the image is damaged and does not open"
            ) from error


def _picture(image: Image.Image) -> Picture:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise too_many_pixels(width * height)
    across, down = _resolution(image)
    if image.format == "JPEG":
        _shrink_on_load(image, across, down)
        across, down = across * image.size[0] / width, down * image.size[1] / height
    pixels = _colours(_coarser(image, across))
    if (pixels.shape[1] > pixels.shape[0]) != (width > height):
        across, down = down, across  # the camera lay on its side
    return _sized(pixels, across, down)


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Stated dots per inch across and down; (0, 0) where they cannot be true."""
    stated = image.info.get("dpi")
    try:
        across, down = (float(value) for value in stated) if stated else (0.0, 0.0)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    low, high = _STATED
    if not (low <= across <= high and low <= down <= high and 1 / _MOST_STRETCH <= across / down <= _MOST_STRETCH):
        return 0.0, 0.0
    return across, down


def _page_width(width: int, height: int, across: float, down: float) -> float:
    """Width in points of a page of so many pixels at a stated resolution, which may be (0, 0)."""
    if not across:
        return a4_width(lying=width > height)
    return usual_width(width * POINTS_PER_INCH / across, height * POINTS_PER_INCH / down)


def _shrink_on_load(image: Image.Image, across: float, down: float) -> None:
    """Lets the JPEG decoder leave out what is finer than needed."""
    width, height = image.size
    needed = _page_width(width, height, across, down) / POINTS_PER_INCH * _FINEST
    image.draft(None, (int(needed), int(needed * height / width)))


def _coarser(image: Image.Image, across: float) -> Image.Image:
    """``image``; a very large one made smaller by a whole number, where it is that much finer than needed, before it
    is copied in colour.
    """
    width, height = image.size
    factor = int(width * POINTS_PER_INCH / _page_width(width, height, across, across) / _FINEST)
    upright = image.getexif().get(ExifTags.Base.Orientation, 1) == 1
    if width * height <= MOST_READ_PIXELS or factor < 2 or image.mode not in ("RGB", "L", "1") or not upright:
        return image
    return (image.convert("L") if image.mode == "1" else image).reduce(factor)


def _colours(image: Image.Image) -> Pixels:
    """Height x width x 3 (blue green red) on white, turned as the camera says."""
    if image.mode.startswith("I;16"):
        grey = (np.asarray(image, dtype=np.uint16) >> 8).astype(np.uint8)
        return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.new("RGBA", seen.size, "white")
        upright.alpha_composite(seen)
    return cv2.cvtColor(np.asarray(upright.convert("RGB")), cv2.COLOR_RGB2BGR)


def _sized(pixels: Pixels, across: float, down: float) -> Picture:
    """A picture with square pixels at a resolution in the bounds."""
    height, width = pixels.shape[:2]
    stretch = across / down if down else 1.0
    dpi = width * POINTS_PER_INCH / _page_width(width, height, across, down)
    points_high = height * stretch * POINTS_PER_INCH / dpi
    if points_high > _LONGEST:
        raise too_many_pixels(width * height)
    wanted = min(max(dpi, _COARSEST), _FINEST)
    area = width * height * stretch * (wanted / dpi) ** 2
    if area > MOST_READ_PIXELS:
        wanted *= math.sqrt(MOST_READ_PIXELS / area)
        if wanted < _COARSEST:
            raise too_many_pixels(width * height)
    size = max(round(width * wanted / dpi), 1), max(round(height * stretch * wanted / dpi), 1)
    if size != (width, height):
        smaller = size[0] * size[1] <= width * height
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return Picture(pixels, dpi=wanted)
