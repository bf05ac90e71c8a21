"""Publishers that race over one store while readers look on; shared by the tests and the soak.

Each publisher has a report of its own. Round by round it puts a new form of it into the store, which prints the number
of the round, and publishes all reports there are. Nothing is lost if every version holds the newest that any earlier
version held of every report, and the last version holds the last round of all of them.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.ports import Store
from domain.records import ParsedReport
from publish.versions import list_versions, publish_version, read_head, read_table, read_version, verify_version
from tests.publish.samples import PLACES, UNJUDGED, FakeClock, GivenInputs, few_facts, parsed_report


@dataclass
class Race:
    """What became of a race: versions made, versions that readers looked at meanwhile, and whatever went wrong."""

    versions: int = 0
    looks: int = 0
    faults: list[str] = field(default_factory=list)


def race(open_again: Callable[[], Store], publishers: int, rounds: int, *, readers: int = 1) -> Race:
    """Let ``publishers`` publish ``rounds`` times each, all at once, each over a connection of its own."""
    result = Race()
    start = threading.Barrier(publishers + readers)
    over = threading.Event()

    def guarded(work: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                work()
            except BaseException as fault:  # noqa: BLE001 - a fault of any thread is a fault of the race
                result.faults.append(f"{type(fault).__name__}: {fault}")
                start.abort()

        return run

    def publisher(lane: int) -> None:
        store = open_again()
        start.wait()
        for number in range(1, rounds + 1):
            one_round(store, lane, number)

    def reader() -> None:
        store = open_again()
        start.wait()
        while not over.is_set():
            result.looks += look(store)

    racing = [threading.Thread(target=guarded(lambda lane=lane: publisher(lane))) for lane in range(publishers)]  # type: ignore[misc]
    looking = [threading.Thread(target=guarded(reader)) for _ in range(readers)]
    for thread in (*racing, *looking):
        thread.start()
    for thread in racing:
        thread.join()
    over.set()
    for thread in looking:
        thread.join()
    if not result.faults:
        store = open_again()
        check(store, publishers, rounds)
        result.versions = len(list_versions(store))
    return result


def one_round(store: Store, lane: int, number: int) -> None:
    """A new form of the lane's report goes into the store, then everything there is published."""
    parsed = report_of(lane, number)
    store.put_new(f"reports/{lane:02}/{number:06}.json", parsed.model_dump_json().encode())
    publish_all(store, f"{lane}-{number}")


def publish_all(store: Store, run_id: str) -> None:
    """Publish the newest form of every report of the store."""

    def inputs() -> GivenInputs:
        newest = {key.split("/")[1]: key for key in store.list("reports/")}
        stored = [store.get(key) for key in newest.values()]
        return GivenInputs(*(ParsedReport.model_validate_json(one.data) for one in stored if one))

    publish_version(store, inputs=inputs, run_id=run_id, clock=FakeClock(), code_version="0.1.0", terms=UNJUDGED)


def report_of(lane: int, number: int) -> ParsedReport:
    """Eight lanes over four counties: two of them always share a table part."""
    place = list(PLACES)[lane % len(PLACES)]
    return parsed_report(place, 2010 + lane, facts=few_facts(f"{number}.00"))


def look(store: Store) -> int:
    """As a reader, from the pointer and from the newest numbered descriptor: each leads to one whole version.

    Returns how many versions were looked at: none before the first is there.
    """
    pointer = store.get("datapackage.json")
    head = read_head(store)
    numbers = {json.loads(pointer.data)["release"]["number"]} if pointer else set()
    numbers |= {head.number} if head else set()
    for number in numbers:
        problems = verify_version(store, number).problems
        assert problems == (), problems
    return len(numbers)


def check(store: Store, publishers: int, rounds: int) -> None:
    """No version and no report was lost."""
    numbers = [version.number for version in list_versions(store)]
    assert numbers == list(range(len(numbers), 0, -1))
    before = dict.fromkeys(range(publishers), 0)
    for number in reversed(numbers):
        version = read_version(store, number)
        assert version is not None
        assert verify_version(store, number).problems == ()
        rows = read_table(store, version, "totals")
        now = {int(row["fiscal_year"]) - 2010: int(float(row["revenue_total"])) // 10_000 for row in rows}
        assert all(now.get(lane, 0) >= seen for lane, seen in before.items()), (number, before, now)
        assert before != now, "every version has something new"
        before = {lane: now.get(lane, 0) for lane in range(publishers)}
    assert before == dict.fromkeys(range(publishers), rounds)
