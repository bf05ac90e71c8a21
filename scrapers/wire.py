"""The cable: an httpx transport that connects only to public addresses, with a named TLS profile, or through a proxy.

The address check sits where the connection is made, after the name was resolved, so that a name cannot answer one
address to the check and another to the connection. Through a proxy the proxy resolves, and no address is checked here.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from scrapers.conversation import Conversation, ConversationBackend
from scrapers.loopback import given_exemptions
from scrapers.refusals import PrivateAddress
from scrapers.rules import TlsProfile

Resolver = Callable[[str, int], list[str]]
#: Python 3.11 has no name for OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT.
_LEGACY_SERVER_CONNECT = 0x4
_MAX_CONNECTIONS = 4
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_ISATAP = 0x00005EFE
#: Not for the public, though ``ipaddress`` does not say so everywhere: site-local, documentation, 6to4 relays.
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("fec0::/10", "3fff::/20", "64:ff9b:1::/48", "192.88.99.0/24")))
_ERRORS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.PoolTimeout, httpx.PoolTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.ProxyError, httpx.ProxyError),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


def open_transport(*, proxy: str | None, tls: TlsProfile, resolver: Resolver | None = None) -> httpx.BaseTransport:
    """A transport for one portal: straight to public addresses, or through ``proxy``.

    The extension ``total`` of a request (seconds) bounds its whole exchange, see :mod:`scrapers.conversation`.
    """
    context = tls_context(tls)
    conversation = Conversation()
    pool: httpcore.ConnectionPool
    if proxy is not None:
        parts = urlsplit(proxy)
        login = (parts.username or "", parts.password or "") if parts.username else None
        pool = httpcore.HTTPProxy(
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}",
            proxy_auth=login,
            ssl_context=context,
            max_connections=_MAX_CONNECTIONS,
            http2=False,
            network_backend=ConversationBackend(httpcore.SyncBackend(), conversation),
        )
    else:
        backend = ConversationBackend(_PublicOnly(resolver or resolve_host), conversation)
        pool = httpcore.ConnectionPool(ssl_context=context, max_connections=_MAX_CONNECTIONS, network_backend=backend)
    return _Transport(pool, conversation)


@lru_cache(maxsize=8)
def tls_context(profile: TlsProfile) -> ssl.SSLContext:
    """The TLS settings of a profile. Certificates and host names are checked in every one of them."""
    context = httpx.create_ssl_context()
    if profile is TlsProfile.P256:
        context.set_ecdh_curve("prime256v1")
    elif profile is TlsProfile.LEGACY_RENEGOTIATION:
        context.options |= _LEGACY_SERVER_CONNECT
    elif profile is TlsProfile.LEGACY_DH:
        context.options |= _LEGACY_SERVER_CONNECT
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT@SECLEVEL=0")
    return context


def proxy_for(url: str, *, override: str | None, declared: str | None) -> str | None:
    """The proxy of a portal: the operator's, else the declaration's, else ``HTTP(S)_PROXY`` with ``NO_PROXY``.

    The latter as the user set it: loopback, which our own engine is exempted for, is none of the portals' business.
    """
    chosen = override or declared
    if chosen:
        return None if chosen == "direct" else chosen
    parts = urlsplit(url)
    proxies = getproxies()
    # An upper-case HTTP_PROXY is meant here, although a CGI script must not trust it.
    fallback = os.environ.get("HTTP_PROXY") if parts.scheme == "http" else None
    proxy = proxies.get(parts.scheme) or proxies.get("all") or fallback
    exempt = {"no": given_exemptions(os.environ)}
    return None if not proxy or proxy_bypass(parts.hostname or "", exempt) else proxy


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of ``host``, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """False for private, loopback, link-local, multicast, reserved and carrier-grade NAT addresses."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or _translated(ip)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address behind one of NAT64 (64:ff9b::/96), of the old compatible form (::/96) or of ISATAP."""
    last = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    tunnelled = (int(ip) >> 32) & 0xFCFFFFFF == _ISATAP  # in any network; the two bits say whether it is unique
    return last if tunnelled or ip in _NAT64 or ip in _COMPATIBLE else None


class _PublicOnly(httpcore.SyncBackend):
    """Resolves names, refuses those with any non-public address, and connects to what was checked."""

    def __init__(self, resolver: Resolver) -> None:
        super().__init__()
        self._resolver = resolver

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolver(host, port)
        except (OSError, UnicodeError) as problem:  # the codec of names refuses labels that are too long
            raise httpcore.ConnectError(f"name not resolved: {problem}") from problem
        blocked = [address for address in addresses if not is_public(address)]
        if blocked or not addresses:
            raise PrivateAddress(
                host,
                f"主机指向非公网地址 {', '.join(blocked)}，已拒绝",
                f"the host leads to a non-public address ({', '.join(blocked) or 'none'}); refused",
            )
        failure: Exception | None = None
        for address in addresses:  # both families, in order; a broken one costs one connect timeout
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                failure = problem
        raise failure or httpcore.ConnectError("no address")


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response, conversation: Conversation) -> None:
        self._response = response
        self._conversation = conversation

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx_errors():
            yield from self._response.iter_stream()
            stated = next((value for name, value in self._response.headers if name.lower() == b"content-length"), b"")
            if self._response.status == 200 and stated.isdigit() and self._conversation.surplus(int(stated)):
                raise httpcore.RemoteProtocolError("more bytes came than Content-Length states")

    def close(self) -> None:
        with _as_httpx_errors():
            self._response.close()


class _Transport(httpx.BaseTransport):
    def __init__(self, pool: httpcore.ConnectionPool, conversation: Conversation) -> None:
        self._pool = pool
        self._conversation = conversation

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._conversation.start(request.extensions.get("total"))
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx_errors():
            answer = self._pool.handle_request(asked)
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer, self._conversation),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


@contextlib.contextmanager
def _as_httpx_errors() -> Iterator[None]:
    """httpcore's errors under the names that callers of httpx know; the TLS error stays as the cause."""
    try:
        yield
    except Exception as problem:
        for known, wanted in _ERRORS:
            if isinstance(problem, known):
                raise wanted(str(problem)) from problem
        if isinstance(problem, ValueError):  # a head that the library trips over, such as a length of 5,000 digits
            raise httpx.RemoteProtocolError(str(problem)) from problem
        raise
