"""Publishers that are killed, and publishers that race: a reader sees one whole version, and nothing is lost."""

from __future__ import annotations

import json
import multiprocessing
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from domain.ports import ObjectExists, Store, StoredObject
from domain.records import ParsedReport
from publish.log import Claim, claim_key, settled_head
from publish.store import LocalStore
from publish.versions import (
    Version,
    list_versions,
    publish_version,
    read_head,
    read_table,
    read_version,
    verify_version,
)
from tests.publish.killing import killed_after, killed_at, whole_after_a_kill
from tests.publish.racing import race
from tests.publish.rgw import RadosGateway
from tests.publish.samples import (
    PLACES,
    UNJUDGED,
    FakeClock,
    GivenInputs,
    few_facts,
    parsed_report,
    publish,
    tables_of,
)

XIANGYUAN = parsed_report("140423", 2023)
XIANGYUAN_NEW = parsed_report("140423", 2023, facts=few_facts("233.68"))
QUYANG = parsed_report("130634", 2020)

pytestmark = pytest.mark.usefixtures("without_gate")


class Killed(BaseException):
    """The publisher's process is gone; no ``except Exception`` may tidy up after it."""


class KilledAtWrite:
    """A store that kills its publisher when the ``at``-th write is made: that is, before the next one."""

    def __init__(self, store: Store, at: int) -> None:
        self._store = store
        self._at = at
        self.writes = 0
        self.location = store.location

    def get(self, key: str) -> StoredObject | None:
        return self._store.get(key)

    def list(self, prefix: str = "") -> Iterator[str]:
        return self._store.list(prefix)

    def put_new(self, key: str, data: bytes, *, content_type: str = "application/octet-stream") -> None:
        self._write(lambda: self._store.put_new(key, data, content_type=content_type))

    def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "application/json") -> str:
        return str(self._write(lambda: self._store.swap(key, data, tag=tag, content_type=content_type)))

    def _write(self, write: Callable[[], Any]) -> Any:
        self.writes += 1
        made = write()
        if self.writes == self._at:
            raise Killed
        return made


def kill_and_repeat(open_again: Callable[[], Store], at: int, *reports: ParsedReport) -> bool:
    """Be killed at write ``at`` of a publish, look as a reader, publish again. False if there is no such write."""
    store = open_again()
    before = read_head(store)
    assert before is not None
    try:
        publish(KilledAtWrite(store, at), *reports, run_id=f"killed-at-{at}", accept="a test")
    except Killed:
        killed = True
    else:
        killed = False
    assert whole_version_seen_by_a_reader(store).number in (before.number, before.number + 1)
    publish(store, *reports, run_id=f"after-{at}", accept="a test")

    numbers = list(range(before.number + 1, 0, -1))
    assert [version.number for version in list_versions(store)] == numbers
    head = read_head(store)
    assert head is not None
    assert head.number == before.number + 1
    assert verify_version(store).problems == ()
    assert read_table(store, head, "totals") == tables_of(*reports)["totals"]
    assert _get(store, "datapackage.json") == head.data
    assert [version["number"] for version in json.loads(_get(store, "versions.json"))["versions"]] == numbers
    return killed


def whole_version_seen_by_a_reader(store: Store) -> Version:
    """Whether a reader starts from the pointer, from the numbered descriptors or from the list: it finds a whole."""
    pointer = json.loads(_get(store, "datapackage.json"))["release"]["number"]
    listed = json.loads(_get(store, "versions.json"))["versions"][0]["number"]
    head = read_head(store)
    assert head is not None
    assert head.number - 1 <= listed <= pointer <= head.number
    for number in {pointer, listed, head.number}:
        assert verify_version(store, number).problems == ()
    return head


def test_a_publisher_killed_at_any_write_leaves_a_whole_version_and_the_next_run_finishes(
    open_again: Callable[[], Store], stands_in: bool
) -> None:
    publish(open_again(), XIANGYUAN, run_id="first")
    at = 1
    while kill_and_repeat(open_again, at, parsed_report(facts=few_facts(f"{at}.00"))):
        at += 9 if stands_in else 1
    assert at > 15


def test_a_publisher_killed_while_it_adds_a_province_leaves_a_whole_version_too(
    new_folder_store: Callable[[], LocalStore],
) -> None:
    at = 1
    while True:
        store = new_folder_store()
        publish(store, XIANGYUAN, run_id="first")
        if not kill_and_repeat(lambda store=store: store, at, XIANGYUAN_NEW, QUYANG):  # type: ignore[misc]
            break
        at += 1
    assert at > 25


def test_a_first_publish_killed_at_any_write_is_finished_by_the_next_run(
    new_folder_store: Callable[[], LocalStore],
) -> None:
    at = 0
    while True:
        at += 1
        store = new_folder_store()
        doomed = KilledAtWrite(store, at)
        try:
            publish(doomed, XIANGYUAN)
        except Killed:
            head = read_head(store)
            assert head is None or verify_version(store, head.number).ok
            publish(store, XIANGYUAN, run_id="again")
            assert [version.number for version in list_versions(store)] == [1]
            assert whole_version_seen_by_a_reader(store).number == 1
        else:
            break
    assert at > 20


def test_a_claimed_version_is_finished_by_whoever_comes_next_and_keeps_its_content(folder_store: LocalStore) -> None:
    """Killed between claim and commit: the version is decided, and a publisher with other rows makes the next one."""
    publish(folder_store, XIANGYUAN, run_id="first")
    claimed = _write_number(folder_store, "versions/2/claim.json", XIANGYUAN_NEW)
    with pytest.raises(Killed):
        publish(KilledAtWrite(folder_store, claimed), XIANGYUAN_NEW, run_id="killed")
    head = read_head(folder_store)
    assert head is not None
    assert head.number == 1

    result = publish(folder_store, XIANGYUAN, QUYANG, run_id="other")
    assert result.number == 3
    assert [version.run_id for version in list_versions(folder_store)] == ["other", "killed", "first"]
    for number, reports in ((2, [XIANGYUAN_NEW]), (3, [XIANGYUAN, QUYANG])):
        version = read_version(folder_store, number)
        assert version is not None
        assert read_table(folder_store, version, "totals") == tables_of(*reports)["totals"]
        assert verify_version(folder_store, number).ok


def test_a_claim_of_an_earlier_program_is_finished_too(folder_store: LocalStore) -> None:
    """Earlier programs wrote the contents of a claim unpacked."""
    publish(folder_store, XIANGYUAN, run_id="first")
    claimed = _write_number(folder_store, "versions/2/claim.json", XIANGYUAN_NEW)
    with pytest.raises(Killed):
        publish(KilledAtWrite(folder_store, claimed), XIANGYUAN_NEW, run_id="killed")
    path = Path(folder_store.location) / claim_key(2)
    claim = Claim.from_bytes(path.read_bytes())
    unpacked = {
        "number": claim.number,
        "run_id": claim.run_id,
        "copies": {name: list(keys) for name, keys in claim.copies.items()},
        "files": {name: data.decode() for name, data in claim.files.items()},
        "descriptor": claim.descriptor.decode(),
    }
    path.write_text(json.dumps(unpacked), encoding="utf-8")

    head = settled_head(folder_store)
    assert head is not None
    assert (head.number, head.data) == (2, claim.descriptor)
    assert verify_version(folder_store, 2).ok


def test_two_that_finish_the_same_claim_write_the_same(folder_store: LocalStore) -> None:
    publish(folder_store, XIANGYUAN)
    claimed = _write_number(folder_store, "versions/2/claim.json", XIANGYUAN_NEW)
    with pytest.raises(Killed):
        publish(KilledAtWrite(folder_store, claimed), XIANGYUAN_NEW)
    start = threading.Barrier(4)
    heads: list[Version | None] = []

    def finish() -> None:
        start.wait()
        heads.append(settled_head(folder_store))

    _run_all([threading.Thread(target=finish) for _ in range(4)])
    assert [head.number for head in heads if head] == [2, 2, 2, 2]
    assert verify_version(folder_store, 2).ok


def test_a_publisher_that_is_overtaken_keeps_what_the_other_published(store: Store) -> None:
    """The other one publishes after our tables were built: they are built again, from a store that holds its report."""
    publish(store, XIANGYUAN, run_id="first")
    present = [XIANGYUAN]
    builds = 0

    def inputs() -> GivenInputs:
        nonlocal builds
        builds += 1
        given = GivenInputs(*present, parsed_report("513223", 2019))
        if builds == 1:
            present.append(QUYANG)
            publish(store, XIANGYUAN, QUYANG, run_id="faster")
        return given

    result = publish_version(store, inputs=inputs, run_id="slower", clock=FakeClock(), code_version="0.1.0")
    assert (result.number, builds) == (3, 2)
    head = read_head(store)
    assert head is not None
    assert [row["division_code"] for row in read_table(store, head, "reports")] == ["130634", "140423", "513223"]
    assert [version.run_id for version in list_versions(store)] == ["slower", "faster", "first"]


@pytest.mark.parametrize(("publishers", "rounds"), [(2, 5), (8, 1)])
def test_racing_publishers_lose_no_version_and_no_reader_sees_a_mix(
    open_again: Callable[[], Store], publishers: int, rounds: int, stands_in: bool
) -> None:
    """``make soak`` does this for 200 rounds."""
    if stands_in:
        publishers, rounds = min(publishers, 3), min(rounds, 2)
    result = race(open_again, publishers, rounds)
    assert result.faults == []
    assert result.versions >= rounds
    assert result.looks > 0


def test_a_process_killed_by_sigkill_after_each_of_its_writes_leaves_a_whole_version(folder_store: LocalStore) -> None:
    rounds = 1
    while killed_at(folder_store, rounds, at=rounds):
        whole_after_a_kill(folder_store, rounds)
        rounds += 1
    assert rounds > 15, "every write of a publish was the last one once"


def test_a_process_killed_at_any_moment_leaves_a_whole_version(folder_store: LocalStore) -> None:
    chance = random.Random(7)
    for number in range(1, 11):
        killed_after(folder_store, number, seconds=chance.uniform(0, 0.1))
        whole_after_a_kill(folder_store, number)


def test_racing_processes_lose_no_report_either(folder_store: LocalStore) -> None:
    places = list(PLACES)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_process, args=(folder_store.location, place)) for place in places]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(places)
    check_after_race(folder_store, {(place, str(year)) for place in places for year in (2020, 2021)})


@pytest.mark.rgw
def test_a_gateway_killed_while_publishers_race_loses_nothing(gateway: RadosGateway) -> None:
    """SIGKILL to the gateway in the middle of the race; it comes back, and the publishers get through."""
    with gateway.second() as second:
        race_and_kill(second)


def race_and_kill(gateway: RadosGateway) -> None:
    bucket = gateway.new_bucket()
    start = threading.Barrier(3)
    failures: list[BaseException] = []

    def work(place: str) -> None:
        try:
            store = gateway.open(bucket)
            start.wait()
            for year in range(2018, 2022):
                add_and_publish(store, parsed_report(place, year))
        except BaseException as failure:
            failures.append(failure)
            raise

    threads = [threading.Thread(target=work, args=(place,)) for place in list(PLACES)[:2]]
    for thread in threads:
        thread.start()
    start.wait()
    watcher = gateway.open(bucket)
    while read_head(watcher) is None:
        pass
    gateway.kill_gateway()
    gateway.start_gateway()
    for thread in threads:
        thread.join()
    assert failures == []
    check_after_race(
        gateway.open(bucket), {(place, str(year)) for place in list(PLACES)[:2] for year in range(2018, 2022)}
    )


def add_and_publish(store: Store, parsed: ParsedReport) -> int:
    """As a harvest does: the report goes into the store, then all reports of the store are published."""
    key = f"reports/{parsed.report.report_id}/1.json"
    with suppress(ObjectExists):
        store.put_new(key, parsed.model_dump_json().encode())

    def inputs() -> GivenInputs:
        return GivenInputs(*(ParsedReport.model_validate_json(_get(store, key)) for key in store.list("reports/")))

    result = publish_version(store, inputs=inputs, run_id=key, clock=FakeClock(), code_version="0.1.0", terms=UNJUDGED)
    assert result.number is not None
    return result.number


def check_after_race(store: Store, expected: set[tuple[str, str]]) -> None:
    head = whole_version_seen_by_a_reader(store)
    assert {(row["division_code"], row["fiscal_year"]) for row in read_table(store, head, "reports")} == expected
    versions = list_versions(store)
    assert [version.number for version in versions] == list(range(len(versions), 0, -1))
    before: set[str] = set()
    for version in reversed(versions):
        assert verify_version(store, version.number).problems == ()
        read = read_version(store, version.number)
        assert read is not None
        now = {row["report_id"] for row in read_table(store, read, "reports")}
        assert before < now, "every version holds all of the one before it, and something new"
        before = now


def _process(location: str, place: str) -> None:
    for year in (2020, 2021):
        add_and_publish(LocalStore(location), parsed_report(place, year))


def _write_number(store: LocalStore, key: str, *reports: ParsedReport) -> int:
    """Which write of publishing ``reports`` next to what ``store`` holds makes ``key``; tried on a copy."""
    import shutil
    from pathlib import Path

    for at in range(1, 200):
        copy = Path(store.location).with_name(f"copy-{at}")
        shutil.copytree(store.location, copy)
        with pytest.raises(Killed):
            publish(KilledAtWrite(LocalStore(copy), at), *reports)
        found = LocalStore(copy).get(key)
        shutil.rmtree(copy)
        if found is not None:
            return at
    raise AssertionError(f"{key} is never written")


def _get(store: Store, key: str) -> bytes:
    found = store.get(key)
    assert found is not None, key
    return found.data


def _run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
