"""Small helpers over one HTML parser (lxml through Beautiful Soup), used wherever pages are read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from urllib.parse import urljoin

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, NavigableString, Tag, XMLParsedAsHTMLWarning

from domain.text import normalise

# A portal may answer a bare word, or XML where HTML was asked for; that is its affair and no mistake of ours.
warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)
warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)

_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "span"})
_BLANK = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")


def parse(source: str) -> BeautifulSoup:
    """Parse as browsers do: unclosed links end at the next one, unknown tags are kept."""
    return BeautifulSoup(source, "lxml")


def text_of(node: Tag, *, without: Iterable[Tag] = ()) -> str:
    """Visible text with single spaces; ``without`` leaves out the text of some descendants."""
    pieces: list[str] = []
    _gather(node, {id(tag) for tag in without}, pieces)
    return _BLANK.sub(" ", "".join(pieces)).strip()


def _gather(node: Tag, skipped: set[int], pieces: list[str]) -> None:
    for child in node.children:
        if isinstance(child, Tag):
            if child.name not in _UNSEEN and id(child) not in skipped:
                _gather(child, skipped, pieces)
                if child.name in _BREAKS:
                    pieces.append(" ")
        elif type(child) is NavigableString:
            pieces.append(str(child))


def attribute(node: Tag, name: str) -> str:
    """The attribute as one string, ``""`` where it is missing."""
    value = node.get(name)
    return " ".join(value) if isinstance(value, list) else (value or "")


def base_of(soup: BeautifulSoup, url: str) -> str:
    """The address that relative links of the page are resolved against."""
    base = soup.find("base", href=True)
    if isinstance(base, Tag):
        return urljoin(url, attribute(base, "href"))
    return url


def label_of(text: str) -> str:
    """A label as it is compared: no spaces, brackets or colons: ``[ 索 引 号 ]：`` → ``索引号``."""
    return re.sub(r"[\s\[\]【】()<>〔〕:_*·•]+", "", normalise(text))


def meta(soup: BeautifulSoup, name: str) -> str | None:
    """The content of a meta tag, its name matched without case; ``None`` where it is missing or blank."""
    for tag in soup.find_all("meta"):
        if isinstance(tag, Tag) and attribute(tag, "name").strip().lower() == name.lower():
            return attribute(tag, "content").strip() or None
    return None


def site_name(soup: BeautifulSoup) -> str | None:
    """What the site calls itself: SiteName, else the page's title."""
    return meta(soup, "SiteName") or (text_of(soup.title) if soup.title else None) or None
