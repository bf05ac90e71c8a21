"""Reader processes that outlive the command which started them: starting one takes a second, and nearly every test
of a command would start one or two.
"""

from __future__ import annotations

import os
import queue
from typing import Any, ClassVar

from parsers.isolation import ReaderPool
from parsers.model import DEFAULT_LIMITS, Limits

_Environment = frozenset[tuple[str, str]]


class KeptReaders(ReaderPool):
    """A pool that begins with the processes the pools before it left, and leaves its own to the next one.

    A process is only taken over where the environment is the one it was started with. What died, hangs or was
    replaced is not kept, as in any pool.
    """

    _left: ClassVar[dict[_Environment, list[Any]]] = {}

    def __init__(self, workers: int = 1, *, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__(workers, limits=limits)
        self._begun = _environment()
        left = self._left.get(self._begun, [])
        for _ in range(workers):
            self._idle.get_nowait()
        for _ in range(workers):
            self._idle.put(left.pop() if left else None)

    def close(self) -> None:
        same = _environment() == self._begun
        kept = self._left.setdefault(self._begun, [])
        held = []
        while True:
            try:
                held.append(self._idle.get_nowait())
            except queue.Empty:
                break
        for child in held:
            keep = child is not None and same and child.is_usable()
            if keep:
                kept.append(child)
            self._idle.put(None if keep else child)
        super().close()

    @classmethod
    def end(cls) -> None:
        """Ends all processes that were left."""
        for children in cls._left.values():
            for child in children:
                child.stop()
        cls._left.clear()


def _environment() -> _Environment:
    return frozenset((name, value) for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST")
