"""Under a real Prefect server: the flow's records are whole, and one command serves every deployment of one machine."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from flows.demo import SAMPLE_DECLARATIONS
from infra.routes.manifest import route_of
from infra.routes.server import RoutesServer
from tests.flows.sockets import listening

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]
JIA_HOST = "www.jia.test"
JIA = f"""\
id: shanxi-jia
division: "140423"
family: static
entry: [{{url: "http://{JIA_HOST}/xfj/", role: bureau, mixed: true}}]
hosts: [{JIA_HOST}]
pace: {{gap_s: 0}}
"""
JIA_LIST = "<html><title>信访局</title><body><ul>{}</ul></body></html>".format(
    "".join(f'<li><a href="t{n}.html">{n}月县长接访日安排</a><span>2026-0{n}-01</span></li>' for n in range(1, 6))
)
ON_ONE_MACHINE = {"harvest", "rerun", "retry", "backfill", "check-portals", "verify", "publish", "oversee"}


def xinfang(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(home / "prefect"), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_a_run_under_the_temporary_server_publishes_and_records_every_task(tmp_path, portals):
    run = xinfang(
        "harvest",
        "sample-quyang",
        "--declarations",
        str(SAMPLE_DECLARATIONS),
        "--egress",
        portals.proxy_url,
        "--store",
        str(tmp_path / "store"),
        home=tmp_path,
    )
    assert run.returncode == 0, run.stderr
    assert "published version 1" in run.stderr
    assert run.stdout == ""
    states = _recorded_states(tmp_path / "prefect" / "prefect.db")
    assert states == {"watch-portal": ["COMPLETED"], "publish": ["COMPLETED"]}
    shown = _recorded(tmp_path / "prefect" / "prefect.db", "SELECT key, data FROM artifact WHERE key IS NOT NULL")
    assert {key for key, _ in shown} == {
        *("harvest", "run-summary", "portals", "reports", "failed-checks", "version", "run-record", "report-source"),
        *(["catalogue"] if list(tmp_path.glob("store/versions/1/site/index.html")) else []),
    }
    assert [float(data) for key, data in shown if key == "harvest"] == [100.0]
    ((name, tags),) = _recorded(tmp_path / "prefect" / "prefect.db", "SELECT name, tags FROM flow_run")
    assert re.fullmatch(r"harvest 曲阳县 20\d\d-\d\d-\d\d", name)
    assert set(json.loads(tags)) == {"xinfang", "by-hand"}
    watched = _recorded(
        tmp_path / "prefect" / "prefect.db", "SELECT name, tags FROM task_run WHERE name LIKE 'watch 曲阳县%'"
    )
    assert [name for name, _ in watched] == ["watch 曲阳县 sample-quyang"]
    assert {"county:130634", "province:河北省"} <= set(json.loads(watched[0][1]))


def test_a_proxy_of_the_environment_carries_the_portals_and_not_our_own_engine(tmp_path):
    portal = tmp_path / "portals" / "shanxi-jia.yaml"
    portal.parent.mkdir()
    portal.write_text(JIA, encoding="utf-8")
    with RoutesServer(routes=[route_of({"url": f"http://{JIA_HOST}/xfj/", "text": JIA_LIST}, tmp_path)]) as proxy:
        run = xinfang(
            *("harvest", "--declarations", str(portal), "--store", str(tmp_path / "store"), "--no-publish"),
            home=tmp_path,
            HTTP_PROXY=proxy.proxy_url,
            HTTPS_PROXY=proxy.proxy_url,
            NO_PROXY="",
        )
        asked = [line.split()[1] for line in proxy.requests]
    assert (run.returncode, "Traceback" in run.stderr) == (0, False), run.stderr
    assert _recorded_states(tmp_path / "prefect" / "prefect.db")["watch-portal"] == ["COMPLETED"]
    assert sorted(asked) == [f"http://{JIA_HOST}/robots.txt", f"http://{JIA_HOST}/xfj/"]


def _recorded(database: Path, question: str) -> list[tuple[str, str]]:
    with sqlite3.connect(database) as connection:
        return connection.execute(question).fetchall()


def _recorded_states(database: Path) -> dict[str, list[str]]:
    rows = _recorded(database, "SELECT task_key, state_type FROM task_run")
    found: dict[str, list[str]] = {}
    for task_key, state in rows:
        name = re.sub(r"-[0-9a-f]{6,}$", "", task_key).replace("_task", "").replace("_", "-")
        found.setdefault(name, []).append(state)
    return found


@pytest.fixture
def serving(tmp_path, portals):
    """``xinfang serve`` on a free port; yields (process, API address)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (tmp_path / "serve.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "flows.cli", "serve", "--port", str(port), "--store", str(tmp_path / "store")),
            *("--declarations", str(SAMPLE_DECLARATIONS), "--egress", portals.proxy_url),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PREFECT_HOME": str(tmp_path / "prefect")},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    api = f"http://127.0.0.1:{port}/api"
    try:
        yield process, api
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
        log.close()


def test_one_command_serves_the_schedule_and_the_rerun_and_ends_cleanly(tmp_path, serving):
    process, api = serving
    deployments = _wait_for_deployments(api, process)
    assert deployments == ON_ONE_MACHINE
    heard = listening(process.pid)
    assert int(api.split(":")[2].partition("/")[0]) in {port for _, port in heard}
    assert {address for address, _ in heard} == {"127.0.0.1"}, "UI, API and catalogue are for this machine alone"
    found = httpx.post(f"{api}/deployments/filter", json={}, trust_env=False).json()
    schedules = {one["name"]: [slot["schedule"] for slot in one["schedules"]] for one in found}
    assert schedules["rerun"] == []
    assert [(slot["cron"], slot["timezone"]) for slot in schedules["harvest"]] == [("30 9 * * *", "Asia/Shanghai")]
    made = httpx.post(f"{api}/automations/filter", json={}, trust_env=False).json()
    assert [one["name"].startswith("xinfang: ") and one["enabled"] for one in made] == [True, True]
    called = subprocess.run(
        [
            *(sys.executable, "-m", "prefect", "deployment", "run", "rerun/rerun"),
            *("-p", "county=曲阳县", "-p", "year=2020", "--watch", "--watch-timeout", "180"),
        ],
        env={**os.environ, "PREFECT_API_URL": api, "PREFECT_HOME": str(tmp_path / "prefect")},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert called.returncode == 0, called.stdout + called.stderr
    assert (tmp_path / "store" / "v1.datapackage.json").exists()
    (run,) = httpx.post(f"{api}/flow_runs/filter", json={}, trust_env=False).json()
    assert run["name"] == "rerun 河北省保定市曲阳县 2020"
    assert {"xinfang", "rerun"} <= set(run["tags"])
    left = httpx.post(f"{api}/artifacts/filter", json={"limit": 50}, trust_env=False).json()
    assert {one["key"] for one in left} >= {"rerun", "run-summary", "reports", "version", "report-source"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/health", trust_env=False)


def _wait_for_deployments(api: str, process: subprocess.Popen[bytes]) -> set[str]:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert process.poll() is None, "serve ended by itself"
        try:
            found = httpx.post(f"{api}/deployments/filter", json={}, trust_env=False).json()
        except httpx.TransportError:
            found = []
        if len(found) == len(ON_ONE_MACHINE):
            return {deployment["name"] for deployment in found}
        time.sleep(0.5)
    raise AssertionError("no deployments appeared")
