"""Red ink: seals and signatures over the print of a page.

Red is light in the red part of a picture, so that black print under a seal is darker there than the seal, which is then
painted over with the paper around it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.readers.ocr.picture import Pixels

#: A pixel is red when its red part is this much stronger than the others (of 255); a page bears red ink when this
#: share of it is red.
_STRONGER = 45
_LEAST = 0.0005
#: Edges of red ink are less red: so many pixels around it count as red unless as dark as print in the red part.
_EDGE = 5
_PRINT = 120
#: Paper is the lightest within this many pixels, of a copy this much smaller.
_PAPER = 15
_COPY = 0.25


@dataclass(frozen=True, slots=True)
class Inks:
    """A page in grey: all of its ink, and the ink that is not red (the same object where nothing is red).

    ``print_only`` is the page for the recogniser, in the colours of ``clear``.
    """

    grey: Pixels
    clear: Pixels
    print_only: Pixels

    @classmethod
    def of(cls, pixels: Pixels) -> Inks:
        """The inks of a page (height x width x 3, blue green red)."""
        grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
        red = np.ascontiguousarray(pixels[..., 2])
        others = cv2.max(pixels[..., 0], pixels[..., 1])
        inked = np.asarray(cv2.subtract(red, others) > _STRONGER, dtype=np.uint8)
        if float(inked.mean()) < _LEAST:
            return cls(grey, grey, pixels)
        around = cv2.dilate(inked, np.ones((_EDGE, _EDGE), np.uint8)).astype(bool)
        clear = np.where(around & (red > _PRINT), np.maximum(red, _paper(red)), red)
        return cls(grey, clear, cv2.cvtColor(clear, cv2.COLOR_GRAY2BGR))


def _paper(red: Pixels) -> Pixels:
    """How light the paper is around every pixel."""
    small = cv2.resize(red, None, fx=_COPY, fy=_COPY, interpolation=cv2.INTER_AREA)
    lightest = cv2.blur(cv2.dilate(small, np.ones((_PAPER, _PAPER), np.uint8)), (_PAPER, _PAPER))
    return np.asarray(cv2.resize(lightest, red.shape[::-1], interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
