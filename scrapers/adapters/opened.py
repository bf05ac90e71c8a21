"""Links that are none: rows and words that a script opens (``onclick="window.open('./1.html')"``, ``data-url="…"``).

Where the address is stated whole, the element is given the link that a person clicks; nothing is put together.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

from scrapers.addresses import resolve
from scrapers.html import attribute, text_of

_OPENS = re.compile(
    r"""(?:\bopen\(|\blocation(?:\.href)?\s*=|\blocation\.(?:assign|replace)\()\s*(["'])([^"'<>]+)\1\s*(?=[,);]|$)"""
)
#: Any function that is handed what can only be an address.
_HANDED = re.compile(
    r"""\w\(\s*(["'])((?:https?://|\.{0,2}/)?[^"'<>\s()]*\.(?:s?html?|jhtml|jspx?|aspx?|php|pdf|docx?|xlsx?|zip|rar|ofd)"""
    r"""(?:\?[^"'<>\s]*)?)\1\s*(?=[,)])""",
    re.IGNORECASE,
)
_STATED = ("data-url", "data-href", "data-link")
_ADDRESS = re.compile(r"^(?:https?://|\.{0,2}/)?[\w%./-]*(?:/|\.\w{2,5})(?:\?\S*)?$")
_ROWS = ("li", "tr", "dd", "dt", "div", "p", "span", "h2", "h3", "h4", "h5", "button")
#: What opens an item holds no more than its row.
_MAX_TEXT = 400
_SEVERAL = 2


def with_links(soup: BeautifulSoup, base: str) -> None:
    """Give every element of ``soup`` that a click opens the link that it lacks."""
    for link in soup.find_all("a"):
        if isinstance(link, Tag) and resolve(attribute(link, "href"), base) is None:
            address = opened_by(link)
            if address is not None:
                link["href"] = address
    for node in soup.find_all(_clicked):
        address = opened_by(node) if _holds_no_other(node) else None
        if address is not None and 0 < len(text_of(node)) <= _MAX_TEXT:
            cells = node.find_all(["td", "th"], recursive=False) if node.name == "tr" else []
            holder = max(cells, key=lambda cell: len(text_of(cell)), default=node)
            link = soup.new_tag("a", href=address)
            for child in list(holder.contents):
                link.append(child)
            holder.append(link)


def opened_by(node: Tag) -> str | None:
    """The address that a click on ``node`` opens, as it is written there; ``None`` where it is not stated whole."""
    for name in ("onclick", "href"):
        action = attribute(node, name).strip()
        if name == "href" and not action.lower().startswith("javascript:"):
            continue
        found = _OPENS.search(action) or _HANDED.search(action)
        if found is not None:
            return found.group(2).strip()
    stated = (attribute(node, name).strip() for name in _STATED)
    return next((one for one in stated if _ADDRESS.match(one)), None)


def _holds_no_other(node: Tag) -> bool:
    """False for what stands in a link, holds one, or holds several rows that are opened themselves."""
    if node.find_parent("a") is not None or node.find("a", href=True) is not None:
        return False
    return len(node.find_all(_clicked, limit=2)) < _SEVERAL


def _clicked(node: Tag) -> bool:
    return node.name in _ROWS and any(node.has_attr(name) for name in ("onclick", *_STATED))
