"""Where the files of a version wait for the verdict: a temporary folder, so that nothing refused reaches a store."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from domain.ports import Store, StoreError
from publish.scratch import scratch_folder, sweep

#: From so many files on they are stored several at a time.
_MANY = 500
_AT_ONCE = 10


class Staging:
    """New content-addressed files by key on this machine's disk; everything else is read from the store.

    They lie one after another in a single file: a national build has a hundred thousand, and for most of them opening
    and removing one would take longer than writing it. To be closed.
    """

    def __init__(self, folder: Path, store: Store) -> None:
        self._file = (folder / "staged").open("x+b", buffering=0)
        self._end = 0
        self._store = store
        #: Key to where its bytes begin, and how many there are.
        self._places: dict[str, tuple[int, int]] = {}
        self._stored: frozenset[str] = frozenset()

    def close(self) -> None:
        self._file.close()

    def know(self, keys: Iterable[str]) -> None:
        """These keys are in the store, since a version holds them: they are not staged again."""
        self._stored = frozenset(keys)

    def put(self, key: str, data: bytes) -> None:
        if key in self._places or key in self._stored:
            return
        self._file.seek(self._end)
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        self._places[key] = (self._end, len(data))
        self._end += len(data)

    def keys(self) -> tuple[str, ...]:
        return tuple(self._places)

    def read(self, key: str) -> bytes:
        """The bytes of a staged or stored object. Raises :class:`StoreError` if there is none."""
        if key in self._places:
            return self._staged(key)
        stored = self._store.get(key)
        if stored is None:
            raise StoreError(f"缺少对象，数据目录可能已损坏 / an object is missing, the store may be damaged: {key}")
        return stored.data

    def _staged(self, key: str) -> bytes:
        """Threads may ask for several at once."""
        start, size = self._places[key]
        pieces: list[bytes] = []
        while size:
            piece = os.pread(self._file.fileno(), size, start)
            if not piece:
                raise OSError(f"the file of this machine ends before {key}")
            pieces.append(piece)
            start, size = start + len(piece), size - len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def upload(self, put: Callable[[Store, str, bytes], None]) -> None:
        """Hand every staged file to ``put``: a few one after another, many several at a time.

        A store answers late (a disk that flushes, a bucket far away), so that waiting is most of the work.
        """

        def one(key: str) -> None:
            put(self._store, key, self._staged(key))

        if len(self._places) < _MANY:
            for key in self._places:
                one(key)
            return
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            try:
                for done in [threads.submit(one, key) for key in self._places]:
                    done.result()
            except BaseException:
                threads.shutdown(wait=True, cancel_futures=True)
                raise


@contextmanager
def staging(store: Store) -> Iterator[Staging]:
    """What killed publishers left on this machine goes first."""
    sweep()
    with scratch_folder("publish") as folder, closing(Staging(folder, store)) as staged:
        yield staged
