"""PostgreSQL, Redis, a Prefect server and process workers on loopback, each a process that can be killed with all it
started."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
_POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_PREFECT = [sys.executable, "-m", "prefect"]


class Machines:
    """Starts what is asked for below ``folder`` and ends all of it with :meth:`close`."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DO_NOT_TRACK": "1",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
            "PREFECT_API_URL": self.api,
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
            "PREFECT_CLI_PROMPT": "false",
            **environment,
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._workers: dict[str, list[str]] = {}
        #: Workers that ended by themselves and were started again, as their unit does (``Restart=always``).
        self.revived: list[str] = []

    def start(self, name: str, command: list[str], *, user: str | None = None, **environment: str) -> None:
        """Run ``command`` in its own session; its output goes to ``{name}.log``."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT if user is None else "/",
                env={**self.environment, "PREFECT_HOME": str(self.folder / "homes" / name), **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and to everything it has started: the machine lost its power."""
        process = self._running.pop(name)
        # The parent first: it must not live to tell the server of its child's end.
        for pid in [process.pid, *descendants(process.pid)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()

    def close(self) -> None:
        for name in reversed(list(self._running)):
            self.kill(name)

    def alive(self, name: str) -> bool:
        return name in self._running and self._running[name].poll() is None

    def running(self, prefix: str) -> list[tuple[str, subprocess.Popen[bytes]]]:
        return [(name, process) for name, process in self._running.items() if name.startswith(prefix)]

    # ------------------------------------------------------------ the parts

    def postgres(self) -> str:
        """A fresh PostgreSQL; returns the address for Prefect. Its server refuses to run as root."""
        programs, port = _POSTGRES[0], free_port()
        user = "postgres" if os.geteuid() == 0 else None
        data = self.folder / "postgres"
        data.mkdir()
        if user is not None:
            shutil.chown(data, user)
            for parent in (data.parent, *data.parent.parents):
                if parent.stat().st_uid == 0 and str(parent).startswith("/tmp/"):
                    parent.chmod(parent.stat().st_mode | 0o011)
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "prefect", "--auth=trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            user=user,
            cwd="/",
        )
        options = ["-p", str(port), "-k", str(data), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        self.start("postgres", [str(programs / "postgres"), "-D", str(data), *options], user=user)
        wait_for(lambda: _listens(port), "PostgreSQL", 60)
        self._until_ready([programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect"])
        subprocess.run(
            [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "prefect", "prefect"],
            check=True,
            capture_output=True,
            cwd="/",
        )
        return f"postgresql+asyncpg://prefect@127.0.0.1:{port}/prefect"

    def redis(self) -> dict[str, str]:
        """A fresh Redis; returns the settings of a Prefect server that uses it as broker."""
        port = free_port()
        folder = self.folder / "redis"
        folder.mkdir()
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        self.start("redis", command)
        wait_for(lambda: _listens(port), "Redis", 60)
        return {
            "PREFECT_MESSAGING_BROKER": "prefect_redis.messaging",
            "PREFECT_MESSAGING_CACHE": "prefect_redis.messaging",
            "PREFECT_SERVER_EVENTS_CAUSAL_ORDERING": "prefect_redis.ordering",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect_redis.lease_storage",
            "PREFECT_REDIS_MESSAGING_HOST": "127.0.0.1",
            "PREFECT_REDIS_MESSAGING_PORT": str(port),
            "PREFECT_REDIS_MESSAGING_DB": "0",
            "PREFECT_SERVER_DOCKET_URL": f"redis://127.0.0.1:{port}/1",
        }

    def server(self, **settings: str) -> None:
        """Start the Prefect server, or start it again, and wait until it answers."""
        batching = dict.fromkeys(("BATCH_SIZE", "READ_BATCH_SIZE"), "100") | {"FLUSH_INTERVAL": "1"}
        recorder = {f"PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_{name}": value for name, value in batching.items()}
        command = [*_PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(self.port)]
        self.start("server", command, **recorder, **settings)
        wait_for(self._answers, "the Prefect server", 300)

    def worker(self, name: str, pool: str, *, limit: int = 1) -> None:
        command = [*_PREFECT, "worker", "start", "--pool", pool, "--type", "process"]
        self._workers[name] = [*command, "--name", name, "--limit", str(limit)]
        self.start(name, self._workers[name])

    def revive(self) -> None:
        """Start workers again that ended by themselves; one that was killed is a machine that is gone."""
        for name, command in self._workers.items():
            if name in self._running and not self.alive(name):
                self.revived.append(name)
                self.start(name, command)

    def prefect(self, *arguments: str) -> str:
        """A command of Prefect's, to its end."""
        environment = {**self.environment, "PREFECT_HOME": str(self.folder / "homes" / "cli")}
        done = subprocess.run(
            [*_PREFECT, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str, **body: object) -> list[dict[str, object]]:
        """``POST path`` of the server's API."""
        answer = httpx.post(f"{self.api}{path}", json=body, trust_env=False, timeout=30)
        answer.raise_for_status()
        found: list[dict[str, object]] = answer.json()
        return found

    def _answers(self) -> bool:
        assert self.alive("server"), (self.folder / "server.log").read_text(errors="replace")[-3000:]
        try:
            return httpx.get(f"{self.api}/health", trust_env=False, timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def _until_ready(self, command: list[object]) -> None:
        def ready() -> bool:
            return subprocess.run([str(word) for word in command], capture_output=True, check=False).returncode == 0

        wait_for(ready, "PostgreSQL", 60)


def wait_for(holds: Callable[[], bool], what: str, seconds: float, *, every: float = 0.2) -> float:
    """Seconds until ``holds``; an AssertionError naming ``what`` when that takes more than ``seconds``."""
    started = time.monotonic()
    while not holds():
        waited = time.monotonic() - started
        assert waited < seconds, f"{what}: not after {seconds:.0f} s"
        time.sleep(every)
    return time.monotonic() - started


def descendants(pid: int) -> list[int]:
    """All processes below ``pid``, deepest last."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = [int(word) for word in task.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
