"""Small helpers over one HTML parser (lxml through Beautiful Soup), used wherever pages are read."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from contextlib import suppress
from urllib.parse import urljoin

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, NavigableString, Tag, XMLParsedAsHTMLWarning

from domain.text import normalise
from scrapers.refusals import UnreadablePage

# A portal may answer a bare word, or XML where HTML was asked for; that is its affair and no mistake of ours.
warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)
warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)

#: Every row of a careless page may leave a tag open; browsers stop at 512.
DEEPEST = 800
_UNSEEN = frozenset({"script", "style", "template", "noscript"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "span"})
_BLANK = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")


class _Soup(BeautifulSoup):
    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - the library's name
        super().pushTag(tag)
        if len(self.tagStack) > DEEPEST:
            raise UnreadablePage("", f"页面嵌套超过{DEEPEST}层", f"elements nested more than {DEEPEST} deep")


def parse(source: str) -> BeautifulSoup:
    """Parse as browsers do: unclosed links end at the next one, unknown tags are kept.

    Raises :class:`UnreadablePage` for a page that is nested beyond all reason: reading one takes hours.
    """
    return _Soup(source, "lxml")


def text_of(node: Tag, *, without: Iterable[Tag] = ()) -> str:
    """Visible text with single spaces; ``without`` leaves out the text of some descendants."""
    pieces: list[str] = []
    _gather(node, {id(tag) for tag in without}, pieces)
    return _BLANK.sub(" ", "".join(pieces)).strip()


def _gather(node: Tag, skipped: set[int], pieces: list[str]) -> None:
    """Without recursion: a page may nest its elements as deep as it likes."""
    open_ones = [(node, iter(node.children))]
    while open_ones:
        parent, rest = open_ones[-1]
        child = next(rest, None)
        if child is None:
            open_ones.pop()
            if open_ones and parent.name in _BREAKS:
                pieces.append(" ")
        elif isinstance(child, Tag):
            if child.name not in _UNSEEN and id(child) not in skipped:
                open_ones.append((child, iter(child.children)))
        elif type(child) is NavigableString:
            pieces.append(str(child))


def attribute(node: Tag, name: str) -> str:
    """The attribute as one string, ``""`` where it is missing."""
    value = node.get(name)
    return " ".join(value) if isinstance(value, list) else (value or "")


def base_of(soup: BeautifulSoup, url: str) -> str:
    """The address that relative links of the page are resolved against; its own where it names none that is one."""
    base = soup.find("base", href=True)
    if isinstance(base, Tag):
        with suppress(ValueError):
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
