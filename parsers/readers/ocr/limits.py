"""Bounds of text recognition: time, memory and pixels.

A document whose pages must be recognised has more time and memory than ``Limits`` gives to text. A reader process
hears of every page that begins by ``page_begins`` and tells its parent, which watches over the time of each.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from domain.records import DocumentState
from parsers.model import Limits, UnreadableDocument


def _nobody_listens() -> None:
    pass


def _nobody_counts(_at: int) -> None:
    pass


#: Called before every page that is recognised.
page_begins: ContextVar[Callable[[], None]] = ContextVar("page_begins", default=_nobody_listens)
#: Called before every picture of a series, with its place from 0, and with their number when all have been seen.
picture_begins: ContextVar[Callable[[int], None]] = ContextVar("picture_begins", default=_nobody_counts)
#: Address space that the engine maps or reserves and never touches (libraries, arenas and stacks of threads).
_RESERVED_MB = 1600
#: Pixels of one image as stored; an A3 page at 600 dpi has 70 million.
MOST_PIXELS = 100_000_000
#: Pixels of a page as it is read: A2 at the usual resolution has 16 million, and each of them is held several times.
MOST_READ_PIXELS = 27_000_000
#: Share of the time limit after which no further page is begun, so that the reader ends by itself.
_LAST_START = 0.95


def too_many_pixels(pixels: int) -> UnreadableDocument:
    return UnreadableDocument(
        DocumentState.TOO_LARGE,
        f"图像有 {pixels} 像素，超过 {MOST_PIXELS} / the image has {pixels} pixels, more than {MOST_PIXELS}",
    )


class Deadline:
    """Ends the recognition of a long document as a named state, before its process is killed."""

    def __init__(self, limits: Limits) -> None:
        self._seconds = limits.scanned_seconds
        self._end = time.monotonic() + _LAST_START * limits.scanned_seconds

    def begin(self, page: int) -> None:
        """Says that ``page`` begins; raises ``UnreadableDocument(timeout)`` when no time is left for it."""
        if time.monotonic() > self._end:
            raise UnreadableDocument(
                DocumentState.TIMEOUT,
                f"文字识别到第 {page} 页已用完 {self._seconds:g} 秒 / "
                f"recognising text took {self._seconds:g} seconds before page {page}",
            )
        page_begins.get()()


def make_room(limits: Limits) -> None:
    """Raises the soft limit of this process's address space to what recognition needs, where one is set.

    A reader process bounds its memory for text; the engine needs more. The hard limit stays.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - missing on Windows

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft == resource.RLIM_INFINITY:
            return
        now = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        needed = now + (limits.scanned_memory_mb + _RESERVED_MB) * 1024 * 1024
        if hard != resource.RLIM_INFINITY:
            needed = min(needed, hard)
        resource.setrlimit(resource.RLIMIT_AS, (max(soft, needed), hard))
