"""The body of an article: which element it is, whether it states figures itself, its images and its further parts."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import parse_qsl, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.pagers import Pager
from scrapers.addresses import resolve
from scrapers.html import attribute, text_of

#: Body elements of known systems, the most telling first.
CANDIDATES = (
    ".TRS_Editor", ".trs_editor_view", ".TRS_UEDITOR", "#trsContent", "ucapcontent", "#UCAP-CONTENT", "#zoomcon",
    "[id^=vsb_content]", ".v_news_content", ".bt_content", "#zoom", ".article-content", ".article_content",
    ".Custom_UnionStyle", ".main-txt", ".wz_zhuti", ".gzk-article", ".wzcon", ".j-fontContent", ".articleCon",
    "#mainContent", "#articleContent", ".news_content", ".zwxl-article", ".content_body", ".con_text", "#content",
    ".content", "article",
)  # fmt: skip
_AMOUNT = re.compile(r"(?<![\d.])-?\d[\d,]*(?:\.\d+)?\s*(?:万|亿|千|百万)?元")
_NUMBER_CELL = re.compile(r"^-?\d[\d,]*(?:\.\d+)?$")
_MONEY_UNIT = re.compile(r"(?:万|亿|千)?元")
#: One amount alone may be the price of a project in an announcement.
_MIN_FIGURES = 2
_DECORATION = re.compile(
    r"(?:icon|ico_|logo|qrcode|ewm|weixin|spacer|blank|fileicon|bullet|arrow|btn|button)", re.IGNORECASE
)
_MIN_PIXELS = 80
MAX_PARTS = 30
_PAGE_NAME = re.compile(r"(?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index)?|p|pn)")
#: ``show-9-5-1``: what phpcms calls the first part of an article.
_PHPCMS = re.compile(r"(?:^|/)(?:show|content)-\d+-\d+-1$")


def body_of(soup: BeautifulSoup, declared: tuple[str, ...] = ()) -> Tag | None:
    """The element that holds the article: the first candidate with text, links or pictures; else the whole body."""
    for selector in (*declared, *CANDIDATES):
        for node in soup.select(selector):
            if len(text_of(node)) > 1 or node.find(["img", "iframe", "table"]):
                return node
    return soup.body


def states_figures(body: Tag, text: str) -> bool:
    """True when the body states money itself (a narrative or tables), not only that files are attached."""
    if not _MONEY_UNIT.search(text):
        return False
    figures = len(_AMOUNT.findall(text))
    for cell in body.find_all(["td", "th"]):
        if figures >= _MIN_FIGURES:
            break
        if isinstance(cell, Tag) and _NUMBER_CELL.match(text_of(cell).replace(" ", "")):
            figures += 1
    return figures >= _MIN_FIGURES


def images_of(body: Tag, base: str, encoding: str = "utf-8") -> tuple[str, ...]:
    """Pictures of the body that may be scans: no icons, no tiny ones, no embedded data."""
    found: dict[str, None] = {}
    for image in body.find_all("img"):
        if not isinstance(image, Tag):
            continue
        source = attribute(image, "src") or attribute(image, "data-src") or attribute(image, "oldsrc")
        url = resolve(source, base, encoding=encoding) if source else None
        if url is None or url.lower().endswith((".gif", ".svg", ".ico")) or _DECORATION.search(posixpath.basename(url)):
            continue
        if _pixels(image, "width") >= _MIN_PIXELS and _pixels(image, "height") >= _MIN_PIXELS:
            found[url] = None
    return tuple(found)


def part_urls(pager: Pager, url: str) -> tuple[str, ...]:
    """Addresses of the further parts of a split article, from its own pager: its call, else its links.

    A link counts only where its address is the article's own with a number: 下一页 may as well lead to another article.
    """
    links = (*(pager.links.numbered[one] for one in sorted(pager.links.numbered)), pager.links.following)
    linked = [one for one in links if one is not None and _is_part(one, url)]
    return _called_parts(pager, url) or tuple(dict.fromkeys(linked))[:MAX_PARTS]


def _is_part(target: str, url: str) -> bool:
    """True for ``5_2.html`` of ``5.html``, ``show-9-5-2.html`` of ``show-9-5-1.html``, ``/5/2/``, ``&page=2``."""
    one, other = urlsplit(target), urlsplit(url)
    if one.hostname != other.hostname:
        return False
    if one.path == other.path:
        # What the article's own address says is kept; only a page's number is added or no longer the first.
        own, more = (set(parse_qsl(part.query)) for part in (other, one))
        added = [value for name, value in more - own if _PAGE_NAME.fullmatch(name)]
        left_out = all(_PAGE_NAME.fullmatch(name) and value in ("0", "1") for name, value in own - more)
        return left_out and len(added) == len(more - own) == 1 and added[0].isdigit() and added[0] not in ("0", "1")
    stem, ext = posixpath.splitext(other.path)
    base = re.escape(stem.rstrip("/")) if not _PHPCMS.search(stem) else re.escape(stem[:-2])
    return one.query == other.query and re.fullmatch(rf"{base}[_/-]\d{{1,2}}/?{re.escape(ext)}", one.path) is not None


def _called_parts(pager: Pager, url: str) -> tuple[str, ...]:
    """``t20260918_812340_1.html`` and so on, from the call of the article's pager."""
    stem = posixpath.splitext(posixpath.basename(urlsplit(url).path))[0]
    if pager.pages is None or pager.pages < 2 or pager.prefix != stem or pager.number not in (None, 1):
        return ()
    first = 1 if pager.suffix_base == 0 else 2
    last = min(pager.pages, MAX_PARTS)
    return tuple(urljoin(url, f"{stem}_{first + index}.{pager.ext or 'html'}") for index in range(last - 1))


def _pixels(image: Tag, side: str) -> int:
    """The declared size; an undeclared one counts as large."""
    digits = re.match(r"\d+", attribute(image, side).strip())
    return int(digits.group()) if digits and "%" not in attribute(image, side) else _MIN_PIXELS
