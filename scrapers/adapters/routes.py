"""Addresses of an application of one page, as its router declares them: ``{path: "/detail/:id"}``."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from scrapers.adapters.own_address import HREF
from scrapers.adapters.script_text import code_of
from scrapers.addresses import is_route

#: Only real addresses: what stands behind a # is asked of no server.
REAL = re.compile(r"""\bmode:\s*["']history["']|\bcreateWebHistory\b""")
_PATH = re.compile(r"""\bpath\s*:\s*(["'])(/[^"'?#\s*()]*)\1""")
#: The base stands beside the mode: other objects have a member of this name, too.
_BESIDE = r"""(?:\s*,\s*\w+\s*:\s*[^,{}\[\]]{1,60}){0,3}?\s*,\s*"""
_HISTORY, _BASED = r"""mode\s*:\s*["']history["']""", r"""base\s*:\s*["'](/[^"'?#\s]*)["']"""
_BASE = re.compile(
    rf"""\b{_HISTORY}{_BESIDE}{_BASED}|\b{_BASED}{_BESIDE}{_HISTORY}|\bcreateWebHistory\(\s*["'](/[^"'?#\s]*)["']"""
)
_PARAMETER = re.compile(r":([A-Za-z_]\w*)")
_PLACE = re.compile(r"\{(\w+)\}")
_MOST = 200


@lru_cache(maxsize=8)
def routes_of(scripts: str) -> tuple[str, ...]:
    """Paths with places for what they hold: ``/openness/detail/{id}``; those without any are left out."""
    if not REAL.search(scripts):
        return ()
    base, _ = _declared(scripts)
    return tuple(dict.fromkeys(base.rstrip("/") + path for path in _with_places(scripts)))[:_MOST]


def _with_places(scripts: str) -> list[str]:
    return [_PARAMETER.sub(r"{\1}", path) for path in _declared(scripts)[1] if ":" in path]


def is_behind_hash(url: str, scripts: str) -> bool:
    """True for the page of an application whose routes stand behind #."""
    return is_route(urlsplit(url).fragment) and not REAL.search(scripts)


def at_base(made: str, scripts: str, url: str = "") -> str:
    """``/web/detail/{id}`` for ``/detail/{id}``, where the router says so: links of its own are written without.

    ``#/detail/{id}`` where the page at ``url`` is one of an application whose routes stand behind #.
    """
    behind = is_behind_hash(url, scripts)
    if not behind and not REAL.search(scripts):
        return made
    base, found = _declared(scripts)
    paths = {_PLACE.sub("{}", _PARAMETER.sub("{x}", path)) for path in found}
    is_own = _PLACE.sub("{}", made.partition("?")[0]) in paths
    if behind:
        return f"#{made}" if is_own else made
    return base.rstrip("/") + made if is_own and not made.startswith(base) else made


def _declared(scripts: str) -> tuple[str, list[str]]:
    """The router's base, and its paths as they are written."""
    code = code_of(scripts)
    bases = {
        one[1] or one[2] or one[3] for one in _BASE.finditer(scripts) if code[one.start() : one.start() + 4].strip()
    }
    found = [one[2] for one in _PATH.finditer(scripts) if code[one.start() : one.start() + 4].strip()]
    return bases.pop() if len(bases) == 1 else "/", found


def route_at(scripts: str, url: str) -> str | None:
    """The one route that ``url`` is an address of."""
    behind = is_behind_hash(url, scripts)
    routes = dict.fromkeys(f"#{path}" for path in _with_places(scripts)) if behind else routes_of(scripts)
    found = [one for one in routes if held_by(one, url)]
    return found[0] if len(found) == 1 else None


def said_by(url: str) -> dict[str, str]:
    """The parameters of ``url``, those of its route behind # (``/#/detail?id=7``) too."""
    parts = urlsplit(url)
    route = urlsplit(parts.fragment).query if is_route(parts.fragment) else ""
    return dict(parse_qsl(parts.query)) | dict(parse_qsl(route))


def held_by(route: str | None, url: str) -> dict[str, str]:
    """What the path of ``url`` holds in the places of ``route``; ``{}`` where it is no address of it.

    A ``route`` that begins with # is one behind #: ``#/detail/{id}``.
    """
    if route is None:
        return {}
    if route.startswith("#"):
        fragment = urlsplit(url).fragment
        return held_by(route.lstrip("#!"), fragment.lstrip("!").partition("?")[0]) if is_route(fragment) else {}
    parts = _PLACE.split(route)
    pattern = "".join(re.escape(one) if place % 2 == 0 else f"(?P<{one}>[^/]+)" for place, one in enumerate(parts))
    found = re.fullmatch(pattern + "/?", urlsplit(url).path)
    return {name: unquote(value) for name, value in found.groupdict().items()} if found else {}


def asked_of(url: str, scripts: str) -> dict[str, str]:
    """What the page's own address says: whole, ``query.cid`` of its query, ``params.id`` of its path by its route."""
    query = {HREF: url} | {f"query.{name}": value for name, value in said_by(url).items()}
    return query | {f"params.{name}": value for name, value in held_by(route_at(scripts, url), url).items()}
