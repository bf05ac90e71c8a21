"""A folder and a bucket keep the same promises: nothing overwritten, no torn object, no lost update."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.identifiers import sha256_hex
from domain.ports import ObjectExists, Store, StoreError, SwapConflict
from publish.store import LocalStore, open_store
from tests.publish.conftest import new_bucket
from tests.publish.rgw import RadosGateway


def test_an_object_is_read_back_as_it_was_written(store: Store) -> None:
    data = "金额,1\n".encode() + bytes(range(256))
    store.put_new("data/aa/襄垣县-1.csv", data)
    found = store.get("data/aa/襄垣县-1.csv")
    assert found is not None
    assert (found.key, found.data) == ("data/aa/襄垣县-1.csv", data)
    assert store.get("data/aa/other.csv") is None
    assert store.get("data/aa") is None


def test_an_object_once_there_is_never_overwritten(store: Store) -> None:
    store.put_new("raw/x", b"first")
    with pytest.raises(ObjectExists):
        store.put_new("raw/x", b"second")
    with pytest.raises(ObjectExists):
        store.put_new("raw/x", b"first")
    with pytest.raises(SwapConflict):
        store.swap("raw/x", b"second", tag=None)
    found = store.get("raw/x")
    assert found is not None
    assert found.data == b"first"


def test_a_swap_needs_the_tag_of_what_is_there(store: Store) -> None:
    first = store.swap("state/a.json", b"1", tag=None)
    second = store.swap("state/a.json", b"2", tag=first)
    with pytest.raises(SwapConflict):
        store.swap("state/a.json", b"3", tag=first)
    with pytest.raises(SwapConflict):
        store.swap("state/missing.json", b"3", tag=first)
    found = store.get("state/a.json")
    assert found is not None
    assert (found.data, found.tag) == (b"2", second)


def test_keys_are_listed_in_order_below_a_prefix_and_without_the_machinery(store: Store) -> None:
    for key in ("b/2", "b/10", "a", "b-c", "统/计", "b/sub/x"):
        store.put_new(key, b"x")
    store.swap("b/swapped", b"x", tag=None)
    assert list(store.list()) == ["a", "b-c", "b/10", "b/2", "b/sub/x", "b/swapped", "统/计"]
    assert list(store.list("b/")) == ["b/10", "b/2", "b/sub/x", "b/swapped"]
    assert list(store.list("b/1")) == ["b/10"]
    assert list(store.list("none/")) == []


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../outside", "a/../b", "a//b", "a\\b", "a/./b", "a\nb", "a/", "x" * 300]
)
def test_a_key_that_leaves_the_store_is_refused(folder_store: LocalStore, key: str) -> None:
    for use in (
        lambda: folder_store.get(key),
        lambda: folder_store.put_new(key, b""),
        lambda: folder_store.swap(key, b"", tag=None),
    ):
        with pytest.raises(StoreError):
            use()


def test_a_listing_cannot_leave_the_store_either(folder_store: LocalStore) -> None:
    with pytest.raises(StoreError):
        list(folder_store.list("../"))


def test_many_writers_of_one_key_have_one_winner(open_again: Callable[[], Store]) -> None:
    stores = [open_again() for _ in range(6)]
    won: list[int] = []
    start = threading.Barrier(len(stores))

    def write(number: int) -> None:
        start.wait()
        for round_ in range(5):
            try:
                stores[number].put_new(f"race/{round_}", f"{number}".encode() * 1000)
            except ObjectExists:
                continue
            won.append(round_)

    _run_all([threading.Thread(target=write, args=(number,)) for number in range(len(stores))])
    assert sorted(won) == [0, 1, 2, 3, 4]
    for round_ in range(5):
        found = stores[0].get(f"race/{round_}")
        assert found is not None
        assert len(set(found.data)) == 1


def test_counting_with_swaps_loses_no_step(open_again: Callable[[], Store]) -> None:
    stores = [open_again() for _ in range(4)]

    def count(store: Store) -> None:
        for _ in range(8):
            while True:
                present = store.get("state/n")
                number = int(present.data) if present else 0
                try:
                    store.swap("state/n", str(number + 1).encode(), tag=present.tag if present else None)
                except SwapConflict:
                    continue
                break

    _run_all([threading.Thread(target=count, args=(store,)) for store in stores])
    found = stores[0].get("state/n")
    assert found is not None
    assert found.data == b"32"


def test_a_process_killed_while_writing_leaves_whole_objects_only(tmp_path: Path) -> None:
    """The writer is killed at a moment of chance; whatever is listed afterwards is complete."""
    program = (
        "import sys; from publish.store import LocalStore\n"
        "store = LocalStore(sys.argv[1]); number = 0\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    store.put_new(f'data/{number}', bytes([number % 256]) * 300_000); number += 1\n"
    )
    root = Path(__file__).parents[2]
    for attempt in range(3):
        folder = tmp_path / str(attempt)
        writer = subprocess.Popen(
            [sys.executable, "-c", program, str(folder)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        store = LocalStore(folder)
        while len(list(store.list("data/"))) < 3:
            pass
        writer.kill()
        writer.wait()
        keys = list(store.list())
        assert len(keys) >= 3
        for key in keys:
            found = store.get(key)
            assert found is not None
            assert len(found.data) == 300_000
        store.put_new("data/after", b"the store still works")


def test_the_tag_of_a_folder_is_the_hash_of_the_bytes(folder_store: LocalStore) -> None:
    assert folder_store.swap("a", b"x", tag=None) == sha256_hex(b"x")


def test_what_killed_writers_left_behind_goes_after_a_day(tmp_path: Path) -> None:
    LocalStore(tmp_path / "store").put_new("a", b"x")
    old, young = tmp_path / "store/.tmp/old", tmp_path / "store/.tmp/young"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    store = LocalStore(tmp_path / "store")
    assert (old.exists(), young.exists(), list(store.list())) == (False, True, ["a"])


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot make a store folder"):
        open_store(str(tmp_path / "file" / "store"))


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(StoreError, match="unknown kind of store"):
        open_store("https://example.org/store")
    with pytest.raises(StoreError, match="no bucket"):
        open_store("s3://")


def test_objects_carry_what_browsers_and_caches_need(moto_endpoint: str) -> None:
    from publish.store.s3 import s3_client

    bucket = new_bucket(moto_endpoint)
    store = open_store(f"s3://{bucket}/deep/prefix", endpoint_url=moto_endpoint)
    store.put_new("data/aa/x.csv", b"a\n")
    store.swap("datapackage.json", b"{}", tag=None)
    client = s3_client(endpoint_url=moto_endpoint)
    part = client.head_object(Bucket=bucket, Key="deep/prefix/data/aa/x.csv")
    pointer = client.head_object(Bucket=bucket, Key="deep/prefix/datapackage.json")
    assert (part["ContentType"], part["CacheControl"]) == (
        "text/csv; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert (pointer["ContentType"], pointer["CacheControl"]) == ("application/json", "no-cache")
    assert store.location == f"s3://{bucket}/deep/prefix"


@pytest.mark.rgw
def test_a_certificate_nobody_vouches_for_is_refused_and_the_way_out_is_named(
    gateway: RadosGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, gateway.environment[name])
    with pytest.raises(StoreError, match="AWS_CA_BUNDLE"):
        open_store("s3://bucket", endpoint_url=gateway.endpoint)


def _run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
