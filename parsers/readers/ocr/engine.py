"""The recogniser: where lines of text stand in a picture, and what one line says, character by character.

PP-OCRv6 as shipped inside the wheel of rapidocr, run by OpenVINO. Lines are recognised one by one at a few widths: so
a line reads the same whatever else stands on the page, and the engine prepares few shapes. Two lines are read at a
time, each by one thread, the longest first: at the end no thread waits long for the other. All arithmetic is in 32
bits, whatever shorter numbers the processor knows.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import rapidocr
from rapidocr.ch_ppocr_det.utils import DBPostProcess

from parsers.readers.ocr.bands import bands
from parsers.readers.ocr.picture import Pixels
from parsers.readers.ocr.runtime import openvino
from parsers.readers.ocr.tiles import seen_once, tiles

#: The models inside rapidocr's wheel: where lines stand, what a line says.
_FINDER = "PP-OCRv6_det_small.onnx"
_LINES = "PP-OCRv6_rec_small.onnx"
#: Height of a line as the recogniser takes it, in pixels; one column of its answer is this many pixels wide.
_LINE_HEIGHT = 48
_COLUMN = 8
#: By how many columns the answer for a sign comes after the sign (measured).
_LAG = 0.4
#: Widths to which lines are filled up, in pixels.
_WIDTHS = (
    64, 80, 96, 112, 128, 144, 160, 184, 208, 240, 280, 320, 368, 424, 480, 560, 640, 720, 800, 960, 1120, 1280, 1440,
    1600, 1920, 2400,
)  # fmt: skip
#: Sides of what the detector takes are multiples of this.
_STEP = 32
_BLANK = 0
_EXACT = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 2}
_AT_A_TIME = 2
#: What the engine prepared for one shape is not kept for later: bands have shapes of their own on every page.
_FORGETFUL = {"CPU_RUNTIME_CACHE_CAPACITY": 0}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line says. ``certainty`` (0 to 1) and ``places`` (middle, 0 to 1 of the width) go with ``text``.

    ``comma_odds`` say of a point how likely a comma was in its stead, compared to it; 0 for all other signs.
    """

    text: str
    certainty: tuple[float, ...]
    places: tuple[float, ...]
    comma_odds: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.certainty) / len(self.certainty) if self.certainty else 0.0


NOTHING = Reading("", (), (), ())


@dataclass(slots=True)
class _Answer:
    """The best guess of every column of a line, how sure it and a comma are, and how many columns the line fills."""

    best: Pixels = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    sure: Pixels = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    comma: Pixels = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    columns: float = 1.0


class Engine:
    """Detector and recogniser of one process; calls wait for each other."""

    def __init__(self) -> None:
        core = openvino.Core()
        models = Path(rapidocr.__file__).parent / "models"
        lines = core.read_model(models / _LINES)
        finder = core.compile_model(core.read_model(models / _FINDER), "CPU", {**_EXACT, **_FORGETFUL})
        self._find = finder.create_infer_request()
        compiled = core.compile_model(lines, "CPU", {**_EXACT, "NUM_STREAMS": _AT_A_TIME})
        self._read = openvino.AsyncInferQueue(compiled, _AT_A_TIME)
        self._read.set_callback(self._keep)
        listed = lines.get_rt_info()["framework"]["character"].value
        self._characters = ["", *listed.splitlines(), " "]
        self._comma = self._characters.index(",")
        # rapidocr's own settings for this model.
        self._boxes = DBPostProcess(
            thresh=0.3, box_thresh=0.5, max_candidates=1000, unclip_ratio=1.6, score_mode="fast", use_dilation=True
        )
        self._lock = threading.Lock()

    def detect(self, pixels: Pixels, scale: float) -> list[Pixels]:
        """Where lines of text stand in ``pixels``, looked for in a copy scaled by ``scale``.

        Each is a quadrilateral (4 x 2): its corners from the top left clockwise. Bare paper is not looked at, and large
        pages part by part, so that memory does not grow with the page.
        """
        height, width = pixels.shape[:2]
        small_width = max(round(width * scale / _STEP), 1) * _STEP
        small_height = max(round(height * scale / _STEP), 1) * _STEP
        small = cv2.resize(pixels, (small_width, small_height), interpolation=cv2.INTER_AREA)
        ratio = np.array([width / small_width, height / small_height])
        found: list[tuple[int, Pixels]] = []
        for number, (x0, top, x1, bottom) in enumerate(tile for band in bands(small) for tile in tiles(*band)):
            part = np.ascontiguousarray(small[top:bottom, x0:x1])
            with self._lock:
                self._find.infer([_batch(part)])
                quads, _ = self._boxes(self._find.get_output_tensor().data, part.shape[:2])
            found += [(number, (quad + np.array([x0, top])) * ratio) for quad in np.asarray(quads, dtype=float)]
        return seen_once(found)

    def recognise(self, lines: Sequence[Pixels]) -> list[Reading]:
        """Reads lines of text (each height x width x 3)."""
        answers: list[_Answer] = [_Answer() for _ in lines]
        targets = [max(round(line.shape[1] * _LINE_HEIGHT / line.shape[0]), 1) for line in lines]
        with self._lock:
            for index in sorted(range(len(lines)), key=lambda index: -targets[index]):
                answer, filled = answers[index], next((step for step in _WIDTHS if step >= targets[index]), _WIDTHS[-1])
                target = min(targets[index], filled)
                answer.columns = target / _COLUMN
                resized = cv2.resize(lines[index], (target, _LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
                batch = np.zeros((1, 3, _LINE_HEIGHT, filled), dtype=np.float32)
                batch[:, :, :, :target] = _batch(resized)
                self._read.start_async([batch], answer)
            self._read.wait_all()
        return [self._decode(answer) for answer in answers]

    def _keep(self, request: openvino.InferRequest, answer: _Answer) -> None:
        """Called by the engine when a line is done; its tensors are used again."""
        data = request.get_output_tensor().data[0]
        answer.best = data.argmax(axis=1)
        answer.sure = data[np.arange(len(answer.best)), answer.best]
        answer.comma = data[:, self._comma].copy()

    def _decode(self, answer: _Answer) -> Reading:
        """CTC: a character stands where the best guess changes to something other than nothing."""
        text: list[str] = []
        certainty: list[float] = []
        places: list[float] = []
        comma_odds: list[float] = []
        before = _BLANK
        start = 0
        for column, guess in enumerate([*answer.best.tolist(), _BLANK]):
            if guess == before:
                continue
            if before != _BLANK:
                char, sure = self._characters[before], float(answer.sure[start:column].max())
                text.append(char)
                certainty.append(sure)
                places.append(min(max(((start + column) / 2 - _LAG) / answer.columns, 0.0), 1.0))
                around = answer.comma[max(start - 1, 0) : column + 1]
                comma_odds.append(float(around.max()) / sure if char == "." else 0.0)
            before, start = guess, column
        return Reading("".join(text), tuple(certainty), tuple(places), tuple(comma_odds))


def _batch(pixels: Pixels) -> Pixels:
    """Pixels as the models take them: 1 x colours x height x width, from -1 to 1."""
    batch = np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32)[None]
    batch /= 127.5
    batch -= 1.0
    return batch


@cache
def engine() -> Engine:
    """The engine of this process, loaded on first use (about a second)."""
    return Engine()
