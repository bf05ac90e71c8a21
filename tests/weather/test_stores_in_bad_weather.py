"""What the store does to a run: a named error at worst, nothing torn, and the same work can be done again."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from domain.ports import ObjectExists, StoreError, SwapConflict
from flows.pipeline import portal_ids
from publish.store import LocalStore
from publish.store.s3 import S3Store, s3_client
from tests.publish.conftest import new_bucket
from tests.weather.disks import FAULTS, BadDisk
from tests.weather.lines import FAULTS as LINE_FAULTS
from tests.weather.lines import BadLine

FOR_GOOD = 10**6


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    made = LocalStore(tmp_path / "store")
    made.put_new("raw/a", b"first")
    made.swap("state/portals/p.json", b"1", tag=None)
    return made


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_disk_that_goes_bad_at_any_step_of_a_write_leaves_the_object_whole_or_absent(
    fault: str, store: LocalStore, tmp_path: Path
) -> None:
    """Step by step through a create and a swap, until both take fewer steps than that."""
    first = 1
    while True:
        disk = BadDisk(tmp_path / "store", fault, first, FOR_GOOD)
        key = f"raw/{first}"
        tag = _tag(store, "state/portals/p.json")
        before = _data(store, "state/portals/p.json")
        problems: list[str] = []
        with disk.below():
            try:
                store.put_new(key, b"whole")
                store.swap("state/portals/p.json", b"%d" % first, tag=tag)
            except StoreError as error:
                problems.append(str(error))
        assert all(os.strerror(FAULTS[fault][0]) in problem for problem in problems)
        assert _data(store, key) in (None, b"whole")
        assert _data(store, "state/portals/p.json") in (before, b"%d" % first)
        if disk.steps < first:
            break
        _again(store, key)
        first += 1
    assert first > 8
    assert _data(store, "raw/a") == b"first"
    assert all(file.name.startswith("lock") for file in (tmp_path / "store" / ".tmp").iterdir())


def test_a_folder_that_may_not_be_looked_into_is_not_an_empty_one(store: LocalStore, tmp_path: Path) -> None:
    """A publish that took it for empty would take all its reports for gone."""
    with BadDisk(tmp_path / "store", "permission_lost", 1, FOR_GOOD).below():
        with pytest.raises(StoreError, match="cannot list"):
            portal_ids(store)
        with pytest.raises(StoreError, match="cannot read"):
            store.get("raw/a")
    assert portal_ids(store) == ("p",)
    assert list(store.list("nothing/here/")) == []


def test_a_store_on_a_disk_that_is_only_read_is_opened_and_read(store: LocalStore, tmp_path: Path) -> None:
    left = tmp_path / "store" / ".tmp" / "left-behind"
    left.write_bytes(b"")
    os.utime(left, (0, 0))

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        again = LocalStore(tmp_path / "store")
        assert _data(again, "raw/a") == b"first"
    LocalStore(tmp_path / "store")
    assert not left.exists()


@dataclass
class Both:
    """Two connections to one bucket: ``bad`` has the line that goes bad, ``calm`` is a reader's."""

    bad: S3Store
    calm: S3Store
    client: Any
    session: Any

    def goes_bad(self, fault: str, first: int, count: int) -> BadLine:
        line = BadLine(self.session, fault, first, count)
        self.client._endpoint.http_session = line
        return line


@pytest.fixture(scope="module")
def both(moto_endpoint: str) -> Both:
    bucket, client = new_bucket(moto_endpoint), s3_client(endpoint_url=moto_endpoint)
    stores = S3Store(bucket, "", client), S3Store(bucket, "", s3_client(endpoint_url=moto_endpoint))
    held: Any = client
    return Both(*stores, held, held._endpoint.http_session)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.store.s3._FIRST_PAUSE", 0.0)
    monkeypatch.setattr("publish.store.s3._LONGEST_PAUSE", 0.0)


#: What comes of a fault of the line that lasts: the work is done all the same, or a named error.
OVERCOME_FOR_GOOD = {"stale_reads"}
OVERCOME_AFTER_THREE = set(LINE_FAULTS) - {"permission_lost", "kill_before", "kill_after"}


@pytest.mark.parametrize("fault", sorted(set(LINE_FAULTS) - {"kill_before", "kill_after"}))
@pytest.mark.parametrize("count", [3, FOR_GOOD])
def test_a_line_that_goes_bad_does_the_write_once_or_says_that_it_did_not(fault: str, count: int, both: Both) -> None:
    name = f"{fault}-{count}"
    new, old = f"raw/{name}", f"state/{name}"
    calm, store = both.calm, both.bad
    tag = calm.swap(old, b"1", tag=None)
    line = both.goes_bad(fault, 1, count)
    problem: StoreError | None = None
    try:
        store.put_new(new, b"mine")
        tag = store.swap(old, b"2", tag=tag)
        assert _data(store, new) == b"mine"
    except StoreError as error:
        problem = error
    assert not isinstance(problem, (ObjectExists, SwapConflict)), "our own write was taken for somebody else's"
    assert line.requests >= 1
    done = problem is None
    assert done == (fault in (OVERCOME_AFTER_THREE if count == 3 else OVERCOME_FOR_GOOD))
    # Whatever was said: the object is there whole or not at all, and a reader in calm weather sees which.
    assert _data(calm, new) in (None, b"mine")
    assert _data(calm, old) in (b"1", b"2")
    if done:
        assert (_data(calm, new), _data(calm, old), _tag(calm, old)) == (b"mine", b"2", tag)


def test_an_answer_that_there_is_no_such_object_is_believed_only_whole(both: Both) -> None:
    both.goes_bad("cut_answer", 1, 2)
    assert both.bad.get("raw/nowhere") is None
    both.goes_bad("cut_answer", 1, FOR_GOOD)
    with pytest.raises(StoreError, match="cannot read"):
        both.bad.get("raw/nowhere")


def test_reads_that_are_stale_end_in_a_conflict_and_not_in_a_lost_update(both: Both) -> None:
    other, store = both.calm, both.bad
    other.swap("state/p", b"1", tag=None)
    both.goes_bad("stale_reads", 2, FOR_GOOD)
    old = _tag(store, "state/p")
    other.swap("state/p", b"theirs", tag=old)
    assert _data(store, "state/p") == b"1"  # as it was before
    with pytest.raises(SwapConflict):
        store.swap("state/p", b"ours", tag=_tag(store, "state/p"))
    with pytest.raises(ObjectExists):
        store.put_new("state/p", b"ours")
    assert _data(other, "state/p") == b"theirs"


def _again(store: LocalStore, key: str) -> None:
    """What failed is done again in calm weather."""
    try:
        store.put_new(key, b"whole")
    except ObjectExists:
        assert _data(store, key) == b"whole"


def _data(store: Any, key: str) -> bytes | None:
    found = store.get(key)
    return found.data if found else None


def _tag(store: Any, key: str) -> str | None:
    found = store.get(key)
    return found.tag if found else None
