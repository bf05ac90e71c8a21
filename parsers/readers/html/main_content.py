"""Finds the element that holds the article of a portal page: by declared names first, then by text density."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml
from lxml import etree

from parsers.readers.html.text import is_unseen, visible_length

_DECLARATIONS = Path(__file__).with_name("main_content.yaml")
#: An element named as body must hold this many visible characters, or a table, to be believed.
_ENOUGH = 40
#: Share of the text that one child must hold to be followed downwards.
_SHARE = 0.9
_FURNITURE_TAGS = frozenset({"nav", "header", "footer", "aside"})
_FURNITURE = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|menu|topbar|top|head|header|foot|footer|bottom|crumbs?|breadcrumb|location|position|"
    r"copyright|sidebar|side|share|bdshare|related|xgwz|pagination|pager|search|login|toolbar|qrcode|links?|yqlj|"
    r"daohang|weizhi|dqwz|banner)(?:$|[-_\s\d])",
    re.IGNORECASE,
)


class _Group(TypedDict, total=False):
    ids: list[str]
    classes: list[str]
    tags: list[str]


def main_content(body: etree._Element) -> etree._Element:
    """The element of the article; ``body`` itself when nothing narrower is sure."""
    for group in _groups():
        named = [element for element in body.iter() if _named(element, group) and _believable(element)]
        if named:
            return max(named, key=visible_length)
    return _densest(body)


@cache
def _groups() -> tuple[_Group, ...]:
    return tuple(yaml.safe_load(_DECLARATIONS.read_text("utf-8")))


def _named(element: etree._Element, group: _Group) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag in group.get("tags", ()) or element.get("id") in group.get("ids", ()):
        return True
    classes = (element.get("class") or "").split()
    return any(name in classes for name in group.get("classes", ()))


def _believable(element: etree._Element) -> bool:
    return visible_length(element) >= _ENOUGH or next(element.iter("table"), None) is not None


def _densest(body: etree._Element) -> etree._Element:
    """Descends while one child holds nearly all text that is neither a link nor page furniture."""
    element = body
    while True:
        weights = [(weight(child), child) for child in element if isinstance(child.tag, str)]
        total = sum(value for value, _ in weights) + len("".join((element.text or "").split()))
        if not weights or total == 0:
            return element
        value, heaviest = max(weights, key=lambda pair: pair[0])
        if value < _SHARE * total or heaviest.tag in ("table", "tr", "tbody", "p", "ul", "ol", "span"):
            return element
        element = heaviest


def is_furniture(element: etree._Element) -> bool:
    """Navigation, page head and foot, share bars: never part of the article."""
    if element.tag in _FURNITURE_TAGS:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in ("div", "ul", "section", "form", "p") and bool(_FURNITURE.search(names))


def weight(element: etree._Element) -> int:
    """Visible characters outside links and furniture."""
    if is_unseen(element) or is_furniture(element) or element.tag == "a":
        return 0
    count = len("".join((element.text or "").split()))
    for child in element:
        if isinstance(child.tag, str):
            count += weight(child)
        count += len("".join((child.tail or "").split()))
    return count
