"""Pages that only lead to another: meta refresh, a script jump or a frame where there is next to no text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.model import Source
from scrapers.addresses import extension, identity, resolve
from scrapers.html import attribute, text_of

#: Pages with less visible text than this may only lead to another page.
STUB = 60
_LONGEST = 5000
#: … and beside a frame that holds the article.
_FRAMED = 200
_PAGES = frozenset({"", "html", "htm", "shtml", "jhtml", "jsp", "asp", "aspx", "php", "do"})
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'>\s]+)", re.IGNORECASE)
_JUMP = re.compile(r"""(?:location(?:\.href)?\s*=\s*|location\.(?:replace|assign)\(\s*)["']([^"']+)["']""")


def leading(soup: BeautifulSoup, text: str, base: str) -> list[str]:
    """Every address that the page leads to by itself, refreshes first."""
    refreshes = (
        _REFRESH.search(attribute(meta, "content"))
        for meta in soup.find_all("meta")
        if isinstance(meta, Tag) and attribute(meta, "http-equiv").lower() == "refresh"
    )
    found = [resolve(one.group(1), base) for one in refreshes if one]
    found += [resolve(one.group(1), base) for one in _JUMP.finditer(text)]
    return [one for one in found if one is not None]


def stub_target(soup: BeautifulSoup, source: Source, base: str) -> str | None:
    """Where the page leads; ``None`` for a page of its own, or one that leads to itself."""
    for meta in soup.find_all("meta"):
        if isinstance(meta, Tag) and attribute(meta, "http-equiv").lower() == "refresh":
            found = _REFRESH.search(attribute(meta, "content"))
            target = resolve(found.group(1), base) if found else None
            if target is not None and identity(target) != identity(source.url):
                return target
    if len(text_of(soup)) > STUB or len(source.text) > _LONGEST:
        return None
    jump = _JUMP.search(source.text)
    target = resolve(jump.group(1), base) if jump else None
    return target if target is not None and identity(target) != identity(source.url) else None


def framed_target(soup: BeautifulSoup, source: Source, base: str) -> str | None:
    """The page of the one frame that holds all of an article: besides it there is only a title."""
    frames = [node for node in soup.find_all(["iframe", "frame"]) if isinstance(node, Tag) and not _is_hidden(node)]
    if len(frames) != 1 or len(text_of(soup)) > _FRAMED:
        return None
    target = resolve(attribute(frames[0], "src"), base)
    if target is None or identity(target) == identity(source.url) or extension(target) not in _PAGES:
        return None
    return target


def _is_hidden(node: Tag) -> bool:
    return (
        attribute(node, "width") in ("0", "1")
        or attribute(node, "height") in ("0", "1")
        or "none" in attribute(node, "style")
    )
