"""Every promise is tried on a folder and on a bucket behind real HTTP (moto's server)."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from domain.ports import Store
from publish.store import LocalStore, open_store
from tests.publish.rgw import RadosGateway, Unavailable
from tests.publish.samples import UNJUDGED, FakeClock
from tests.shared import remember, told_once


class OneWriteAtATime:
    """moto's server, but for one thing: a write under a condition is a single step, as the services promise.

    moto looks at the condition and then writes, so that of two threads both may win.
    """

    def __init__(self) -> None:
        self.served = DomainDispatcherApplication(create_backend_app)
        self.writing = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        conditional = "HTTP_IF_MATCH" in environ or "HTTP_IF_NONE_MATCH" in environ
        if conditional and environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            with self.writing:
                return self._answer(environ, start_response)
        return self._answer(environ, start_response)

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answered: Iterable[bytes] = self.served(environ, start_response)
        return answered


@pytest.fixture(scope="session")
def moto_endpoint() -> Iterator[str]:
    """Address of an S3 server on loopback; credentials go through the environment, as in life."""
    saved = {name: os.environ.get(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    server = make_server("127.0.0.1", 0, OneWriteAtATime(), threaded=True, request_handler=MotoRequestHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    for name, value in saved.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> RadosGateway:
    """Ceph RGW over TLS, from Debian's packages, one for all workers; skipped where they are not installed."""

    def start() -> dict[str, Any]:
        folder = Path("/tmp") / f"rgw-{uuid4().hex[:8]}"  # a socket's path must be short
        folder.mkdir()
        gateway = RadosGateway(folder)
        try:
            gateway.start()
        except Unavailable as reason:
            shutil.rmtree(folder)
            return {"unavailable": str(reason)}
        except BaseException:
            gateway.stop()
            shutil.rmtree(folder)
            raise
        remember(tmp_path_factory, gateway.processes, folder)
        return gateway.told()

    told = told_once(tmp_path_factory, "gateway", start)
    if "unavailable" in told:
        if os.environ.get("CI"):
            raise Unavailable(told["unavailable"])  # the real part is never skipped where it must be proved
        pytest.skip(told["unavailable"])
    return RadosGateway(Path(told["folder"]), told)


@pytest.fixture(params=["folder", "bucket", pytest.param("rgw", marks=pytest.mark.rgw)])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Callable[[], Store]]:
    """Makes a new empty store and gives what opens it; by turns on each kind of store."""
    if request.param == "folder":

        def new_folder() -> Callable[[], Store]:
            folder = tmp_path / uuid4().hex
            return lambda: LocalStore(folder)

        return new_folder
    if request.param == "bucket":
        endpoint = request.getfixturevalue("moto_endpoint")

        def new_moto() -> Callable[[], Store]:
            bucket = new_bucket(endpoint)
            return lambda: open_store(f"s3://{bucket}/data", endpoint_url=endpoint)

        return new_moto
    ceph: RadosGateway = request.getfixturevalue("gateway")

    def new_ceph() -> Callable[[], Store]:
        bucket = ceph.new_bucket()
        return lambda: ceph.open(bucket)

    return new_ceph


@pytest.fixture
def stands_in(request: pytest.FixtureRequest) -> bool:
    """True for the emulated S3 service, which answers slowly: what takes long is done there in part, on Ceph whole."""
    return "bucket" in request.node.callspec.id.split("-")


@pytest.fixture
def open_again(new_store: Callable[[], Callable[[], Store]]) -> Callable[[], Store]:
    """Opens one and the same store, as another process would."""
    return new_store()


@pytest.fixture
def new_folder_store(tmp_path: Path) -> Callable[[], LocalStore]:
    return lambda: LocalStore(tmp_path / uuid4().hex)


@pytest.fixture
def store(open_again: Callable[[], Store], without_gate: None) -> Store:
    """An empty store. The gate judges bytes before any is stored and takes a second: it is tried with a folder."""
    return open_again()


@pytest.fixture
def without_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.versions.DEFAULT_TERMS", UNJUDGED)


@pytest.fixture
def folder_store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "store")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def new_bucket(endpoint: str) -> str:
    from publish.store.s3 import s3_client

    name = f"test-{uuid4().hex[:12]}"
    s3_client(endpoint_url=endpoint).create_bucket(Bucket=name)
    return name
