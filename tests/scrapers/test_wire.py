"""The cable: public addresses only, resolved once for check and connection; every TLS profile checks certificates."""

from __future__ import annotations

import ssl

import httpx
import pytest

from scrapers.refusals import PrivateAddress
from scrapers.rules import TlsProfile
from scrapers.wire import is_public, open_transport, proxy_for, tls_context


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1"],
)  # fmt: skip
def test_addresses_inside_networks_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["60.31.144.131", "8.8.8.8", "2400:3200::1"])
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
