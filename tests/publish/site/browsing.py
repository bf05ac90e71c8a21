"""Chromium, the servers it reads from, and readers: pages on which nothing may complain or ask anything of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from tests.publish.site.store import reports

#: On a busy machine a page needs its time; nobody asks for speed here.
expect.set_options(timeout=30_000)

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
IN_PAGE = Path(__file__).parent / "in_page"
DESKTOP, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)
#: Every kind of page.
PLACES = (
    "#/",
    "#/county/140423",
    "#/county/140100",
    f"#/report/{reports()[2].report.report_id}",
    "#/province/140000",
    "#/province/110000",
    "#/overview",
    "#/coverage",
    "#/checks",
    "#/downloads",
    "#/dictionary",
    "#/versions",
    "#/status",
    "#/about",
    "#/no-such-page",
)


def in_page(name: str) -> str:
    """A function that runs in the browser."""
    return (IN_PAGE / f"{name}.js").read_text(encoding="utf-8").strip().removesuffix(";")


class FolderServer(SimpleHTTPRequestHandler):
    """Any static server will do: this is Python's own, without the archive unless it is open."""

    archive = False

    def do_GET(self) -> None:
        self._unless_closed(super().do_GET)

    def do_HEAD(self) -> None:
        self._unless_closed(super().do_HEAD)

    def _unless_closed(self, answer: Callable[[], None]) -> None:
        if self.path.startswith("/raw/") and not self.archive:
            self.send_error(403)
        else:
            answer()

    def log_message(self, *_: object) -> None:
        pass


class OpenArchive(FolderServer):
    archive = True


@pytest.fixture(scope="module")
def addresses(published: Path) -> Iterator[dict[str, str]]:
    """Where the store is served: with a ``closed`` and with an ``open`` archive."""
    servers = {
        name: ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(published)))
        for name, handler in (("closed", FolderServer), ("open", OpenArchive))
    }
    for server in servers.values():
        Thread(target=server.serve_forever, daemon=True).start()
    yield {name: f"http://127.0.0.1:{server.server_address[1]}/" for name, server in servers.items()}
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield running
        running.close()


#: PDF.js on a machine without the font that a PDF names and does not hold: it draws with another, which is tested.
OTHER_FONT = "Warning: Cannot load system font: "


@dataclass
class Reader:
    """A reader's page, and everything that should not have happened on it."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)

    def go(self, place: str = "", *, version: int = 1) -> None:
        self.page.goto(f"{self.root}versions/{version}/site/index.html{place}")
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector("main h1")
        expect(self.page.locator("main .loading")).to_have_count(0)

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(OTHER_FONT):
            self.complaints.append(message.text)


@pytest.fixture
def new_reader(
    browser: Browser, addresses: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Reader]]:
    """Readers whose pages must neither complain nor ask anything of another host."""
    contexts = []
    readers: list[Reader] = []

    def make(*, viewport: ViewportSize = DESKTOP, archive: str = "closed", **options: Any) -> Reader:
        context = browser.new_context(viewport=viewport, accept_downloads=True, **options)
        contexts.append(context)
        root = request.getfixturevalue("bucket") if archive == "bucket" else addresses[archive]
        reader = Reader(context.new_page(), root)
        reader.page.on("console", reader.heard)
        reader.page.on("pageerror", lambda error: reader.complaints.append(str(error)))
        reader.page.on("request", lambda request: _own(request.url, reader))
        reader.page.set_default_timeout(15_000)
        readers.append(reader)
        return reader

    yield make
    for context in contexts:
        context.close()
    assert [reader.complaints for reader in readers] == [[] for _ in readers]


def _own(url: str, reader: Reader) -> None:
    if not url.startswith((reader.root, "data:", "blob:")):
        reader.complaints.append(f"asked outside: {url}")


@pytest.fixture
def reader(new_reader: Callable[..., Reader]) -> Reader:
    return new_reader()
