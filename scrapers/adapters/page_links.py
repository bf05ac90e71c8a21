"""Addresses of further pages that a list itself names: next link, numbered links and options, its pager's script."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.pager_texts import is_arrow, is_last_text, is_next_text, is_one_arrow, said_by
from scrapers.addresses import identity, resolve
from scrapers.html import attribute, text_of

#: A link or an option that is a page's number: 2, [2], 第2页.
NUMBERED = re.compile(r"^(?:\[?(\d{1,3})\]?|第\s*(\d{1,3})\s*页)$")
_SUFFIX = re.compile(r"[_-]?\d+$")
_PAGE_NAME = re.compile(r"(?i:(?:cur(?:rent)?_?)?page_?(?:no|num|number|index|id)?|p|pn)")
#: A button under the rows of a page made for telephones. 查看更多 may as well lead to a column: only its address tells.
_MORE = re.compile(r"^\s*(?:点击|点此|上拉)?(?:加载|显示|查看|浏览)更多(?:信息|内容|数据)?\s*[>»…↓]*\s*$")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(\d{1,3})(?:/(?:index\.\w+)?|\.\w+)?$")
_PAGE_FOLDER = re.compile(r"(?:page|p)[/_-]?\d+(?:/(?:index\.\w+)?)?")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """``following`` is the next link; ``numbered`` the pages that links and options of the pager name by number.

    ``template`` is how the pager's own script writes the address of page ``{p}`` (``{p0}``: counted from 0).
    """

    following: str | None = None
    numbered: Mapping[int, str] = field(default_factory=dict)
    template: str | None = None
    #: A button promises more rows (加载更多) and does not say where they are.
    more: bool = False
    #: The number of the next page, where its link only calls a function that is not read.
    unread: int | None = None

    def promises_beyond(self, number: int) -> bool:
        """True where there is more than page ``number`` and nothing says where."""
        return self.more or (self.unread or 0) > number


def page_links(
    soup: BeautifulSoup, url: str, base: str, *, pages: int | None, chosen: Mapping[int, str], template: str | None
) -> PageLinks:
    """What the page at ``url`` says; ``pages`` is the total it claims.

    ``chosen``: where options, and what calls a function, lead (by ``id`` of the element). ``template``: see
    :class:`PageLinks`.
    """
    following, more = _next_link(soup, url, base, chosen), False
    if following is None:
        following, more = _more_link(soup, url, base)
    numbered = _numbered_links(soup, url, base, pages, chosen)
    if following is None and not more and not numbered:
        following = _only_way_on(soup, url, base, pages)
    return PageLinks(following, numbered, template, more)


def shown_address(links: PageLinks, pages: int | None, first_url: str, number: int) -> str | None:
    """The address of page ``number + 1`` as the pager shows it elsewhere than in a next link."""
    if number + 1 in links.numbered:
        return links.numbered[number + 1]
    if (pages or 1) <= number:
        return None
    if links.template is not None:
        return urljoin(first_url, links.template.format(p=number + 1, p0=number))
    counted = _page_parameter(first_url)
    return with_query(first_url, counted, str(number + 1)) if counted is not None else None


def with_query(url: str, parameter: str, value: str) -> str:
    """``url`` with one query parameter set, the others in their order."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if any(name == parameter for name, _ in pairs):
        pairs = [(name, value if name == parameter else old) for name, old in pairs]
    else:
        pairs = [*pairs, (parameter, value)]
    return urlunsplit(parts._replace(query=urlencode(pairs)))


def _next_link(soup: BeautifulSoup, url: str, base: str, chosen: Mapping[int, str]) -> str | None:
    """The address of "next page", unless it is a script or leads back to this very page."""
    candidates: list[Tag] = soup.select(".p_next a[href], a[rel=next], a.next, .next > a[href]")
    candidates += [
        link
        for link in soup.find_all(lambda node: id(node) in chosen or (node.name == "a" and node.has_attr("href")))
        if is_next(link)
    ]
    for link in candidates:
        target = resolve(attribute(link, "href"), base) or chosen.get(id(link))
        if target is not None and identity(target) != identity(url):
            return target
    return None


def _only_way_on(soup: BeautifulSoup, url: str, base: str, pages: int | None) -> str | None:
    """Where arrows lead, or what the head of the page names as following, if that is all one page and page 2 or so.

    » is the last page in many pagers; where nothing else leads on and the number is the next, it is the next page.
    """
    arrows, others = dict[str, str](), dict[str, str]()
    stem = posixpath.splitext(posixpath.basename(urlsplit(url).path))[0]
    for node in soup.select("a[href], head > link[rel=next][href]"):
        if node.name != "link" and not is_arrow(node):
            continue
        # Beside an article that is called by a number, the head names the next article.
        following = int(stem) + 1 if node.name == "a" and stem.isdigit() else 0
        target = resolve(attribute(node, "href"), base)
        if target is not None and identity(target) != identity(url) and is_sibling(target, url, following):
            (arrows if is_one_arrow(node) else others).setdefault(identity(target), target)
    ways = list((arrows or others).values())
    own = number_in(url, ways[0]) if len(ways) == 1 else None
    number = number_in(ways[0], url) if len(ways) == 1 else None
    if number is None or (own is None and pages == number + 1 > 2):
        return None  # counted from 0, the last of three is 2
    return ways[0] if number in ((own + 1,) if own is not None else (1, 2)) else None


def number_in(url: str, other: str) -> int | None:
    """The number of the page at ``url``, by what tells its address from that of another page of its list."""
    one, second = urlsplit(url), urlsplit(other)
    said, unlike = dict(parse_qsl(one.query)), dict(parse_qsl(second.query))
    changed = [value for name, value in said.items() if unlike.get(name) != value]
    if one.path == second.path:
        return int(changed[0]) if len(changed) == 1 and changed[0].isdigit() else None
    found = _LAST_NUMBER.search(one.path) if not changed else None
    return int(found.group(1)) if found is not None else None


def is_next(node: Tag) -> bool:
    """True for what says that it leads to the next page."""
    return is_next_text(said_by(node)) or is_next_text(attribute(node, "title"))


def _more_link(soup: BeautifulSoup, url: str, base: str) -> tuple[str | None, bool]:
    """Where the button under the rows leads that promises more of them, and whether there is one that does not say."""
    unsaid = False
    for text in soup.find_all(string=_MORE):
        button = text.find_parent(["a", "button", "div", "p", "span"])
        if button is None or any(_HIDDEN.search(attribute(one, "style")) for one in (button, *button.parents)):
            continue
        stated = (attribute(button, name) for name in ("href", "data-next", "data-url", "data-href"))
        target = next((found for one in stated if (found := resolve(one, base)) is not None), None)
        if target is not None and identity(target) != identity(url) and is_sibling(target, url, 0):
            return target, False
        unsaid = unsaid or (target is None and "加载" in text)
    return None, unsaid


def _numbered_links(
    soup: BeautifulSoup, url: str, base: str, pages: int | None, chosen: Mapping[int, str]
) -> dict[int, str]:
    """Pages of this list by number: links and options whose text is a number, the last page where its number is known.

    Only addresses that differ from the list's in digits and a suffix are pages of it; a calendar's days are none.
    """
    found: dict[int, str] = {}
    for node in soup.find_all(lambda one: id(one) in chosen or one.name in ("a", "option")):
        shown = "".join(text_of(node).split()).lower()
        named = NUMBERED.match(shown)
        number = int(named.group(1) or named.group(2)) if named else pages if is_last_text(said_by(node)) else None
        if number is None or number < 2:
            continue
        target = chosen.get(id(node)) or resolve(attribute(node, "href") or attribute(node, "value"), base)
        if target is not None and identity(target) != identity(url) and is_sibling(target, url, number):
            found.setdefault(number, target)
    return found


def is_sibling(target: str, url: str, number: int) -> bool:
    """True for an address that differs from the list's only by a number at the end of its name or in its query."""
    one, other = urlsplit(target), urlsplit(url)
    folder = posixpath.dirname(other.path) + ("" if posixpath.dirname(other.path) == "/" else "/")
    if one.netloc == other.netloc and one.path.startswith(folder) and _PAGE_FOLDER.fullmatch(one.path[len(folder) :]):
        return True
    if (one.netloc, posixpath.dirname(one.path)) != (other.netloc, posixpath.dirname(other.path)):
        return False
    if _fixed_names(one.query) != _fixed_names(other.query):
        return False
    (stem, ext), (own, own_ext) = (posixpath.splitext(posixpath.basename(part.path)) for part in (one, other))
    if not own or ext != own_ext:
        return stem in ("", own) or _SUFFIX.sub("", stem) in ("index", "list", own)
    if stem.isdigit() and own.isdigit():
        return stem == own or int(stem) == number
    return bool({stem, _SUFFIX.sub("", stem)} & {own, _SUFFIX.sub("", own)} - {""})


def is_first_page(target: str, url: str) -> bool:
    """True for the address of ``url`` without what tells its number: ``list.asp?id=4`` for ``list.asp?id=4&page=2``."""
    one, other = urlsplit(target), urlsplit(url)
    said, own = parse_qsl(one.query), parse_qsl(other.query)
    more = [pair for pair in own if pair not in said]
    if one.netloc != other.netloc or any(pair not in own for pair in said):
        return False
    if one.path == other.path:
        return len(more) == 1 and _PAGE_NAME.fullmatch(more[0][0]) is not None
    (stem, ext), (its, its_ext) = (posixpath.splitext(part.path) for part in (one, other))
    return not more and ext == its_ext and stem == re.sub(r"_?\d{1,3}$", "", its)


def _fixed_names(query: str) -> list[str]:
    return sorted(name for name, value in parse_qsl(query, keep_blank_values=True) if not value.isdigit())


def _page_parameter(first_url: str) -> str | None:
    """The parameter by which the address of page 1 says that it is page 1 (``cur_page=1``)."""
    pairs = parse_qsl(urlsplit(first_url).query, keep_blank_values=True)
    return next((name for name, value in pairs if value == "1" and _PAGE_NAME.fullmatch(name)), None)
