"""What a list page says about its own paging: totals, its own number, the next link.

``createPageHTML`` has three argument orders, and the first argument decides: a number means totals with a 0-based
current page (TRS), a string means a box id with a 1-based current page (UCAP, TRS in Hunan).
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from scrapers.adapters.options import options_of
from scrapers.adapters.page_links import PageLinks, page_links, shown_address, with_query
from scrapers.adapters.page_names import page_template
from scrapers.adapters.pager_actions import pager_calls
from scrapers.adapters.pager_calls import stated_pages
from scrapers.adapters.pager_guards import guarded_pages
from scrapers.adapters.scripted import inline_scripts
from scrapers.html import attribute, text_of
from scrapers.rules import PageRule, PageRuleName

_STRING = r"""["']([^"']*)["']"""
_TRS_CALL = re.compile(
    rf"createPage(?:HTML)?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*{_STRING}\s*,\s*{_STRING}(?:\s*,\s*{_STRING})?(?:\s*,\s*(\d+))?"
)
_BOX_CALL = re.compile(
    rf"createPageHTML\(\s*{_STRING}\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*{_STRING}\s*,\s*{_STRING}(?:\s*,\s*(\d+))?"
)
_SET_PAGE = re.compile(r"""pagination\(\s*["']setPage["']\s*,\s*(\d+)\s*,\s*(\d+)\s*\)""")
_LONSUN = re.compile(r"currPage\s*:\s*\(?\s*(\d+)\s*(?:\+\s*(\d+)\s*)?\)?\s*,\s*pageCount\s*:\s*(\d+)")
_COUNTS = (
    re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)"),
    re.compile(r"\bpageCount\s*[:=]\s*[\"']?(\d+)"),
    re.compile(r"\btotalPages?\s*[:=]\s*[\"']?(\d+)"),
    re.compile(r"\blogicTotalPage\s*[:=]\s*[\"']?(\d+)"),
)
#: Attributes that hold how many pages there are.
_COUNTING = (
    "pagecount",
    "data-pagecount",
    "data-page-count",
    "totalpage",
    "data-totalpage",
    "data-total-page",
    "data-total-pages",
)
#: All rows are in the page, which its script shows piece by piece.
_SLICED_ROWS = re.compile(r"\btotalCount\s*[:=]\s*[\"']?(\d+)(?=.*\blogicTotalPage\b)", re.DOTALL)
_SHOWN_PAGES = re.compile(r"共\s*(\d+)\s*页|/\s*(\d+)\s*页|页次[:：]?\s*\d+\s*/\s*(\d+)")
_SHOWN_ROWS = re.compile(r"共\s*(\d+)\s*(?:条|篇|项)|总(?:记录|条)?数[:：]?\s*(\d+)")
_SHOWN_NUMBER = re.compile(r"页次[:：]?\s*(\d+)\s*/|(?:当前)?第\s*(\d+)\s*(?:/\s*\d+\s*)?页")
_PAGER_NODES = ", ".join(
    [f"[{name}*={word}]" for name in ("class", "id") for word in ("page", "Page", "pagin")]
    + [".tb_title", ".fanye", ".fy"]
)
_FRACTION = re.compile(r"^\s*(\d+)\s*/\s*(\d+)\s*$")
#: What a pager's link says is no longer.
_BUTTON = 12
_NOTHING = re.compile(
    r"暂无|暂时没有|没有(?:找到)?(?:相关|符合|更多|任何)?(?:的)?(?:信息|内容|数据|记录|文章)|无相关(?:信息|内容|数据)|(?:该|本)栏目[^。]{0,6}(?:没有|无)"
)


@dataclass(frozen=True, slots=True)
class Pager:
    """What the page prints. ``suffix_base`` is what page 2 is called after: 0 → ``_1``, 1 → ``_2``."""

    pages: int | None = None
    number: int | None = None
    rows: int | None = None
    prefix: str | None = None
    ext: str | None = None
    suffix_base: int | None = None
    links: PageLinks = field(default_factory=PageLinks)
    #: ``pages`` is only where the page's script refuses to go on; a next link may go further.
    is_guarded: bool = False

    @property
    def next_url(self) -> str | None:
        return self.links.following

    @property
    def found(self) -> bool:
        return (
            self.links.promises_beyond(1)
            or self.pages is not None
            or self.next_url is not None
            or self.rows is not None
        )


def read_pager(source: str, soup: BeautifulSoup, url: str, base: str) -> Pager:
    """Everything ``source`` says about paging, calls before counts before printed words."""
    pager = _called(source)
    if pager is None:
        pager = _counted(source, soup)
    chosen = {id(one.node): one.url for one in options_of(source, soup, base) if one.url is not None}
    calls = pager_calls(soup, "\n".join(inline_scripts(source)), url, base)
    chosen |= calls.targets
    links = page_links(soup, url, base, pages=pager.pages, chosen=chosen, template=page_template(source))
    if links.following is None and pager.pages is None:
        links = replace(links, unread=calls.unread)
    return replace(pager, links=links)


def declared_total(source: str, rule: PageRule) -> int | None:
    """The number of pages at the place that the declaration names; ``None`` where the general rules find it."""
    if rule.total is None or "(" not in rule.total:
        named = re.search(rf"\b{re.escape(rule.total)}\b\s*[:=]\s*[\"']?(\d+)", source) if rule.total else None
        return int(named.group(1)) if named else None
    found = re.search(rule.total, source)
    return int(found.group(1)) if found and found.groups() and found.group(1).isdigit() else None


def _called(source: str) -> Pager | None:
    boxed = _BOX_CALL.search(source)
    if boxed:
        _, total, current, prefix, ext, rows = boxed.groups()
        return Pager(int(total), int(current), int(rows) if rows else None, prefix, ext.lstrip("."), 1)
    plain = _TRS_CALL.search(source)
    if plain:
        total, current, prefix, ext, _, rows = plain.groups()
        return Pager(int(total), int(current) + 1, int(rows) if rows else None, prefix, ext.lstrip("."), 0)
    set_page = _SET_PAGE.search(source)
    if set_page:
        return Pager(int(set_page.group(2)), int(set_page.group(1)), suffix_base=1)
    lonsun = _LONSUN.search(source)
    if lonsun:
        return Pager(int(lonsun.group(3)), int(lonsun.group(1)) + int(lonsun.group(2) or 0))
    return None


def _counted(source: str, soup: BeautifulSoup) -> Pager:
    pages = next((int(found.group(1)) for pattern in _COUNTS if (found := pattern.search(source))), None)
    number: int | None = None
    rows = _first(_SLICED_ROWS, source)
    if pages is None:
        pages, number = stated_pages(source)
    for shown in _pager_texts(soup):
        fraction = _FRACTION.match(shown)
        if fraction:
            number, pages = int(fraction.group(1)), int(fraction.group(2))
        pages = pages or _first(_SHOWN_PAGES, shown)
        rows = rows or _first(_SHOWN_ROWS, shown)
        number = number or _first(_SHOWN_NUMBER, shown)
    pages = pages or _attributed(soup)
    guarded = guarded_pages("\n".join(inline_scripts(source))) if pages is None else None
    return Pager(pages=pages or guarded, number=number, rows=rows, is_guarded=guarded is not None)


def _attributed(soup: BeautifulSoup) -> int | None:
    """The total that an element holds for its script: ``<div id="pageDec" pagesize="15" pagecount="4">``."""
    for name in _COUNTING:
        node = soup.find(attrs={name: re.compile(r"^\s*[1-9]\d{0,3}\s*$")})
        if isinstance(node, Tag):
            return int(attribute(node, name))
    return None


def _pager_texts(soup: BeautifulSoup) -> list[str]:
    """Short texts that stand in pagers: VSB's spans first, then any element named after pages."""
    texts = [text_of(span) for span in soup.select("span.p_t")]
    for node in soup.select(_PAGER_NODES):
        shown = text_of(node, without=node.find_all("select"))
        if len(shown) <= 200:
            texts += [shown, *(text_of(part) for part in node.find_all(["span", "em", "b", "i", "font"]))]
    if not texts:
        # A pager that is named after nothing: the words themselves tell it.
        said = [one for one in soup.find_all(string=_SHOWN_PAGES) if not _in_title(one)]
        texts = [text_of(one.parent) for one in said if one.parent is not None]
        texts = [text for text in texts if len(text) <= 200]
    return texts


def _in_title(text: PageElement) -> bool:
    """True for words of a row's title: 部门决算（共32页）."""
    link = text.find_parent("a")
    return link is not None and len(text_of(link)) > _BUTTON


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return next((int(group) for group in found.groups() if group), None) if found else None


def next_url(rule: PageRule, pager: Pager, *, first_url: str, number: int) -> str | None:
    """The address of page ``number + 1`` of the list whose page 1 is ``first_url``; ``None`` at the end.

    Where neither total nor next link is known, a declared rule goes on and the caller stops at the first page that is
    missing or brings nothing new.
    """
    ended = pager.pages is not None and number >= pager.pages and not (pager.is_guarded and pager.next_url)
    if rule.rule is PageRuleName.NONE or ended:
        return None
    if rule.rule in (PageRuleName.NEXT_LINK, PageRuleName.AUTO, PageRuleName.REVERSE) and pager.next_url:
        return pager.next_url
    if rule.rule is PageRuleName.AUTO and pager.suffix_base is None:
        shown = shown_address(pager.links, pager.pages, first_url, number)
        if shown is not None:
            return shown
    if rule.rule is PageRuleName.QUERY and pager.next_url and f"{rule.parameter}=" in urlsplit(pager.next_url).query:
        return pager.next_url
    return _built(rule, pager, first_url, number)


def _built(rule: PageRule, pager: Pager, first_url: str, number: int) -> str | None:
    following = number + 1
    name = rule.rule
    if name is PageRuleName.AUTO and pager.suffix_base is not None:
        name = PageRuleName.SUFFIX_ZERO_BASED if pager.suffix_base == 0 else PageRuleName.SUFFIX_ONE_BASED
    built: str | None = None
    match name:
        case PageRuleName.SUFFIX_ZERO_BASED:
            built = _with_suffix(rule, pager, first_url, following - 1)
        case PageRuleName.SUFFIX_ONE_BASED:
            built = _with_suffix(rule, pager, first_url, following)
        case PageRuleName.REVERSE if pager.pages is not None:
            stem, ext = posixpath.splitext(urlsplit(first_url).path)
            built = urljoin(first_url, f"{stem}/{pager.pages - following + 1}{ext or '.htm'}")
        case PageRuleName.QUERY:
            built = with_query(first_url, rule.parameter, str(following))
        case PageRuleName.PATH:
            built = urljoin(first_url, f"{following}.{rule.ext or 'html'}")
        case PageRuleName.TEMPLATE if rule.template:
            built = urljoin(first_url, rule.template.format(p=following, p0=following - 1))
    return built


def _with_suffix(rule: PageRule, pager: Pager, first_url: str, suffix: int) -> str:
    stem, ext = posixpath.splitext(posixpath.basename(urlsplit(first_url).path))
    prefix = rule.prefix or pager.prefix or stem or "index"
    extension = rule.ext or pager.ext or ext.lstrip(".") or "html"
    return urljoin(first_url, f"{prefix}_{suffix}.{extension}")


def says_nothing_here(text: str) -> bool:
    """True when the page says in words that the list is empty."""
    return bool(_NOTHING.search(text))
