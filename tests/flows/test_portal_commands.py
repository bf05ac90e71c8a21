"""``xinfang portals``: what people and machines see, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import portal_new
from flows.cli import app
from infra.samples.server import SamplePortals
from scrapers.propose import NoColumn

ROOT = Path(__file__).resolve().parents[2]
DECLARATIONS = str(ROOT / "infra" / "samples" / "declarations")
FAULTS = str(ROOT / "infra" / "samples" / "faults")
RUN = CliRunner()


def test_one_portal_is_checked_and_told_as_json(portals: SamplePortals) -> None:
    options = ["--declarations", DECLARATIONS, "--egress", portals.proxy_url, "--json"]
    result = RUN.invoke(app, ["portals", "check", "sample-xiangyuan", *options])
    assert result.exit_code == 0, result.output
    (check,) = json.loads(result.stdout)
    (column,) = check["columns"]
    assert (check["portal_id"], check["outcome"], check["wall"], check["drifted"]) == (
        "sample-xiangyuan",
        "ok",
        None,
        False,
    )
    assert (column["page1"], column["page2"], column["newest_on"]) == (7, 5, "2024-09-24")


def test_all_portals_are_checked_and_a_broken_one_sets_the_exit_code(portals: SamplePortals) -> None:
    options = ["--declarations", FAULTS, "--egress", portals.proxy_url]
    result = RUN.invoke(app, ["portals", "check", "--all", *options])
    assert result.exit_code == 1
    for word in ("sample-down", "unreachable", "sample-empty", "empty_list", "1/3"):
        assert word in result.stdout


def test_portals_without_a_sample_are_said_not_to_be_compared(portals: SamplePortals) -> None:
    options = ["--declarations", DECLARATIONS, "--egress", portals.proxy_url]
    result = RUN.invoke(app, ["portals", "check", "sample-xiangyuan", *options], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    told = result.stdout.replace("\n", " ")
    assert "1/1 正常 as declared，其中1个没有样本，未比对版式 1 of them not compared: no sample was recorded" in told
    assert "未比对" in told.partition("drift")[2]


def test_a_check_that_was_killed_goes_on_with_its_file(portals: SamplePortals, tmp_path: Path) -> None:
    progress = tmp_path / "checks.jsonl"
    options = ["--declarations", DECLARATIONS, "--egress", portals.proxy_url, "--progress", str(progress), "--json"]
    first = RUN.invoke(app, ["portals", "check", "sample-xiangyuan", *options])
    assert first.exit_code == 0, first.output
    line = progress.read_text(encoding="utf-8")
    progress.write_text(line + line[:40], encoding="utf-8")  # killed while it wrote
    asked = len(portals.requests)
    again = RUN.invoke(app, ["portals", "check", "sample-xiangyuan", "sample-maoxian", *options])
    assert again.exit_code == 0, again.output
    assert [check["portal_id"] for check in json.loads(again.stdout)] == ["sample-maoxian", "sample-xiangyuan"]
    assert {one.host for one in portals.requests[asked:]} == {"www.maoxian.test"}
    progress.write_text("not a check\n", encoding="utf-8")
    damaged = RUN.invoke(app, ["portals", "check", "sample-xiangyuan", *options])
    assert (damaged.exit_code, "checks.jsonl:1" in damaged.stderr) == (2, True)


def test_an_unknown_portal_or_none_at_all_is_wrong_use() -> None:
    unknown = RUN.invoke(app, ["portals", "check", "sample-nowhere", "--declarations", DECLARATIONS])
    assert (unknown.exit_code, "sample-nowhere" in unknown.stderr) == (2, True)
    assert RUN.invoke(app, ["portals", "check"]).exit_code == 2
    assert RUN.invoke(app, ["portals", "check", "sample-xiangyuan", "--all"]).exit_code == 2


def test_a_new_portal_is_shown_and_not_written_in_a_dry_run(portals: SamplePortals, tmp_path: Path) -> None:
    url = "http://www.maoxian.test/zfxxgk/fdzdgknr/bmyjs.htm"
    options = ["--egress", portals.proxy_url, "--write-to", str(tmp_path)]
    result = RUN.invoke(app, ["portals", "new", url, "--dry-run", *options])
    assert result.exit_code == 0, result.output
    assert "family: vsb" in result.stdout
    assert "茂县信访局2019年度部门决算编制说明" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_new_portal_is_written_where_it_is_told_and_listed(portals: SamplePortals, tmp_path: Path) -> None:
    url = "http://www.maoxian.test/zfxxgk/fdzdgknr/bmyjs.htm"
    result = RUN.invoke(
        app, ["portals", "new", url, "--egress", portals.proxy_url, "--write-to", str(tmp_path), "--json"]
    )
    shown = json.loads(result.stdout)
    assert shown["written"] == str(tmp_path / "sichuan" / "sichuan-maoxian.yaml")
    assert [row["verdict"] for row in shown["rows"]].count("take") == 1
    listed = RUN.invoke(app, ["portals", "list", "--declarations", str(tmp_path), "--json"])
    assert [row["division_code"] for row in json.loads(listed.stdout)] == ["513223"]


def test_what_cannot_be_proposed_is_said_with_its_exit_code(portals: SamplePortals) -> None:
    options = ["--egress", portals.proxy_url, "--dry-run"]
    doubtful = RUN.invoke(app, ["portals", "new", "http://www.quyang.test/col/col1573/index.html", *options])
    assert (doubtful.exit_code, "--division" in doubtful.stderr) == (2, True)
    assert RUN.invoke(app, ["portals", "new", "http://www.maoxian.test/nowhere.htm", *options]).exit_code == 1
    assert RUN.invoke(app, ["portals", "new", "www.maoxian.test", *options]).exit_code == 2


def test_where_scripts_draw_the_list_the_message_says_how_to_watch_it(monkeypatch: pytest.MonkeyPatch) -> None:
    browsers: list[object] = []

    def nothing(*_: object, browser: object = None, **__: object) -> None:
        browsers.append(browser)
        raise NoColumn("http://www.a.test/", ["http://www.a.test/"], ["页面由脚本绘制 drawn by script"])

    monkeypatch.setattr(portal_new, "propose", nothing)
    monkeypatch.setattr(portal_new, "missing_parts", lambda: "pip install 'xinfang[browser]'")
    asked = ["portals", "new", "http://www.a.test/", "--dry-run"]
    result = RUN.invoke(app, asked)
    assert (result.exit_code, "pip install 'xinfang[browser]'" in result.stderr) == (1, True)
    assert "pip install" not in RUN.invoke(app, [*asked, "--no-browser"]).stderr
    monkeypatch.setattr(portal_new, "missing_parts", lambda: None)
    assert "pip install" not in RUN.invoke(app, asked).stderr
    RUN.invoke(app, [*asked, "--no-browser"])
    assert [one is not None for one in browsers] == [False, False, True, False]
