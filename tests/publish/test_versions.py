"""A version is whole, is never touched again, and exists only if something changed."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from frictionless import Package

from domain.ports import Store, StoreError
from domain.records import ReportType
from publish.changes import apply_changes
from publish.log import all_versions
from publish.schemas import load_schemas
from publish.store import LocalStore
from publish.versions import (
    PublishRefused,
    Terms,
    diff_versions,
    list_versions,
    publish_version,
    read_head,
    read_table,
    read_version,
    verify_version,
)
from publish.versions import version_name as name_of
from tests.publish.samples import (
    FakeClock,
    GivenInputs,
    fact,
    few_facts,
    no_gate,
    parsed_report,
    publish,
    small_reference,
)

XIANGYUAN = parsed_report("140423", 2023)
QUYANG = parsed_report("130634", 2020, report_type=ReportType.BUDGET)
MAOXIAN = parsed_report("513223", 2019)


def test_the_first_publish_writes_exactly_these_objects(store: Store) -> None:
    result = publish(store, XIANGYUAN, QUYANG)

    assert (result.published, result.number, result.name) == (True, 1, "2026.11.21")
    assert result.descriptor_key == "v1.datapackage.json"
    written = set(store.list())
    parts = {key for key in written if key.startswith("data/")}
    by_province = {"reports", "documents", "facts", "totals", "function_lines", "economic_lines", "three_public"}
    by_province |= {"procurement", "staffing", "workload", "checks", "coverage", "index", "sums"}
    empty = {"procurement_items", "assets", "projects", "project_indicators"}
    whole = {"corrections", "changes", "divisions", "division_changes", "function_codes", "economic_codes"}
    assert {_resource_and_part(key) for key in parts} == (
        {(name, part) for name in by_province for part in ("130000", "140000")}
        | {(name, "all") for name in empty | whole}
    )
    files = ("CITATION.cff", "LICENSE", "README.md", "SHA256SUMS", "changes.csv", "claim.json", "index.json")
    assert written - parts == {
        "datapackage.json",
        "v1.datapackage.json",
        "versions.json",
        "feed.json",
        "feed.atom",
        *(f"versions/1/{name}" for name in (*files, "statistics.json")),
    }


def test_every_version_is_accepted_by_frictionless_foreign_keys_included(folder_store: LocalStore) -> None:
    for reports in ([XIANGYUAN], [XIANGYUAN, QUYANG], [parsed_report(facts=few_facts("1.00")), QUYANG, MAOXIAN]):
        publish(folder_store, *reports)
    root = Path(folder_store.location)
    for name in ("v1", "v2", "v3"):
        report = Package(str(root / f"{name}.datapackage.json")).validate()
        assert report.valid, report.flatten(["message"])
        assert len(report.tasks) == 22
    judged = [version.descriptor["release"]["judged"] for version in all_versions(folder_store)]
    assert [one["reports"] for one in judged] == [1, 1, 2], "what is new or changed, each time"
    assert all([name.split()[0] for name in one["by"]] == ["xinfang", "frictionless"] for one in judged)
    pointer = Package(str(root / "datapackage.json"))
    assert pointer.validate().valid
    facts = pointer.get_table_resource("facts")
    assert [row["report_id"][:6] for row in facts.read_rows()] == ["130634"] * 12 + ["140423"] * 12 + ["513223"] * 12


def test_the_frictionless_program_accepts_the_pointer(folder_store: LocalStore) -> None:
    publish(folder_store, XIANGYUAN)
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json"],
        cwd=folder_store.location,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


def test_the_checksums_can_be_checked_with_the_ordinary_tool(folder_store: LocalStore) -> None:
    publish(folder_store, XIANGYUAN)
    publish(folder_store, XIANGYUAN, QUYANG)
    for number in (1, 2):
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", f"versions/{number}/SHA256SUMS"],
            cwd=folder_store.location,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert b"versions/1/SHA256SUMS: OK" in done.stdout or number == 1


def test_the_lists_of_the_provinces_can_be_checked_with_it_too(folder_store: LocalStore) -> None:
    publish(folder_store, XIANGYUAN, QUYANG, terms=Terms(gate=no_gate))
    listed = (Path(folder_store.location) / "versions/1/SHA256SUMS").read_text().split()[1::2]
    lists = [key for key in listed if "/sums-" in key]
    assert sorted(key.rpartition("/")[2][:11] for key in lists) == ["sums-130000", "sums-140000"]
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", *lists], cwd=folder_store.location, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"/xlsx-140423-" in done.stdout


def test_a_second_publish_of_the_same_rows_makes_no_version(store: Store, clock: FakeClock) -> None:
    publish(store, XIANGYUAN, clock=clock)
    before = {key for key in store.list() if key != "versions.json"}
    clock.sleep(3600)
    result = publish(store, XIANGYUAN, run_id="run-2", clock=clock)

    assert (result.published, result.number, result.rows_changed) == (False, 1, 0)
    assert "没有新增或变化的数据" in result.reason
    assert {key for key in store.list() if key != "versions.json"} == before
    listed = json.loads(_read(store, "versions.json"))
    assert [run["run_id"] for run in listed["runs"]] == ["run-2"]
    assert listed["runs"][0]["result"] == "unchanged"
    assert [version["number"] for version in listed["versions"]] == [1]


def test_a_later_visit_alone_is_no_reason_for_a_version(store: Store, clock: FakeClock) -> None:
    publish(store, XIANGYUAN, clock=clock)
    later = clock.now() + timedelta(days=1)
    result = publish_version(
        store,
        inputs=lambda: GivenInputs(XIANGYUAN, checked_at=later),
        run_id="run-2",
        clock=clock,
        code_version="0.1.0",
    )
    assert not result.published
    third = publish_version(
        store,
        inputs=lambda: GivenInputs(XIANGYUAN, QUYANG, checked_at=later),
        run_id="run-3",
        clock=clock,
        code_version="0.1.0",
    )
    assert third.published
    assert third.changes["coverage"].rows == 1
    head = read_head(store)
    assert head is not None
    assert {row["last_checked_at"] for row in read_table(store, head, "coverage")} == {"2026-11-21T18:00:00Z"}


def test_another_record_with_the_same_rows_is_no_reason_for_a_version(store: Store) -> None:
    publish(store, XIANGYUAN)
    again = XIANGYUAN.model_copy(update={"unused_rows": ("一行未用",)})
    result = publish(store, again, run_id="run-2")
    assert (result.published, result.rows_changed) == (False, 0)


def test_a_run_without_any_report_makes_no_version_and_is_recorded(store: Store) -> None:
    result = publish(store)
    assert (result.published, result.number) == (False, None)
    assert list(store.list()) == ["versions.json"]
    assert json.loads(_read(store, "versions.json"))["runs"][0]["result"] == "empty"
    assert read_head(store) is None
    assert list_versions(store) == []
    assert verify_version(store).problems == (f"还没有版本 / there is no version yet in {store.location}",)


def test_the_previous_version_and_the_changes_make_the_new_version(store: Store) -> None:
    publish(store, XIANGYUAN, QUYANG)
    changed = parsed_report("140423", 2023, facts=[*few_facts("233.68"), fact("assets", "车辆价值", "17.80")])
    publish(store, changed, MAOXIAN, accept="曲阳县的报告已由发布机关撤回")

    versions = [read_version(store, number) for number in (1, 2)]
    assert versions[0] is not None
    assert versions[1] is not None
    changes = read_table(store, versions[1], "changes")
    assert {line["op"] for line in changes} == {"add", "remove", "change"}
    for name, schema in load_schemas().items():
        if name != "changes":
            old, new = (read_table(store, version, name) for version in versions if version)
            assert apply_changes(schema, old, changes) == new, name
    assert _read(store, "versions/2/changes.csv") == _read(store, versions[1].parts("changes")[0].key)
    assert diff_versions(store, 1, 2) == changes
    backwards = diff_versions(store, 2, 1)
    for name, schema in load_schemas().items():
        if name != "changes":
            old, new = (read_table(store, version, name) for version in reversed(versions) if version)
            assert apply_changes(schema, old, backwards) == new, name


def test_the_first_version_has_no_previous_one_and_no_lines_of_changes(store: Store) -> None:
    """Its rows are all new: they are counted, not written a second time."""
    result = publish(store, XIANGYUAN)
    first = read_version(store, 1)
    assert first is not None
    assert read_table(store, first, "changes") == []
    for name in load_schemas().keys() - {"changes"}:
        rows = len(read_table(store, first, name))
        assert first.descriptor["release"]["changes"].get(name, {"add": 0})["add"] == rows, name
    assert result.rows_changed == sum(first.rows.values())


def test_nothing_that_was_published_is_ever_touched_again(store: Store) -> None:
    seen: dict[str, bytes] = {}
    totals = ("233.67", "233.68", "233.67", "10.00")
    for round_, total in enumerate(totals):
        publish(store, parsed_report(facts=few_facts(total)), QUYANG, run_id=f"run-{round_}")
        for key, data in seen.items():
            assert _read(store, key) == data, key
        mutable = ("datapackage.json", "versions.json", "feed.json", "feed.atom")
        seen = {key: _read(store, key) for key in store.list() if key not in mutable}
    assert [version.number for version in list_versions(store)] == [4, 3, 2, 1]
    for number in (1, 2, 3, 4):
        assert verify_version(store, number).problems == ()


def test_one_changed_report_writes_only_its_own_parts(store: Store) -> None:
    publish(store, XIANGYUAN, QUYANG, MAOXIAN)
    before = set(store.list("data/"))
    publish(store, parsed_report(facts=few_facts("233.68")), QUYANG, MAOXIAN)
    came = {_resource_and_part(key) for key in set(store.list("data/")) - before}
    assert came == {
        ("reports", "140000"),  # names the record that the report was made from
        ("facts", "140000"),
        ("totals", "140000"),
        ("function_lines", "140000"),
        ("reports", "140000"),  # it names the record that the rows were made from
        ("index", "140000"),
        ("sums", "140000"),
        ("changes", "all"),
    }


def test_the_list_tells_what_each_version_changed(store: Store, clock: FakeClock) -> None:
    publish(store, XIANGYUAN, run_id="run-1", clock=clock)
    clock.sleep(60)
    publish(store, XIANGYUAN, QUYANG, run_id="run-2", clock=clock, code_version="0.2.0")
    second, first = list_versions(store)
    assert (first.number, first.name, first.run_id) == (1, "2026.11.21", "run-1")
    assert (second.number, second.name, second.run_id) == (2, "2026.11.21.2", "run-2")
    assert second.created == datetime(2026, 11, 20, 18, 1, tzinfo=UTC)
    assert second.code_version == "0.2.0"
    assert (second.counts["reports"], second.counts["facts"]) == (2, 24)
    assert second.changes["reports"] == {"add": 1, "remove": 0, "change": 0}
    assert second.changes["facts"] == {"add": 12, "remove": 0, "change": 0}
    assert second.as_dict()["descriptor"] == "v2.datapackage.json"


def test_a_publish_that_would_drop_reports_is_refused_unless_a_person_says_why(store: Store) -> None:
    publish(store, XIANGYUAN, QUYANG, MAOXIAN)
    pointer = _read(store, "datapackage.json")
    with pytest.raises(PublishRefused, match=r"(?s)reports: 将删除 3 行中的 2 行.*--accept") as refusal:
        publish(store, XIANGYUAN, run_id="run-2")
    assert "2 of 3 rows would go (66.7 %, the limit is 5 %)" in str(refusal.value)
    assert _read(store, "datapackage.json") == pointer
    assert json.loads(_read(store, "versions.json"))["runs"][0]["result"] == "refused"

    result = publish(store, XIANGYUAN, run_id="run-3", accept="两县撤回了报告")
    assert result.number == 2
    assert list_versions(store)[0].accepted == "两县撤回了报告"
    assert json.loads(_read(store, "versions/2/index.json"))["accepted"] == "两县撤回了报告"


def test_a_fault_that_is_of_no_report_stops_the_publish_and_is_named(folder_store: LocalStore) -> None:
    store = folder_store
    publish(store, XIANGYUAN)
    before = {key: _read(store, key) for key in store.list() if key != "versions.json"}
    reference = {**small_reference(), "economic_codes": []}
    with pytest.raises(PublishRefused, match="economic_codes: 参考表为空"):
        publish(store, XIANGYUAN, QUYANG, run_id="run-2", inputs=lambda: GivenInputs(XIANGYUAN, reference=reference))
    assert {key: _read(store, key) for key in store.list() if key != "versions.json"} == before


def test_damaged_pointers_are_mended_by_the_next_publish(store: Store) -> None:
    publish(store, XIANGYUAN)
    publish(store, XIANGYUAN, QUYANG)
    for key, damage in (("datapackage.json", b"{"), ("versions.json", b'{"versions": 3}')):
        present = store.get(key)
        assert present is not None
        store.swap(key, damage, tag=present.tag)
    head = read_head(store)
    assert head is not None
    assert head.number == 2
    assert [version.number for version in list_versions(store)] == [2, 1]

    assert not publish(store, XIANGYUAN, QUYANG, run_id="run-3").published
    assert _read(store, "datapackage.json") == _read(store, "v2.datapackage.json")
    assert [version["number"] for version in json.loads(_read(store, "versions.json"))["versions"]] == [2, 1]


def test_verify_finds_a_byte_that_changed_and_a_file_that_went(folder_store: LocalStore) -> None:
    publish(folder_store, XIANGYUAN, QUYANG)
    assert verify_version(folder_store).ok
    root = Path(folder_store.location)
    part = next(key for key in folder_store.list("data/") if "/facts-140000" in key)
    text = (root / part).read_bytes()
    (root / part).write_bytes(text.replace(b"2336700.00", b"2336701.00"))
    (root / "versions/1/README.md").unlink()
    report = verify_version(folder_store, 1)
    assert report.problems == (
        "versions/1/README.md: 缺失 / missing",
        f"{part}: 哈希不符 / the hash differs",
    )
    (root / part).write_bytes(text)
    (root / "v1.datapackage.json").write_bytes(b"{}")
    assert not verify_version(folder_store, 1).ok
    assert verify_version(folder_store, 7).problems == ("没有第 7 版 / there is no version 7",)


def test_comparing_with_a_version_that_does_not_exist_is_an_error_in_words(store: Store) -> None:
    publish(store, XIANGYUAN)
    with pytest.raises(StoreError, match="there is no version 2"):
        diff_versions(store, 1, 2)


@pytest.mark.parametrize(
    ("now", "previous", "name"),
    [
        (datetime(2026, 11, 21, 3, tzinfo=UTC), None, "2026.11.21"),
        (datetime(2026, 11, 21, 16, tzinfo=UTC), None, "2026.11.22"),  # past midnight in China
        (datetime(2026, 11, 21, 3, tzinfo=UTC), "2026.11.20.7", "2026.11.21"),
        (datetime(2026, 11, 21, 3, tzinfo=UTC), "2026.11.21", "2026.11.21.2"),
        (datetime(2026, 11, 21, 3, tzinfo=UTC), "2026.11.21.9", "2026.11.21.10"),
        (datetime(2026, 11, 21, 3, tzinfo=UTC), "2026.12.1", "2026.12.1.2"),  # a clock that went back
    ],
)
def test_versions_are_named_by_the_day_in_china_and_never_go_back(
    now: datetime, previous: str | None, name: str
) -> None:
    assert name_of(now, previous) == name


def test_the_same_reports_make_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    stores = [LocalStore(tmp_path / name) for name in ("a", "b")]
    publish(stores[0], XIANGYUAN, QUYANG, MAOXIAN)
    publish(stores[1], MAOXIAN, QUYANG, XIANGYUAN)
    assert list(stores[0].list()) == list(stores[1].list())
    for key in stores[0].list():
        assert _read(stores[0], key) == _read(stores[1], key), key


def _resource_and_part(key: str) -> tuple[str, str]:
    name, _, ending = key.rpartition("/")[2].rpartition(".")
    resource, part, digest = name.rsplit("-", 2)
    assert key == f"data/{digest[:2]}/{resource}-{part}-{digest}.{ending}"
    return resource, part


def _read(store: Store, key: str) -> bytes:
    found = store.get(key)
    assert found is not None, key
    return found.data
