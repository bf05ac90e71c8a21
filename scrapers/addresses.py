"""Addresses of pages and files: resolving what a page prints, and the form under which an item is remembered.

The address that is requested keeps what the server needs (session ids, the order of the query). The *identity* of an
item drops it: http and https of one host, mobile twins, sessions and fragments are one document (portal notes, 10).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpx

_SCHEMES_WITHOUT_PAGE = ("javascript:", "mailto:", "tel:", "data:", "about:", "vbscript:", "sms:", "weixin:")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b\ufeff]+")
_SESSION = re.compile(r";jsessionid=[^/?#;]*|/\(S\([^)/]*\)\)", re.IGNORECASE)
#: … and in a query.
_SESSION_QUERY = re.compile(
    r"(?:^|(?<=&))(?:PHPSESSID|JSESSIONID|ASP\.NET_SessionId|CFID|CFTOKEN)=[^&]*(?:&|$)", re.IGNORECASE
)
_TRS_MOBILE = re.compile(r"(/t\d{8}_\d+(?:_\d+)?)_wap(?=\.s?html?$)")
_POST_MOBILE = re.compile(r"/mpost_(?=\d+\.html$)")
_FRONT = re.compile(r"/?(?:(?:index|default|home|main)(?:\.\w{2,5})?/?)?", re.IGNORECASE)
#: A column that was never filled links to pages of this name.
_NOWHERE = re.compile(r"/(?:null|undefined)(?:\.s?html?)?$")
#: Servers refuse longer ones with 414; ours come from pages of strangers.
_LONGEST = 8000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_RESERVED = "!#$%&'()*+,/:;=?@[]~|"


def resolve(href: str, base: str, *, encoding: str = "utf-8", routed: bool = False) -> str | None:
    """The absolute http(s) address of ``href`` on the page ``base``; ``None`` when it leads to no page.

    ``encoding`` is the page's charset, in which browsers send Chinese letters of a query. ``routed``: what stands
    behind # is kept where it is the route of an application (``/#/detail?id=7``).
    """
    target = _CONTROLS.sub("", href).strip().replace("\\", "/")
    # Only the escaped ampersand: unescaping everything would turn &para into a paragraph sign.
    target = target.replace("&amp;", "&")
    is_place = target.startswith("#") and not (routed and is_route(target[1:]))
    if not target or is_place or target.lower().startswith(_SCHEMES_WITHOUT_PAGE):
        return None
    if target.startswith("//") and not _looks_like_host(target[2:].split("/", 1)[0]):
        target = "/" + target.lstrip("/")  # a doubled slash in a template, not a host name
    try:
        parts = urlsplit(urljoin(base, target))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or _NOWHERE.search(parts.path):
        return None
    path = _without_dots(quote(parts.path, safe=_RESERVED)) or "/"
    query = quote(parts.query, safe=_RESERVED, encoding=encoding, errors="replace")
    route = quote(parts.fragment, safe=_RESERVED) if routed and is_route(parts.fragment) else ""
    return urlunsplit((parts.scheme, _netloc(host, port, parts.scheme), path, query, route))


def is_route(fragment: str) -> bool:
    """True for what an application of one page keeps behind #: ``/detail/7``, ``!/detail/7``."""
    return fragment.startswith(("/", "!/")) and len(fragment.lstrip("!")) > 1


@lru_cache(maxsize=4096)
def identity(url: str) -> str:
    """The form of ``url`` that items are remembered by: always http, no session, no mobile twin, no fragment.

    The route of an application of one page is kept: ``/#/detail?id=7`` and ``/#/detail?id=8`` are two items.
    """
    parts = urlsplit(url)
    path = _POST_MOBILE.sub("/post_", _TRS_MOBILE.sub(r"\1", _SESSION.sub("", parts.path)))
    port = None if parts.port in (80, 443) else parts.port
    route = parts.fragment if is_route(parts.fragment) else ""
    netloc = _netloc((parts.hostname or "").rstrip("."), port, "http")
    query = _SESSION_QUERY.sub("", parts.query).rstrip("&") if "=" in parts.query else parts.query
    return urlunsplit(("http", netloc, path or "/", query, route))


def is_front_page(url: str) -> bool:
    """True for a site's front page: no path but ``index``, ``default`` or ``home``, no query and no route."""
    parts = urlsplit(url)
    return _FRONT.fullmatch(parts.path) is not None and not parts.query and not is_route(parts.fragment)


def host_of(url: str) -> str:
    """``host`` or ``host:port`` (only an unusual port), lower case, as the allow-list of a portal writes it."""
    parts = urlsplit(url)
    return _netloc((parts.hostname or "").rstrip("."), parts.port, parts.scheme)


def is_on(url: str, hosts: Collection[str]) -> bool:
    """True when ``url`` is a http(s) address on one of ``hosts``, without a login, and of a length that servers take.

    It is read twice, by this module and by the library that will connect: where the two see different hosts, it is on
    none of them.
    """
    if len(url) > _LONGEST:
        return False
    try:
        host, connected = host_of(url), connected_url(url)
        if host not in hosts:
            return False
        listed = _listed(connected.scheme, host)
    except (ValueError, httpx.InvalidURL):
        return False
    return not connected.userinfo and connected.scheme in _DEFAULT_PORTS and connected.netloc == listed


@lru_cache(maxsize=256)
def connected_url(url: str) -> httpx.URL:
    """``url`` as the library reads it that will connect: what is checked is what is asked, and it is read once."""
    return httpx.URL(url)


@lru_cache(maxsize=4096)
def _listed(scheme: str, host: str) -> bytes:
    return httpx.URL(f"{scheme}://{host}").netloc


def with_scheme(url: str, scheme: str) -> str:
    """``url`` asked by ``http`` or ``https``; other ports than the usual ones are left alone."""
    parts = urlsplit(url)
    if parts.scheme == scheme or (parts.port is not None and parts.port not in _DEFAULT_PORTS.values()):
        return url
    return urlunsplit((scheme, parts.hostname or "", parts.path, parts.query, parts.fragment))


def extension(url: str) -> str:
    """The extension of the path in lower case without its dot, ``""`` if it has none: ``PDF`` → ``pdf``."""
    return posixpath.splitext(urlsplit(url).path)[1].lstrip(".").lower()


def _looks_like_host(name: str) -> bool:
    return "." in name or name.startswith(("localhost", "["))


def _netloc(host: str, port: int | None, scheme: str) -> str:
    shown = f"[{host}]" if ":" in host else host.lower()
    return shown if port is None or port == _DEFAULT_PORTS.get(scheme) else f"{shown}:{port}"


def _without_dots(path: str) -> str:
    if "/./" not in path and "/.." not in path and not path.endswith("/."):
        return path
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
    return "/".join(kept) + ("/" if path.endswith(("/.", "/..")) else "")
