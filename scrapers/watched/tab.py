"""One tab of Chromium: loads pages, presses, and keeps the calls that were answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from scrapers.adapters.api import read_json
from scrapers.adapters.model import UnreadableList
from scrapers.client import PoliteClient
from scrapers.refusals import Unreachable, Wall
from scrapers.walls import by_content
from scrapers.watched.door import Asked, Door, Given
from scrapers.watched.port import Seen, ShownLink, WatchedCall
from scrapers.watched.vocabulary import vocabulary

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Frame, Page, Request, Route

_T = TypeVar("_T")
#: A page is at rest when nothing was asked for so long, so many times, and no longer waited for than this (seconds).
_QUIET_MS = 300
_QUIET_TIMES = 2
_LONGEST = 600.0
#: On a busy machine a page takes long to do what an answer makes it do: it says itself when it has nothing to do.
_IDLE = "new Promise(done => requestIdleCallback(() => requestIdleCallback(done, {timeout: 2000}), {timeout: 2000}))"
#: The driver waits for requests that wait for their turn.
_DRIVER_MS = 600_000
_MAX_PRESSES = 6
_LARGEST_CALL = 5_000_000


@dataclass
class ChromiumTab:
    """One page at a time, each in a context of its own; the methods without a name of their own run in the thread."""

    thread: ThreadPoolExecutor
    browser: Browser
    client: PoliteClient
    stopped: bool = False
    door: Door = field(init=False)
    _context: BrowserContext | None = None
    _page: Page | None = None
    _opened: list[Page] = field(default_factory=list)
    _calls: list[WatchedCall] = field(default_factory=list)
    _answered: int = 0

    def __post_init__(self) -> None:
        self.door = Door(self.client)

    @property
    def told(self) -> list[str]:
        return self.door.told

    def open(self, url: str) -> Seen:
        return self._run(lambda: self._open(url))

    def turn(self) -> Iterator[Seen]:
        for place in range(self._run(self._next_places)):
            seen = self._run(partial(self._press, place))
            if seen is None:
                return
            yield seen
        yield self._run(self._scroll)

    def follow(self, title: str) -> Seen | None:
        return self._run(lambda: self._follow(title))

    def close(self) -> None:
        if self._context is not None:
            with suppress(self._errors()):
                self._context.unroute_all(behavior="ignoreErrors")  # requests that are still on their way
                self._context.close()
        self._context = self._page = None

    def _run(self, work: Callable[[], _T]) -> _T:
        return self.thread.submit(self._guarded, work).result()

    def _guarded(self, work: Callable[[], _T]) -> _T:
        try:
            found = work()
        except self._errors() as problem:
            refused = self.door.ended or self.door.page_error
            if refused is not None:
                raise refused from None
            url = self._page.url if self._page is not None else ""
            zh, en = "浏览器没有打开页面", f"the browser did not open the page ({str(problem).splitlines()[0]})"
            raise Unreachable(url, zh, en) from problem
        if self.door.ended is not None:
            raise self.door.ended
        return found

    @staticmethod
    def _errors() -> type[Exception]:
        from playwright.sync_api import Error  # noqa: PLC0415 - only with the extra

        return Error

    def _open(self, url: str) -> Seen:
        self.close()
        if self.door.ended is not None:
            raise self.door.ended
        self._calls, self.door.page_error = [], None
        context = self._context = self.browser.new_context(
            user_agent=self.client.user_agent,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 1280, "height": 2000},
            service_workers="block",
            accept_downloads=False,
        )
        context.set_default_timeout(_DRIVER_MS)
        context.route("**/*", self._intercepted)
        context.route_web_socket("**/*", lambda socket: socket.close())
        context.on("page", self._note_opened)
        self._page = context.new_page()
        self._opened.clear()
        self._page.goto(url, wait_until="commit")
        self._settle(self._page)
        seen = self._seen(self._page)
        sign = by_content(seen.html)
        if sign is not None and sign.category in ("challenge", "captcha", "block", "login"):
            concerns_portal = sign.category in ("challenge", "captcha")
            raise Wall(url, sign.kind, challenge=concerns_portal, zh=sign.zh, en=sign.en)
        return seen

    def _note_opened(self, opened: Page) -> None:
        self._opened.append(opened)

    def _intercepted(self, route: Route, request: Request) -> None:
        with suppress(self._errors()):  # the page may be gone by the time that it is answered
            asked = self._asked(request)
            given = None if self.stopped else self.door.answer(asked)
            self._answered += 1
            if given is None:
                route.abort("blockedbyclient")
                return
            self._keep(asked, given, request)
            if given.moved_to is not None:
                to = given.moved_to.replace("\\", "\\\\").replace('"', '\\"').replace("<", "%3C")
                route.fulfill(content_type="text/html", body=f'<script>location.replace("{to}")</script>')
                return
            origin = request.headers.get("origin")
            headers = {"Content-Type": given.content_type}
            if origin:
                headers |= {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
            route.fulfill(status=given.status, headers=headers, body=given.body)

    def _asked(self, request: Request) -> Asked:
        kind, parent = request.resource_type, None
        try:
            frame = request.frame
            parent, page = frame.parent_frame, frame.url if kind != "document" else frame.page.url
        except self._errors():  # the first request of a page that another opened: there is no frame yet
            page = self._page.url if self._page is not None else ""
        main = kind == "document" and parent is None
        return Asked(request.method, request.url, kind, page, request.post_data, request.headers, main)

    def _keep(self, asked: Asked, given: Given, request: Request) -> None:
        source = given.source
        if source is None or asked.is_page or len(source.text) > _LARGEST_CALL:
            return
        if asked.kind == "script":
            try:
                read_json(source.text)
            except UnreadableList:
                return
        own = vocabulary().own_headers(list(request.headers))
        self._calls.append(WatchedCall(asked.method, asked.url, given.fields, given.as_json, source, own))

    def _settle(self, page: Page) -> None:
        """Until the page asks for nothing more."""
        until, quiet = time.monotonic() + _LONGEST, 0
        while time.monotonic() < until and not self.stopped and self.door.ended is None:
            before = self._answered
            page.wait_for_timeout(_QUIET_MS)
            page.evaluate(_IDLE)
            still = self._answered == before and page.evaluate("document.readyState") != "loading"
            quiet = quiet + 1 if still else 0
            if quiet == _QUIET_TIMES:
                return

    def _seen(self, page: Page) -> Seen:
        links: list[ShownLink] = []
        texts = []
        for frame in page.frames:
            with suppress(self._errors()):
                shown = frame.evaluate(_in_page("shown"))
                texts.append(shown["text"])
                links += [ShownLink(*one) for one in shown["links"]]
        calls, self._calls = tuple(self._calls), []
        at = datetime.fromtimestamp(page.evaluate("Date.now()") / 1000, UTC)
        return Seen(page.url, page.content(), "\n".join(texts), tuple(links), calls, at)

    def _next_places(self) -> int:
        """Marks what may lead to page 2, in all frames; how many there are."""
        assert self._page is not None
        found = 0
        for frame in self._page.frames:
            found += self._evaluated(frame, "pagers", {**vocabulary().pressing, "first": found})
        return min(found, _MAX_PRESSES)

    def _press(self, place: int) -> Seen | None:
        page = self._page
        assert page is not None
        before = _document(page.url)
        pressed = any(self._evaluated(frame, "press", place) for frame in page.frames)
        if not pressed or _document(page.url) != before:
            return None
        self._settle(page)
        return self._seen(page) if _document(page.url) == before else None

    def _scroll(self) -> Seen:
        assert self._page is not None
        for frame in self._page.frames:
            self._evaluated(frame, "scroll", None)
        self._settle(self._page)
        return self._seen(self._page)

    def _follow(self, title: str) -> Seen | None:
        page = self._page
        assert page is not None
        self._opened.clear()
        if not any(self._evaluated(frame, "follow", title) for frame in page.frames):
            return None
        self._settle(page)
        for opened in self._opened:
            self._settle(opened)
            return self._seen(opened)
        return self._seen(page)

    def _evaluated(self, frame: Frame, name: str, argument: object) -> int:
        try:
            return int(frame.evaluate(_in_page(name), argument))
        except self._errors():
            return 0


def _document(url: str) -> str:
    """The address without what stands behind #."""
    return urlsplit(url)._replace(fragment="").geturl()


def _in_page(name: str) -> str:
    """A function that runs in the page."""
    path = Path(__file__).parent / "in_page" / f"{name}.js"
    return path.read_text(encoding="utf-8").strip().removesuffix(";")
