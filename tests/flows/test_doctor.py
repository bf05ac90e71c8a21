"""``doctor`` finds each fault by name and says how to mend it; on a fit machine it exits with 0."""

from __future__ import annotations

import json
import socket
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.ports import StoredObject
from flows.cli import app
from flows.demo import SAMPLE_DECLARATIONS
from flows.operation import doctor
from flows.operation.doctor import examine
from flows.operation.findings import Finding, Health
from flows.operation.installed import database_problem, lock_differences, locked_versions
from flows.settings import Settings
from publish.store import LocalStore

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)


class Clock:
    def now(self) -> datetime:
        return NOW

    def sleep(self, seconds: float) -> None:
        raise AssertionError("a doctor does not wait")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "prefect"
    folder.mkdir()
    monkeypatch.setenv("PREFECT_HOME", str(folder))
    monkeypatch.setattr(doctor, "lock_differences", list)
    return folder


def settings(tmp_path: Path, **more: object) -> Settings:
    given = {"store": str(tmp_path / "store"), "declarations": (str(SAMPLE_DECLARATIONS),), "egress": None, **more}
    return Settings.model_validate(given)


def faults(tmp_path: Path, **more: object) -> dict[str, Finding]:
    found = examine(settings(tmp_path, **more), Clock())
    return {one.check: one for one in found if one.health is Health.FAULT}


def test_a_fit_machine_has_no_fault_and_every_check_is_listed(tmp_path):
    found = examine(settings(tmp_path), Clock())
    assert {one.check for one in found} == {
        *("store", "clock", "versions", "disk", "credentials", "egress", "declarations", "python", "lock", "prefect"),
        *("ocr", "site", "bsdtar", "soffice", "browser"),
    }
    assert [one for one in found if one.health is Health.FAULT] == []
    assert all(one.mend_zh and one.mend_en for one in found if one.health is Health.NOTE and one.check != "lock")
    again = examine(settings(tmp_path), Clock())
    assert [one for one in again if one.health is Health.FAULT] == []
    assert [path.name for path in (tmp_path / "store" / "state" / "probes").iterdir()] == ["doctor.json"]


def test_a_store_that_overwrites_is_refused(tmp_path, monkeypatch):
    class Careless(LocalStore):
        def put_new(self, key: str, data: bytes, *, content_type: str = "") -> None:
            known = self.get(key)
            self.swap(key, data, tag=known.tag if known else None)

    monkeypatch.setattr(doctor, "store_of", lambda _: Careless(str(tmp_path / "store")))
    assert "create-if-absent" in faults(tmp_path)["store"].en


def test_a_store_that_swaps_without_looking_is_refused(tmp_path, monkeypatch):
    class Blind(LocalStore):
        def swap(self, key: str, data: bytes, *, tag: str | None, content_type: str = "") -> str:
            known: StoredObject | None = self.get(key)
            return super().swap(key, data, tag=known.tag if known else None)

    monkeypatch.setattr(doctor, "store_of", lambda _: Blind(str(tmp_path / "store")))
    assert "compare-and-swap" in faults(tmp_path)["store"].en


def test_a_store_that_cannot_be_written_is_a_fault_with_a_way_to_mend_it(tmp_path):
    (tmp_path / "file").write_text("no folder")
    fault = faults(tmp_path, store=str(tmp_path / "file" / "store"))["store"]
    assert "XINFANG_STORE" in fault.mend_en


def test_a_clock_behind_the_newest_run_is_a_fault(tmp_path):
    store = LocalStore(str(tmp_path / "store"))
    store.put_new(f"runs/{NOW + timedelta(minutes=1):%Y%m%dT%H%M%SZ}-a1b2c3.json", b"{}")
    assert "clock" not in faults(tmp_path)
    store.put_new(f"runs/{NOW + timedelta(hours=1):%Y%m%dT%H%M%SZ}-a1b2c3.json", b"{}")
    assert "NTP" in faults(tmp_path)["clock"].mend_en


def test_a_proxy_that_nobody_listens_at_is_a_fault(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.listen()
        assert "egress" not in faults(tmp_path, egress=f"http://127.0.0.1:{port}")
    assert str(port) in faults(tmp_path, egress=f"http://127.0.0.1:{port}")["egress"].en


def test_little_room_is_told_and_none_is_a_fault(tmp_path, monkeypatch):
    class Usage:
        free = 2 * 1024**3

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    found = [one for one in examine(settings(tmp_path), Clock()) if one.check == "disk"]
    assert {one.health for one in found} == {Health.NOTE}
    Usage.free = 1000
    assert "disk" in faults(tmp_path)


def test_missing_credentials_of_a_bucket_are_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("boto3.Session.get_credentials", lambda _: None)
    monkeypatch.setattr(doctor, "store_of", lambda _: LocalStore(str(tmp_path / "store")))
    assert "AWS_ACCESS_KEY_ID" in faults(tmp_path, store="s3://bucket")["credentials"].mend_en


def test_a_database_of_another_prefect_is_told_by_its_revision(tmp_path, home):
    assert database_problem(home) is None
    with sqlite3.connect(home / "prefect.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('a3b9c7d2e5f1')")
    assert database_problem(home) is None
    with sqlite3.connect(home / "prefect.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
    assert database_problem(home) == "ffffffffffff"
    assert "PREFECT_HOME" in faults(tmp_path)["prefect"].mend_en


def test_libraries_are_compared_with_the_lock_of_this_machine(tmp_path):
    lock = tmp_path / "run.lock"
    lock.write_text(
        "httpx==0.0.1 \\\n    --hash=sha256:00\nwincertstore==1.0 ; sys_platform == 'win32' \\\n"
        "no-such-library==2.0 \\\n    --hash=sha256:00\n",
        encoding="utf-8",
    )
    assert locked_versions(lock) == {"httpx": "0.0.1", "no-such-library": "2.0"}
    differing = lock_differences(lock)
    assert differing is not None
    assert [one.split()[0] for one in differing] == ["httpx", "no-such-library"]
    assert lock_differences(tmp_path / "absent.lock") is None


def test_a_wrong_declaration_is_a_fault_that_names_the_file(tmp_path):
    (tmp_path / "wrong.yaml").write_text("id: x\n", encoding="utf-8")
    assert "wrong.yaml" in faults(tmp_path, declarations=(str(tmp_path),))["declarations"].en


def test_the_command_speaks_both_languages_and_json_and_sets_the_exit_code(tmp_path):
    options = ["--store", str(tmp_path / "store"), "--declarations", str(SAMPLE_DECLARATIONS)]
    fit = CliRunner().invoke(app, ["doctor", *options])
    assert fit.exit_code == 0, fit.output
    assert "可写" in fit.stdout
    assert "is writable" in fit.stdout
    unfit = CliRunner().invoke(app, ["doctor", *options, "--egress", "http://127.0.0.1:9", "--problems", "--json"])
    assert unfit.exit_code == 1
    by_check = {one["check"]: one for one in json.loads(unfit.stdout)}
    assert by_check["egress"]["health"] == "fault"
    assert "ok" not in {one["health"] for one in by_check.values()}
