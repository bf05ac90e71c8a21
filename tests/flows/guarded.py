"""A bucket on Ceph RGW under the policy documents of ``infra/access``, with or without the gate before it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.access import IDENTITIES, bucket_policy
from infra.access.gate import Place, gate_conf
from tests.operation.machines import free_port
from tests.publish.rgw import RadosGateway, User

ROOT = "data/"
#: Debian puts it where only root looks.
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
#: The gate asks from an address of its own, by which the policy knows it.
GATE_ADDRESS = "127.0.0.2"


@dataclass(frozen=True)
class Guarded:
    """A bucket under the policy, and the users it speaks of."""

    gateway: RadosGateway
    users: dict[str, User]
    #: By identity; ``None`` is the owner.
    clients: dict[str | None, Any]
    bucket: str
    #: Where its users go.
    endpoint: str

    def may(self, identity: str | None, call: str, key: str, **more: object) -> bool:
        """Whether the service lets ``identity`` do it."""
        try:
            getattr(self.clients[identity], call)(Bucket=self.bucket, Key=ROOT + key, **more)
        except ClientError as refusal:
            if refusal.response["Error"]["Code"] not in ("AccessDenied", "PreconditionFailed"):
                raise
            return False
        return True

    def gets(self, identity: str, key: str) -> bool:
        return self.may(identity, "get_object", key)

    def deletes(self, identity: str, key: str) -> bool:
        return self.may(identity, "delete_object", key)

    def put(self, identity: str | None, key: str, data: bytes = b"x", **more: object) -> bool:
        md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        return self.may(identity, "put_object", key, Body=data, ContentMD5=md5, **more)

    def lists(self, identity: str, prefix: str) -> bool:
        try:
            self.clients[identity].list_objects_v2(Bucket=self.bucket, Prefix=ROOT + prefix)
        except ClientError:
            return False
        return True


@pytest.fixture(scope="module")
def users(gateway: RadosGateway) -> dict[str, User]:
    return {name: gateway.new_user(name) for name in IDENTITIES}


@pytest.fixture(scope="module")
def new_guarded(
    gateway: RadosGateway, users: dict[str, User], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Guarded]]:
    """``new_guarded(gate=True)``: the three identities write through the gate, and no other way."""
    straight: dict[str | None, Any] = {name: gateway.client(user) for name, user in users.items()}
    straight[None] = gateway.client()
    principals = {name: user.arn for name, user in users.items()}
    gates: list[subprocess.Popen[bytes]] = []

    def make(*, gate: bool = False, **more: bool) -> Guarded:
        bucket = gateway.new_bucket(**more)
        policy = bucket_policy(bucket, ROOT, principals, gate=GATE_ADDRESS if gate else "")
        clients, endpoint = straight, gateway.endpoint
        if gate:
            port = free_port()
            gates.append(start_gate(tmp_path_factory.mktemp("gate"), bucket, gateway, port))
            endpoint = f"https://localhost:{port}"
            clients = {name: gateway.client(user, endpoint=endpoint) for name, user in users.items()}
            clients[None] = straight[None]
        straight[None].put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
        return Guarded(gateway, users, clients, bucket, endpoint)

    yield make
    for process in gates:
        process.terminate()
        process.wait()


def start_gate(folder: Path, bucket: str, gateway: RadosGateway, port: int) -> subprocess.Popen[bytes]:
    """nginx with the configuration as it is printed for operators, within an ``http`` block of its own."""
    assert NGINX is not None
    upstream = gateway.endpoint.removeprefix("https://")
    pair = str(gateway.ca.with_name("server.pem"))
    place = Place(
        f"localhost:{port}", f"127.0.0.1:{port}", upstream, GATE_ADDRESS, pair, pair, authority=str(gateway.ca)
    )
    (folder / "gate.conf").write_text(gate_conf(bucket, ROOT, place), encoding="utf-8")
    own = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"""{own} daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ }}
http {{ access_log off; {temporary} include {folder}/gate.conf; }}
""",
        encoding="utf-8",
    )
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command)
    give_up = time.monotonic() + 60
    while not (folder / "pid").exists() or not (folder / "pid").read_text():
        assert process.poll() is None, (folder / "error.log").read_text()
        assert time.monotonic() < give_up
        time.sleep(0.05)
    return process
