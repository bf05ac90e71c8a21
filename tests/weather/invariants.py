"""What must hold of a store after any round: the promises of the dataset contract, section 5, and that nothing is lost.

Everything here looks from outside, as a reader of the store would; nothing is asked of the run that went before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from domain.identifiers import sha256_hex
from domain.ports import Store, StoredObject
from domain.records import ParsedReport
from flows.pipeline import load_report, portal_ids
from publish.changes import apply_changes
from publish.schemas import load_schemas
from publish.site.bundle import load_bundle
from publish.versions import Version, list_versions, read_head, read_table, read_version, verify_version
from scrapers.state import load_state
from tests.weather.world import ReportName, World

_IMMUTABLE = ("raw/", "reports/", "data/", "versions/")


@dataclass(frozen=True)
class Seen:
    """A store at one moment: tags of what must never change, the newest version, the reports it held."""

    tags: dict[str, str]
    head: int
    reports: dict[ReportName, tuple[str, int]]


def look_at(store: Store, tags: dict[str, str]) -> Seen:
    """``tags``: of all objects, however this store tells them cheaply."""
    head = read_head(store)
    kept = {key: tag for key, tag in tags.items() if key.startswith(_IMMUTABLE) or _is_descriptor(key)}
    return Seen(kept, head.number if head else 0, published(store, head) if head else {})


def published(store: Store, version: Version) -> dict[ReportName, tuple[str, int]]:
    """Total and revision of every report of a version. A report that stands there twice is an error."""
    reports = read_table(store, version, "reports")
    names = [(row["division_code"], int(row["fiscal_year"]), row["report_type"]) for row in reports]
    assert len(set(names)) == len(names), f"a report is published twice: {sorted(names)}"
    totals = {row["report_id"]: row["revenue_total"] for row in read_table(store, version, "totals")}
    return {
        name: (totals.get(row["report_id"], ""), int(row["revision"])) for name, row in zip(names, reports, strict=True)
    }


def check(store: Store, before: Seen, after: Seen, world: World) -> None:
    """After any weather. Raises AssertionError naming what was lost."""
    changed = {key for key, tag in before.tags.items() if after.tags.get(key) != tag}
    assert not changed, f"objects that must never change have changed or are gone: {sorted(changed)[:5]}"
    _named_by_content(store, after.tags.keys() - before.tags.keys())
    _readable(store, before, after)
    lost = before.reports.keys() - after.reports.keys()
    assert not lost, f"reports are no longer published: {sorted(lost)}"
    ever = world.ever()
    for name, (total, revision) in after.reports.items():
        assert total in ever.get(name, ()), f"{name}: {total} was never printed"
        assert revision >= before.reports.get(name, ("", 1))[1], f"{name}: an older form of the report is back"
    _archived(store)


def check_calm(after: Seen, world: World) -> None:
    """After a run in calm weather: exactly the truth, every correction once."""
    truth = world.truth()
    wrong = {name: (after.reports.get(name), truth.get(name)) for name in truth.keys() | after.reports.keys()}
    wrong = {name: pair for name, pair in wrong.items() if pair[0] != pair[1]}
    assert not wrong, f"published and true: {wrong}"


def _named_by_content(store: Store, keys: set[str]) -> None:
    for key in keys:
        if key.startswith(("raw/sha256/", "reports/", "data/")):
            stored = _must(store, key)
            if key.startswith("data/site-app-"):
                _of_the_program(key, stored.data)
                continue
            digest = key.rpartition("/")[2].split(".")[0].rpartition("-")[2]
            assert sha256_hex(stored.data) == digest, f"{key} holds other bytes than its name says"


def _of_the_program(key: str, data: bytes) -> None:
    """The catalogue's program is named as a whole, and lies there in part while it is being written."""
    program = load_bundle()
    assert program is not None, f"{key} was never built"
    assert program.files.get(key.removeprefix(f"{program.folder}/")) == data, f"{key} is not as it was built"


def _readable(store: Store, before: Seen, after: Seen) -> None:
    """Wherever a reader starts, one whole version; none is missing in between."""
    assert after.head >= before.head, "a version is lost"
    if after.head == 0:
        return
    pointer = store.get("datapackage.json")
    listed = list_versions(store)
    starts = {after.head, *range(before.head + 1, after.head + 1)}
    if pointer is not None:
        starts.add(json.loads(pointer.data)["release"]["number"])
    assert [one.number for one in listed] == list(range(after.head, 0, -1)), "the list of versions has a gap"
    for number in sorted(starts):
        problems = verify_version(store, number).problems
        assert not problems, f"version {number} is not whole: {problems}"
    for number in range(max(2, before.head + 1), after.head + 1):
        _follows(store, number)


def _follows(store: Store, number: int) -> None:
    """The version before and the lines of changes make this one."""
    old, new = read_version(store, number - 1), read_version(store, number)
    assert old is not None
    assert new is not None
    changes = read_table(store, new, "changes")
    for name, schema in load_schemas().items():
        if name != "changes" and old.parts(name) != new.parts(name):
            made = apply_changes(schema, read_table(store, old, name), changes)
            assert made == read_table(store, new, name), f"version {number}: the changes do not lead to {name}"


def _archived(store: Store) -> None:
    """Whatever a state or a report names is there, and every report leads to its archived document."""
    for portal_id in portal_ids(store):
        state, _ = load_state(store, portal_id)
        for item in state.items.values():
            for document in item.disclosure.documents if item.disclosure else ():
                assert store.get(document.archive_key) is not None, f"the archive lacks {document.archive_key}"
            if item.report is not None:
                parsed = load_report(store, item.report.report_key)
                assert isinstance(parsed, ParsedReport), f"the store lacks {item.report.report_key}"
                for one in parsed.documents:
                    assert sha256_hex(_must(store, one.archive_key).data) == one.document_id


def _must(store: Store, key: str) -> StoredObject:
    stored = store.get(key)
    assert stored is not None, f"the store lacks {key}"
    return stored


def _is_descriptor(key: str) -> bool:
    return key.startswith("v") and key.endswith(".datapackage.json")
