"""https through the route server with an authority of its own: certificates, TLS profiles, schemes and redirects."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import trustme

from domain.divisions import load_divisions
from infra.routes.manifest import Reply, Route
from infra.routes.server import RoutesServer
from scrapers.archive import Archive
from scrapers.client import PoliteClient
from scrapers.harvest import PortalHarvest, harvest_portal
from scrapers.limiter import HostLimiter
from scrapers.state import PortalState
from tests.scrapers.fakes import FakeClock, MemoryStore, declare

HOST = "www.a.test"
LIST = (
    "<html><head><title>预决算</title></head><body><ul>"
    "<li><a href='/1.html'>襄垣县信访局2023年度部门决算</a><span>2024-09-12</span></li></ul></body></html>"
)
ITEM = (
    "<html><body><h1>襄垣县信访局2023年度部门决算</h1>"
    "<div class='content'>收入总计 <a href='/1.pdf'>附件</a></div></body></html>"
)
Settings = Callable[[ssl.SSLContext], None]


def route(target: str, body: str, kind: str = "text/html; charset=utf-8") -> Route:
    reply = Reply(200, ((b"Content-Type", kind.encode()),), body.encode())
    return Route("GET", HOST, target, None, requires_referer=False, replies=[reply])


def routes() -> tuple[Route, ...]:
    return (
        route("/czyjs/index.html", LIST),
        route("/1.html", ITEM),
        route("/1.pdf", "%PDF-1.4 made up", "application/pdf"),
    )


def no_change(_context: ssl.SSLContext) -> None:
    """The settings as they come."""


def harvested(
    issuer: trustme.CA,
    *,
    named: str = HOST,
    settings: Settings = no_change,
    tls: str = "standard",
    not_after: datetime | None = None,
    scheme: str = "https",
) -> tuple[PortalHarvest, list[str]]:
    """The harvest of a portal whose server has a certificate for ``named``, and what was asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    settings(context)
    issuer.issue_cert(named, not_after=not_after).configure_cert(context)
    portal = declare(
        division="140423",
        publisher=["襄垣县信访局"],
        scheme=scheme,
        tls=tls,
        hosts=[HOST],
        entry=[{"url": f"https://{HOST}/czyjs/index.html", "name": "部门预决算"}],
    )
    clock = FakeClock()
    with (
        RoutesServer(routes=routes(), tls=lambda _host: context) as web,
        PoliteClient(portal, clock=clock, egress=web.proxy_url, limiter=HostLimiter()) as client,
    ):
        harvest = harvest_portal(
            portal,
            client=client,
            archive=Archive(MemoryStore(), clock),
            state=PortalState(portal_id=portal.id),
            divisions=load_divisions(),
            clock=clock,
        )
        return harvest, web.requests


def test_a_portal_is_harvested_over_https_and_says_so(authority: trustme.CA) -> None:
    harvest, asked = harvested(authority)
    (disclosure,) = harvest.disclosures
    assert [(one.url, one.transport) for one in disclosure.documents] == [(f"https://{HOST}/1.pdf", "https")]
    assert [line.split()[1] for line in asked] == [
        f"https://{HOST}{target}" for target in ("/robots.txt", "/czyjs/index.html", "/1.html", "/1.pdf")
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [("name", "not valid for"), ("expired", "expired"), ("unknown", "unable to get local issuer")],
)
def test_a_certificate_that_does_not_hold_ends_the_visit_and_is_named(
    authority: trustme.CA, wrong: str, words: str
) -> None:
    harvest, asked = harvested(
        trustme.CA() if wrong == "unknown" else authority,
        named="www.b.test" if wrong == "name" else HOST,
        not_after=datetime(2020, 1, 1, tzinfo=UTC) if wrong == "expired" else None,
    )
    assert (harvest.outcome.value, harvest.disclosures) == ("unreachable", ())
    assert "证书无效" in harvest.message_zh
    assert words in harvest.message_en
    # Nothing is asked without a certificate that holds, and it is tried once, not three times.
    assert [line.split()[0] for line in asked] == ["CONNECT"]


def old_protocol(context: ssl.SSLContext) -> None:
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT@SECLEVEL=0")


def only_p384(context: ssl.SSLContext) -> None:
    context.set_ecdh_curve("secp384r1")


def only_p256(context: ssl.SSLContext) -> None:
    context.set_ecdh_curve("prime256v1")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize(
    ("settings", "tls", "reached"),
    [
        (old_protocol, "standard", False),
        (old_protocol, "legacy_dh", True),
        (only_p384, "standard", True),
        (only_p384, "p256", False),
        (only_p256, "p256", True),
        (no_change, "legacy_renegotiation", True),
    ],
)
def test_a_named_tls_profile_is_what_reaches_an_old_server(
    authority: trustme.CA, settings: Settings, tls: str, reached: bool
) -> None:
    harvest, _ = harvested(authority, settings=settings, tls=tls)
    if reached:
        note = "https" if tls == "standard" else f"https tls={tls}"
        assert [one.transport for one in harvest.disclosures[0].documents] == [note]
    else:
        assert (harvest.outcome.value, "TLS 握手失败" in harvest.message_zh) == ("unreachable", True)


@pytest.mark.parametrize("tls", ["p256", "legacy_dh", "legacy_renegotiation"])
def test_no_profile_takes_a_certificate_of_another_host(authority: trustme.CA, tls: str) -> None:
    harvest, _ = harvested(authority, named="www.b.test", tls=tls)
    assert (harvest.outcome.value, "证书无效" in harvest.message_zh) == ("unreachable", True)


def test_a_portal_declared_for_plain_http_is_never_asked_over_https(authority: trustme.CA) -> None:
    harvest, asked = harvested(authority, scheme="http")
    assert [one.transport for one in harvest.disclosures[0].documents] == ["http"]
    assert not any("https:" in line or line.startswith("CONNECT") for line in asked)
