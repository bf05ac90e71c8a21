"""Pages that only lead to another: meta refresh, or a script jump where there is next to no text."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.model import Source
from scrapers.addresses import identity, resolve
from scrapers.html import attribute, text_of

#: Pages with less visible text than this may only lead to another page.
STUB = 60
_LONGEST = 5000
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
