"""Ceph with an S3 gateway over TLS in a temporary folder: one monitor, one manager, one OSD, one radosgw.

Needs the Debian packages ceph-mon ceph-mgr ceph-osd radosgw ceph-common. Nothing outside the folder is touched and
only loopback addresses are used.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import trustme

from domain.ports import Store
from publish.store.s3 import S3Store, s3_client

_PROGRAMS = ("ceph-mon", "ceph-mgr", "ceph-osd", "radosgw", "radosgw-admin", "monmaptool", "ceph")


class Unavailable(Exception):
    """Ceph is not installed here."""


class DidNotStart(Exception):
    """Ceph is installed and does not come up: a fault, not a reason to skip."""


@dataclass(frozen=True, slots=True)
class User:
    arn: str
    key: str
    secret: str


class RadosGateway:
    """``standing``: what :meth:`told` said of one that another process started."""

    def __init__(self, folder: Path, standing: dict[str, Any] | None = None) -> None:
        self._environment = threading.Lock()
        self._folder = folder
        self._config = folder / "ceph.conf"
        self._running: list[subprocess.Popen[bytes]] = []
        self._osd: subprocess.Popen[bytes] | None = None
        self._gateway: subprocess.Popen[bytes] | None = None
        self._ports: list[int] = standing["ports"] if standing else _free_ports(3)
        self._fsid = str(uuid4())
        self._ca = folder / "ca.pem"
        self._key = standing["key"] if standing else ""
        self._secret = standing["secret"] if standing else ""

    def told(self) -> dict[str, Any]:
        """What another process needs to know to use this one."""
        return {"folder": str(self._folder), "ports": self._ports, "key": self._key, "secret": self._secret}

    @property
    def processes(self) -> list[int]:
        """Numbers of the processes that this object started."""
        return [process.pid for process in self._running]

    @contextmanager
    def second(self) -> Iterator[RadosGateway]:
        """Another gateway to the same data, which a test may kill while others use the first."""
        folder = self._folder / f"second-{uuid4().hex[:4]}"
        folder.mkdir()
        ports = [self._ports[0], *_free_ports(2)]
        beside = RadosGateway(folder, {**self.told(), "ports": ports})
        beside._ca = self._ca
        config = self._config.read_text(encoding="utf-8").replace(str(self._folder), str(folder))
        config = config.replace(str(folder / "server.pem"), str(self._folder / "server.pem"))
        for old, new in zip(self._ports, ports, strict=True):
            config = config.replace(f"127.0.0.1:{old}", f"127.0.0.1:{new}")
        beside._config.write_text(config, encoding="utf-8")
        try:
            beside.start_gateway()
            yield beside
        finally:
            beside.stop()

    @property
    def endpoint(self) -> str:
        return f"https://localhost:{self._ports[2]}"

    @property
    def plain_endpoint(self) -> str:
        """The same without TLS."""
        return f"http://localhost:{self._ports[1]}"

    @property
    def ca(self) -> Path:
        """The certificate that vouches for :attr:`endpoint`."""
        return self._ca

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to reach this gateway by ``open_store``."""
        return self.environment_of(User("", self._key, self._secret))

    def environment_of(self, user: User) -> dict[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": user.key,
            "AWS_SECRET_ACCESS_KEY": user.secret,
            "AWS_CA_BUNDLE": str(self._ca),
        }

    def start(self) -> None:
        missing = [name for name in _PROGRAMS if shutil.which(name) is None]
        if missing:
            raise Unavailable(f"Ceph is not installed: {', '.join(missing)}")
        self._write_config()
        mon, osd = self._folder / "mon", self._folder / "osd"
        osd.mkdir()
        address = f"[v1:127.0.0.1:{self._ports[0]}]"
        monmap = str(self._folder / "monmap")
        self._run("monmaptool", "--create", "--addv", "a", address, "--fsid", self._fsid, monmap)
        self._run("ceph-mon", "--mkfs", "-i", "a", "--monmap", monmap, "--mon-data", str(mon))
        self._spawn("ceph-mon", "-f", "-i", "a", "--mon-data", str(mon))
        self._until(lambda: self._quiet("ceph", "--connect-timeout", "3", "mon", "stat"), "the monitor")
        self._spawn("ceph-mgr", "-f", "-i", "x")
        uuid = str(uuid4())
        self._until(lambda: self._quiet("ceph", "osd", "new", uuid), "the monitor's list of OSDs")
        self._run("ceph-osd", "-i", "0", "--mkfs", "--osd-uuid", uuid)
        self._osd = self._spawn("ceph-osd", "-f", "-i", "0")
        self._until(self._osd_is_up, "the OSD")
        self.start_gateway()
        self._until(self._user_is_made, "the user")
        keys = json.loads(self._run("radosgw-admin", "user", "info", "--uid", "tester"))["keys"][0]
        self._key, self._secret = keys["access_key"], keys["secret_key"]

    def start_gateway(self) -> None:
        self._gateway = self._spawn("radosgw", "-f", "-n", "client.rgw")
        self._until(self._gateway_is_up, "the gateway")

    def kill_gateway(self) -> None:
        """SIGKILL, as a machine that loses its power."""
        assert self._gateway is not None
        self._gateway.kill()
        self._gateway.wait()

    def stop(self) -> None:
        for process in reversed(self._running):
            process.kill()
        for process in self._running:
            process.wait()

    def new_bucket(self, *, locked: bool = False) -> str:
        """``locked``: each version of an object is kept for a day, whoever wants it removed."""
        name = f"test-{uuid4().hex[:12]}"
        self.client().create_bucket(Bucket=name, ObjectLockEnabledForBucket=locked)
        if locked:
            rule = {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}
            self.client().put_object_lock_configuration(
                Bucket=name, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
            )
        return name

    def open(self, bucket: str, user: User | None = None) -> Store:
        return S3Store(bucket, "data", self.client(user))

    def new_user(self, name: str) -> User:
        """A user who may do nothing yet."""
        uid = f"{name}-{uuid4().hex[:8]}"
        made = json.loads(self._run("radosgw-admin", "user", "create", "--uid", uid, "--display-name", name))
        keys = made["keys"][0]
        return User(f"arn:aws:iam:::user/{uid}", keys["access_key"], keys["secret_key"])

    def client(self, user: User | None = None, endpoint: str | None = None):
        """Of the owner of all buckets, or of ``user``."""
        key, secret = (user.key, user.secret) if user else (self._key, self._secret)
        # The environment is one for all threads: while one makes its client, no other may put it back.
        with self._environment:
            os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"] = key, secret
            try:
                return s3_client(endpoint_url=endpoint or self.endpoint, verify=str(self._ca))
            finally:
                os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"] = "testing", "testing"

    def _write_config(self) -> None:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self._ca))
        certificate = self._folder / "server.pem"
        authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(certificate))
        folder = self._folder
        frontend = (
            f"beast endpoint=127.0.0.1:{self._ports[1]} ssl_endpoint=127.0.0.1:{self._ports[2]} "
            f"ssl_certificate={certificate} tcp_nodelay=1"
        )
        self._config.write_text(
            f"""[global]
fsid = {self._fsid}
mon host = [v1:127.0.0.1:{self._ports[0]}]
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
ms bind msgr2 = false
ms bind ipv6 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
mon data avail crit = 0
mon data avail warn = 0
bluestore block size = 4294967296
osd data = {folder}/osd
mgr data = {folder}/mgr
osd memory target = 939524096
bluestore cache autotune = false
bluestore cache size = 134217728
run dir = {folder}
log file = {folder}/$name.log
pid file = {folder}/$name.pid
admin socket = {folder}/$name.asok
crash dir = {folder}/crash
setuser =
setgroup =

[client.rgw]
rgw frontends = {frontend}
rgw data = {folder}/rgw
rgw enable ops log = false
rgw thread pool size = 64
""",
            encoding="utf-8",
        )
        (folder / "mgr").mkdir()
        (folder / "crash").mkdir()

    def _osd_is_up(self) -> bool:
        if self._osd is not None and self._osd.poll() is not None:
            # Now and then it speaks to the monitor before it knows the cluster's id, is refused and gives up.
            self._osd = self._spawn("ceph-osd", "-f", "-i", "0")
        status = self._quiet("ceph", "--connect-timeout", "3", "osd", "stat", "-f", "json")
        return bool(status) and json.loads(status)["num_up_osds"] == 1

    def _gateway_is_up(self) -> bool:
        if self._gateway is None or self._gateway.poll() is not None:
            self._gateway = self._spawn("radosgw", "-f", "-n", "client.rgw")
        return _answers(self._ports[2])

    def _user_is_made(self) -> bool:
        made = ("radosgw-admin", "user", "create", "--uid", "tester", "--display-name", "tester")
        return bool(self._quiet(*made) or self._quiet("radosgw-admin", "user", "info", "--uid", "tester"))

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [program, "-c", str(self._config), *arguments] if program != "monmaptool" else [program, *arguments],
            capture_output=True,
            timeout=90,
            check=False,
        )
        if done.returncode:
            raise DidNotStart(f"{program} {arguments[0]}: {done.stderr.decode(errors='replace')[-400:]}")
        return done.stdout.decode()

    def _quiet(self, program: str, *arguments: str) -> str:
        try:
            return self._run(program, *arguments) or "ok"
        except (DidNotStart, subprocess.TimeoutExpired):
            return ""

    def _spawn(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{program}.out").open("ab") as output:
            process = subprocess.Popen(
                [program, "-c", str(self._config), *arguments], stdout=output, stderr=output, start_new_session=True
            )
        self._running.append(process)
        return process

    def _until(self, ready, what: str, seconds: float = 120) -> None:
        give_up = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > give_up:
                raise DidNotStart(f"{what} of Ceph did not come up within {seconds:g} s")
            time.sleep(0.3)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
