"""Certificates, handshakes, private addresses and proxies."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx
import pytest

from scrapers.answers import Kind
from scrapers.client import PoliteClient
from scrapers.limiter import HostLimiter
from scrapers.refusals import (
    CertificateRefused,
    FetchError,
    HandshakeRefused,
    PrivateAddress,
)
from tests.scrapers.fakes import FakeClock, Web, declare, open_client

URL = "http://www.a.test/czxx/index.html"
ROBOTS = "http://www.a.test/robots.txt"


class _Quiet(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>inside</html>")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def loopback() -> Iterator[int]:
    _Quiet.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def test_certificates_are_checked_and_their_fault_is_named() -> None:
    broken = ssl.SSLCertVerificationError(1, "certificate has expired")
    error = httpx.ConnectError("certificate verify failed")
    error.__cause__ = broken
    web = Web({"https://www.a.test/x": error, "https://www.a.test/robots.txt": error})
    with pytest.raises(CertificateRefused):
        open_client(declare(), web).get("https://www.a.test/x", kind=Kind.DETAIL)
    assert len(web.requests) == 1  # a bad certificate does not heal


def test_a_failed_handshake_is_named_so_that_a_person_can_declare_a_profile() -> None:
    error = httpx.ConnectError("handshake")
    error.__cause__ = ssl.SSLError(1, "UNSAFE_LEGACY_RENEGOTIATION_DISABLED")
    web = Web({"https://www.a.test/robots.txt": error})
    with pytest.raises(HandshakeRefused):
        open_client(declare(), web).get("https://www.a.test/x", kind=Kind.DETAIL)


def test_a_listed_name_that_leads_to_a_private_address_is_refused_at_the_connection(
    loopback: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    portal = declare(hosts=[f"localhost:{loopback}"], entry=[{"url": f"http://localhost:{loopback}/x"}])
    with PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter()) as client, pytest.raises(PrivateAddress):
        client.get(f"http://localhost:{loopback}/x", kind=Kind.LIST)
    assert _Quiet.asked == []


def test_a_configured_proxy_resolves_names_itself(loopback: int) -> None:
    portal = declare()
    with PoliteClient(
        portal, clock=FakeClock(), limiter=HostLimiter(), egress=f"http://127.0.0.1:{loopback}"
    ) as client:
        assert client.get(URL, kind=Kind.LIST).body == b"<html>inside</html>"
    assert _Quiet.asked == [ROBOTS, URL]


def test_the_proxy_of_the_environment_is_used_unless_the_portal_says_direct(
    loopback: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{loopback}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with PoliteClient(declare(), clock=FakeClock(), limiter=HostLimiter()) as client:
        assert client.get(URL, kind=Kind.LIST).status == 200
    with (
        PoliteClient(declare(egress="direct"), clock=FakeClock(), limiter=HostLimiter()) as client,
        pytest.raises(FetchError),
    ):
        client.get(URL, kind=Kind.LIST)
    assert _Quiet.asked == [ROBOTS, URL]
