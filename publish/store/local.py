"""A folder as a store: create-if-absent by hard link, compare-and-swap under a lock. A POSIX disk, not NFS.

Objects are written to a temporary file, flushed to the disk and then given their name, so a killed process leaves
either the whole object or none. Temporary files live in ``.tmp`` of the store and are never listed.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from domain.identifiers import sha256_hex
from domain.ports import ObjectExists, StoredObject, StoreError, SwapConflict
from publish.store.flushing import SharedFlush
from publish.store.keys import checked

_HIDDEN = ".tmp"
_LOCK = "lock"
_KEPT_SECONDS = 24 * 3600


class LocalStore:
    """A folder that keeps objects; the tag of an object is the SHA-256 of its bytes.

    The folder is made when it is missing. Raises :class:`StoreError` when it cannot be written or cannot link.
    """

    def __init__(self, path: Path | str) -> None:
        self._root = Path(path)
        self.location = str(path)
        self._hidden = self._root / _HIDDEN
        #: Folders whose own entries, up to the root, this store has flushed.
        self._flushed: set[Path] = set()
        self._flush_entries = SharedFlush()
        try:
            self._hidden.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"无法在此建立数据目录 / cannot make a store folder here: {self.location} ({error.strerror})"
            ) from error
        self._tidy()

    def get(self, key: str) -> StoredObject | None:
        try:
            data = self._file(key).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"无法读取 / cannot read {key} in {self.location}: {error.strerror}") from error
        return StoredObject(key, data, sha256_hex(data))

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:  # noqa: ARG002  # a folder keeps no media types
        target = self._file(key)
        with self._written(key, data) as temporary:
            try:
                self._make(target.parent)
                os.link(temporary, target)
            except FileExistsError as error:
                raise ObjectExists(key) from error
            self._flush(target.parent)

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:  # noqa: ARG002  # a folder keeps no media types
        target = self._file(key)
        with self._written(key, data) as temporary:
            with self._locked(key):
                present = self.get(key)
                if (present.tag if present else None) != tag:
                    raise SwapConflict(key)
                self._make(target.parent)
                temporary.replace(target)
            self._flush(target.parent)
        return sha256_hex(data)

    def list(self, prefix: str = "") -> Iterator[str]:
        # Only the folder that the prefix names in full is walked: a run must not read the whole archive.
        within = prefix.rpartition("/")[0]
        folder = self._root.joinpath(*checked(within).split("/")) if within else self._root
        found = []
        # A folder that may not be looked into is not an empty one: a publish would take its reports for gone.
        for parent, folders, names in os.walk(folder, onerror=self._unlisted):
            if Path(parent) == self._root:
                folders[:] = [name for name in folders if name != _HIDDEN]
            found += [Path(parent, name).relative_to(self._root).as_posix() for name in names]
        yield from sorted(key for key in found if key.startswith(prefix))

    def _unlisted(self, error: OSError) -> None:
        if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise StoreError(f"无法列出 / cannot list {error.filename}: {error.strerror}") from error

    def stamps(self, prefix: str = "") -> Iterator[tuple[str, str]]:
        for key in self.list(prefix):
            with suppress(FileNotFoundError):
                held = self._file(key).stat()
                # Every write gives the name to another file.
                yield key, f"{held.st_mtime_ns}-{held.st_ino}-{held.st_size}"

    def _tidy(self) -> None:
        """Drop what writers left behind that were killed more than a day ago; on a disk that is only read, nothing."""
        oldest = time.time() - _KEPT_SECONDS
        with suppress(OSError):
            for file in self._hidden.iterdir():
                with suppress(FileNotFoundError):
                    if not file.name.startswith(_LOCK) and file.stat().st_mtime < oldest:
                        file.unlink()

    def _file(self, key: str) -> Path:
        names = checked(key).split("/")
        if names[0] == _HIDDEN:
            raise StoreError(f"保留的名称 / reserved name: {key}")
        return self._root.joinpath(*names)

    @contextmanager
    def _written(self, key: str, data: bytes) -> Iterator[Path]:
        """A temporary file with ``data`` on the disk, removed at the end if it is still there."""
        temporary = self._hidden / uuid4().hex
        try:
            try:
                with temporary.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                yield temporary
            except OSError as error:
                raise self._unwritten(key, error) from error
        finally:
            with suppress(OSError):  # what stays behind is tidied away later
                temporary.unlink()

    @contextmanager
    def _locked(self, key: str) -> Iterator[None]:
        try:
            lock = (self._hidden / f"{_LOCK}{sha256_hex(key.encode())[0]}").open("ab")
        except OSError as error:
            raise self._unwritten(key, error) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _unwritten(self, key: str, error: OSError) -> StoreError:
        return StoreError(f"无法写入 / cannot write {key} in {self.location}: {error.strerror}")

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self._flushed.discard(folder)
            folder.mkdir(parents=True, exist_ok=True)

    def _flush(self, folder: Path) -> None:
        """Flush the entry of a new name in ``folder``; the first time also those of the folders above it.

        Another process may have made them a moment ago without having flushed them yet.
        """
        self._flush_entries(folder)
        if folder in self._flushed:
            return
        above = folder
        while above not in (self._root, above.parent):
            above = above.parent
            self._flush_entries(above)
        self._flushed.add(folder)
