"""Plays manifests of routes for any host name: as a forward proxy, and by the ``Host`` header of plain requests.

It listens on 127.0.0.1 only and opens no connection itself. A host without routes is answered with 502, an address
without a route with 404. With ``tls``, CONNECT ends here: the same routes answer over https, with the certificate
that is given for the host.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

from infra.routes.manifest import Reply, Route, load_routes, target_of, without

_MISSING = "<html><head><title>404</title></head><body>404 Not Found</body></html>"
#: The TLS settings, certificate included, with which a host answers https.
Tls = Callable[[str], ssl.SSLContext]
_DATE = "Fri, 20 Nov 2026 01:00:00 GMT"


class RoutesServer:
    """Context manager; ``requests`` lists what was asked: ``METHOD URL STATUS``.

    >>> with RoutesServer([]) as server:
    ...     server.proxy_url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self, paths: Sequence[Path] = (), *, routes: Sequence[Route] = (), port: int = 0, tls: Tls | None = None
    ) -> None:
        self.tls = tls
        self.routes: dict[tuple[str, str, str], list[Route]] = {}
        self.hosts: set[str] = set()
        self.ignored: dict[str, frozenset[str]] = {}
        self.requests: list[str] = []
        self.closing = threading.Event()
        self.add([*load_routes(paths), *routes])
        self._lock = threading.Lock()
        self._handshakes = 0
        self._greeted = threading.Condition(self._lock)
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(
            target=partial(self._server.serve_forever, poll_interval=0.02), name="routes", daemon=True
        )

    def add(self, routes: Sequence[Route]) -> None:
        """More routes; of two for one request the later is asked first."""
        for route in routes:
            self.hosts.add(route.host)
            self.ignored[route.host] = self.ignored.get(route.host, frozenset()) | route.ignored
            self.routes.setdefault((route.method, route.host, route.target), []).insert(0, route)

    @property
    def proxy_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.closing.set()
        with self._greeted:  # a client that refuses the certificate is gone before its refusal is noted here
            self._greeted.wait_for(lambda: not self._handshakes, timeout=5)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def asked(self, host: str | None = None) -> list[str]:
        """Requests so far, but those for robots.txt."""
        with self._lock:
            known = list(self.requests)
        return [one for one in known if "/robots.txt " not in one and (host is None or f"//{host}/" in one)]

    def reply(
        self, method: str, host: str, target: str, form: Mapping[str, str], *, referer: bool
    ) -> tuple[Reply, bool]:
        """What to answer, and whether a route was found."""
        exact = (method, host, target)
        asked = exact if exact in self.routes else (method, host, without(target, self.ignored.get(host, frozenset())))
        for route in self.routes.get(asked, ()):
            if route.takes(form):
                if route.requires_referer and not referer:
                    return Reply(403, ((b"Content-Type", b"text/html"),), b"<html>403 Forbidden</html>"), True
                with self._lock:
                    return route.next_reply(), True
        return Reply(404, ((b"Content-Type", b"text/html; charset=utf-8"),), _MISSING.encode()), False

    def note(self, line: str) -> None:
        with self._lock:
            self.requests.append(line)

    @contextmanager
    def handshake(self) -> Iterator[None]:
        """While it lasts the server does not end."""
        with self._greeted:
            self._handshakes += 1
        try:
            yield
        finally:
            with self._greeted:
                self._handshakes -= 1
                self._greeted.notify_all()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], web: RoutesServer) -> None:
        self.web = web
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in tests; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Routes/1"
    sys_version = ""
    server: _Server
    timeout = 60
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    #: Host and port of the tunnel whose end this is.
    tunnel: str | None = None

    def do_CONNECT(self) -> None:
        web, host = self.server.web, self.path.rpartition(":")[0]
        if web.tls is None or self.tunnel is not None or host not in web.hosts:
            self._send(Reply(502, (), b"no https here\n"), f"CONNECT {self.path}")
            return
        self.close_connection = True
        with web.handshake():
            self.send_response_only(200)
            self.end_headers()
            try:
                self.connection = web.tls(host).wrap_socket(self.connection, server_side=True)
            except OSError as refused:  # the client does not trust the certificate, or no cipher is common
                web.note(f"CONNECT {self.path} {type(refused).__name__}")
                return
        self.tunnel = host if self.path.endswith(":443") else self.path
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb")
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        if self.tunnel is not None:
            self.connection.close()  # the server knows only the socket below

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Requests are kept in ``RoutesServer.requests``, not printed."""

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - same signature as the parent's
        return _DATE

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place = f"https://{self.tunnel}" if self.tunnel else f"http://{self.headers.get('Host', '')}"
        url = self.path if not self.path.startswith("/") else f"{place}{self.path}"
        host, target = target_of(url)
        shown = f"{self.command} {url}"
        if host not in self.server.web.hosts:
            self._send(Reply(502, (), f"no portal is called {host}\n".encode()), shown)
            return
        method = "GET" if self.command == "HEAD" else self.command
        reply, _ = self.server.web.reply(method, host, target, _fields(body), referer="Referer" in self.headers)
        if reply.delay_s:
            self.server.web.closing.wait(reply.delay_s)
        if reply.drop or reply.reset:
            self.server.web.note(f"{shown} 0")
            self.close_connection = True
            if reply.reset:  # closing then sends RST in place of FIN
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            return
        self._send(reply, shown)

    def _send(self, reply: Reply, shown: str) -> None:
        unchanged = reply.validators and self._knows(reply)
        status = 304 if unchanged else reply.status
        self.server.web.note(f"{shown} {status}")
        self.send_response_only(status)
        self.send_header("Server", self.server_version)
        self.send_header("Date", _DATE)
        if reply.validators:
            self.send_header("ETag", reply.etag)
            self.send_header("Last-Modified", _DATE)
        head = self._buffered()
        for name, value in reply.headers:
            head.append(name + b": " + value + b"\r\n")
        if status != 304:
            length = len(reply.body) * reply.times if reply.length is None else reply.length
            head.append(b"Content-Length: " + str(length).encode() + b"\r\n" if length >= 0 else b"")
        if reply.drip == "head":
            head.append(b"\r\n")
            self._drip(b"".join(head), reply.drip_s)
            head.clear()
        else:
            self.end_headers()
        if self.command == "HEAD" or status == 304:
            return
        body = reply.body if reply.cut is None else reply.body[: reply.cut]
        if reply.drip is not None:
            self._drip(body, reply.drip_s)
        else:
            for _ in range(reply.times):
                self.wfile.write(body)
        if reply.cut is not None or reply.length is not None:
            self.wfile.flush()
            self.close_connection = True

    def _drip(self, data: bytes, pause_s: float) -> None:
        for letter in data:
            self.wfile.write(bytes((letter,)))
            if self.server.web.closing.wait(pause_s):
                return

    def _buffered(self) -> list[bytes]:
        """The headers so far; raw bytes are added to them, which ``send_header`` cannot take."""
        buffer: list[bytes] = self._headers_buffer  # type: ignore[attr-defined]  # not in the stubs
        return buffer

    def _knows(self, reply: Reply) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            return reply.etag in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return self.headers.get("If-Modified-Since") == _DATE


def _flat(value: dict[str, object], before: str) -> Iterator[tuple[str, str]]:
    """The fields of an object as texts, those of inner objects under dotted names, too."""
    for name, one in value.items():
        yield f"{before}{name}", str(one)
        if isinstance(one, dict):
            yield from _flat(one, f"{before}{name}.")


def _fields(body: bytes) -> dict[str, str]:
    """The fields of a form or of a JSON object."""
    text = body.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            value = json.loads(text)
        except ValueError:
            return {}
        return dict(_flat(value, "")) if isinstance(value, dict) else {}
    return dict(parse_qsl(text, keep_blank_values=True))
