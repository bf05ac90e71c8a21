"""The polite client of one portal: only its hosts, one request at a time with a gap, robots obeyed, walls respected.

Every request ends as an :class:`~scrapers.answers.Answer` or as a named :class:`~scrapers.refusals.FetchError`;
there is no third way. Redirects are followed by hand, hop by hop, inside the list of hosts.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType

import httpx

from domain.identifiers import sha256_hex
from domain.ports import Clock
from scrapers.addresses import connected_url, host_of, is_on, resolve, with_scheme
from scrapers.answers import Answer, Exchange, Kind, Recorder, Validators
from scrapers.charset import decode
from scrapers.cookies import BoundedJar
from scrapers.declaration import Portal
from scrapers.decoding import DamagedBody, LargerThan, body_of
from scrapers.headers import from_page, public_headers, put_location_back, set_location_aside
from scrapers.limiter import SHARED_LIMITER, DayBudgetSpent, HostLimiter
from scrapers.refusals import (
    BudgetSpent,
    CertificateRefused,
    EmptyBody,
    FetchError,
    HandshakeRefused,
    Moved,
    NotAllowed,
    NotFound,
    RateLimited,
    RedirectLoop,
    RobotsDenied,
    TooLarge,
    TooSlow,
    UnexpectedStatus,
    Unreachable,
    Wall,
    WrongBytes,
)
from scrapers.robots import MAX_BYTES, RobotsRecord, judge, whole_lines
from scrapers.rules import TlsProfile
from scrapers.verdicts import as_refusal, check_answer, retry_after, stands_there
from scrapers.wire import open_transport, proxy_for

# At DEBUG it repeats every header it receives, and names of files in them may hold names of persons.
logging.getLogger("httpcore").setLevel(logging.INFO)

DEFAULT_USER_AGENT = "xinfang-budgets/0.1 (+xinfang-budgets@example.org)"
MAX_HOPS = 5
MAX_TRIES = 3
#: Signs of being too fast after which a run ends.
MAX_RATE_SIGNS = 3
#: The longest we wait because a server asks for it; a longer wish ends the run.
MAX_RETRY_AFTER_S = 120.0
#: A host that wants longer pauses than this between requests does not want to be read.
MAX_CRAWL_DELAY_S = 600.0
_HEALS = frozenset({429, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: A length of more digits is larger than anything.
_COUNT_DIGITS = 15
_CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})


@dataclass(frozen=True, slots=True)
class _Hop:
    """One request as it goes out."""

    method: str
    url: str
    kind: Kind
    headers: dict[str, str]
    form: Mapping[str, object] | None
    as_json: bool = False


class PoliteClient:
    """Requests for one portal. Use as a context manager; not shared between threads.

    ``egress`` is the operator's proxy over the declaration's; ``transport`` replaces the network in tests. Set
    ``recorder`` to have every request recorded, and ``robots`` to start with what is remembered of robots.txt.
    """

    def __init__(
        self,
        portal: Portal,
        *,
        clock: Clock,
        user_agent: str = DEFAULT_USER_AGENT,
        egress: str | None = None,
        limiter: HostLimiter = SHARED_LIMITER,
        transport: httpx.BaseTransport | None = None,
        jitter: random.Random | None = None,
    ) -> None:
        self.portal = portal
        self.user_agent = user_agent
        self.recorder: Recorder | None = None
        self.robots: dict[str, RobotsRecord] = {}
        self.requests_made = 0
        #: Decoded bytes of bodies.
        self.bytes_received = 0
        self.rate_signs = 0
        self._clock = clock
        self._egress = egress
        self._limiter = limiter
        self._transport = transport
        self._jitter = jitter or random.Random()  # noqa: S311 - spreads retries, keeps no secret
        self._clients: dict[str | None, httpx.Client] = {}

    def __enter__(self) -> PoliteClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def get(self, url: str, *, kind: Kind, validators: Validators | None = None, referer: str | None = None) -> Answer:
        """GET ``url``, conditionally when ``validators`` are given. Raises :class:`FetchError`."""
        headers = dict(validators.headers) if validators else {}
        return self._fetch(_Hop("GET", url, kind, headers | from_page(referer), None))

    def post(
        self, url: str, form: Mapping[str, object], *, kind: Kind, referer: str | None = None, as_json: bool = False
    ) -> Answer:
        """POST a form, or the same fields as a JSON object. Raises :class:`FetchError`."""
        return self._fetch(_Hop("POST", url, kind, from_page(referer), form, as_json))

    def _fetch(self, hop: _Hop) -> Answer:
        asked = hop.url
        self._check_allowed(asked)
        hop = self._with_url(hop, self._in_scheme(asked))
        seen: list[str] = []
        for _ in range(MAX_HOPS + 1):
            if hop.kind is not Kind.ROBOTS:
                self._check_robots(hop.url)
            answer = self._try(hop, asked)
            if answer.status not in _REDIRECTS:
                return self._judged(answer, hop)
            seen.append(hop.url)
            target = resolve(answer.headers.get("location", ""), hop.url)
            if target is None:
                raise UnexpectedStatus(hop.url, "重定向没有目标", "a redirect without a target")
            if host_of(target) not in self.portal.hosts:
                raise Moved(hop.url, target)
            self._check_allowed(target)
            if seen.count(target) > 1:
                raise Wall(hop.url, "cookie_loop", challenge=True)
            hop = self._with_url(hop, target, keep_method=answer.status in (307, 308))
        raise RedirectLoop(asked, f"重定向超过{MAX_HOPS}次", f"more than {MAX_HOPS} redirects")

    def _with_url(self, hop: _Hop, url: str, *, keep_method: bool = True) -> _Hop:
        if keep_method:
            return _Hop(hop.method, url, hop.kind, hop.headers, hop.form, hop.as_json)
        return _Hop("GET", url, hop.kind, hop.headers, None)

    def _in_scheme(self, url: str) -> str:
        return url if self.portal.scheme == "both" else with_scheme(url, self.portal.scheme)

    def _check_allowed(self, url: str) -> None:
        if not is_on(url, self.portal.hosts):
            raise NotAllowed(url, "主机不在本门户名单内", "the host is not on this portal's list")

    def _check_robots(self, url: str) -> None:
        host = host_of(url)
        record = self.robots.get(host)
        if record is None or not record.is_fresh(self._clock.now()):
            record = self._read_robots(url)
            self.robots[host] = record
        if not record.allows(url, self._product):
            answered = "" if record.verdict == "rules" else f" (it answers {record.status})"
            raise RobotsDenied(url, "robots.txt 不允许访问", f"robots.txt does not allow it{answered}")
        delay = record.crawl_delay(self._product)
        if delay > MAX_CRAWL_DELAY_S:
            zh, en = f"robots.txt 要求间隔{delay:.0f}秒", f"robots.txt asks to wait {delay:.0f} s between requests"
            raise RobotsDenied(url, f"{zh}，不再访问", f"{en}; nothing is asked")

    def _read_robots(self, url: str) -> RobotsRecord:
        """Ask the host of ``url`` for robots.txt; a host that is down or behind a wall is told apart from a refusal."""
        address = resolve("/robots.txt", url)
        assert address is not None
        try:
            answer = self._fetch(_Hop("GET", address, Kind.ROBOTS, {}, None))
        except Wall as wall:
            if wall.challenge:
                raise
            return judge(403, "", fetched_at=self._clock.now())
        except RateLimited:
            return judge(429, "", fetched_at=self._clock.now())
        except (NotFound, Moved, RedirectLoop, UnexpectedStatus, EmptyBody):
            return judge(404, "", fetched_at=self._clock.now())
        rules = whole_lines(answer.body)
        return judge(200, decode(rules, answer.content_type).text, fetched_at=answer.fetched_at)

    @property
    def _product(self) -> str:
        return self.user_agent.split("/", 1)[0]

    def _try(self, hop: _Hop, asked: str) -> Answer:
        """One hop with up to three tries for what can heal."""
        failure: FetchError | None = None
        for attempt in range(1, MAX_TRIES + 1):
            try:
                answer = self._send(hop, asked)
            except httpx.RequestError as problem:
                failure = as_refusal(hop.url, problem)
                if not isinstance(failure, (CertificateRefused, HandshakeRefused, TooSlow)):
                    self._wait(attempt, None)
                    continue
                raise failure from problem
            # A wall does not heal by asking again, whatever status it comes with.
            if answer.status not in _HEALS or stands_there(answer, hop.kind, self.portal.charset) is not None:
                return answer
            failure = self._refused(answer)
            self._wait(attempt, retry_after(answer, self._clock.now()))
        assert failure is not None
        raise failure

    def _refused(self, answer: Answer) -> FetchError:
        """A status that may heal, as the error it becomes when it does not; raises at once when waiting is no use."""
        wish = retry_after(answer, self._clock.now())
        if answer.status == 429:
            self._note_rate_sign(answer.url)
        if wish is not None and wish > MAX_RETRY_AFTER_S:
            zh, en = f"门户要求等待{wish:.0f}秒", f"the portal asks to wait {wish:.0f} s"
            raise RateLimited(answer.url, zh, en, wait_s=wish)
        if answer.status == 429:
            return RateLimited(answer.url, "门户限制访问频率", "the portal limits the rate")
        return Unreachable(answer.url, f"服务器错误 {answer.status}", f"server error {answer.status}")

    def _note_rate_sign(self, url: str) -> None:
        self.rate_signs += 1
        self._limiter.slow_down(host_of(url))
        if self.rate_signs >= MAX_RATE_SIGNS:
            raise RateLimited(url, "多次提示访问频繁，本次结束", "told to slow down several times; this run ends")

    def _wait(self, attempt: int, wish: float | None) -> None:
        if attempt < MAX_TRIES:
            backoff = 2.0 ** (attempt - 1) + self._jitter.random()
            self._clock.sleep(max(backoff, wish or 0.0))

    def _send(self, hop: _Hop, asked: str) -> Answer:
        if self.requests_made >= self.portal.pace.requests:
            raise BudgetSpent(
                hop.url,
                f"本次访问已用完{self.portal.pace.requests}次请求",
                f"the {self.portal.pace.requests} requests of one visit are used up",
            )
        self.requests_made += 1
        client = self._client(hop.url)
        fields = {"json": dict(hop.form)} if hop.as_json and hop.form is not None else {"data": hop.form}
        within = {"total": self.portal.limits.total_s}
        request = client.build_request(
            hop.method, connected_url(hop.url), headers=hop.headers, extensions=within, **fields
        )
        host = host_of(hop.url)
        robots = self.robots.get(host)
        wished = min(robots.crawl_delay(self._product), MAX_CRAWL_DELAY_S) if robots else 0.0
        gap = max(self.portal.pace.gap_s, wished)
        try:
            with self._limiter.turn(host, gap, self._clock, per_day=self.portal.pace.requests_per_day):
                return self._exchanged(client, request, hop, asked)
        except DayBudgetSpent as spent:
            zh, en = (
                f"该主机当日{spent.per_day}次请求已用完",
                f"the {spent.per_day} requests a day of this host are used up",
            )
            raise BudgetSpent(hop.url, zh, en) from spent

    def _exchanged(self, client: httpx.Client, request: httpx.Request, hop: _Hop, asked: str) -> Answer:
        """Send the request, read its body within bounds, record the exchange however it ended."""
        started = self._clock.now()
        answer: Answer | None = None
        error: str | None = None
        try:
            response = client.send(request, stream=True)
            put_location_back(response)
            try:
                body = self._body(response, hop, started)
                self.bytes_received += len(body)
            finally:
                response.close()
            answer = Answer(
                url=asked,
                final_url=hop.url,
                status=response.status_code,
                headers=response.headers,
                body=body,
                sha256=sha256_hex(body),
                fetched_at=started,
                transport=self._transport_note(hop.url),
            )
        except (FetchError, httpx.HTTPError) as problem:
            error = f"{type(problem).__name__}: {problem}"
            raise
        finally:
            self._record(request, answer, started, error)
        return answer

    def _body(self, response: httpx.Response, hop: _Hop, started: datetime) -> bytes:
        limits = self.portal.limits
        cap = {Kind.FILE: limits.file_bytes, Kind.ROBOTS: MAX_BYTES}.get(hop.kind, limits.page_bytes)
        stated = response.headers.get("content-length", "")
        cut = hop.kind is Kind.ROBOTS  # the rules within the cap are obeyed, see scrapers.robots
        too_many = stated.isascii() and stated.isdigit() and (len(stated) > _COUNT_DIGITS or int(stated) > cap)
        if too_many and response.status_code == 200 and not cut:
            raise _too_large(hop.url, cap)
        assert isinstance(response.stream, httpx.SyncByteStream)
        chunks = self._in_time(response.stream, hop, started)
        try:
            return body_of(chunks, response.headers.get("content-encoding", ""), cap, cut=cut)
        except LargerThan:
            raise _too_large(hop.url, cap) from None
        except DamagedBody as problem:
            raise WrongBytes(hop.url, "压缩内容已损坏", f"the compressed body is damaged ({problem})") from problem

    def _in_time(self, chunks: Iterable[bytes], hop: _Hop, started: datetime) -> Iterator[bytes]:
        most = self.portal.limits.total_s
        for chunk in chunks:
            if (self._clock.now() - started).total_seconds() > most:
                raise TooSlow(hop.url, f"下载超过{most:.0f}秒", f"the download took more than {most:.0f} s")
            yield chunk

    def _client(self, url: str) -> httpx.Client:
        proxy = None
        if self._transport is None:
            proxy = proxy_for(url, override=self._egress, declared=self.portal.egress)
        client = self._clients.get(proxy)
        if client is None:
            limits = self.portal.limits
            client = httpx.Client(
                transport=self._transport or open_transport(proxy=proxy, tls=self.portal.tls),
                headers={
                    "User-Agent": self.user_agent,
                    "Accept": "*/*",
                    "Accept-Language": "zh-CN,zh;q=0.9",
                    "Accept-Encoding": "gzip, deflate",
                },
                cookies=BoundedJar(),
                timeout=httpx.Timeout(limits.read_s, connect=limits.connect_s),
                follow_redirects=False,
                event_hooks={"response": [set_location_aside]},
                trust_env=False,
            )
            self._clients[proxy] = client
        return client

    def _transport_note(self, url: str) -> str:
        if not url.startswith("https:"):
            return "http"
        return "https" if self.portal.tls is TlsProfile.STANDARD else f"https tls={self.portal.tls.value}"

    def _record(self, request: httpx.Request, answer: Answer | None, started: datetime, error: str | None) -> None:
        if self.recorder is None:
            return
        self.recorder.record(
            Exchange(
                portal_id=self.portal.id,
                method=request.method,
                url=str(request.url),
                requested_at=started,
                seconds=(self._clock.now() - started).total_seconds(),
                transport=self._transport_note(str(request.url)),
                status=answer.status if answer else None,
                request_headers=public_headers(request.headers),
                response_headers=public_headers(answer.headers) if answer else {},
                sha256=answer.sha256 if answer and answer.body else None,
                bytes=len(answer.body) if answer else 0,
                error=error,
            )
        )

    def _judged(self, answer: Answer, hop: _Hop) -> Answer:
        conditional = not _CONDITIONS.isdisjoint(hop.headers)
        try:
            check_answer(answer, hop.kind, self.portal.charset, conditional=conditional)
        except RateLimited:
            self._note_rate_sign(answer.final_url)
            raise
        return answer


def _too_large(url: str, cap: int) -> TooLarge:
    return TooLarge(url, f"超过大小上限 {cap} 字节", f"larger than {cap} bytes")
