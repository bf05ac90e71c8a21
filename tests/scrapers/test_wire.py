"""The cable: public addresses only, resolved once for check and connection; every TLS profile checks certificates."""

from __future__ import annotations

import gzip
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
import trustme

from scrapers.answers import Kind
from scrapers.client import PoliteClient
from scrapers.limiter import HostLimiter
from scrapers.refusals import CertificateRefused, PrivateAddress
from scrapers.rules import TlsProfile
from scrapers.wire import is_public, open_transport, proxy_for, tls_context
from tests.scrapers.fakes import FakeClock, declare


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "::127.0.0.1", "64:ff9b::7f00:1",
     "64:ff9b::a00:1", "240.0.0.1", "255.255.255.255", "ff02::1"],
)  # fmt: skip
def test_addresses_inside_networks_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["60.31.144.131", "8.8.8.8", "2400:3200::1", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_one_private_address_among_several_refuses_the_host() -> None:
    asked: list[tuple[str, int]] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["8.8.8.8", "127.0.0.1"]

    transport = open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=resolver)
    with httpx.Client(transport=transport) as client, pytest.raises(PrivateAddress):
        client.get("http://www.a.test/")
    assert asked == [("www.a.test", 80)]  # resolved once, for the check and the connection


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:7f00:1]", "localhost"]
)
def test_loopback_in_any_way_of_writing_is_refused(host: str) -> None:
    with (
        httpx.Client(transport=open_transport(proxy=None, tls=TlsProfile.STANDARD)) as client,
        pytest.raises((PrivateAddress, httpx.ConnectError, httpx.InvalidURL)),
    ):
        client.get(f"http://{host}:9/")


def test_a_name_that_answers_otherwise_the_second_time_is_checked_the_second_time() -> None:
    answers = iter([["203.0.113.1"], ["127.0.0.1"]])  # the first is of the documentation range: refused as well
    transport = open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=lambda _host, _port: next(answers))
    with httpx.Client(transport=transport) as client:
        for _ in range(2):
            with pytest.raises(PrivateAddress):
                client.get("http://www.a.test/")


def test_a_name_that_does_not_resolve_is_a_connection_error() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise OSError("unknown")

    with (
        httpx.Client(transport=open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=resolver)) as client,
        pytest.raises(httpx.ConnectError),
    ):
        client.get("http://www.a.test/")


@pytest.mark.parametrize("profile", list(TlsProfile))
def test_every_profile_checks_certificates_and_names(profile: TlsProfile) -> None:
    context = tls_context(profile)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_the_operators_proxy_beats_the_declared_one_and_both_beat_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://env:1")
    url = "http://www.a.test/"
    assert proxy_for(url, override="http://op:1", declared="http://decl:1") == "http://op:1"
    assert proxy_for(url, override=None, declared="http://decl:1") == "http://decl:1"
    assert proxy_for(url, override=None, declared="direct") is None
    assert proxy_for(url, override=None, declared=None) == "http://env:1"
    assert proxy_for("https://www.a.test/", override=None, declared=None) is None
    monkeypatch.setenv("NO_PROXY", "www.a.test")
    assert proxy_for(url, override=None, declared=None) is None


class _Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = gzip.compress(f"{self.path} for {self.headers['Host']}".encode())
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def serve(context: ssl.SSLContext | None = None) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback counts as public here, and no proxy stands between."""
    monkeypatch.setattr("scrapers.wire.is_public", lambda address: True)
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("direct")
def test_pages_come_over_the_real_cable_decompressed() -> None:
    server = serve()
    host = f"localhost:{server.server_address[1]}"
    portal = declare(hosts=[host], entry=[{"url": f"http://{host}/x"}])
    with PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter()) as client:
        answers = [client.get(f"http://{host}/x?n={number}", kind=Kind.DETAIL) for number in range(3)]
    server.shutdown()
    server.server_close()
    assert [answer.body.decode() for answer in answers] == [f"/x?n={number} for {host}" for number in range(3)]


@pytest.mark.usefixtures("direct")
@pytest.mark.parametrize(("certified", "trusted"), [("localhost", True), ("other.test", True), ("localhost", False)])
def test_a_certificate_must_hold_for_the_host_and_come_from_a_known_authority(
    certified: str, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(certified).configure_cert(context)
    ours = httpx.create_ssl_context()
    if trusted:
        authority.configure_trust(ours)
    monkeypatch.setattr("scrapers.wire.tls_context", lambda profile: ours)
    server = serve(context)
    host = f"localhost:{server.server_address[1]}"
    portal = declare(hosts=[host], entry=[{"url": f"https://{host}/x"}])
    with PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter()) as client:
        if certified == "localhost" and trusted:
            answer = client.get(f"https://{host}/x", kind=Kind.DETAIL)
            assert (answer.body.decode(), answer.transport) == (f"/x for {host}", "https")
        else:
            with pytest.raises(CertificateRefused):
                client.get(f"https://{host}/x", kind=Kind.DETAIL)
    server.shutdown()
    server.server_close()
