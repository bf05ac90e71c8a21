"""Rows of a list page in HTML: by declared selectors, else by their shape (a link and a date, many times alike)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.crumbs import is_path
from scrapers.adapters.dates import find_date, without_date, written_date
from scrapers.adapters.departments import department_beside, department_of
from scrapers.adapters.model import Row
from scrapers.adapters.opened import with_links
from scrapers.adapters.page_links import PAGER_TEXTS
from scrapers.adapters.row_titles import ABOUT, DATE_PARTS, TITLE_LENGTH, file_name_of, rank_of, title_of
from scrapers.adapters.run_together import dates_of, element_of_items
from scrapers.adapters.year_heads import date_under_year
from scrapers.addresses import identity, resolve
from scrapers.html import attribute, parse, text_of
from scrapers.rules import ListRule

#: Elements a row may be, nearest to the link first.
_ROW_TAGS = ("li", "tr", "dd", "dl", "article", "div", "p")
#: Elements that hold navigation, not items.
_OUTSIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|foot|footer|header|head|bread|crumb|position|location|pagination|pager)(?:$|[\s_-]|\d)|"
    r"(?:^|\s)(?:page|pages|pagebar|page[_-]?(?:nav|bar|num|box|turn|list|size|div))(?:$|\s|\d)",
    re.IGNORECASE,
)
#: A template that its script never filled.
_UNRENDERED = re.compile(r"\{\{|\}\}|\$\{|<%|#\{|\[\[")
_MIN_ALIKE = 2
#: No date is longer.
_DATE_LENGTH = 16
#: Columns of one year and type print no more than the department: 县信访局.
_NAME_LENGTH = 4
#: What a row with a title and a date counts.
_DATED = 10.0
#: How links name the part of a page that they open, and classes of the part that is open now.
_OPENS = ("href", "data-target")
_OPEN = frozenset({"active", "on", "cur", "current", "in", "show", "selected"})
#: What holds more links than a department has reports holds several departments.
_FEW_LINKS = 6


def read_rows(soup: BeautifulSoup, rule: ListRule, base: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """All rows in reading order, each address once. An item without a printed title has the title ``""``."""
    with_links(soup, base)
    nodes = declared_nodes(soup, rule) if rule.rows else []
    declared = bool(nodes)
    nodes = nodes or [node for node in _alike(soup, rule, base) if not is_path(node)]
    together = None if declared or _score(nodes, rule) >= _DATED else _together(soup, rule, base)
    nodes = [together] if together is not None else nodes
    ignored = {id(tag) for selector in rule.ignore for tag in soup.select(selector)}
    rows: dict[str, Row] = {}
    for node in nodes:
        if id(node) in ignored:
            continue
        for row in _rows_of(node, rule, base, encoding, several=declared or together is not None):
            known = rows.get(row.key)
            if known is None or (not known.title and row.title):
                rows[row.key] = row
    return tuple(rows.values())


def declared_nodes(soup: BeautifulSoup, rule: ListRule) -> list[Tag]:
    """The nodes of the first declared selector that finds a link."""
    for selector in rule.rows:
        nodes = [node for node in soup.select(selector) if node.select_one(rule.link) or node.name == "a"]
        if nodes:
            return nodes
    return []


def has_declared_frame(soup: BeautifulSoup, rule: ListRule) -> bool:
    """True when the element around a declared row is there, even without rows."""
    for selector in rule.rows:
        container = re.sub(r"[\s>+~]+[^\s>+~]+$", "", selector.strip())
        if container != selector.strip() and soup.select_one(container) is not None:
            return True
    return False


def rows_of_fragment(fragment: str, rule: ListRule, base: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """Rows of a piece of HTML that holds nothing but rows (a record of a record set, the HTML inside JSON)."""
    soup = parse(fragment)
    nodes = declared_nodes(soup, rule) or soup.find_all(["li", "tr", "dd"])
    if not nodes:
        nodes = [soup.body or soup]
    rows: dict[str, Row] = {}
    for node in nodes:
        for row in _rows_of(node, rule, base, encoding, several=True):
            rows.setdefault(row.key, row)
    return tuple(rows.values())


def rows_of_links(holder: Tag, rule: ListRule, base: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """Rows of an article that is a list: whatever holds its links (table row, item, paragraph), dated or not."""
    nodes: dict[int, Tag] = {}
    for link in holder.select(rule.link):
        if _is_outside(link):
            continue
        around = [node for node in link.parents if node.name in ("tr", "li", "dd", "p") and holder in node.parents]
        few = (node for node in around if len(node.find_all("a", href=True, limit=_FEW_LINKS + 1)) <= _FEW_LINKS)
        node = next(iter(sorted(few, key=lambda one: one.name == "p")), link)
        nodes.setdefault(id(node), node)
    rows: dict[str, Row] = {}
    for node in nodes.values():
        for row in _rows_of(node, rule, base, encoding, several=True):
            rows.setdefault(row.key, row)
    return tuple(rows.values())


def _rows_of(node: Tag, rule: ListRule, base: str, encoding: str, *, several: bool) -> Iterator[Row]:
    links = [node] if node.name == "a" else node.select(rule.link)
    candidates: dict[str, tuple[Tag, str]] = {}
    for link in links:
        url = resolve(attribute(link, "href"), base, encoding=encoding)
        if url is None or _UNRENDERED.search(attribute(link, "href")):
            continue
        if rule.address and not re.search(rule.address, url):
            continue
        title = title_of(link, node, rule)
        if _UNRENDERED.search(title) or title.lower() in PAGER_TEXTS:
            continue
        known = candidates.get(url)
        if known is None or rank_of(title) > rank_of(known[1]):
            candidates[url] = (link, title)
    if not candidates:
        return
    titled = {url: pair for url, pair in candidates.items() if len(pair[1]) >= TITLE_LENGTH}
    own = dates_of([link for link, _ in titled.values()], node) if len(titled) > 1 else {}
    department = department_beside(node, links)
    about = {url: pair for url, pair in candidates.items() if ABOUT.search(pair[1])}
    if department is not None and len(about) > 1 and len(about) == len(candidates):
        titled = about  # 县信访局: 2026年部门预算 2025年部门决算
    # Where every link has a date of its own, each is an item: two to a table row, or one behind the other.
    elif not (len(titled) > 1 and (several or len(own) == len(titled))):
        best = max(candidates, key=lambda url: rank_of(candidates[url][1]))
        titled = {best: candidates[best]}
    line = identity(next(iter(titled))) if len(titled) > 1 else None
    for url, (link, title) in titled.items():
        day = _date(link, node, rule) if len(titled) == 1 else _date_inside(link) or own.get(id(link))
        named = department or department_of(link)
        yield Row(url=url, title=title, date=day, publisher=named, file_name=file_name_of(link), line=line)


def _date(link: Tag, node: Tag, rule: ListRule) -> date | None:
    for selector in rule.date.select:
        for found in node.select(selector):
            printed = attribute(found, rule.date.attribute) if rule.date.attribute else text_of(found)
            day = written_date(printed, rule.date.format) if rule.date.format else find_date(printed)
            if day:
                return day
    if rule.date.partial:
        return _date_inside(link) if node is link else None
    own = None if node is link else find_date(text_of(node, without=[link]), last=True) or _date_alone(node, link)
    return own or _date_inside(link) or _date_beside(link, node) or date_under_year(node, link)


def _date_alone(node: Tag, link: Tag) -> date | None:
    """A full date that runs into its neighbour when read together: ``<b>09-20</b><i>2026-09-20</i>``."""
    for text in node.find_all(string=True):
        day = None if link in text.parents else find_date(str(text))
        if day is not None:
            return day
    # A day that stands large above its year and month: <b>18</b><span>2026-09</span>.
    around = {id(parent) for parent in link.parents}
    for part in node.find_all(True):
        if id(part) in around or part is link or link in part.parents:
            continue
        shown = text_of(part)
        day = find_date(shown) if len(shown) <= _DATE_LENGTH else None
        if day is not None:
            return day
    return None


def _date_beside(link: Tag, node: Tag) -> date | None:
    """The date that stands beside the row in an element of their own (``<li>title</li><li>date</li>``)."""
    for parent in [*node.parents][:2]:
        if parent.name in ("body", "html", "[document]") or len(parent.find_all("a", href=True, limit=2)) > 1:
            return None
        day = find_date(text_of(parent, without=[link]), last=True)
        if day:
            return day
    return None


def _date_inside(link: Tag) -> date | None:
    for tag in reversed(link.find_all(DATE_PARTS)):
        if len(text_of(tag)) <= 16:
            day = find_date(text_of(tag))
            if day:
                return day
    shown = text_of(link)
    if without_date(shown) != shown:
        return find_date(shown, last=True)
    blocks = (text_of(block) for block in link.find_all("div"))  # the whole row is one link
    return next((day for text in blocks if len(text) <= _DATE_LENGTH and (day := find_date(text))), None)


def _alike(soup: BeautifulSoup, rule: ListRule, base: str) -> Iterable[Tag]:
    """The best group of similar elements: most rows that hold a titled link and a full date.

    What stands in navigation is none, unless that is all there is and it is dated: some wrap whole pages in "header".
    """
    best = _best(soup, rule, base, anywhere=False)
    if _score(best, rule) > 0:
        return _without_menus(best, rule)
    wrapped = _best(soup, rule, base, anywhere=True)
    return wrapped if _score(wrapped, rule) >= _DATED else []


def _without_menus(rows: Sequence[Tag], rule: ListRule) -> Sequence[Tag]:
    """Without the lists that print no date, where others of the same shape do: menus drawn as tables, latest news."""
    dated: defaultdict[int, bool] = defaultdict(bool)
    for row in rows:
        link = row if row.name == "a" else row.select_one(rule.link)
        dated[id(row.parent)] |= link is not None and _date(link, row, rule) is not None
    return [row for row in rows if dated[id(row.parent)]] if any(dated.values()) else rows


def _together(soup: BeautifulSoup, rule: ListRule, base: str) -> Tag | None:
    """The element that holds items one behind the other, where no similar elements hold one each."""
    links = [
        link
        for link in soup.select(rule.link)
        if resolve(attribute(link, "href"), base) is not None
        and not _is_outside(link)
        and len(title_of(link, link, rule)) >= TITLE_LENGTH
    ]
    return element_of_items(soup, links) if len(links) > 1 else None


def _best(soup: BeautifulSoup, rule: ListRule, base: str, *, anywhere: bool) -> Sequence[Tag]:
    groups: defaultdict[tuple[str, ...], list[Tag]] = defaultdict(list)
    seen: set[int] = set()
    panes = _panes_of(soup)
    for link in soup.select(rule.link):
        if resolve(attribute(link, "href"), base) is None or (not anywhere and _is_outside(link)):
            continue
        row = _row_around(link)
        if row is None or id(row) in seen:
            continue
        seen.add(id(row))
        groups[_shape(row, panes)].append(row)
    return max(groups.values(), key=lambda rows: _score(rows, rule), default=[])


def _score(rows: Sequence[Tag], rule: ListRule) -> float:
    """Rows with a date count most, those about 预算 or 决算 above all (a box of news may be longer than the list).

    Without any date only a list of long titles counts at all.
    """
    dated = titled = named = about = 0
    for row in rows:
        links = [row] if row.name == "a" else row.select(rule.link)
        link = links[0] if links else None
        shown = max((title_of(one, row, rule) for one in links), key=rank_of, default="")
        title = len(shown)
        if title >= TITLE_LENGTH:
            titled += 1
            has_date = link is not None and _date(link, row, rule) is not None
            dated += has_date
            about += has_date and bool(ABOUT.search(shown))
        elif title >= _NAME_LENGTH:
            named += link is not None and _date(link, row, rule) is not None
    if dated or named:
        return (dated + 2 * about) * _DATED + titled + named * 2.0
    return titled / len(rows) if titled >= _MIN_ALIKE and titled * 2 > len(rows) else 0.0


def _row_around(link: Tag) -> Tag | None:
    """The element that is one row: the nearest li, tr or dd, else the nearest block with a date and few links."""
    for parent in link.parents:
        if parent.name in ("li", "tr", "dd"):
            return parent
        if parent.name in ("ul", "ol", "table", "body"):
            break
    for parent in link.parents:
        if parent.name in ("body", "html", "[document]"):
            break
        if (
            parent.name in _ROW_TAGS
            and len(parent.find_all("a", href=True, limit=4)) <= 3
            and (find_date(text_of(parent)) or _date_alone(parent, link))
        ):
            return parent
    return link if find_date(text_of(link)) else None


def _shape(row: Tag, panes: frozenset[str]) -> tuple[str, ...]:
    """What siblings of one list share: their own tag and the tags and classes of three ancestors.

    ``panes``: ids that links of the page open. Whichever of them is open now, they are one list.
    """
    parents = list(row.parents)[:3]
    return (row.name, *(_named(one, panes) for one in parents))


def _named(holder: Tag, panes: frozenset[str]) -> str:
    classes, own = attribute(holder, "class"), attribute(holder, "id")
    if own in panes:
        return f"{holder.name}.{' '.join(one for one in classes.split() if one not in _OPEN)}#pane"
    return f"{holder.name}.{classes}#{own}"


def _panes_of(soup: BeautifulSoup) -> frozenset[str]:
    """Ids of the parts of a page that its own links show and hide (``<a href="#y2026">``)."""
    opened = (attribute(link, name) for link in soup.select("[href^='#'], [data-target^='#']") for name in _OPENS)
    return frozenset(one[1:] for one in opened if len(one) > 1 and one.startswith("#"))


def _is_outside(link: Tag) -> bool:
    outside = False
    for parent in link.parents:
        if parent.name == "nav":
            return True
        if parent.name in ("body", "html"):
            break
        # The head of an item is its title: <article><header class="entry-header"><a>.
        outside = parent.name != "article" and (
            outside
            or parent.name in ("header", "footer")
            or _OUTSIDE.search(f"{attribute(parent, 'class')} {attribute(parent, 'id')}") is not None
        )
    return outside
