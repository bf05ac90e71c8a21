"""A consumer checks a version over the network, a person asks what changed, an operator makes a version again."""

from __future__ import annotations

import csv
import functools
import http.server
import json
import threading
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from domain.divisions import load_divisions
from flows.cli import app
from flows.demo import SAMPLE_DECLARATIONS
from flows.rebuild import rebuild_version
from publish.changes import apply_changes
from publish.log import read_version
from publish.reading import read_table
from publish.schemas import load_schemas
from publish.store import LocalStore

RUN = CliRunner()


def run(*arguments):
    return RUN.invoke(app, [str(one) for one in arguments])


@pytest.fixture
def published_twice(sample_store):
    """The sample store with a second version, in which a correction marks a fact of 襄垣县."""
    (sample_store / "corrections").mkdir()
    (sample_store / "corrections" / "c-1.yaml").write_text(
        "report_id: 140423-2023-final-952d7f9d\nstatement: summary\nitem: 收入总计\nmeasure: amount\n"
        "expect: 233.67\nvalue: 2337600.00\nreason: 来函更正\nreported_on: 2025-03-01\n",
        encoding="utf-8",
    )
    done = run("publish", "--store", sample_store, "--declarations", SAMPLE_DECLARATIONS)
    assert done.exit_code == 0, done.output
    return sample_store


@pytest.fixture
def served(published_twice) -> Iterator[str]:
    """The store behind an ordinary web server."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_arguments):
            pass

    handler = functools.partial(Quiet, directory=str(published_twice))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_consumer_verifies_over_http_and_a_damaged_file_is_named(published_twice, served):
    done = run("verify", "--url", served, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["number"], told["ok"], told["problems"]) == (2, True, [])
    listed = (published_twice / "versions/2/SHA256SUMS").read_text().splitlines()
    reports = {path.name for path in published_twice.glob("data/*/site-report-*")}
    now = read_version(LocalStore(published_twice), 2)
    assert now is not None
    assert len(reports) > now.rows["reports"], "the report that changed has two files"
    in_lists = [
        line
        for key in (line.partition("  ")[2] for line in listed)
        if "/sums-" in key
        for line in (published_twice / key).read_text().splitlines()
    ]
    expected = len(listed) + len(in_lists) + 1 + now.rows["reports"]
    assert told["files"] == expected, "every file it and its lists name, the descriptor before, the pages of reports"
    assert json.loads(run("verify", "1", "--url", published_twice, "--json").stdout)["ok"]

    second = read_version(LocalStore(published_twice), 2)
    assert second is not None
    (key,) = [part.key for part in second.parts("facts") if part.name == "140000"]
    (published_twice / key).write_bytes((published_twice / key).read_bytes().replace(b"233.67", b"233.68"))
    spoilt = run("verify", "--url", served, "--json")
    assert spoilt.exit_code == 1
    assert json.loads(spoilt.stdout)["problems"] == [f"{key}: 哈希不符 / the hash differs"]


def test_an_address_without_a_version_and_one_that_does_not_answer_are_told_apart(served, tmp_path):
    assert "没有版本" in run("verify", "--url", tmp_path).stderr
    nobody = run("verify", "--url", f"{served}/nowhere")
    assert (nobody.exit_code, "没有版本" in nobody.stderr) == (1, True)
    assert "use an http(s) address or a folder" in run("verify", "--url", "ftp://example.org").stderr


def test_diff_says_in_words_which_report_changed_and_as_csv_every_row(published_twice):
    told = run("diff", "1", "2", "--store", published_twice)
    assert told.exit_code == 0, told.output
    assert "v1 (" in told.stdout
    assert "数据 facts: 新增 0，删除 0，修改" in told.stdout
    assert "~ 襄垣县信访局 2023 决算 140423-2023-final-952d7f9d: facts" in told.stdout
    assert "更正 corrections: 新增 1" in told.stdout

    lines = list(csv.DictReader(run("diff", "1", "2", "--csv", "--store", published_twice).stdout.splitlines(True)))
    store = LocalStore(published_twice)
    first, second = read_version(store, 1), read_version(store, 2)
    assert first is not None
    assert second is not None
    for name, schema in load_schemas().items():
        if name != "changes":
            assert apply_changes(schema, read_table(store, first, name), lines) == read_table(store, second, name)

    same = run("diff", "2", "2", "--store", published_twice)
    assert "两版的数据完全相同" in same.stdout
    counted = json.loads(run("diff", "1", "2", "--json", "--store", published_twice).stdout)
    assert [one["report_id"] for one in counted["reports"]] == ["140423-2023-final-952d7f9d"]
    assert run("diff", "1", "7", "--store", published_twice).exit_code == 1


@pytest.mark.both_judges
def test_a_version_comes_out_the_same_when_the_archive_is_read_again(published_twice):
    store = LocalStore(published_twice)
    before = {path: path.stat().st_mtime_ns for path in published_twice.rglob("*") if path.is_file()}
    rebuilt = rebuild_version(store, 2, divisions=load_divisions())
    assert rebuilt.differing == ()
    assert rebuilt.records == 5
    assert {path: path.stat().st_mtime_ns for path in published_twice.rglob("*") if path.is_file()} == before


def test_a_rebuild_compares_what_is_made_beside_the_tables_and_names_each_file_that_differs(published_twice):
    store = LocalStore(published_twice)
    version = read_version(store, 2)
    assert version is not None
    files = json.loads((published_twice / version.indexes["14"]).read_text())["files"]
    chosen = [
        files[name][0]
        for name in (
            *("parquet/facts-140000.parquet", "xlsx/140423.xlsx", "csv/140423.zip", "site/division/140423.json"),
            *("dcat/140000.jsonld", "downloads/140000.json", "sums/140000.txt"),
        )
    ]
    chosen += ["versions/2/downloads.json", "versions/2/dcat.jsonld", "versions/2/README.md"]
    for key in chosen:
        (published_twice / key).write_bytes((published_twice / key).read_bytes() + b" ")
    rebuilt = rebuild_version(store, 2, divisions=load_divisions(), from_raw=False)
    assert sorted(rebuilt.differing) == sorted(f"{key}: 内容不同 / differs" for key in chosen)


def test_what_cannot_be_made_again_is_named(published_twice):
    store = LocalStore(published_twice)
    record = next(published_twice.glob("reports/140423-2023-final-952d7f9d/*.json"))
    record.write_text(record.read_text(encoding="utf-8").replace('"233.67"', '"233.76"'), encoding="utf-8")
    rebuilt = rebuild_version(store, 1, divisions=load_divisions(), from_raw=False)
    assert not rebuilt.same
    key = record.relative_to(published_twice).as_posix()
    assert f"{key}: 哈希不符 / the hash differs" in rebuilt.differing
    assert any("/facts-140000-" in one and "内容不同" in one for one in rebuilt.differing)
    assert not any("130000" in one for one in rebuilt.differing)
    told = run("rebuild", "1", "--from-records", "--store", published_twice, "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["differing"] == list(rebuilt.differing)
