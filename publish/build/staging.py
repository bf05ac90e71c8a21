"""Where the files of a version wait for the verdict: a temporary folder, so that nothing refused reaches a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from domain.ports import Store, StoreError
from publish.scratch import scratch_folder, sweep

#: From so many files on they are stored several at a time.
_MANY = 500
_AT_ONCE = 10


class Staging:
    """New content-addressed files by key on this machine's disk; everything else is read from the store."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._keys: dict[str, None] = {}
        self._stored: frozenset[str] = frozenset()

    def know(self, keys: Iterable[str]) -> None:
        """These keys are in the store, since a version holds them: they are not staged again."""
        self._stored = frozenset(keys)

    def put(self, key: str, data: bytes) -> None:
        if key in self._keys or key in self._stored:
            return
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self._keys[key] = None

    def keys(self) -> tuple[str, ...]:
        return tuple(self._keys)

    def path(self, key: str) -> Path | None:
        """The file of a staged key; ``None`` for what is in the store."""
        return self._folder / key if key in self._keys else None

    def read(self, key: str) -> bytes:
        """The bytes of a staged or stored object. Raises :class:`StoreError` if there is none."""
        path = self.path(key)
        if path is not None:
            return path.read_bytes()
        stored = self._store.get(key)
        if stored is None:
            raise StoreError(f"缺少对象，数据目录可能已损坏 / an object is missing, the store may be damaged: {key}")
        return stored.data

    def upload(self, put: Callable[[Store, str, bytes], None]) -> None:
        """Hand every staged file to ``put``: a few one after another, many several at a time.

        A store answers late (a disk that flushes, a bucket far away), so that waiting is most of the work.
        """

        def one(key: str) -> None:
            put(self._store, key, (self._folder / key).read_bytes())

        if len(self._keys) < _MANY:
            for key in self._keys:
                one(key)
            return
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            try:
                for done in [threads.submit(one, key) for key in self._keys]:
                    done.result()
            except BaseException:
                threads.shutdown(wait=True, cancel_futures=True)
                raise


@contextmanager
def staging(store: Store) -> Iterator[Staging]:
    """What killed publishers left on this machine goes first."""
    sweep()
    with scratch_folder("publish") as folder:
        yield Staging(folder, store)
