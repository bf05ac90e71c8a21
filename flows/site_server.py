"""A web server for what a store publishes, on this machine only: the catalogue and the files it links to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

from domain.ports import Store, StoreError
from publish.store.keys import content_type_of

#: What every mirror may show. The archive, the states of the portals and the runs are not for readers.
_PUBLIC = ("data/", "versions/")
_PUBLIC_FILES = ("index.html", "datapackage.json", "versions.json", "feed.json", "feed.atom", "status.json")
_ARCHIVE = "raw/sha256/"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def is_served(key: str, *, archive: bool) -> bool:
    """Whether a reader may have the object: what is published, and with ``archive`` the originals."""
    if key in _PUBLIC_FILES or key.startswith(_PUBLIC):
        return True
    if "/" not in key and key.startswith("v") and key.endswith(".datapackage.json"):
        return True
    return archive and key.startswith(_ARCHIVE)


def site_server(store: Store, *, port: int, archive: bool) -> ThreadingHTTPServer:
    """A server on 127.0.0.1, to be run by ``serve_forever``; ``port`` 0 is any free one, ``OSError`` if it is taken."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, store, archive))


@contextmanager
def serving_site(store: Store, *, port: int) -> Iterator[str | None]:
    """Serve the catalogue beside other work, originals included; gives its address, ``None`` if the port is taken."""
    try:
        server = site_server(store, port=port, archive=True)
    except OSError:
        yield None
        return
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    server_version = "xinfang"
    sys_version = ""
    protocol_version = "HTTP/1.1"

    def __init__(self, store: Store, archive: bool, *args: object) -> None:
        self._store = store
        self._archive = archive
        super().__init__(*args)  # type: ignore[arg-type]  # request, address, server

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        key = unquote(urlsplit(self.path).path).removeprefix("/")
        if not key or key.endswith("/"):
            key += "index.html"
        data = self._read(key)
        if data is None:
            self._send(HTTPStatus.NOT_FOUND, b"404\n", "text/plain; charset=utf-8", body=body)
        else:
            self._send(HTTPStatus.OK, data, content_type_of(key), body=body)

    def _read(self, key: str) -> bytes | None:
        if not is_served(key, archive=self._archive):
            return None
        try:
            stored = self._store.get(key)
        except StoreError:
            return None
        return stored.data if stored else None

    def _send(self, status: HTTPStatus, data: bytes, media_type: str, *, body: bool) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Nothing: the terminal shows the address, not every request."""
