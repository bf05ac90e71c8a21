"""The path that a page prints above its content (当前位置：首页 > 部门信息公开 > 县信访局 > 财政信息)."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from scrapers.html import text_of

_HERE = re.compile(r"(?:当前|现在|所在|您的|你的)(?:的)?(?:位置|栏目)|^\s*位置\s*[:：]")
_BEFORE = re.compile(r"^.*?(?:位置|栏目)\s*[:：]?\s*")
_BETWEEN = re.compile(r"\s*(?:>+|»|›|→|/|\\|-&gt;|->)\s*")
#: A path is no longer.
_LONGEST = 160


def crumbs_of(soup: BeautifulSoup) -> tuple[str, ...]:
    """The names on the path, outermost first; ``()`` where none is printed."""
    for text in soup.find_all(string=_HERE):
        if type(text) is not NavigableString:
            continue
        for holder in [*text.parents][:3]:
            shown = text_of(holder)
            if len(shown) > _LONGEST:
                break
            names = _names(shown)
            if len(names) > 1:
                return names
    return ()


def is_path(node: Tag) -> bool:
    """True for an element that is such a path and nothing else."""
    shown = text_of(node)
    return len(shown) <= _LONGEST and _HERE.search(shown) is not None and len(_names(shown)) > 1


def _names(shown: str) -> tuple[str, ...]:
    return tuple(name for name in _BETWEEN.split(_BEFORE.sub("", shown, count=1)) if name)
