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
    EmptyBody,
    FetchError,
    HandshakeRefused,
    Maintenance,
    NotFound,
    PrivateAddress,
    RateLimited,
    SoftNotFound,
    TooSlow,
    UnexpectedStatus,
    Unreachable,
    Wall,
)

_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<script", b"<meta", b"<!--", b"<body", b"<title", b"<?xml", b"<div")
#: More digits than these are no wish but nonsense, and longer than we wait in any case.
_SECONDS_DIGITS = 12


def check_answer(answer: Answer, kind: Kind, charset: str) -> None:
    """Return for a page, a file or a 304; raise the :class:`FetchError` that names anything else."""
    status, url = answer.status, answer.final_url
    if status == 304:
        return
    sign = walls.by_status(status)
    if sign is not None:
        raise Wall(url, sign.kind, challenge=sign.category == "challenge")
    if status in (404, 410):
        raise NotFound(url, f"页面不存在（{status}）", f"not found ({status})")
    if status >= 500:
        raise Unreachable(url, f"服务器错误 {status}", f"server error {status}")
    if status not in (200, 202, 203):
        raise UnexpectedStatus(url, f"意外的状态码 {status}", f"unexpected status {status}")
    if not answer.body:
        raise EmptyBody(url, "空白内容", "an empty answer")
    if kind is not Kind.ROBOTS and is_markup(answer.body):
        _check_content(answer, kind, charset)


def _check_content(answer: Answer, kind: Kind, charset: str) -> None:
    sign = walls.by_content(answer.text(charset).text)
    if sign is None:
        return
    url = answer.final_url
    if sign.category == "rate":
        raise RateLimited(url, "页面提示访问过于频繁", "the page says that we are too fast")
    if sign.category == "closed":
        raise Closed(url, "门户在非开放时间关闭", "the portal is closed outside its hours")
    if sign.category == "maintenance":
        raise Maintenance(url, "门户正在维护", "the portal is under maintenance")
    if sign.category == "gone" and kind is Kind.FILE:
        return  # an error page in place of a file is told by its bytes, see documents.check_bytes
    if sign.category == "gone":
        raise SoftNotFound(url, "页面提示内容不存在", "a page that says it does not exist")
    # A download behind a captcha concerns that file only; its address is kept for a person.
    concerns_portal = sign.category == "challenge" or (sign.category == "captcha" and kind is not Kind.FILE)
    raise Wall(url, sign.kind, challenge=concerns_portal)


def is_markup(body: bytes) -> bool:
    """True for bytes that begin like an HTML or XML page."""
    return body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP)


#: What Word, Excel and WPS write at the head of a page they save, also under the name of a .doc or .xls.
_OFFICE = re.compile(
    rb"urn:schemas-microsoft-com:office|content=[\"']?(?:microsoft (?:word|excel)|word\.document|excel\.sheet|wps)",
    re.IGNORECASE,
)
_OFFICE_HEAD = 8192


def is_saved_by_office(body: bytes) -> bool:
    """True for a page that an office program saved: a document of its own, whatever its name says."""
    return is_markup(body) and _OFFICE.search(body[:_OFFICE_HEAD]) is not None


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


def as_refusal(url: str, problem: httpx.TransportError) -> FetchError:
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
