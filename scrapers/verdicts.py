"""What an answer is worth: a page or file, or the refusal that names what stands in its place."""

from __future__ import annotations

import math
import re
import ssl
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from scrapers import walls
from scrapers.answers import Answer, Kind
from scrapers.conversation import Overdue
from scrapers.refusals import (
    CertificateRefused,
    Closed,
    DefaultPage,
    EmptyBody,
    FetchError,
    HandshakeRefused,
    Maintenance,
    NotFound,
    NotServed,
    PrivateAddress,
    RateLimited,
    ServerFault,
    ShutDown,
    SoftNotFound,
    TooSlow,
    UnexpectedStatus,
    Unreachable,
    Wall,
)

#: A tag, a declaration or a comment: pages begin with any of them, not only with <html>.
_MARKUP = re.compile(rb"<[a-z!?]", re.IGNORECASE)
#: The same in UTF-16, with or without its mark.
_WIDE_MARKUP = re.compile(
    rb"(?:\xff\xfe)?(?:[ \t\r\n]\x00)*<\x00[a-z!?]\x00|(?:\xfe\xff)?(?:\x00[ \t\r\n])*\x00<\x00[a-z!?]", re.IGNORECASE
)
#: A firewall or a call may answer with bare words; longer text is content.
_FEW_WORDS = 2000
_ROWS = re.compile(rb"\[\s*\{")
#: Blank lines before a file are what a script of the server printed.
_IS_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]|^(?:\xef\xbb\xbf)?\s*(?:%PDF|PK|Rar!|\xff\xd8|\x89PNG)")
#: More digits than these are no wish but nonsense, and longer than we wait in any case.
_SECONDS_DIGITS = 12
#: The end of a page that broke off within a tag.
_CUT = re.compile(rb"<[a-zA-Z/][^<>]*\Z")
_CUT_TAIL = 2000


def check_answer(answer: Answer, kind: Kind, charset: str, *, conditional: bool = True) -> None:
    """Return for a page, a file or a 304; raise the :class:`FetchError` that names anything else.

    ``conditional``: it was asked whether there is anything new; else a 304 says nothing.
    """
    status, url = answer.status, answer.final_url
    if status == 304:
        if not conditional:
            raise Unreachable(url, "未带条件的请求得到 304，没有内容", "a 304, though nothing was asked to be compared")
        return
    sign = stands_there(answer, kind, charset)
    if sign is not None:
        _refuse(sign, url, kind)
    if status in (404, 410):
        raise NotFound(url, f"页面不存在（{status}）", f"not found ({status})")
    if status >= 500:
        raise Unreachable(url, f"服务器错误 {status}", f"server error {status}")
    if status not in (200, 202, 203):
        raise UnexpectedStatus(url, f"意外的状态码 {status}", f"unexpected status {status}")
    if not answer.body:
        raise EmptyBody(url, "空白内容", "an empty answer")
    if kind in (Kind.LIST, Kind.DETAIL) and is_markup(answer.body) and _CUT.search(answer.body[-_CUT_TAIL:]):
        raise Unreachable(url, "页面在标签中间中断，没有收完", "the page ends within a tag: it was not received whole")


def stands_there(answer: Answer, kind: Kind, charset: str) -> walls.Sign | None:
    """What stands in the place of the page; a robots.txt is judged by its status where that is a good one."""
    if kind is Kind.ROBOTS and answer.status < 400:
        return None
    body = answer.body
    if kind is Kind.FILE and is_saved_by_office(body):
        return walls.by_status(answer.status)
    if is_markup(body):
        return walls.sign_of(answer.status, answer.headers, answer.text(charset).text)
    words = answer.text(charset).text if are_bare_words(body) and not _ROWS.search(body) else ""
    sign = walls.sign_of(answer.status, answer.headers, words)
    return sign if sign is None or sign.category in _OF_BARE_WORDS else None


#: What an answer that is no page can be; its other words may be those of rows or of a text file.
_OF_BARE_WORDS = frozenset({"challenge", "block", "captcha", "rate"})
#: An error page in place of a file is told by its bytes, see documents.check_bytes; a file may be a page itself.
_NOT_OF_FILES = frozenset({"gone", "fault", "default_page", "shut_down", "not_served"})


def _refuse(sign: walls.Sign, url: str, kind: Kind) -> None:
    """Raise what ``sign`` is to a request of this ``kind``."""
    if kind is Kind.FILE and sign.category in _NOT_OF_FILES:
        return
    if sign.category in _NOTICES:
        error, zh, en = _NOTICES[sign.category]
        raise error(url, sign.zh or zh, sign.en or en)
    # A download behind a captcha concerns that file only; its address is kept for a person.
    concerns_portal = sign.category == "challenge" or (sign.category == "captcha" and kind is not Kind.FILE)
    raise Wall(url, sign.kind, challenge=concerns_portal, zh=sign.zh, en=sign.en)


#: The categories that are no walls, with the words for those of their signs that have none.
_NOTICES: dict[str, tuple[type[FetchError], str, str]] = {
    "rate": (RateLimited, "页面提示访问过于频繁", "the page says that we are too fast"),
    "closed": (Closed, "门户在非开放时间关闭", "the portal is closed outside its hours"),
    "maintenance": (Maintenance, "门户正在维护", "the portal is under maintenance"),
    "gone": (SoftNotFound, "页面提示内容不存在", "a page that says it does not exist"),
    "shut_down": (ShutDown, "网站已关停", "the page says that the site is shut down"),
    "not_served": (NotServed, "网站未提供服务", "the site is not served"),
    "fault": (ServerFault, "页面是服务器的错误报告", "an error report of the server"),
    "default_page": (DefaultPage, "服务器的默认页面", "the default page of a server"),
}


def are_bare_words(body: bytes) -> bool:
    """True for a few words of plain text, such as a server says in place of a page or file."""
    return 0 < len(body) <= _FEW_WORDS and _IS_BINARY.search(body) is None


def is_markup(body: bytes) -> bool:
    """True for bytes that begin like an HTML or XML page."""
    head = body[:512]
    return _MARKUP.match(head.lstrip(b"\xef\xbb\xbf \t\r\n")) is not None or _WIDE_MARKUP.match(head) is not None


#: What Word, Excel and WPS write at the head of a page or an XML they save, also under the name of a .doc or .xls.
_OFFICE = re.compile(
    rb"urn:schemas-microsoft-com:office|schemas\.microsoft\.com/office/|<\?mso-application|"
    rb"urn:oasis:names:tc:opendocument|schemas\.uof\.org|"
    rb"content=[\"']?(?:microsoft (?:word|excel)|word\.document|excel\.sheet|wps)",
    re.IGNORECASE,
)
_OFFICE_HEAD = 8192


def is_saved_by_office(body: bytes) -> bool:
    """True for a page that an office program saved: a document of its own, whatever its name says."""
    return is_markup(body) and _OFFICE.search(body[:_OFFICE_HEAD].replace(b"\x00", b"")) is not None


def retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds the server asks to wait, from either form of the header."""
    value = answer.headers.get("retry-after", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return float(value) if len(value) <= _SECONDS_DIGITS else math.inf
    try:
        when = parsedate_to_datetime(value).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return max(0.0, (when - now).total_seconds())


def as_refusal(url: str, problem: httpx.RequestError) -> FetchError:
    """A broken connection by name: private address, certificate, handshake, or simply unreachable."""
    cause: BaseException | None = problem
    while cause is not None:
        if isinstance(cause, PrivateAddress):
            return cause
        if isinstance(cause, Overdue):
            return TooSlow(url, "应答总时间超过上限", "the answer as a whole took longer than allowed")
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = getattr(cause, "verify_message", None) or str(cause)
            return CertificateRefused(url, f"证书无效：{why}", f"the certificate does not hold: {why}")
        if isinstance(cause, ssl.SSLError):
            why = getattr(cause, "reason", None) or str(cause)
            return HandshakeRefused(url, f"TLS 握手失败：{why}", f"the TLS handshake failed: {why}")
        cause = cause.__cause__ or cause.__context__
    what = type(problem).__name__
    return Unreachable(url, f"连接失败（{what}）", f"no connection ({what}: {problem})")
