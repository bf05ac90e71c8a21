"""Parts of an application that its page loads later: those that hold what the router shows at the page's own address.

Nothing is executed: the names of the files stand in the page's head, or in the bundle's own table of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from scrapers.adapters.script_text import literal_of, members_of
from scrapers.addresses import is_route, resolve
from scrapers.html import attribute

#: ``"static/js/" + ({3: "list"}[e] || e) + "." + {3: "1a2b"}[e] + ".js"``, as webpack writes it.
_TABLE = re.compile(
    r"""(["'])(?P<folder>[\w./-]*)\1\s*\+\s*(?:\(\s*(?P<names>\{[^{}]*\})\s*\[\w+\]\s*\|\|\s*\w+\s*\)|\w+)\s*\+\s*"""
    r"""(["'])(?P<joint>[.-])\4\s*\+\s*(?P<hashes>\{[^{}]*\})\s*\[\w+\]\s*\+\s*(["'])(?P<ext>[\w.]*\.js)\7"""
)
_PUBLIC = re.compile(r"""(?<![\w$])\w\.p\s*=\s*["']([^"']*)["']""")
_ROUTE = re.compile(r"""\bpath\s*:\s*(["'])(?P<path>[^"'?#\s*]*)\1""")
_LOADS = re.compile(r"""\.e\(\s*(?:["']([\w~./-]+)["']|(\d+))\s*\)""")
#: Parts that one page loads at most; all of them where no route says which.
_MOST = 6


def chunk_addresses(soup: BeautifulSoup, base: str, url: str, scripts: Sequence[str]) -> tuple[str, ...]:
    """Addresses of the parts that the page at ``url`` loads later; none where these are too many to try."""
    whole = "\n".join(scripts)
    table = _table(whole)
    parts = urlsplit(url)
    route = urlsplit(parts.fragment.lstrip("!")).path if is_route(parts.fragment) else parts.path
    wanted = [one for one in _wanted(whole, route) if one in table]
    told = [table[one] for one in wanted] or [*_linked(soup), *table.values()]
    loaded = {resolve(attribute(one, "src"), base) for one in soup.find_all("script", src=True)}
    found = [one for one in dict.fromkeys(resolve(one, base) for one in told) if one is not None and one not in loaded]
    return tuple(found) if len(found) <= _MOST else ()


def _linked(soup: BeautifulSoup) -> list[str]:
    """Scripts that the page's head announces: ``<link rel="prefetch" href="/js/list.1a2b.js">``."""
    links = soup.find_all("link", href=re.compile(r"\.js(?:\?|$)"))
    return [attribute(one, "href") for one in links if re.search(r"prefetch|preload", attribute(one, "rel"))]


def _table(scripts: str) -> dict[str, str]:
    """Addresses of the parts by their id."""
    public = {one[1] for one in _PUBLIC.finditer(scripts)}
    before = public.pop() if len(public) == 1 else "/"
    found: dict[str, str] = {}
    for one in _TABLE.finditer(scripts):
        names = {key: literal_of(value) or key for key, value in members_of(one["names"] or "{}").items()}
        for key, value in members_of(one["hashes"]).items():
            if (told := literal_of(value)) is not None:
                found[key] = f"{before}{one['folder']}{names.get(key, key)}{one['joint']}{told}{one['ext']}"
    return found


def _wanted(scripts: str, path: str) -> list[str]:
    """Ids of the parts that the router loads for ``path``, as its most exact route says."""
    routes = [*_ROUTE.finditer(scripts)]
    segments = [one for one in path.split("/") if one]
    best: tuple[int, list[str]] = (0, [])
    for place, one in enumerate(routes):
        end = routes[place + 1].start() if place + 1 < len(routes) else one.end() + 400
        parts = [part for part in one["path"].split("/") if part]
        loads = [told[1] or told[2] for told in _LOADS.finditer(scripts[one.end() : min(end, one.end() + 400)])]
        if parts and loads and _ends_so(segments, parts) and len(parts) > best[0]:
            best = (len(parts), loads)
    return best[1]


def _ends_so(segments: Sequence[str], parts: Sequence[str]) -> bool:
    """True where the address ends with the parts of a route, of which ``:id`` may be anything."""
    last = segments[-len(parts) :]
    return len(last) == len(parts) and all(
        part.startswith(":") or part == one for part, one in zip(parts, last, strict=True)
    )
