"""The recogniser: where lines of text stand in a picture, and what one line says, character by character.

PP-OCRv6 as shipped inside the wheel of rapidocr, run by OpenVINO. Lines are recognised one by one at a few widths: so
a line reads the same whatever else stands on the page, and the engine prepares few shapes.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import rapidocr
from rapidocr import EngineType, RapidOCR

from parsers.readers.ocr.picture import Pixels

#: Height of a line as the recogniser takes it, in pixels; one column of its answer is this many pixels wide.
_LINE_HEIGHT = 48
_COLUMN = 8
#: Widths to which lines are filled up, in pixels.
_WIDTHS = (160, 240, 320, 480, 640, 800, 960, 1280, 1600, 1920, 2400)
#: Sides of what the detector takes are multiples of this.
_STEP = 32
_BLANK = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line says. ``certainty`` (0 to 1) and ``places`` (middle, 0 to 1 of the width) go with ``text``."""

    text: str
    certainty: tuple[float, ...]
    places: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.certainty) / len(self.certainty) if self.certainty else 0.0


class Engine:
    """Detector and recogniser of one process; calls wait for each other."""

    def __init__(self) -> None:
        models = Path(rapidocr.__file__).parent / "models"
        parts = RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_cls": False,
                "Det.engine_type": EngineType.OPENVINO,
                "Rec.engine_type": EngineType.OPENVINO,
                # Named files are never looked for elsewhere: nothing is fetched.
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            }
        )
        # rapidocr offers no batch-free way to character places; its parts do. The version is pinned.
        self._detector = parts._load_det_model()
        recogniser = parts._load_rec_model()
        self._recognise = recogniser.session
        self._characters: list[str] = recogniser.postprocess_op.character
        self._lock = threading.Lock()

    def detect(self, pixels: Pixels, scale: float) -> list[tuple[float, float, float, float]]:
        """Boxes (x0, top, x1, bottom) of lines of text in ``pixels``, looked for in a copy scaled by ``scale``."""
        height, width = pixels.shape[:2]
        small_width = max(round(width * scale / _STEP), 1) * _STEP
        small_height = max(round(height * scale / _STEP), 1) * _STEP
        small = cv2.resize(pixels, (small_width, small_height), interpolation=cv2.INTER_AREA)
        with self._lock:
            found = self._detector(small).boxes
        if found is None:
            return []
        across, down = width / small_width, height / small_height
        return [_around(quad * (across, down)) for quad in np.asarray(found, dtype=float)]

    def recognise(self, line: Pixels) -> Reading:
        """Reads one line of text (height x width x 3)."""
        height, width = line.shape[:2]
        target = max(round(width * _LINE_HEIGHT / height), 1)
        filled = next((step for step in _WIDTHS if step >= target), _WIDTHS[-1])
        target = min(target, filled)
        resized = cv2.resize(line, (target, _LINE_HEIGHT), interpolation=cv2.INTER_LINEAR).astype(np.float32)
        batch = np.zeros((1, 3, _LINE_HEIGHT, filled), dtype=np.float32)
        batch[0, :, :, :target] = resized.transpose(2, 0, 1) / 127.5 - 1.0
        with self._lock:
            answer = np.asarray(self._recognise(batch))[0]
            best, sure = answer.argmax(axis=1), answer.max(axis=1)
        return self._decode(best, sure, target / _COLUMN)

    def _decode(self, best: Pixels, sure: Pixels, columns: float) -> Reading:
        """CTC: a character stands where the best guess changes to something other than nothing."""
        text: list[str] = []
        certainty: list[float] = []
        places: list[float] = []
        before = _BLANK
        start = 0
        for column, guess in enumerate([*best.tolist(), _BLANK]):
            if guess == before:
                continue
            if before != _BLANK:
                text.append(self._characters[before])
                certainty.append(float(sure[start:column].max()))
                places.append(min((start + column) / 2 / columns, 1.0))
            before, start = guess, column
        return Reading("".join(text), tuple(certainty), tuple(places))


def _around(quad: Pixels) -> tuple[float, float, float, float]:
    """The upright box of a (nearly upright) quadrilateral: its middle heights, its outer ends."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad.tolist()
    return min(x0, x3), (y0 + y1) / 2, max(x1, x2), (y2 + y3) / 2


@cache
def engine() -> Engine:
    """The engine of this process, loaded on first use (about a second)."""
    return Engine()
