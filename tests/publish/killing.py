"""Publishers that die by SIGKILL: real processes, at one of their writes or at any moment."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

from domain.ports import StoredObject
from publish.store import LocalStore
from publish.versions import list_versions, read_head, read_table, verify_version
from tests.publish.racing import one_round, publish_all


class DeadlyStore:
    """A folder whose ``at``-th write is the last thing its process does."""

    def __init__(self, store: LocalStore, at: int) -> None:
        self._store = store
        self._left = at
        self.location = store.location

    def get(self, key: str) -> StoredObject | None:
        return self._store.get(key)

    def list(self, prefix: str = "") -> Iterator[str]:
        return self._store.list(prefix)

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        self._store.put_new(key, data)
        self._count()

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        made = self._store.swap(key, data, tag=tag)
        self._count()
        return made

    def _count(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def killed_at(store: LocalStore, number: int, at: int) -> bool:
    """Round ``number`` in a process that is killed right after its ``at``-th write; False if it makes fewer."""
    return _ends_killed(lambda: one_round(DeadlyStore(store, at), 0, number))


def killed_after(store: LocalStore, number: int, seconds: float) -> bool:
    """Round ``number`` in a process that is killed after ``seconds``; False if it was done by then."""
    return _ends_killed(lambda: one_round(store, 0, number), seconds)


def whole_after_a_kill(store: LocalStore, number: int) -> None:
    """A reader finds a whole version; the next run publishes what the killed one did not."""
    head = read_head(store)
    if head is not None:
        assert verify_version(store, head.number).problems == ()
    if store.get(f"reports/00/{number:06}.json") is None:
        one_round(store, 0, number)
    else:
        publish_all(store, f"again-{number}")
    head = read_head(store)
    assert head is not None
    assert verify_version(store, head.number).problems == ()
    (row,) = read_table(store, head, "totals")
    assert row["revenue_total"] == f"{number}0000.00"
    assert [version.number for version in list_versions(store)] == list(range(head.number, 0, -1))


def _ends_killed(work: Callable[[], None], seconds: float | None = None) -> bool:
    child = os.fork()
    if child == 0:
        # Nothing of the parent's may run at the end of the child.
        try:
            work()
        finally:
            os._exit(0)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
