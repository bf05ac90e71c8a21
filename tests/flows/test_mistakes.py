"""What an operator does wrong costs nothing, and is answered with a sentence in both languages that helps."""

from __future__ import annotations

import json
import re
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from typer.testing import CliRunner

from domain.ports import StoreError
from flows.cli import app
from flows.clock import SystemClock
from flows.demo import SAMPLE_DECLARATIONS
from flows.harvest import harvest_plainly
from flows.operation.doctor import examine
from flows.operation.findings import Health
from flows.publication import publish_plainly
from flows.publishing import publish_if_told
from flows.summary import PublishOutcome, RunSummary
from flows.tools import store_of
from publish.store import LocalStore, WrongFormat, open_store
from publish.store.format import FORMAT
from publish.versions import list_versions, read_head, verify_version
from scrapers.state import DamagedState, load_state

RECORD = (
    "report_id: 140423-2023-final-952d7f9d\nstatement: summary\nitem: 收入总计\nmeasure: amount\n"
    "expect: 233.67\nvalue: 2337600.00\nreason: 来函更正\nreported_on: 2025-03-01\n"
)


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def objects(store: Path) -> dict[str, bytes]:
    """Everything that is kept, temporary files and probes left out."""
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in store.rglob("*")
        if path.is_file() and not {".tmp", "probes"} & set(path.relative_to(store).parts)
    }


def change(store: Path) -> None:
    """Something that the next publish makes a version of."""
    (store / "corrections").mkdir(exist_ok=True)
    (store / "corrections" / "c-1.yaml").write_text(RECORD, encoding="utf-8")


def publish(settings: Any, **more: Any) -> Any:
    return publish_plainly(settings, **more).publish


def off_by(shift: timedelta) -> type[SystemClock]:
    """A clock that goes, and that somebody set wrong."""

    class Wrong(SystemClock):
        def now(self) -> datetime:
            return super().now() + shift

    return Wrong


# ---------------------------------------------------------------- mistyped


@pytest.mark.parametrize(
    ("typed", "zh", "en"),
    [
        (("harvset",), "没有命令 harvset。是否指 harvest", "no command harvset. Did you mean harvest"),
        (("portals", "chek"), "没有命令 chek。是否指 check", "no command chek. Did you mean check"),
        (
            ("harvest", "--decalrations", "x"),
            "没有选项 --decalrations。是否指 --declarations",
            "Did you mean --declarations",
        ),
        (("rerun", "--county", "曲阳县"), "缺少 --year", "--year is missing"),
        (("rerun", "--county", "曲阳县", "--year", "203"), "--year 的值不合适", "The value of --year will not do"),
        (("rerun", "--county", "曲羊县", "--year", "2023"), "曲阳县", "曲阳县"),
        (
            ("harvest", "sample-quyan", "--no-engine"),
            "是否指 did you mean: sample-quyang",
            "unknown portal: sample-quyan",
        ),
        (("harvest", "--store", "s3:/bucket/x", "--no-engine"), "不是存储地址", "did you mean s3://bucket/x"),
        (("harvest", "--store", "S3://bucket/x", "--no-engine"), "不是存储地址", "did you mean s3://bucket/x"),
        (("harvest", "--store", "ftp://host/x", "--no-engine"), "不支持的存储地址", "unknown kind of store"),
    ],
)
def test_what_is_mistyped_is_answered_with_what_may_be_meant(tmp_path, monkeypatch, typed, zh, en):
    monkeypatch.chdir(tmp_path)
    options = ("--declarations", SAMPLE_DECLARATIONS) if typed[0] == "harvest" and len(typed) > 2 else ()
    answer = run(*typed, *options)
    assert answer.exit_code in (1, 2)
    assert isinstance(answer.exception, SystemExit), answer.exception
    said = answer.stderr.replace("\n", "")
    assert zh in said
    assert en in said
    assert list(tmp_path.iterdir()) == [], "nothing was made on the way"


@pytest.mark.parametrize("command", ["versions", "verify", "status", "runs", "coverage"])
def test_who_looks_into_a_store_that_is_not_there_is_shown_the_ones_beside_it_and_none_is_made(
    tmp_path, harvested, command
):
    (tmp_path / "store").mkdir()
    (tmp_path / "demo").mkdir()
    shutil.copy(harvested / "datapackage.json", tmp_path / "demo")
    answer = run(command, "--store", tmp_path / "stroe")
    assert answer.exit_code in (1, 2)
    said = answer.stderr.replace("\n", "")
    for words in ("没有这个仓库", "there is no such store", str(tmp_path / "store"), str(tmp_path / "demo")):
        assert words in said
    assert {path.name for path in tmp_path.iterdir()} == {"store", "demo"}


# ---------------------------------------------------------------- two at once


def test_two_harvests_of_one_store_at_once_lose_nothing_and_do_nothing_twice(tmp_path, portals, settings_for):
    """Neither waits for the other: a host is asked by one at a time, states are merged, a version is made once."""
    settings = settings_for(tmp_path / "store")
    only = ["sample-quyang", "sample-xiangyuan"]
    ended: list[RunSummary] = []
    both = [threading.Thread(target=lambda: ended.append(harvest_plainly(only, settings))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    outcomes = [run.outcome for summary in ended for run in summary.portals]
    # Whoever comes to a portal behind the other one may find nothing changed since.
    assert (len(outcomes), {"ok"} <= set(outcomes) <= {"ok", "not_modified"}) == (4, True), outcomes
    assert {summary.publish.outcome for summary in ended} <= {PublishOutcome.PUBLISHED, PublishOutcome.NOTHING_NEW}
    store = LocalStore(tmp_path / "store")
    assert [version.number for version in list_versions(store)] == list(range(len(list_versions(store)), 0, -1))
    assert verify_version(store).ok
    head = read_head(store)
    assert head is not None
    assert head.rows["reports"] == 2
    pointers = [
        item.report.report_id
        for portal in only
        for item in load_state(store, portal)[0].items.values()
        if item.report is not None
    ]
    assert sorted(pointers) == ["130634-2020-budget-3f08c984", "140423-2023-final-952d7f9d"]
    assert len({summary.run_id for summary in ended}) == len(list((tmp_path / "store" / "runs").iterdir())) == 2
    quiet = harvest_plainly(only, settings)
    assert (quiet.publish.outcome, quiet.reports) == (PublishOutcome.NOTHING_NEW, ())


# ---------------------------------------------------------------- moved


def test_a_store_that_was_moved_goes_on_where_it_is(sample_store, tmp_path, portals, settings_for):
    moved = tmp_path / "elsewhere" / "renamed"
    moved.parent.mkdir()
    sample_store.rename(moved)
    held = [key for key, data in objects(moved).items() if re.search(rb"sample-store|first-harvest", data)]
    assert [key for key in held if not key.startswith("runs/")] == [], "only the record of a run says where it was"
    summary = harvest_plainly([], settings_for(moved))
    assert (summary.publish.outcome, summary.publish.version, summary.reports) == (PublishOutcome.NOTHING_NEW, 1, ())
    assert verify_version(LocalStore(moved)).ok
    assert run("runs", "--store", moved).exit_code == 0


def test_a_store_copied_into_a_bucket_and_below_another_prefix_is_the_same_store(
    sample_store, moto_endpoint, settings_for
):
    s3 = boto3.client("s3", endpoint_url=moto_endpoint, region_name="us-east-1")
    s3.create_bucket(Bucket="moved")
    for key, data in objects(sample_store).items():
        s3.put_object(Bucket="moved", Key=f"another/prefix/{key}", Body=data)
    settings = settings_for("s3://moved/another/prefix", endpoint_url=moto_endpoint)
    store = store_of(settings)
    assert verify_version(store).ok
    summary = publish(settings)
    assert (summary.outcome, summary.version) == (PublishOutcome.NOTHING_NEW, 1)
    wrong = open_store("s3://moved/another", endpoint_url=moto_endpoint)
    assert read_head(wrong) is None
    answer = run("verify", "--store", "s3://moved/another", "--endpoint-url", moto_endpoint)
    assert (answer.exit_code, "there is no version yet" in answer.output) == (1, True)


# ---------------------------------------------------------------- upgraded in mid-run


def test_a_store_of_a_newer_program_is_left_alone_and_says_what_to_do(sample_store, portals, settings_for):
    format_file = sample_store / "state" / "format.json"
    assert json.loads(format_file.read_text())["format"] == FORMAT, "every run leaves its number"
    format_file.write_text(json.dumps({"format": FORMAT + 1, "program": "xinfang 9.9"}))
    change(sample_store)
    before = objects(sample_store)
    for command in (
        ("harvest", "--no-engine", "--declarations", SAMPLE_DECLARATIONS, "--egress", portals.proxy_url),
        ("publish", "--declarations", SAMPLE_DECLARATIONS),
        ("versions",),
        ("retry", "last"),
    ):
        answer = run(*command, "--store", sample_store)
        assert answer.exit_code == 1, command
        said = answer.stderr.replace("\n", "")
        assert "请停下本程序并升级" in said
        assert "xinfang 9.9, format 2" in said
    (store_fault,) = (one for one in examine(settings_for(sample_store), SystemClock()) if one.check == "store")
    assert (store_fault.health, "upgrade" in store_fault.en) == (Health.FAULT, True)
    assert objects(sample_store) == before
    assert portals.requests == []


def test_a_run_that_began_before_the_upgrade_does_not_publish_after_it(
    sample_store, portals, settings_for, monkeypatch
):
    change(sample_store)

    def upgraded(*arguments: Any, **more: Any) -> Any:
        (sample_store / "state" / "format.json").write_text(
            json.dumps({"format": FORMAT + 1, "program": "xinfang 9.9"})
        )
        return publish_if_told(*arguments, **more)

    monkeypatch.setattr("flows.harvest.publish_if_told", upgraded)
    with pytest.raises(WrongFormat, match="upgrade"):
        harvest_plainly(["sample-quyang"], settings_for(sample_store))
    assert [path.name for path in sample_store.glob("v*.datapackage.json")] == ["v1.datapackage.json"]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b'{"format": 0, "program": "xinfang 0.0"}', "old format 0"),
        (b'{"format": ', "restore it from a backup"),
        (b"[]", "restore it from a backup"),
    ],
)
def test_a_store_of_an_old_or_unknown_form_is_left_alone_too(tmp_path, held, said):
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "format.json").write_bytes(held)
    with pytest.raises(WrongFormat, match=said):
        open_store(str(tmp_path))


def test_a_state_with_what_a_newer_program_added_is_not_taken_for_damage(sample_store):
    path = sample_store / "state" / "portals" / "sample-quyang.json"
    state = json.loads(path.read_bytes())
    path.write_text(json.dumps(state | {"schema_version": 2, "something_new": True}), encoding="utf-8")
    with pytest.raises(DamagedState, match="written by a newer program") as refused:
        load_state(LocalStore(sample_store), "sample-quyang")
    assert "move it away" not in str(refused.value)


# ---------------------------------------------------------------- an old backup


def test_a_backup_older_than_what_was_published_is_noticed_and_no_number_is_given_twice(sample_store, settings_for):
    backup = {name: (sample_store / name).read_bytes() for name in ("datapackage.json", "v1.datapackage.json")}
    change(sample_store)
    settings = settings_for(sample_store)
    assert publish(settings).version == 2
    second = (sample_store / "v2.datapackage.json").read_bytes()
    made = objects(sample_store)
    # Restored over what was left: the second version is gone, the list of versions still speaks of it.
    for name, data in backup.items():
        (sample_store / name).write_bytes(data)
    (sample_store / "v2.datapackage.json").unlink()
    shutil.rmtree(sample_store / "versions" / "2")
    refused = publish(settings)
    assert refused.outcome is PublishOutcome.REFUSED
    for words in ("像是恢复了旧备份", "looks like an old backup", "v2.datapackage.json"):
        assert words in refused.message
    assert publish(settings, accept="a reason does not make a number new").outcome is PublishOutcome.REFUSED
    (fault,) = (one for one in examine(settings, SystemClock()) if one.check == "versions")
    assert (fault.health, "versions.json" in fault.en, bool(fault.mend_zh)) == (Health.FAULT, True, True)
    # What was missing is put back, and everything goes on.
    for key, data in made.items():
        if key.startswith(("v2.", "versions/2/")):
            (sample_store / key).parent.mkdir(parents=True, exist_ok=True)
            (sample_store / key).write_bytes(data)
    again = publish(settings)
    assert (again.outcome, again.version) == (PublishOutcome.NOTHING_NEW, 2)
    assert (sample_store / "v2.datapackage.json").read_bytes() == second
    assert verify_version(LocalStore(sample_store)).ok


def test_a_pointer_of_an_old_backup_is_rolled_forward(sample_store, settings_for):
    """The derived objects are old, the versions are all there: nothing is lost, nothing is asked of anybody."""
    old = {name: (sample_store / name).read_bytes() for name in ("datapackage.json", "versions.json")}
    change(sample_store)
    settings = settings_for(sample_store)
    assert publish(settings).version == 2
    for name, data in old.items():
        (sample_store / name).write_bytes(data)
    (sample_store / "corrections" / "c-1.yaml").unlink()
    assert publish(settings).version == 3
    assert [version.number for version in list_versions(LocalStore(sample_store))] == [3, 2, 1]


# ---------------------------------------------------------------- the wrong clock


def test_a_version_is_not_made_before_the_newest_unless_a_person_says_why(sample_store, settings_for, monkeypatch):
    change(sample_store)
    settings = settings_for(sample_store)
    monkeypatch.setattr("flows.publication.SystemClock", off_by(datetime(1999, 12, 31, tzinfo=UTC) - datetime.now(UTC)))
    refused = publish(settings)
    assert refused.outcome is PublishOutcome.REFUSED
    for words in ("时钟不对：现在是 1999-12-31", "The clock is wrong: it is 1999-12-31", "timedatectl set-ntp true"):
        assert words in refused.message
    assert publish(settings, accept="测试：上一版建立时时钟快了").version == 2
    first, second = reversed(list_versions(LocalStore(sample_store)))
    assert second.name == f"{first.name}.2", "a name never goes back"


@pytest.mark.parametrize("years", [-20, 20])
def test_by_a_wrong_clock_nothing_is_taken_for_new_and_the_doctor_sees_it(
    sample_store, portals, settings_for, monkeypatch, years
):
    """Whether something changed is said by the server's own validators and bytes. What seems to have stood for twenty
    years, or to come from the future, may be asked for whole once more.
    """
    archived = {key for key in objects(sample_store) if key.startswith("raw/sha256/")}
    wrong = off_by(timedelta(days=365 * years))
    monkeypatch.setattr("flows.tools.SystemClock", wrong)
    summary = harvest_plainly(["sample-quyang"], settings_for(sample_store, publish=False))
    assert summary.reports == ()
    assert portals.requests
    assert {key for key in objects(sample_store) if key.startswith("raw/sha256/")} == archived
    clock = {one.check: one for one in examine(settings_for(sample_store), wrong())}["clock"]
    assert (clock.health, "NTP" in clock.mend_en, "时钟" in clock.zh) == (Health.FAULT, True, True)


def test_a_store_error_of_any_command_ends_it_with_a_sentence_and_no_traceback(tmp_path, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise StoreError("坏了 / broken")

    monkeypatch.setattr("publish.versions.list_versions", broken)
    (tmp_path / "store").mkdir()
    answer = run("versions", "--store", tmp_path / "store")
    assert (answer.exit_code, "坏了 / broken" in answer.stderr, "xinfang doctor" in answer.stderr) == (1, True, True)


@pytest.mark.parametrize(
    "command",
    [
        ("harvest", "--no-engine"),
        ("harvest",),
        ("backfill", "--no-engine"),
        ("backfill", "--province", "山西"),
        ("rerun", "--county", "襄垣县", "--year", "2023"),
        ("serve",),
        ("portals", "list"),
        ("portals", "check", "--all"),
    ],
    ids=" ".join,
)
def test_a_mistake_in_a_declaration_is_told_before_anything_begins(tmp_path, monkeypatch, command):
    monkeypatch.setenv("XINFANG_STORE", str(tmp_path / "store"))
    monkeypatch.chdir(tmp_path)
    wrong = tmp_path / "portals" / "wrong.yaml"
    wrong.parent.mkdir()
    wrong.write_text(
        'id: wrong\ndivision: "140423"\nfamily: trz\nentry: [{url: "http://a.test/"}]\nhosts: [a.test]\n', "utf-8"
    )
    answer = run(*command, "--declarations", wrong.parent)
    assert (answer.exit_code, answer.stdout) == (2, ""), answer.exception
    assert "门户声明有 1 处错误 / 1 mistakes in portal declarations" in answer.stderr
    assert f"{wrong}:3: family" in answer.stderr.replace("\n", "")
    assert list(tmp_path.iterdir()) == [wrong.parent], "no store, no home of Prefect"


@pytest.mark.parametrize("command", [("portals", "list"), ("backfill", "--no-engine"), ("coverage",)], ids=" ".join)
@pytest.mark.parametrize(("typed", "near"), [("火星", None), ("山细", "山西省")])
def test_a_province_that_does_not_exist_is_answered_with_near_and_known_ones(harvested, command, typed, near):
    store = () if command[0] == "portals" else ("--store", harvested)
    declared = () if command[0] == "coverage" else ("--declarations", SAMPLE_DECLARATIONS)
    answer = run(*command, "--province", typed, *store, *declared)
    assert answer.exit_code == 2, answer.output
    told = answer.stderr.replace("\n", "")
    assert f"没有这个省份 unknown province: {typed}" in told
    assert "已有 known: " in told
    assert "河北省" in told
    assert (f"是否指 did you mean: {near}" in told) is (near is not None)


@pytest.mark.parametrize("address", ["socks9://proxy.test", "proxy.test:3128"])
def test_a_proxy_that_cannot_be_used_is_wrong_use(address):
    answer = run("portals", "check", "--all", "--egress", address)
    assert (answer.exit_code, "--egress 的值不合适" in answer.stderr, "http://" in answer.stderr) == (2, True, True)
