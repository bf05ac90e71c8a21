"""The only way out of a watched page: every request is answered through the polite client, or not at all.

Hosts of the portal only, robots.txt, gap, User-Agent, egress, sizes and walls are the client's; images, fonts and media
are not asked, nor what a page uses to count its readers. A wall ends the watching.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import parse_qsl, urlsplit

from scrapers.adapters.model import Source
from scrapers.addresses import host_of
from scrapers.answers import Answer, Kind
from scrapers.client import PoliteClient
from scrapers.found_column import reaching
from scrapers.own_hosts import is_own_host
from scrapers.refusals import BudgetSpent, EmptyBody, FetchError, NotFound, Wall
from scrapers.watched.vocabulary import vocabulary

#: Of one watching, all pages of it together.
MAX_REQUESTS = 150
MAX_BYTES = 60 * 1024 * 1024
#: What a page needs in order to be drawn and to ask for its rows.
_NEEDED = frozenset({"document", "script", "xhr", "fetch"})
#: Style sheets are answered empty: some scripts wait for them.
_STYLE = "stylesheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the page makes it. ``kind`` is the browser's word for what it is for."""

    method: str
    url: str
    kind: str
    page: str
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    #: The page itself, not a part of it.
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What the page is answered; ``moved_to`` where the portal redirected it."""

    status: int
    body: bytes
    content_type: str
    moved_to: str | None = None
    #: The answer as text, for calls.
    source: Source | None = None
    fields: Mapping[str, object] | None = None
    as_json: bool = False


@dataclass(slots=True)
class Door:
    """Answers the requests of one watching; ``told`` says what was not asked and concerns a person."""

    client: PoliteClient
    told: list[str] = field(default_factory=list)
    #: Why nothing is asked any more.
    ended: FetchError | None = None
    #: Why the page itself was not had.
    page_error: FetchError | None = None
    asked: int = 0
    _received: int = 0
    #: Scripts and pages that a redirect led to: asked once.
    _kept: dict[str, Answer] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)

    def answer(self, asked: Asked) -> Given | None:
        """The answer for the page; ``None``: not asked, or refused."""
        if asked.kind == _STYLE:
            return Given(200, b"", "text/css")
        if self.ended is not None or asked.kind not in _NEEDED or urlsplit(asked.url).scheme not in ("http", "https"):
            return None
        host, portal = host_of(asked.url), self.client.portal
        if host not in portal.hosts and not is_own_host(host, portal.hosts[0]):
            self._tell_other(asked, host)
            return None
        if vocabulary().counts_readers(asked.url) or f"{asked.method} {asked.url}" in self._refused:
            return None
        with reaching(self.client, [host]):
            return self._asked(asked)

    def _asked(self, asked: Asked) -> Given | None:
        try:
            posted = _posted(asked)
        except ValueError:
            self.tell(f"请求的内容无法照样发送 a request that cannot be sent as it is: {_shown(asked.url)}")
            return None
        try:
            answer = self._through(asked, posted)
        except NotFound:
            return Given(404, b"404", "text/html")
        except EmptyBody:
            return Given(200, b"", "text/plain")
        except FetchError as error:
            self._note(error, asked)
            return None
        moved = answer.final_url if asked.is_page and answer.final_url != asked.url else None
        if moved is not None:
            self._kept[moved] = answer
        decoded = answer.text(self.client.portal.charset)
        fields, as_json = posted if posted is not None else (None, False)
        source = Source(decoded.text, answer.final_url, decoded.encoding)
        return Given(answer.status, answer.body, answer.content_type or "", moved, source, fields, as_json)

    def _through(self, asked: Asked, posted: tuple[dict[str, object], bool] | None) -> Answer:
        kept = self._kept.get(asked.url) if posted is None else None
        if kept is not None:
            return kept
        if self.asked >= MAX_REQUESTS or self._received >= MAX_BYTES:
            raise BudgetSpent(asked.url, "页面的请求太多，不再观察", "the page asks for too much; no longer watched")
        self.asked += 1
        referer = asked.page if asked.page.startswith("http") and not asked.is_page else None
        if posted is None:
            answer = self.client.get(asked.url, kind=Kind.LIST, referer=referer)
        else:
            fields, as_json = posted
            answer = self.client.post(asked.url, fields, kind=Kind.LIST, referer=referer, as_json=as_json)
        self._received += len(answer.body)
        if asked.kind == "script":
            self._kept[asked.url] = answer
        return answer

    def _note(self, error: FetchError, asked: Asked) -> None:
        """What ends the watching, and what is only left out: a part of the page that the portal does not show."""
        self._refused.add(f"{asked.method} {asked.url}")
        if error.ends_run or (isinstance(error, Wall) and (error.challenge or asked.is_page)):
            self.ended = error
        if asked.is_page:
            self.page_error = error
        self.tell(f"{error.message}: {_shown(asked.url)}")

    def _tell_other(self, asked: Asked, host: str) -> None:
        if asked.kind == "script":
            self.tell(f"页面的脚本在其他主机，未取 scripts on a host that is not the portal's: {host} ({asked.page})")
        else:
            self.tell(
                "页面向其他主机请求，未访问 the page asks a host that is not the portal's: "
                f"{_shown(asked.url)} ({asked.page})"
            )

    def tell(self, line: str) -> None:
        if line not in self.told:
            self.told.append(line)


def _shown(url: str) -> str:
    return url.split("?", 1)[0]


def _posted(asked: Asked) -> tuple[dict[str, object], bool] | None:
    """What is posted as fields, and whether as JSON; ``None`` for a GET. Raises ``ValueError`` for anything else."""
    if asked.method == "GET":
        return None
    if asked.method != "POST":
        raise ValueError(asked.method)
    body, told = asked.body or "", Message()
    told["content-type"] = asked.headers.get("content-type", "application/x-www-form-urlencoded")
    kind = told.get_content_type()
    if kind.endswith("json"):
        value = json.loads(body)
        if not isinstance(value, dict):
            raise ValueError(kind)
        return value, True
    pairs = parse_qsl(body, keep_blank_values=True)
    fields: dict[str, object] = dict(pairs)
    if kind != "application/x-www-form-urlencoded" or len(fields) < len(pairs) or (body.strip() and not pairs):
        raise ValueError(kind)
    return fields, False
