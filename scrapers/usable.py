"""What a value of a declaration must be to ever work: selectors and patterns that compile, hosts that can be asked.

Every function returns the value as it was given, or raises ``ValueError`` with a sentence in Chinese and English that
says what to write instead.
"""

from __future__ import annotations

import ipaddress
import re
import time
import warnings
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

import soupsieve
from pydantic import AfterValidator, BeforeValidator

from domain.charsets import page_charset
from scrapers.own_hosts import registered_domain

_NAME = re.compile(r"[^\s/\\?#@*:\[\],;'\"<>(){}|%]+")
_PORT = re.compile(r":[0-9]{1,9}")
_WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_TITLE_KINDS = frozenset({"attr", "css", "text"})
#: What a person may note of a portal (portal notes, 12.2); ``wall:KIND`` besides.
STATES = (
    *("ok", "partial", "page_ignored", "empty_list", "closed_now", "gone", "drift", "moved", "not_allowed"),
    *("too_large", "unreachable", "rate_limited", "robots_denied", "wall", "no_column"),
)
_A_DAY = date(2026, 9, 3)


def _refuse(zh: str, en: str) -> ValueError:
    return ValueError(f"{zh} / {en}")


def _as_tuple(value: object) -> object:
    """A single string where a list is meant is one element, not its letters."""
    return (value,) if isinstance(value, str) else value


def selector(text: str) -> str:
    """A CSS selector."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            soupsieve.compile(text)
    except (soupsieve.SelectorSyntaxError, ValueError) as problem:
        why = str(problem).splitlines()[0]
        raise _refuse(
            f"{text!r} 不是有效的 CSS 选择器，例如 ul.list li", f"no CSS selector ({why}); write one like ul.list li"
        ) from None
    return text


def pattern(text: str) -> str:
    """A regular expression, which is searched."""
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as problem:
        raise _refuse(
            f"{text!r} 不是有效的正则表达式；若指字面上的 ( [ * + ? 等，请在前面加反斜杠",
            f"no regular expression ({problem}); where ( [ * + ? are meant as they stand, put a backslash before them",
        ) from None
    return text


def title_place(text: str) -> str:
    """``attr:NAME``, ``text`` or ``css:SELECTOR``."""
    kind, _, argument = text.partition(":")
    if kind not in _TITLE_KINDS or (kind == "text") is bool(argument):
        raise _refuse(
            f"{text!r} 不是标题的位置；请写 attr:属性名、text 或 css:选择器",
            "no place of a title; write attr:NAME, text or css:SELECTOR",
        )
    if kind == "css":
        selector(argument)
    return text


def page_place(text: str) -> str:
    """``label:发布日期``, ``meta:PubDate``, ``meta``, ``css:SELECTOR`` or a bare selector."""
    kind, colon, argument = text.partition(":")
    if kind in ("label", "meta") and colon:
        if not argument.strip():
            raise _refuse(
                f"{text!r} 冒号后没有内容；请写如 label:发布日期、meta:PubDate",
                "nothing stands behind the colon; write label:发布日期 or meta:PubDate",
            )
    elif text != "meta":
        selector(argument if kind == "css" else text)
    return text


def total_place(text: str) -> str:
    """The name of a call or variable, or a pattern with one group."""
    if "(" in text and not re.compile(pattern(text)).groups:
        raise _refuse(
            f"{text!r} 没有取出页数的括号；请写如 total=(\\d+)，或只写变量名",
            "no group takes the number; write total=(\\d+), or the bare name of a variable",
        )
    return text


def page_template(text: str) -> str:
    """An address with ``{p}`` or ``{p0}``."""
    try:
        pages = {text.format(p=number, p0=number - 1) for number in (2, 3)}
    except (LookupError, ValueError, AttributeError, TypeError):
        pages = set()
    if len(pages) != 2:
        raise _refuse(
            f"{text!r} 须含页码 {{p}}（从1起）或 {{p0}}（从0起），不含其他花括号",
            "write {p} (from 1) or {p0} (from 0) where the page's number stands, and no other braces",
        )
    return text


def day_format(text: str) -> str:
    """How a day is written, as ``strptime`` reads it."""
    try:
        read = time.strptime(_A_DAY.strftime(text), text)[:3]
    except ValueError:
        read = None
    if read != _A_DAY.timetuple()[:3]:
        raise _refuse(
            f"{text!r} 写不出完整的日期；请用 %Y（年）%m（月）%d（日），如 %d/%m/%Y",
            "does not write a whole day; use %Y, %m and %d, as in %d/%m/%Y",
        )
    return text


def charset(name: str) -> str:
    """``auto``, or a charset that pages are written in."""
    if name != "auto" and page_charset(name) is None:
        raise _refuse(
            f"没有字符集 {name!r}；请写 auto、utf-8、gb18030（含 gb2312、gbk）或 big5",
            f"no charset {name!r} of pages; write auto, utf-8, gb18030 (gb2312, gbk) or big5",
        )
    return name


def window(text: str) -> str:
    """``HH:MM-HH:MM``; over midnight where the second is the earlier one."""
    opens, _, closes = text.partition("-")
    if not _WINDOW.fullmatch(text) or opens == closes:
        raise _refuse(
            f"{text!r} 不是时段；请写如 08:30-18:00（00:00 至 23:59）", "no hours; write 08:30-18:00 (00:00 to 23:59)"
        )
    return text


def state(text: str) -> str:
    """One of :data:`STATES`, or ``wall:KIND``."""
    if text not in STATES and not re.fullmatch(r"wall:\w+", text):
        listed = ", ".join((*STATES, "wall:412"))
        raise _refuse(f"{text!r} 不是门户状态；可写：{listed}", f"no state of a portal; one of: {listed}")
    return text


def egress(address: str) -> str:
    """``http://host:port`` or ``https://…`` of a proxy, ``direct``, or empty for the environment's."""
    if address in ("", "direct"):
        return address
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        shown = address.rpartition("@")[2]  # a login is nobody's to see
        raise _refuse(
            f"{shown!r} 不是可用的代理；请写 http://主机:端口、https://主机:端口 或 direct",
            "no proxy that can be used; write http://host:port, https://host:port or direct",
        )
    return address


def host(text: str) -> str:
    """``host`` or ``host:port`` in lower case, that is one site's own and public (loopback is left to tests)."""
    name, port = _parted(text)
    if name is None or text != text.lower() or name.endswith("."):
        raise _refuse(
            f"{text!r} 不是主机名；请写小写的主机名，不带 http://、路径和 *，如 www.a.gov.cn 或 www.a.gov.cn:8080",
            f"{text!r}: write the bare host in lower case, without http://, path and *, like www.a.gov.cn:8080",
        )
    if port is not None and not 0 < int(port) < 65536:
        raise _refuse(f"{text!r} 的端口须为 1 至 65535", f"{text!r}: a port is 1 to 65535")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        if name != "localhost" and registered_domain(name) is None:
            raise _refuse(
                f"{text!r} 不是某一网站自己的主机名；请写全，如 www.a.gov.cn",
                f"{text!r} is no site's own host; write it whole, like www.a.gov.cn",
            ) from None
        return text
    if not address.is_global and not address.is_loopback:
        raise _refuse(
            f"{text!r} 不是公网地址，不会访问；请写门户的公网主机名",
            f"{text!r} is not public and is never asked; write the portal's public host",
        )
    return text


def _parted(text: str) -> tuple[str | None, str | None]:
    """The name of a host without brackets, and the digits of its port; no name where it is none."""
    if text.startswith("["):
        name, closed, rest = text[1:].partition("]")
        known = bool(closed) and ":" in name
    else:
        name, colon, port = text.partition(":")
        known, rest = _NAME.fullmatch(name) is not None, colon + port
    if not known or (rest and not _PORT.fullmatch(rest)):
        return None, None
    return name, rest[1:] or None


Words = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Selector = Annotated[str, AfterValidator(selector)]
Pattern = Annotated[str, AfterValidator(pattern)]
Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_as_tuple)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_as_tuple)]
TitlePlaces = Annotated[tuple[Annotated[str, AfterValidator(title_place)], ...], BeforeValidator(_as_tuple)]
PagePlaces = Annotated[tuple[Annotated[str, AfterValidator(page_place)], ...], BeforeValidator(_as_tuple)]
TotalPlace = Annotated[str, AfterValidator(total_place)]
PageTemplate = Annotated[str, AfterValidator(page_template)]
DayFormat = Annotated[str, AfterValidator(day_format)]
Charset = Annotated[str, AfterValidator(charset)]
Window = Annotated[str, AfterValidator(window)]
State = Annotated[str, AfterValidator(state)]
Egress = Annotated[str, AfterValidator(egress)]
Host = Annotated[str, AfterValidator(host)]
