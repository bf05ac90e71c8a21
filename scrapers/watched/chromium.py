"""Chromium behind :class:`~scrapers.watched.door.Door`: it draws pages and asks nothing of the network by itself.

Every request is intercepted and answered by the polite client. Besides, the browser resolves no name, its proxy leads
nowhere, and service workers and web sockets are off. It runs in a thread of its own: Playwright keeps an event loop
running in its thread, which other libraries stumble over.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from scrapers.client import PoliteClient
from scrapers.watched.port import BrowserMissing, Tab
from scrapers.watched.tab import ChromiumTab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--no-pings",
    "--dns-prefetch-disable",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
#: Nothing listens there: what would not be intercepted goes nowhere, loopback included.
_NOWHERE = "http://127.0.0.1:9"


def chromium_program() -> str | None:
    """The system's Chromium."""
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def missing_parts() -> str | None:
    """What is missing to watch pages and how it is installed; ``None`` where all is there."""
    if importlib.util.find_spec("playwright") is None:
        return (
            "浏览器组件未安装：pip install 'xinfang[browser]' "
            "the browser's part is not installed: pip install 'xinfang[browser]'"
        )
    if chromium_program() is None:
        return (
            "没有找到 Chromium：sh infra/install-debian.sh browser，或系统软件包 chromium "
            "no Chromium was found: sh infra/install-debian.sh browser, or the system's package chromium"
        )
    return None


class Chromium:
    """A :class:`~scrapers.watched.port.PageWatcher`. Use as a context manager; the browser starts when it is needed."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="chromium")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._thread.submit(self._stop).result()
        self._thread.shutdown()

    @contextmanager
    def watching(self, client: PoliteClient) -> Iterator[Tab]:
        """A tab whose requests go through ``client``. Raises :class:`BrowserMissing`."""
        missing = missing_parts()
        if missing is not None:
            raise BrowserMissing(missing)
        browser = self._thread.submit(self._started).result()
        tab = ChromiumTab(self._thread, browser, client)
        try:
            yield tab
        finally:
            tab.stopped = True
            self._thread.submit(tab.close).result()

    def _started(self) -> Browser:
        if self._browser is None:
            from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - only with the extra

            self._playwright = sync_playwright().start()
            try:
                self._browser = self._playwright.chromium.launch(
                    executable_path=chromium_program(),
                    args=list(_ARGUMENTS),
                    proxy={"server": _NOWHERE, "bypass": "<-loopback>"},
                    chromium_sandbox=os.geteuid() != 0,
                )
            except Error as problem:
                self._stop()
                message = f"Chromium 无法启动 Chromium does not start: {problem.message.splitlines()[0]}"
                raise BrowserMissing(message) from problem
        return self._browser

    def _stop(self) -> None:
        if self._browser is not None:
            self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()
        self._browser = self._playwright = None
