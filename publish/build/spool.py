"""Lines of divisions on this machine's disk until the part they belong to is put together: never all of it is held."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Self

from publish.build.blocks import Block, Slice


class Spool:
    """A temporary file of lines, gone at the end of the ``with`` block; slices kept in it are read when asked for."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="xinfang-lines-")  # noqa: SIM115 - closed with this object
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Drop the file; slices kept in it can be read no more."""
        self._file.close()

    def keep(self, block: Block) -> Block:
        """The same block, its lines in the file."""
        return replace(block, slices={name: self.keep_slice(one) for name, one in block.slices.items()})

    def keep_slice(self, one: Slice) -> Slice:
        """The same lines, in the file."""
        data = one.data
        start = self._end
        self._file.seek(start)
        self._file.write(data)
        self._end += len(data)
        return Slice(one.rows, partial(self._read, start, len(data)))

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)
