"""What fails before a portal is reached: its name is not known, or its certificate ran out."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import trustme

from scrapers.rules import TlsProfile
from scrapers.wire import open_transport


class ExpiredPortal:
    """An HTTPS server whose certificate was good until 2020. Context manager."""

    def __init__(self, *hosts: str) -> None:
        self._authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(*hosts, not_after=datetime(2020, 1, 1, tzinfo=UTC)).configure_cert(context)
        self._server = _Quiet(("127.0.0.1", 0), BaseHTTPRequestHandler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]

    def trusted(self) -> ssl.SSLContext:
        """A context that trusts the authority, so that only the date is wrong."""
        context = httpx.create_ssl_context()
        self._authority.configure_trust(context)
        return context

    def __enter__(self) -> ExpiredPortal:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Handshakes fail here; that is what it is for."""


def unknown_name(host: str, _port: int) -> list[str]:
    raise OSError(-2, f"Name or service not known: {host}")


class Squall(httpx.BaseTransport):
    """``calm`` for all requests but those from ``first`` on, of which ``count`` go another way."""

    def __init__(self, calm: httpx.BaseTransport, astray: httpx.BaseTransport, counted: Callable[[], bool]) -> None:
        self._calm = calm
        self._astray = astray
        self._counted = counted

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return (self._astray if self._counted() else self._calm).handle_request(request)

    def close(self) -> None:
        with suppress(httpx.HTTPError):
            self._calm.close()
        self._astray.close()


class _ToExpired(httpx.BaseTransport):
    """Every request goes to the expired portal, over its own TLS."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._inner = open_transport(proxy=None, tls=TlsProfile.STANDARD, resolver=lambda _host, _port: ["127.0.0.1"])

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        there = request.url.copy_with(scheme="https", port=self._port)
        return self._inner.handle_request(
            httpx.Request(request.method, there, headers=request.headers, extensions=request.extensions)
        )

    def close(self) -> None:
        self._inner.close()


def squalls(fault: str, first: int, count: int, expired: ExpiredPortal) -> Callable[..., httpx.BaseTransport]:
    """``open_transport`` for clients of one run: their requests are counted together."""
    asked = 0

    def counted() -> bool:
        nonlocal asked
        asked += 1
        return first <= asked < first + count

    def open_squall(*, proxy: str | None, tls: TlsProfile) -> httpx.BaseTransport:
        calm = open_transport(proxy=proxy, tls=tls)
        if fault == "no_name":
            return Squall(calm, open_transport(proxy=None, tls=tls, resolver=unknown_name), counted)
        return Squall(calm, _ToExpired(expired.port), counted)

    return open_squall
