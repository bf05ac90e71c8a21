"""The catalogue as files: what a version adds to the store, and what it takes over."""

from __future__ import annotations

import json
import re

from domain.identifiers import sha256_hex
from domain.ports import Store
from publish.additions import SHARED
from publish.site import catalogue
from publish.site.pages import entry_number
from publish.store import LocalStore
from publish.verify import Read, reader_of, verify_files, verify_version
from tests.publish.samples import FakeClock
from tests.publish.site.store import county_report, publish_catalogue, reports


def keys_of(store):
    return set(store.list("data/")) | set(store.list("versions/"))


def held(store: Store, key: str) -> bytes:
    stored = store.get(key)
    assert stored is not None, key
    return stored.data


def version_of(store, number):
    return json.loads(held(store, f"versions/{number}/site/version.json"))


def test_every_file_is_reached_from_the_version_and_named_by_its_content(published):
    store = LocalStore(published)
    version = version_of(store, 1)
    reached = {version["search"]["file"], version["dictionary"]}
    for province in version["provinces"]:
        reached |= {province["file"], province["lists"]}
        for division in json.loads(held(store, province["file"]))["divisions"]:
            if "file" in division:
                reached.add(division["file"])
                reached |= {one["file"] for one in json.loads(held(store, division["file"]))["reports"]}
    assert reached == {key for key in store.list("data/") if re.search(r"/site-(?!app-)", key)}
    for key in reached:
        assert key.endswith(f"-{sha256_hex(held(store, key))}.json")


def test_whichever_file_of_the_catalogue_is_damaged_or_missing_verify_names_it(published):
    store = LocalStore(published)
    whole = verify_version(store, 1)
    assert whole.ok
    for kind in ("report", "division", "province", "lists", "search", "dictionary", "app"):
        key = next(one for one in store.list("data/") if f"/site-{kind}-" in f"/{one.partition('/')[2]}")
        assert verify_files(_but(store, key, b"spoilt"), 1).problems == (f"{key}: 哈希不符 / the hash differs",), kind
        assert verify_files(_but(store, key, None), 1).problems == (f"{key}: 缺失 / missing",), kind


def _but(store: Store, key: str, instead: bytes | None) -> Read:
    """Reads the store, but for one key."""
    read = reader_of(store)
    return lambda asked: instead if asked == key else read(asked)


def test_the_page_loads_only_files_of_the_store_and_lets_no_script_stand_in_it(published):
    store = LocalStore(published)
    page = held(store, "versions/1/site/index.html").decode()
    assert "default-src 'self'" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "style=" not in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    for name in re.findall(r"\.\./\.\./\.\./(data/site-app-[^\"]+)", page):
        assert store.get(name) is not None


def test_the_entry_at_the_root_leads_to_the_newest_version(tmp_path):
    store = LocalStore(tmp_path / "store")
    clock = FakeClock()
    publish_catalogue(store, *reports()[:3], clock=clock)
    assert entry_number(held(store, "index.html")) == 1
    publish_catalogue(store, *reports(), clock=clock, run_id="run-2")
    page = held(store, "index.html").decode()
    assert entry_number(page.encode()) == 2
    assert 'url=versions/2/site/index.html"' in page


def test_one_changed_report_makes_only_the_files_on_its_own_path(tmp_path):
    store = LocalStore(tmp_path / "store")
    clock = FakeClock()
    publish_catalogue(store, *reports(), clock=clock)
    before = keys_of(store)
    changed = [county_report(2021, "211.00", "141.00", "70.00"), *reports()[1:]]
    assert publish_catalogue(store, *changed, clock=clock, run_id="run-2").published
    new = {
        re.sub(r"-[0-9a-f]{64}\.json$", "", key.partition("/site-")[2])
        for key in keys_of(store) - before
        if "/site-" in key
    }
    report_id = reports()[0].report.report_id
    assert new == {f"report-{report_id}", "division-140423", "province-140000", "lists-140000"}
    assert version_of(store, 2)["changed"]["listed"][0][:3] == [report_id, "change", "山西省 襄垣县"]


def test_the_second_version_is_what_it_would_be_without_a_first(tmp_path):
    one, other = LocalStore(tmp_path / "one"), LocalStore(tmp_path / "other")
    clock = FakeClock()
    publish_catalogue(one, *reports()[:3], clock=clock)
    publish_catalogue(one, *reports(), clock=clock, run_id="run-2")
    publish_catalogue(other, *reports(), clock=FakeClock())
    for name in ("provinces", "search", "dictionary", "corrections"):
        assert version_of(one, 2)[name] == version_of(other, 1)[name]


def test_without_the_program_a_version_has_no_site_and_is_published_all_the_same(tmp_path, monkeypatch):
    store = LocalStore(tmp_path / "store")
    clock = FakeClock()
    with monkeypatch.context() as unbuilt:
        unbuilt.setattr(catalogue, "load_bundle", lambda: None)
        assert publish_catalogue(store, *reports()[:3], clock=clock).published
    assert store.get("versions/1/site/index.html") is None
    assert store.get("index.html") is None
    assert publish_catalogue(store, *reports(), clock=clock, run_id="run-2").published
    assert entry_number(held(store, "index.html")) == 2
    assert sum(one["reports"] for one in version_of(store, 2)["provinces"]) == 5


def test_a_province_says_what_it_holds(published):
    store = LocalStore(published)
    (shanxi,) = (one for one in version_of(store, 1)["provinces"] if one["code"] == "140000")
    assert shanxi["reports"] == 4
    assert shanxi["failing"] == 4
    assert shanxi["rules"] == {"I04": 4}
    assert shanxi["with_reports"] == ["140423"]
    assert shanxi["spending"]["2023"] == {"final_accounts": [1, 1, "2336700.00"]}
    assert shanxi["coverage"]["2020"] == {"final_accounts": {"overdue": 1}}
    file = json.loads(held(store, shanxi["file"]))
    assert len(file["divisions"]) == shanxi["divisions"] > 100
    (xiangyuan,) = (one for one in file["divisions"] if one["code"] == "140423")
    assert xiangyuan["reports"] == xiangyuan["failing"] == 4
    assert [file["states"][int(sign)] for sign in xiangyuan["coverage"]["final_accounts"]] == [
        "overdue",
        *["published"] * 3,
    ]
    assert xiangyuan["latest"][0].startswith("140423-2024-budget-")
    assert {"code": "140100", "name": "太原市", "city": "太原市", "level": "prefecture"} in file["divisions"]


def test_every_number_of_a_division_leads_to_a_fact_of_its_report(published):
    store = LocalStore(published)
    for province in version_of(store, 1)["provinces"]:
        for division in json.loads(held(store, province["file"]))["divisions"]:
            reports_of = json.loads(held(store, division["file"]))["reports"] if "file" in division else []
            for report in reports_of:
                file = json.loads(held(store, report["file"]))
                known = {row[file["facts"]["columns"].index("fact_id")] for row in file["facts"]["rows"]}
                figures = [found for _, found in report["totals"].values()]
                figures += [found for *_, found in report.get("functions", {}).get("classes", [])]
                figures += [found for *_, found in report["three_public"]]
                assert figures
                assert set(figures) <= known


def test_a_place_offers_its_renditions(tmp_path):
    """Workbook and archive of a division, workbook of a province, where the version makes them."""
    store = LocalStore(tmp_path / "store")
    publish_catalogue(store, *reports()[:1], shared=SHARED)
    (shanxi,) = (one for one in version_of(store, 1)["provinces"] if one["code"] == "140000")
    file = json.loads(held(store, shanxi["file"]))
    (xiangyuan,) = (one for one in file["divisions"] if one["code"] == "140423")
    offered = [*file["downloads"], *xiangyuan["downloads"]]
    assert [path.rpartition("/")[2][:11] for path, _ in offered] == ["xlsx-provin", "xlsx-140423", "csv-140423-"]
    for path, size in offered:
        assert len(held(store, path)) == size
