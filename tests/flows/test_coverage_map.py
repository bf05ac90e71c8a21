"""``xinfang coverage``: the map of a harvested store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from domain.records import CoverageState
from flows.cli import app
from flows.coverage_map import SIGNS
from flows.demo import SAMPLE_DECLARATIONS
from flows.harvest import harvest_plainly
from flows.settings import Settings
from infra.samples.server import SamplePortals

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
    rows = json.loads(told(store, "--province", "山西", "--year", "2023", "--json"))
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


def test_a_province_without_portals_is_said_to_have_none(store: Path) -> None:
    result = RUN.invoke(app, ["coverage", "--store", str(store), "--province", "广东"])
    assert (result.exit_code, "没有符合条件" in result.stderr) == (0, True)


def test_a_store_without_a_version_says_what_to_do(tmp_path: Path) -> None:
    result = RUN.invoke(app, ["coverage", "--store", str(tmp_path)])
    assert (result.exit_code, "xinfang harvest" in result.stderr) == (1, True)


def test_every_state_has_its_own_sign_in_both_languages() -> None:
    assert set(SIGNS) == set(CoverageState)
    assert len({sign.mark for sign in SIGNS.values()}) == len(SIGNS)
    assert all(sign.zh and sign.en for sign in SIGNS.values())
