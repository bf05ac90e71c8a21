"""``xinfang site``: what it serves, what it keeps to itself, and what it says when there is nothing to see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import httpx
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.site_server import is_served, serving_site, site_server
from publish.store import LocalStore
from tests.publish.site.store import PDF, PDF_ID, publish_catalogue, reports

RUN = CliRunner()
RAW = f"raw/sha256/{PDF_ID[:2]}/{PDF_ID}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    folder = tmp_path_factory.mktemp("served") / "store"
    made = LocalStore(folder)
    publish_catalogue(made, *reports()[:1])
    for key in ("state/portals/x.json", "runs/1.json", "reports/r/a.json", "corrections/c.yaml"):
        made.put_new(key, b"{}", content_type="application/json")
    return made


@pytest.fixture(params=[True, False])
def site(request: pytest.FixtureRequest, store: LocalStore) -> Iterator[tuple[httpx.Client, bool]]:
    server = site_server(store, port=0, archive=request.param)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client, request.param
    server.shutdown()
    server.server_close()


def test_what_is_published_is_served_and_nothing_else_but_an_open_archive(site):
    client, archive = site
    for key in ("datapackage.json", "v1.datapackage.json", "versions.json", "versions/1/SHA256SUMS"):
        assert client.get(f"/{key}").status_code == 200, key
    hidden = ("state/portals/x.json", "runs/1.json", "reports/r/a.json", "corrections/c.yaml", "state/", "%2e%2e/x")
    for key in hidden:
        assert client.get(f"/{key}").status_code == 404, key
    answer = client.get(f"/{RAW}")
    assert (answer.status_code, answer.content) == ((200, PDF) if archive else (404, b"404\n"))
    assert client.head(f"/{RAW}").status_code == answer.status_code


def test_the_archive_is_served_as_bytes_that_no_browser_takes_for_a_page(site):
    client, archive = site
    if archive:
        headers = client.get(f"/{RAW}").headers
        assert headers["content-type"] == "application/octet-stream"
        assert headers["x-content-type-options"] == "nosniff"
    else:
        assert not is_served(RAW, archive=False)


def test_a_taken_port_is_said_and_stops_nothing_else(store):
    with serving_site(store, port=0) as address:
        assert address is not None
        port = int(address.rstrip("/").rpartition(":")[2])
        with serving_site(store, port=port) as second:
            assert second is None
        assert httpx.get(f"{address}versions.json", trust_env=False).status_code == 200


def test_a_version_without_a_catalogue_is_named_with_the_way_to_one(tmp_path):
    """The store's versions were published where the program was not built."""
    folder = tmp_path / "store"
    folder.mkdir()
    nothing = RUN.invoke(app, ["site", "--store", str(folder), "--no-open"])
    assert nothing.exit_code == 1
    assert "没有这个版本" in nothing.output
    LocalStore(folder).put_new("v1.datapackage.json", json.dumps({"release": {"number": 1}}).encode())
    bare = RUN.invoke(app, ["site", "--store", str(folder), "--no-open"])
    assert bare.exit_code == 1
    assert "make site" in bare.output


def test_every_number_of_the_samples_leads_to_a_fact(harvested: Path):
    """Also where the version has no program: the divisions' files are always made."""
    store = LocalStore(harvested)
    found = 0
    for key in store.list("data/"):
        if "/site-division-" not in key:
            continue
        for report in json.loads(_bytes(store, key))["reports"]:
            file = json.loads(_bytes(store, report["file"]))
            columns, strings = file["facts"]["columns"], file["facts"]["strings"]
            facts = [dict(zip(columns, row, strict=True)) for row in file["facts"]["rows"]]
            figures = [one for _, one in report["totals"].values()]
            figures += [one for *_, one in report.get("functions", {}).get("classes", ())]
            figures += [one for *_, one in report["three_public"]]
            assert set(figures) <= {fact["fact_id"] for fact in facts}, report["report_id"]
            cells = [cell for table in file["tables"] for _, row in table["rows"] for cell in row]
            in_cells = {number for *_, numbers in cells for number in numbers}
            in_rows = {at for at, fact in enumerate(facts) if strings[fact["origin"]] == "table" and fact["row_no"]}
            assert in_cells == in_rows, report["report_id"]
            found += len(figures)
    assert found > 100


def _bytes(store: LocalStore, key: str) -> bytes:
    stored = store.get(key)
    assert stored is not None, key
    return stored.data
