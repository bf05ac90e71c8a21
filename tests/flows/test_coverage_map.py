"""``xinfang coverage``: the map of a harvested store."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.divisions import load_divisions
from domain.records import CoverageState
from flows.cli import app
from flows.coverage_map import SIGNS
from flows.demo import SAMPLE_DECLARATIONS, SAMPLE_FAULTS
from flows.harvest import harvest_plainly
from flows.settings import Settings
from infra.samples.server import SamplePortals
from publish.log import read_head
from publish.store import LocalStore
from scrapers.adapters.dates import BEIJING
from scrapers.state import PortalState, save_state

RUN = CliRunner()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one version of two sample portals."""
    folder = tmp_path_factory.mktemp("store")
    with SamplePortals() as portals:
        settings = Settings(store=str(folder), declarations=(str(SAMPLE_DECLARATIONS),), egress=portals.proxy_url)
        harvest_plainly(["sample-xiangyuan", "sample-maoxian"], settings)
    return folder


def told(store: Path, *options: str) -> str:
    result = RUN.invoke(app, ["coverage", "--store", str(store), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_map_has_a_line_per_division_and_a_legend_in_both_languages(store: Path) -> None:
    lines = told(store).splitlines()
    (xiangyuan,) = [line for line in lines if "140423" in line]
    (maoxian,) = [line for line in lines if "513223" in line]
    assert (xiangyuan.count("●"), maoxian.count("●")) == (1, 1)
    assert "山西省长治市襄垣县" in xiangyuan
    assert "  ● 已公开 published: 2" in lines


def test_one_province_and_one_year_as_json(store: Path) -> None:
    found = json.loads(told(store, "--province", "山西", "--year", "2023", "--json"))
    rows = [row for row in found if row["division_code"] == "140423"]
    assert [(row["division"], row["fiscal_year"], row["report_type"], row["state"]) for row in rows] == [
        ("山西省长治市襄垣县", "2023", "budget", "not_found"),
        ("山西省长治市襄垣县", "2023", "final_accounts", "published"),
    ]


def test_one_year_shows_due_date_and_evidence(store: Path) -> None:
    detail = told(store, "--year", "2023", "--province", "山西省")
    assert "2023-04-30" in detail
    assert "未找到 not found" in detail
    assert "xiangyuan" in detail
    assert "513223" not in detail


def test_an_unknown_province_is_wrong_use_and_lists_the_known(store: Path) -> None:
    result = RUN.invoke(app, ["coverage", "--store", str(store), "--province", "山海"])
    assert (result.exit_code, "山西省" in result.stderr) == (2, True)


def test_a_province_without_portals_shows_every_county_as_not_watched(store: Path) -> None:
    rows = json.loads(told(store, "--province", "广东", "--json"))
    today = {one.code for one in load_divisions().rows if one.current and one.province == "广东省"}
    assert {row["division_code"] for row in rows} == today
    assert {row["state"] for row in rows} == {"not_watched"}
    assert {row["report_type"] for row in rows} == {"budget", "final_accounts"}
    lines = told(store, "--province", "广东").splitlines()
    assert [line.count("-") > 20 for line in lines if "440106" in line] == [True]
    assert any("未监测 not watched" in line for line in lines)


def test_counties_that_nobody_watches_stand_beside_those_that_are(store: Path) -> None:
    rows = json.loads(told(store, "--province", "山西", "--year", "2024", "--json"))
    states = {row["division_code"]: row["state"] for row in rows if row["report_type"] == "budget"}
    assert states["140423"] == "not_found"
    assert states["140426"] == "not_watched"
    assert len(states) > 120
    assert [row["division_code"] for row in rows] == sorted(row["division_code"] for row in rows)


def test_without_a_province_it_is_said_how_many_are_not_shown(store: Path) -> None:
    shown = told(store)
    assert "440106" not in shown
    assert "个区划尚无门户监测" in shown
    assert "divisions are watched by no portal" in shown


def test_the_day_of_the_last_look_stands_beside_the_states(store: Path) -> None:
    today = str(datetime.now(tz=UTC).astimezone(BEIJING).date())
    for options in ((), ("--year", "2023")):
        shown = told(store, *options)
        assert "最近查看" in shown
        assert today in shown


def test_a_store_that_was_harvested_and_has_no_version_shows_its_map(tmp_path: Path) -> None:
    declarations = [str(SAMPLE_DECLARATIONS), str(SAMPLE_FAULTS)]
    with SamplePortals() as portals:
        portals.set_fault("www.xiangyuan.test", "down")
        settings = Settings(store=str(tmp_path), declarations=tuple(declarations), egress=portals.proxy_url)
        harvest_plainly(["sample-xiangyuan"], settings)
    options = [part for one in declarations for part in ("--declarations", one)]
    assert read_head(LocalStore(tmp_path)) is None
    shown = told(tmp_path, "--province", "山西", *options)
    (xiangyuan,) = [line for line in shown.splitlines() if "140423" in line]
    assert xiangyuan.count("?") > 10
    assert "no version yet" in shown
    rows = json.loads(told(tmp_path, "--year", "2023", "--json", *options))
    told_of = {row["division_code"]: (row["state"], row["note"]) for row in rows}
    assert told_of["140423"] == ("unreachable", "sample-xiangyuan: 无法访问 unreachable")


def test_states_of_portals_that_are_not_declared_are_said_to_be_left_out(tmp_path: Path) -> None:
    save_state(LocalStore(tmp_path), PortalState(portal_id="nowhere"), None)
    result = RUN.invoke(app, ["coverage", "--store", str(tmp_path), "--declarations", str(SAMPLE_DECLARATIONS)])
    assert result.exit_code == 0
    assert "nowhere" in result.stderr
    assert "--declarations" in result.stderr


def test_reports_of_a_store_without_a_version_are_on_its_map(tmp_path: Path) -> None:
    with SamplePortals() as portals:
        settings = Settings(
            store=str(tmp_path), declarations=(str(SAMPLE_DECLARATIONS),), egress=portals.proxy_url, publish=False
        )
        harvest_plainly(["sample-xiangyuan"], settings)
    rows = json.loads(told(tmp_path, "--year", "2023", "--json", "--declarations", str(SAMPLE_DECLARATIONS)))
    assert [row["state"] for row in rows if row["division_code"] == "140423"] == ["not_found", "published"]


def test_a_store_without_a_version_says_what_to_do(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["coverage", "--store", str(tmp_path)])
    assert (result.exit_code, "xinfang harvest" in result.stderr) == (1, True)


def test_every_state_has_its_own_sign_in_both_languages() -> None:
    assert set(SIGNS) == set(CoverageState)
    assert len({sign.mark for sign in SIGNS.values()}) == len(SIGNS)
    assert all(sign.zh and sign.en for sign in SIGNS.values())
