"""A whole version is judged from its files: what a publish took over from before is looked at again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.identifiers import sha256_hex
from publish.deep import judge_published, judged_whole
from publish.store import LocalStore
from publish.verify import VerifyReport, reader_of
from publish.versions import Terms
from tests.publish.samples import no_gate, parsed_report, publish


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    made = LocalStore(tmp_path_factory.mktemp("deep"))
    publish(
        made,
        parsed_report(),
        parsed_report("130634", 2020),
        terms=Terms(gate=no_gate, shared=(), lists=(), generators=()),
    )
    return made


def spoilt(store: LocalStore, resource: str, old: bytes, new: bytes) -> dict[str, bytes]:
    """The files of version 1 with one part of ``resource`` changed, and everything that names the part changed too."""
    files = {key: found.data for key in store.list() if (found := store.get(key))}
    key = next(
        key for key, data in sorted(files.items()) if key.startswith("data/") and f"/{resource}-" in key and old in data
    )
    data = files.pop(key).replace(old, new, 1)
    name = (
        f"{key[:7]}".replace(key[5:7], sha256_hex(data)[:2])
        + "/"
        + key[8:].rpartition("-")[0]
        + f"-{sha256_hex(data)}.csv"
    )
    files[name] = data
    descriptor = json.loads(files["v1.datapackage.json"])
    text = json.dumps(descriptor, ensure_ascii=False).replace(key, name)
    described = json.loads(text)
    for one in described["resources"]:
        one.pop("hash", None)
        one.pop("bytes", None)
    files["v1.datapackage.json"] = json.dumps(described, ensure_ascii=False).encode()
    return files


def test_a_published_version_keeps_every_rule(store: LocalStore) -> None:
    assert list(judge_published(reader_of(store), 1)) == []


def test_a_row_that_points_nowhere_is_found_by_both_judges(store: LocalStore) -> None:
    files = spoilt(store, "workload", b"140423-2023-final", b"140423-2022-final")
    problems = list(judge_published(files.get, 1))
    assert any("no row in reports" in problem for problem in problems)
    assert any(problem.startswith("Frictionless") and "foreign key" in problem.lower() for problem in problems)


def test_a_missing_file_and_a_missing_version_are_named(store: LocalStore) -> None:
    files = {key: found.data for key in store.list() if (found := store.get(key))}
    gone = next(key for key in sorted(files) if "/workload-" in key)
    del files[gone]
    assert list(judge_published(files.get, 1)) == [f"{gone}: 缺失 / missing"]
    assert "没有第 7 版" in next(judge_published(files.get, 7))


def test_a_version_with_wrong_hashes_is_not_judged_further() -> None:
    broken = VerifyReport(1, 1, 0, ("data/x: 哈希不符 / the hash differs",))
    assert judged_whole(lambda _: None, broken) is broken


def test_a_judged_report_keeps_its_counts(store: LocalStore, tmp_path: Path) -> None:
    report = judged_whole(reader_of(store), VerifyReport(1, 5, 7, ()))
    assert (report.ok, report.files, report.rows) == (True, 5, 7)
