"""One machine, one command: Prefect server with its UI, the harvest on its schedule, and the rerun for anyone to call.

The server and the runner are children of this process; SIGINT and SIGTERM end all of them, and a child that dies ends
the command with an error, so that a service manager can start it anew.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import httpx

from flows.commands.options import err
from flows.engine import make_home
from flows.operation.deployments import declared
from flows.settings import Settings
from flows.site_server import serving_site
from publish.store import open_store

_START_SECONDS = 120
#: Flow runs of one machine at the same time: a nightly audit need not wait for a backfill.
_RUNS_AT_ONCE = 3


def serve_here(settings: Settings, *, cron: str, port: int, site_port: int) -> int:
    """Run until a signal; returns the exit code."""
    make_home()
    with serving_site(open_store(settings.store, endpoint_url=settings.endpoint_url), port=site_port) as site:
        return _serve_with(settings, cron=cron, port=port, site=site)


def _serve_with(settings: Settings, *, cron: str, port: int, site: str | None) -> int:
    api = f"http://127.0.0.1:{port}/api"
    server = _start_server(port)
    try:
        if not _wait_for(api, server):
            err.print("Prefect 服务未能启动。 The Prefect server did not start.", style="red")
            return 1
        err.print(
            f"界面 UI: http://127.0.0.1:{port}    仓库 store: {settings.store}    "
            f"定时 cron: {cron} ({declared().timezone})"
        )
        if site is None:
            err.print("目录网站的端口不可用，未启动。 The catalogue's port is taken, it is not shown.", style="yellow")
        else:
            err.print(f"目录网站 catalogue: {site}    （首次发布后可见 once something is published）")
        return _serve(settings, cron=cron, api=api, server=server)
    finally:
        _stop(server)


def _start_server(port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    # Its own session, so that Ctrl-C reaches it once, from us, after the runner has ended.
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed command


def _wait_for(api: str, server: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{api}/health", timeout=2, trust_env=False).status_code == httpx.codes.OK:
                return True
        except httpx.TransportError:
            time.sleep(0.5)
    return False


def _serve(settings: Settings, *, cron: str, api: str, server: subprocess.Popen[bytes]) -> int:
    """The runner in a child process: it registers both deployments and runs what is due."""
    environment = {**os.environ, "PREFECT_API_URL": api, "XINFANG_SERVE_SETTINGS": settings.model_dump_json()}
    runner = subprocess.Popen(  # noqa: S603 - fixed command
        [sys.executable, "-m", "flows.serve", cron], env=environment, start_new_session=True
    )
    ended = False

    def end(_signum: int, _frame: FrameType | None) -> None:
        nonlocal ended
        ended = True

    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, end)
    try:
        while not ended and runner.poll() is None and server.poll() is None:
            time.sleep(0.5)
    finally:
        _stop(runner)
    if not ended:
        err.print("子进程意外结束。 A child process ended unexpectedly.", style="red")
    return 0 if ended else 1


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _run_deployments(cron: str) -> None:
    """Body of the runner process: all deployments of one machine until it is told to stop."""
    from prefect import serve
    from prefect.schedules import Cron

    from flows.operation.automations import ensure_automations

    ensure_automations()
    settings = Settings.model_validate_json(os.environ["XINFANG_SERVE_SETTINGS"])
    os.chdir(Path(__file__).resolve().parent.parent)
    timezone = declared().timezone
    made = []
    for one in declared().on_one_machine:
        own = settings.model_copy(update={"due_only": True}) if one.due_only else settings
        when = cron if one.name == "harvest" else one.cron
        made.append(
            one.load_flow().to_deployment(
                name=one.name,
                schedules=[Cron(when, timezone=timezone)] if when else [],
                parameters={"settings": own.model_dump(mode="json")},
                concurrency_limit=1 if one.one_at_a_time else None,
                tags=list(one.tags),
                description=one.description,
                enforce_parameter_schema=True,
            )
        )
    serve(*made, limit=_RUNS_AT_ONCE)


if __name__ == "__main__":
    _run_deployments(sys.argv[1])
