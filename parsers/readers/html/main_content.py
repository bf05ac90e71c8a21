"""Finds the element that holds the article of a portal page: by declared names first, then by text density."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TypedDict

from lxml import etree

from domain.declared import from_yaml
from parsers.readers.html.text import is_unseen, visible_length

_DECLARATIONS = Path(__file__).with_name("main_content.yaml")
#: An element named as body must hold this many visible characters, or a table, to be believed.
_ENOUGH = 40
#: Share of the text that one child must hold to be followed downwards.
_SHARE = 0.9
#: Elements that are read as a whole.
_LEAVES = frozenset({"table", "tr", "tbody", "p", "ul", "ol", "span"})
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
    named = _names(body)
    for group in _groups():
        keys = [
            *(("id", name) for name in group.get("ids", ())),
            *(("class", name) for name in group.get("classes", ())),
            *(("tag", name) for name in group.get("tags", ())),
        ]
        found = [element for key in keys for element in named.get(key, ()) if _believable(element)]
        if found:
            return max(found, key=visible_length)
    return _densest(body)


def _names(body: etree._Element) -> dict[tuple[str, str], list[etree._Element]]:
    """Elements by ("id", id), ("class", class) and ("tag", tag)."""
    named: dict[tuple[str, str], list[etree._Element]] = {}
    for element in body.iter(etree.Element):
        attributes = element.attrib
        keys = [("tag", str(element.tag))] if element.tag in ("article", "main") else []
        if "id" in attributes:
            keys.append(("id", str(attributes["id"])))
        if "class" in attributes:
            keys.extend(("class", name) for name in str(attributes["class"]).split())
        for key in keys:
            named.setdefault(key, []).append(element)
    return named


@cache
def _groups() -> tuple[_Group, ...]:
    return tuple(from_yaml(_DECLARATIONS.read_text("utf-8")))


def _believable(element: etree._Element) -> bool:
    return visible_length(element) >= _ENOUGH or next(element.iter("table"), None) is not None


def _densest(body: etree._Element) -> etree._Element:
    """Descends while one child holds nearly all text that is neither a link nor page furniture."""
    weights = _weights(body)
    element = body
    while True:
        children = [child for child in element if isinstance(child.tag, str)]
        if not children or weights[element] == 0:
            return element
        heaviest = max(children, key=lambda child: weights[child])
        if weights[heaviest] < _SHARE * weights[element] or heaviest.tag in _LEAVES:
            return element
        element = heaviest


def _weights(body: etree._Element) -> dict[etree._Element, int]:
    """Visible characters of every element, those of links and furniture not counted."""
    weights: dict[etree._Element, int] = {}
    for element in reversed([element for element in body.iter() if isinstance(element.tag, str)]):
        count = len("".join((element.text or "").split()))
        for child in element:
            count += weights.get(child, 0) + len("".join((child.tail or "").split()))
        skipped = element is not body and (element.tag == "a" or is_unseen(element) or is_furniture(element))
        weights[element] = 0 if skipped else count
    return weights


def is_furniture(element: etree._Element) -> bool:
    """Navigation, page head and foot, share bars: never part of the article."""
    if element.tag in _FURNITURE_TAGS:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in ("div", "ul", "section", "form", "p") and bool(_FURNITURE.search(names))
