"""The catalogue in a real browser: what a reader looks for, finds, compares and takes along."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from publish.store import LocalStore, open_store
from publish.store.keys import content_type_of
from publish.store.s3 import s3_client
from tests.publish.conftest import new_bucket
from tests.publish.site.browsing import PLACES


@pytest.fixture(scope="module")
def bucket(published: Path, moto_endpoint: str) -> str:
    """Address of the store in a bucket that lets anybody read what docs/site.md names, and does nothing else.

    It is reached by its path; there is no listing, no website mode, no rule for other origins.
    """
    name = new_bucket(moto_endpoint)
    there = open_store(f"s3://{name}/data", endpoint_url=moto_endpoint)
    here = LocalStore(published)
    for key in here.list():
        stored = here.get(key)
        assert stored is not None
        there.put_new(key, stored.data, content_type=content_type_of(key))
    public = ("index.html", "versions/*", "data/*", "v*.datapackage.json", "versions.json", "status.json", "feed.*")
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:GetObject"],
                "Resource": [f"arn:aws:s3:::{name}/data/{one}" for one in public],
            }
        ],
    }
    s3_client(endpoint_url=moto_endpoint).put_bucket_policy(Bucket=name, Policy=json.dumps(policy))
    return f"{moto_endpoint}/{name}/data/"


@pytest.mark.parametrize(
    "typed", ["襄垣", "襄垣县", "垣县", "xiangyuan", "xiang yuan", "xyx", "140423", "长治 襄垣", "xiangyuanx"]
)
def test_a_county_is_found_however_it_is_typed(new_reader, typed):
    reader = new_reader()
    reader.go()
    reader.page.fill("#search", typed)
    first = reader.page.locator("#found [role=option]").first
    expect(first).to_contain_text("襄垣县")
    expect(first).to_contain_text("有数据")
    first.click()
    expect(reader.page.locator("main h1")).to_contain_text("襄垣县")


def test_what_is_no_division_is_said_not_to_be_found(reader):
    reader.go()
    reader.page.fill("#search", "qqqqqq")
    expect(reader.page.locator("#found")).to_contain_text("没有查到")


def test_the_years_stand_side_by_side_with_plots_reports_and_checks(reader):
    reader.go("#/county/140423")
    heads = reader.page.locator("table.years thead th")
    expect(heads).to_have_text(["万元", "2021年决算", "2022年决算", "2023年决算", "2024年预算"])
    spending = reader.page.locator("table.years tr", has=reader.page.locator("th", has_text="本年支出合计"))
    expect(spending.locator("td")).to_have_text(["210.00", "221.53", "233.67", "240.00"])
    expect(reader.page.locator("figure svg.plot")).to_have_count(4)
    bars = reader.page.locator("figure", has_text="本年支出").first.locator("svg a")
    expect(bars).to_have_count(4)
    assert bars.nth(2).get_attribute("xlink:href") or bars.nth(2).get_attribute("href")
    expect(reader.page.locator("details.failed")).to_contain_text("2023年支出表合计与各项之和不符。")
    expect(reader.page.locator(".card")).to_have_count(4)


def test_the_figures_of_a_county_can_be_saved(reader, tmp_path):
    reader.go("#/county/140423")
    with reader.page.expect_download() as started:
        reader.page.get_by_role("button", name="存为 CSV").click()
    assert started.value.suggested_filename == "xinfang-140423.csv"
    started.value.save_as(tmp_path / "saved.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "saved.csv").read_bytes().decode("utf-8-sig"))))
    spent = [
        (row["fiscal_year"], row["amount_yuan_or_count"]) for row in rows if row["column"] == "expenditure_current"
    ]
    assert spent == [("2021", "2100000.00"), ("2022", "2215300.00"), ("2023", "2336700.00"), ("2024", "2400000.00")]
    assert all(row["fact_id"].startswith("f-") for row in rows)


def test_the_tables_of_a_province_can_be_taken(reader):
    reader.go("#/downloads?province=140000")
    row = reader.page.locator("tr", has=reader.page.locator("code", has_text=re.compile(r"^totals$")))
    expect(row.locator("td").first).to_have_text("4")
    with reader.page.expect_download() as started:
        row.get_by_role("link").click()
    text = Path(started.value.path()).read_text(encoding="utf-8")
    assert text.startswith("report_id,division_code,")
    assert text.count("\n") == 5


def test_coverage_tells_state_due_date_and_evidence_of_a_cell(reader):
    reader.go("#/coverage?year=2023")
    expect(reader.page.get_by_role("link", name="山西省：应公开 1 个，已公开 1 个")).to_be_visible()
    reader.page.get_by_role("link", name="山西省：应公开 1 个，已公开 1 个").click()
    reader.page.get_by_role("button", name="襄垣县 2020年决算：逾期").click()
    told = reader.page.locator(".cell-told")
    expect(told).to_contain_text("应于 2021-10-31 前公开")
    assert told.get_by_role("link", name="依据").get_attribute("href") == "https://www.example.gov.cn/list.html"


def test_documents_whose_sums_do_not_add_up_are_found_by_province_rule_and_year(reader):
    reader.go("#/checks")
    expect(reader.page.locator(".results > li")).to_have_count(5)
    reader.page.select_option("#filter-province", "130000")
    expect(reader.page.locator(".results > li")).to_have_count(1)  # the report that is all attack
    reader.page.select_option("#filter-province", "140000")
    reader.page.select_option("#filter-rule", "I04")
    reader.page.select_option("#filter-year", "2022")
    expect(reader.page.locator(".results > li")).to_have_count(1)
    reader.page.locator(".results summary").click()
    expect(reader.page.locator(".results")).to_contain_text("2022年支出表合计与各项之和不符。")
    reader.page.get_by_role("link", name="所涉数字 1").click()
    expect(reader.page.locator("dialog h2")).to_have_text("221.53 万元")


def test_dictionary_and_versions_are_there(reader):
    reader.go("#/dictionary")
    reader.page.locator("summary", has=reader.page.locator("code", has_text=re.compile("^facts$"))).click()
    expect(reader.page.locator(".resource[open]")).to_contain_text("cell_state")
    reader.go("#/versions")
    row = reader.page.locator("tbody tr").last
    expect(row).to_contain_text("2026.11.21")
    for name in ("README", "changes.csv", "SHA256SUMS"):
        address = row.get_by_role("link", name=name).evaluate("one => one.href")
        assert reader.page.request.get(address).ok, name


def test_the_entry_leads_to_the_catalogue(reader):
    reader.page.goto(reader.root)
    reader.page.wait_for_url("**/versions/1/site/index.html")
    reader.ready()


def test_the_status_page_tells_runs_freshness_and_portals_by_state(reader):
    reader.go("#/status")
    main = reader.page.locator("main")
    run = main.locator("tr", has=reader.page.locator("th", has_text=re.compile("^采集$")))
    expect(run.locator("td")).to_have_text([re.compile(r"2026-11-20 02:03 UTC"), "3", "1", "0", "已发布"])
    expect(main).to_contain_text("之后没有再更新过")
    lost = main.locator("tr", has=reader.page.locator("code", has_text="hebei-quyang"))
    expect(lost).to_contain_text("连接超时")
    expect(lost).to_contain_text("从未")
    expect(main.locator("tr", has_text="读成").first).to_contain_text("33%")
    expect(main.locator("code")).to_have_count(1)
    reader.go("#/status?language=en")
    expect(main).to_contain_text("the connection timed out")


def test_from_a_bucket_the_catalogue_works_as_from_a_folder(new_reader):
    """No server of ours: plain objects, each with its type, in both languages, from the entry to a download."""
    reader = new_reader(archive="bucket")
    page = reader.page
    types = {}
    page.on("response", lambda answer: types.update({answer.url.rpartition(".")[2]: answer.headers["content-type"]}))
    page.goto(f"{reader.root}index.html")
    page.wait_for_url("**/versions/1/site/index.html")
    reader.ready()
    page.locator("#search").fill("xyx")
    page.locator("#found [role=option]", has_text="襄垣县").click()
    page.get_by_role("link", name="本年支出合计 2023年决算：233.67，看出处").click()
    expect(page.locator("dialog td.marked")).to_have_text("233.67")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="English").click()
    expect(page.locator("table.years thead th").nth(3)).to_have_text("2023 final accounts")
    reader.go("#/downloads?province=140000")
    row = page.locator("tr", has=page.locator("code", has_text=re.compile(r"^totals$")))
    with page.expect_download() as started:
        row.get_by_role("link").click()
    assert Path(started.value.path()).read_bytes().startswith(b"report_id,division_code,")
    for place in PLACES:
        reader.go(place)
    plain = {ending: kind.partition(";")[0] for ending, kind in types.items()}
    assert {
        **plain,
        "html": "text/html",
        "js": "text/javascript",
        "css": "text/css",
        "json": "application/json",
    } == plain
