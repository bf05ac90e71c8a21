"""Only listed official hosts ever get a byte: a server that listens where nobody may go must see no connection."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from domain.divisions import load_divisions
from scrapers.answers import Kind
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.declaration import Portal, portal_from
from scrapers.harvest import harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.misdeclared import DeclarationError
from scrapers.refusals import FetchError, NotAllowed, PrivateAddress
from scrapers.rules import TlsProfile
from scrapers.state import PortalState
from scrapers.wire import open_transport
from tests.scrapers.fakes import FakeClock, MemoryStore, Web, declare, page, redirect
from tests.scrapers.visits import ENTRY, article, listing, row


class Trap:
    """Listens on loopback, in both families where there are two, and counts who comes."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        first = socket.create_server(("127.0.0.1", 0))
        self.port: int = first.getsockname()[1]
        self._sockets = [first]
        if socket.has_dualstack_ipv6():
            with suppress(OSError):
                self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for one in self._sockets:
            threading.Thread(target=self._listen, args=(one,), daemon=True).start()

    def _listen(self, listening: socket.socket) -> None:
        while True:
            try:
                visitor, address = listening.accept()
            except OSError:
                return
            self.visits.append(str(address))
            visitor.close()

    def close(self) -> None:
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@pytest.fixture
def trap(monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    trap = Trap()
    yield trap
    trap.close()


class Crossroads(httpx.BaseTransport):
    """The listed host is played; every other one is really connected to: all names lead to the trap."""

    def __init__(self, web: Web, hosts: frozenset[str]) -> None:
        self._played = httpx.MockTransport(web)
        self._hosts = hosts
        self._real = open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=lambda _host, _port: ["127.0.0.1"])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        where = request.url.netloc.decode()
        return (self._played if where in self._hosts else self._real).handle_request(request)

    def close(self) -> None:
        self._real.close()


def client_of(web: Web, portal: Portal) -> PoliteClient:
    transport = Crossroads(web, frozenset(portal.hosts))
    return PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter(), transport=transport)


def astray(port: int) -> list[str]:
    """Addresses that are not on www.a.test, some of which look as if they were."""
    return [
        f"http://127.0.0.1:{port}/x.pdf",
        f"http://2130706433:{port}/x.pdf",
        f"http://0x7f000001:{port}/x.pdf",
        f"http://0x7f.0.0.1:{port}/x.pdf",
        f"http://0177.0.0.1:{port}/x.pdf",
        f"http://127.1:{port}/x.pdf",
        f"http://0:{port}/x.pdf",
        f"http://[::1]:{port}/x.pdf",
        f"http://[::ffff:127.0.0.1]:{port}/x.pdf",
        f"http://[::ffff:7f00:1]:{port}/x.pdf",
        f"http://[::127.0.0.1]:{port}/x.pdf",
        f"http://localhost:{port}/x.pdf",
        f"http://www.a.test:{port}/x.pdf",
        f"http://www.a.test@127.0.0.1:{port}/x.pdf",
        f"http://www.a.test:80@127.0.0.1:{port}/x.pdf",
        f"http://127.0.0.1:{port}#@www.a.test/x.pdf",
        f"http://127.0.0.1:{port}?@www.a.test/x.pdf",
        f"http://127.0.0.1:{port}\\@www.a.test/x.pdf",
        f"http:\\\\127.0.0.1:{port}\\x.pdf",
        f"//127.0.0.1:{port}/x.pdf",
        f"http://www.a.test.evil.test:{port}/x.pdf",
        f"http://evil-www.a.test:{port}/x.pdf",
        f"http://www.a.test%2eevil.test:{port}/x.pdf",
        f"http://www.a.test%00.evil.test:{port}/x.pdf",
        f"http://www.a.test;evil.test:{port}/x.pdf",
        f"http://www.a.test。evil.test:{port}/x.pdf",
        f"http://www.а.test:{port}/x.pdf",  # a Cyrillic letter
        f"http://xn--www-a-7ve.test:{port}/x.pdf",
        f"http://ⓦⓦⓦ.a.test:{port}/x.pdf",
        f"https://www.evil.test:{port}/x.pdf",
        "file:///etc/passwd",
        "file://www.a.test/etc/passwd",
        f"gopher://127.0.0.1:{port}/_x.pdf",
        f"ftp://127.0.0.1:{port}/x.pdf",
        "http://169.254.169.254/latest/meta-data/x.pdf",
    ]


def test_no_address_off_the_list_is_asked_directly_or_by_redirect(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of addresses is switched off here: the list of hosts holds by itself."""
    monkeypatch.setattr("scrapers.wire.is_public", lambda _address: True)
    for number, url in enumerate(astray(trap.port)):
        with client_of(Web(), declare()) as client, pytest.raises(NotAllowed):
            client.get(url, kind=Kind.FILE)
        for status in (301, 302, 303, 307, 308):
            start = f"http://www.a.test/{number}-{status}"
            web = Web({start: httpx.Response(status, headers=[(b"Location", url.encode())])})
            with client_of(web, declare()) as client, pytest.raises(FetchError):
                client.get(start, kind=Kind.FILE)
            assert {request.url.host for request in web.requests} == {"www.a.test"}
    assert trap.visits == []


def test_a_harvest_of_pages_full_of_such_links_goes_nowhere_else(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scrapers.wire.is_public", lambda _address: True)
    evil = astray(trap.port)
    honest = [row(f"{n}.html", f"襄垣县信访局202{n}年度部门决算公开") for n in (3, 2)]
    rows = honest + [row(url, f"襄垣县信访局20{10 + number % 14}年度部门决算公开") for number, url in enumerate(evil)]
    links = "".join(f"<a href='{url}' title='决算公开表{number}.pdf'>附件</a>" for number, url in enumerate(evil))
    frames = "".join(f"<iframe src='{url}'></iframe><embed src='{url}'><img src='{url}'>" for url in evil)
    jumps = f"<script>window.open('{evil[0]}')</script><a href='/viewer.html?file={evil[0]}'>查看</a>"
    web = Web(
        {
            ENTRY: page(listing(*rows)),
            "http://www.a.test/czxx/3.html": page(article(body=links + frames + jumps)),
            "http://www.a.test/czxx/2.html": page(
                f"<html><head><meta http-equiv='refresh' content='0;url={evil[0]}'></head></html>"
            ),
        }
    )  # fmt: skip
    portal = declare()
    with client_of(web, portal) as client:
        harvest = harvest_portal(
            portal,
            client=client,
            archive=Archive(MemoryStore(), client._clock),
            state=PortalState(portal_id=portal.id),
            divisions=load_divisions(),
            clock=client._clock,
        )
    assert trap.visits == []
    assert {request.url.netloc for request in web.requests} == {b"www.a.test"}
    assert {problem.state for problem in harvest.problems} >= {"not_allowed"}


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"], ["::1"], ["::ffff:127.0.0.1"], ["::127.0.0.1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"],
        ["fd00::5efe:7f00:1"], ["fec0::1"], ["0.0.0.0"], ["10.1.2.3"], ["169.254.169.254"], ["100.64.0.1"],
        ["8.8.8.8", "127.0.0.1"], [],
    ],
)  # fmt: skip
def test_a_listed_name_that_leads_inside_is_not_connected_to(answers: list[str], trap: Trap) -> None:
    transport = open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=lambda _host, _port: answers)
    portal = declare(hosts=[f"www.a.test:{trap.port}"], entry=[{"url": f"http://www.a.test:{trap.port}/x"}])
    with (
        PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter(), transport=transport) as client,
        pytest.raises(PrivateAddress),
    ):
        client.get(f"http://www.a.test:{trap.port}/x", kind=Kind.LIST)
    assert trap.visits == []


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "[::1]"])
def test_even_a_declared_host_inside_is_not_connected_to(host: str, trap: Trap) -> None:
    """Spellings that no declaration may have, and those that a test needs, are refused at the connection, too."""
    address = f"http://{host}:{trap.port}/x"
    portal = declare().model_copy(update={"hosts": (f"{host}:{trap.port}",)})
    with (
        PoliteClient(portal, clock=FakeClock(), limiter=HostLimiter()) as client,
        pytest.raises(FetchError) as caught,
    ):
        client.get(address, kind=Kind.LIST)
    assert caught.value.state in {"private_address", "unreachable", "not_allowed"}
    assert trap.visits == []


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(trap: Trap) -> None:
    """Rebinding: asked once for each connection; what was judged is what is connected to."""
    asked: list[str] = []
    answers = iter([["203.0.113.7"], ["127.0.0.1"], ["127.0.0.1"]])

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    connected: list[str] = []

    def connect(_self: object, host: str, *_: object, **__: object) -> object:
        connected.append(host)
        raise OSError("nobody is there")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scrapers.wire.is_public", lambda address: address == "203.0.113.7")
        patch.setattr("httpcore.SyncBackend.connect_tcp", connect)
        transport = open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=rebinding)
        with httpx.Client(transport=transport) as client:
            with pytest.raises(OSError, match="nobody is there"):
                client.get(f"http://www.a.test:{trap.port}/")
            with pytest.raises(PrivateAddress):
                client.get(f"http://www.a.test:{trap.port}/")
    assert (asked, connected) == (["www.a.test", "www.a.test"], ["203.0.113.7"])
    assert trap.visits == []


def test_an_address_with_a_login_is_refused_and_the_login_is_not_repeated() -> None:
    with pytest.raises(NotAllowed):
        client_of(Web(), declare()).get("http://someone:secret@www.a.test/x", kind=Kind.LIST)
    base = {"id": "a", "division": "140423", "family": "static", "hosts": ["www.a.test"]}
    with pytest.raises(DeclarationError) as refused:
        portal_from(base | {"entry": [{"url": "http://someone:secret@www.a.test/x"}]})
    assert "without a login" in str(refused.value)
    assert "secret@" not in str(refused.value)


def test_a_redirect_with_a_login_is_followed_without_it() -> None:
    web = Web(
        {
            "http://www.a.test/x": redirect("http://someone:secret@www.a.test/y"),
            "http://www.a.test/y": page("<html>y</html>"),
        }
    )
    with client_of(web, declare()) as client:
        client.get("http://www.a.test/x", kind=Kind.LIST)
    assert all("authorization" not in request.headers for request in web.requests)
