"""Our own servers on loopback are reached without a proxy; portals obey what the user set."""

from __future__ import annotations

import urllib.request

import httpx
import pytest

from scrapers.loopback import ADDED, exempt_loopback, given_exemptions
from scrapers.wire import proxy_for


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({}, ("NO_PROXY",)),
        ({"NO_PROXY": ""}, ("NO_PROXY",)),
        ({"NO_PROXY": "minio.intranet, 127.0.0.1"}, ("NO_PROXY",)),
        ({"no_proxy": ".gov.test"}, ("no_proxy",)),
        ({"no_proxy": ".gov.test", "NO_PROXY": "b.test"}, ("no_proxy", "NO_PROXY")),
    ],
)
def test_loopback_is_added_to_what_the_user_exempted_and_only_once(
    given: dict[str, str], names: tuple[str, ...]
) -> None:
    environ = dict(given)
    exempt_loopback(environ)
    assert set(environ) == {*names, ADDED}
    for name in names:
        entries = environ[name].split(",")
        assert entries[-3:] == ["127.0.0.1", "localhost", "::1"] or "minio.intranet" in entries
        assert {"127.0.0.1", "localhost", "::1"} <= set(entries)
        assert len(entries) == len(set(entries))
    once = dict(environ)
    exempt_loopback(environ)  # as a child process does
    assert environ == once
    stated = given.get("no_proxy", given.get("NO_PROXY", ""))
    assert given_exemptions(environ) == stated.replace(" ", "")


def test_who_exempts_everything_is_left_alone() -> None:
    environ = {"NO_PROXY": "*"}
    exempt_loopback(environ)
    assert (environ["NO_PROXY"], given_exemptions(environ)) == ("*", "*")


def test_clients_of_loopback_go_past_the_proxy_and_portals_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "NO_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", ADDED):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:1")
    monkeypatch.setenv("NO_PROXY", "www.exempt.test")
    environ: dict[str, str] = {"NO_PROXY": "www.exempt.test"}
    exempt_loopback(environ)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert urllib.request.proxy_bypass("127.0.0.1")
    with httpx.Client() as client:
        mounts = {pattern.pattern: mounted for pattern, mounted in client._mounts.items()}
    assert [mounts[f"all://{host}"] for host in ("127.0.0.1", "localhost", "[::1]")] == [None, None, None]
    assert proxy_for("http://www.a.test/", override=None, declared=None) == "http://proxy.test:1"
    assert proxy_for("http://www.exempt.test/", override=None, declared=None) is None
    # Portals that a test serves on loopback stand behind the proxy as before.
    assert proxy_for("http://127.0.0.1:8080/", override=None, declared=None) == "http://proxy.test:1"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv(ADDED, "localhost,::1")
    assert proxy_for("http://127.0.0.1:8080/", override=None, declared=None) is None
