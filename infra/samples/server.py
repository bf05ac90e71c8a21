"""The sample portals on loopback: one server that answers for many host names.

It is a forward proxy for ``GET http://host/...`` (give ``proxy_url`` to the HTTP client), and it answers plain requests
by their ``Host`` header. It listens on 127.0.0.1 only and never opens a connection itself: a host it does not know is
answered with 502. Every answer carries ``ETag`` and ``Last-Modified`` with fixed values, so the second visit can be
conditional. ``python -m infra.samples.server`` serves until it is interrupted.
"""

from __future__ import annotations

import argparse
import socket
import struct
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, urlsplit

from infra.samples.faults import Fault, FaultKind, Faults
from infra.samples.pages import PORTALS, Resource, Site, load_sites

#: A host that closes every connection at once.
DOWN_HOST = "www.down.test"


@dataclass(frozen=True)
class Request:
    """One line of the log. ``status`` 0: the connection was closed or reset; ``path`` includes the query."""

    time: float
    host: str
    method: str
    path: str
    status: int
    conditional: bool

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"


class SamplePortals:
    """Context manager that runs the portals.

    >>> with SamplePortals() as portals:
    ...     portals.proxy_url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(self, port: int = 0) -> None:
        self.sites: dict[str, Site] = load_sites()
        self.requests: list[Request] = []
        self.faults = Faults()
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), self)
        serve = partial(self._server.serve_forever, poll_interval=0.02)
        self._thread = threading.Thread(target=serve, name="sample-portals", daemon=True)

    @property
    def proxy_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def hosts(self) -> list[str]:
        return sorted([*self.sites, DOWN_HOST])

    def start(self) -> Self:
        self._thread.start()
        return self

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, _kind: type[BaseException] | None, _value: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def set_fault(
        self,
        target: str,
        kind: FaultKind,
        *,
        times: int | None = None,
        status: int = 503,
        seconds: float = 30.0,
        retry_after: str = "1",
        location: str = "http://www.elsewhere.test/index.html",
    ) -> None:
        """Break a host (``www.quyang.test``) or one address (``http://...``).

        It lasts for ``times`` requests, or until cleared; the kinds are described in ``infra/samples/faults.py``.
        """
        self.faults.set(target, Fault(kind, status, seconds, retry_after, location, times))

    def clear_faults(self, target: str | None = None) -> None:
        self.faults.clear(target)

    def replace(self, url: str, body: bytes) -> None:
        """Other bytes at an address, as when a portal posts a corrected file (one day later, with a new ETag)."""
        parts = urlsplit(url)
        site = self.sites[str(parts.hostname)]
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        site.replace(target, body)

    def log(self, request: Request) -> None:
        with self._lock:
            self.requests.append(request)

    def requested(self, host: str | None = None) -> list[str]:
        """Addresses asked for so far, in order."""
        with self._lock:
            return [request.url for request in self.requests if host in (None, request.host)]

    def unwanted(self) -> list[str]:
        """Addresses asked for although their item is no 信访 report: other departments, totals, news, look-alikes."""
        with self._lock:
            asked = list(self.requests)
        found = []
        for request in asked:
            site = self.sites.get(request.host)
            resource = site.get(request.path) if site else None
            if resource is not None and resource.label not in ("", "target"):
                found.append(request.url)
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], portals: SamplePortals) -> None:
        self.portals = portals
        super().__init__(address, _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in tests; that is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SamplePortals/1"
    sys_version = ""
    server: _Server
    timeout = 60
    disable_nagle_algorithm = True  # else every answer after the first waits 40 ms for an acknowledgement

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_CONNECT(self) -> None:
        self.host, self.target = self.path, ""
        self._send(502, b"the sample portals speak plain http only\n", [("Content-Type", "text/plain")])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the standard library's
        """Requests are kept in ``SamplePortals.requests``, not printed."""

    @property
    def portals(self) -> SamplePortals:
        return self.server.portals

    @property
    def conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = parse_qs(self.rfile.read(length).decode("utf-8", "replace"), keep_blank_values=True)
        if self.path.startswith("/"):
            self.host, self.target = self.headers.get("Host", "").partition(":")[0].lower(), self.path
        else:
            parts = urlsplit(self.path)
            self.host = (parts.hostname or "").lower()
            self.target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fault = self.portals.faults.take(self.host, self.target)
        if self.host == DOWN_HOST or (fault and fault.kind == "down"):
            self._hang_up()
            return
        site = self.portals.sites.get(self.host)
        if site is None:
            self._send(502, f"no sample portal is called {self.host}\n".encode(), [("Content-Type", "text/plain")])
            return
        if self.command == "POST":
            answer = site.post(self.target, form, self.headers.get("Referer", ""))
            if answer is None:
                self._page(404, "not_found")
            elif fault is None or not self._broken(fault, None, answer):
                modified = max(resource.modified for resource in site.resources.values())
                self._resource(Resource(answer, "text/xml; charset=utf-8", modified, "list"))
            return
        resource = site.get(self.target)
        if fault is not None and self._broken(fault, resource, resource.body if resource else b""):
            return
        if resource is None:
            self._page(404, "not_found")
        elif resource.requires_referer and "Referer" not in self.headers:
            self._page(200, "file_error")
        else:
            self._resource(resource)

    def _resource(self, resource: Resource) -> None:
        headers = [*self._validators(resource), *resource.headers]
        if self._unchanged(resource):
            self._send(304, b"", headers)
            return
        kind = resource.head_type if self.command == "HEAD" and resource.head_type else resource.content_type
        self._send(200, resource.body, [("Content-Type", kind), *headers])

    def _validators(self, resource: Resource) -> list[tuple[str, str]]:
        return [("ETag", resource.etag), ("Last-Modified", format_datetime(resource.modified, usegmt=True))]

    def _unchanged(self, resource: Resource) -> bool:
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return "*" in known or resource.etag in known
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            return resource.modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False

    def _broken(self, fault: Fault, resource: Resource | None, body: bytes) -> bool:
        """Answers in the way of ``fault``; ``False`` if the request is to be answered as usual."""
        match fault.kind:
            case "slow":
                self.portals.closing.wait(fault.seconds)
                return False
            case "status" | "500" | "404":
                self._page(fault.status if fault.kind == "status" else int(fault.kind), "not_found")
            case "429":
                retry = [("Retry-After", fault.retry_after), ("Content-Type", "text/html; charset=utf-8")]
                self._send(429, "访问过于频繁，请稍后再试".encode(), retry)
            case "redirect":
                self._send(302, b"", [("Location", fault.location)])
            case "html_for_file":
                self._page(200, "file_error")
            case "soft_404":
                self._page(200, "not_found")
            case "reset" | "truncated":
                self._break_off(resource, body, reset=fault.kind == "reset")
            case "empty_list":
                return self._empty_list(resource)
            case _:
                raise ValueError(f"unknown fault {fault.kind!r}")
        return True

    def _empty_list(self, resource: Resource | None) -> bool:
        if resource is None and self.command == "POST":
            self._send(200, b"<datastore><recordset></recordset></datastore>", [("Content-Type", "text/xml")])
            return True
        if resource is None or resource.empty is None:
            return False
        self._send(200, resource.empty, [("Content-Type", resource.content_type)])
        return True

    def _page(self, status: int, name: str) -> None:
        body = (PORTALS / "templates" / f"{name}.html").read_bytes()
        self._send(status, body, [("Content-Type", "text/html; charset=utf-8")])

    def _send(self, status: int, body: bytes, headers: Iterable[tuple[str, str]]) -> None:
        self._log(status)
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and status != 304:
            self.wfile.write(body)

    def _break_off(self, resource: Resource | None, body: bytes, *, reset: bool) -> None:
        """Announces the whole body, sends half of it and ends the connection."""
        self._log(0 if reset else 200)
        self.send_response(200)
        kind = resource.content_type if resource else "text/xml; charset=utf-8"
        for name, value in [("Content-Type", kind), *(self._validators(resource) if resource else [])]:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        self._hang_up(reset=reset, logged=True)

    def _hang_up(self, *, reset: bool = False, logged: bool = False) -> None:
        if not logged:
            self._log(0)
        if reset:
            linger = struct.pack("ii", 1, 0)  # on, zero seconds: close sends RST
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
        self.close_connection = True

    def _log(self, status: int) -> None:
        entry = Request(time.time(), self.host, self.command, self.target, status, self.conditional)
        self.portals.log(entry)


def main() -> int:
    """Serves the portals until interrupted; prints the proxy address and the hosts."""
    parser = argparse.ArgumentParser(prog="python -m infra.samples.server", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    options = parser.parse_args()
    with SamplePortals(options.port) as portals:
        print(f"proxy {portals.proxy_url}", flush=True)
        for host in portals.hosts:
            site = portals.sites.get(host)
            print(f"  {site.entry_url if site else f'http://{host}/ (closes every connection)'}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("stopped")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
