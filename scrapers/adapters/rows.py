"""Rows of a list page in HTML: by declared selectors, else by their shape (a link and a date, many times alike)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.crumbs import is_path
from scrapers.adapters.dates import find_date
from scrapers.adapters.department_blocks import Heading, headings_of
from scrapers.adapters.department_rows import rows_of_blocks, title_as, with_blocks
from scrapers.adapters.departments import department_beside, department_of
from scrapers.adapters.list_days import with_days_decided
from scrapers.adapters.model import Row
from scrapers.adapters.name_grids import names_in_grid
from scrapers.adapters.opened import with_links
from scrapers.adapters.page_links import is_first_page
from scrapers.adapters.page_parts import OPEN, is_outside
from scrapers.adapters.pager_texts import is_pager_text
from scrapers.adapters.posts import date_of_post, headed_by, post_around
from scrapers.adapters.row_dates import date_alone, date_inside, date_of
from scrapers.adapters.row_files import files_beside
from scrapers.adapters.row_titles import ABOUT, TITLE_LENGTH, UNRENDERED, file_name_of, is_titled, rank_of, title_of
from scrapers.adapters.run_together import dates_of, element_of_items
from scrapers.adapters.typed_lists import typed_lines
from scrapers.adapters.unclosed import with_rows_closed
from scrapers.addresses import identity, resolve
from scrapers.html import attribute, parse, text_of
from scrapers.rules import ListRule

#: Elements a row may be, nearest to the link first.
_ROW_TAGS = ("li", "tr", "dd", "dl", "article", "div", "p")
_MIN_ALIKE = 2
_REPORT = re.compile(r"(20\d{2})年?度?[^年]{0,30}?(预算|决算)")
#: Columns of one year and type print no more than the department: 县信访局.
_NAME_LENGTH = 4
#: What a row with a title and a date counts.
_DATED = 10.0
#: How links name the part of a page that they open.
_OPENS = ("href", "data-target")
#: What holds more links than a department has reports holds several departments.
_FEW_LINKS = 6


def read_rows(soup: BeautifulSoup, rule: ListRule, base: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """All rows in reading order, each address once. An item without a printed title has the title ``""``."""
    with_rows_closed(soup)
    with_links(soup, base)
    with_days_decided(soup)
    nodes = declared_nodes(soup, rule) if rule.rows else []
    declared = bool(nodes)
    nodes = nodes or [node for node in _alike(soup, rule, base) if not is_path(node)]
    undated = not declared and _score(nodes, rule) < _DATED
    grid = names_in_grid(soup, rule.link, base) if undated else ()
    if grid and all(_holds_one(node, grid) for node in nodes):
        nodes, undated = list(grid), False
    together = _together(soup, rule, base) if undated else None
    nodes = [together] if together is not None else nodes
    heads = headings_of(soup, soup.select(rule.link))
    ignored = {id(tag) for selector in rule.ignore for tag in soup.select(selector)}
    rows: dict[str, Row] = {}
    for node in nodes:
        if id(node) in ignored:
            continue
        for row in _rows_of(node, rule, base, encoding, several=declared or together is not None, heads=heads):
            known = rows.get(row.key)
            if known is None or (not known.title and row.title):
                rows[row.key] = row
    if heads and not declared:
        rows = with_blocks(rows, rows_of_blocks(soup, heads, rule, base, encoding))
    return tuple(rows.values())


def _holds_one(node: Tag, links: Sequence[Tag]) -> bool:
    return any(link is node or node in link.parents for link in links)


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
    with_rows_closed(soup)
    nodes = declared_nodes(soup, rule) or soup.find_all(["li", "tr", "dd"])
    if not nodes:
        nodes = [soup.body or soup]
    rows: dict[str, Row] = {}
    for node in nodes:
        for row in _rows_of(node, rule, base, encoding, several=True, heads={}):
            rows.setdefault(row.key, row)
    return tuple(rows.values())


def rows_of_links(holder: Tag, rule: ListRule, base: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    """Rows of an article that is a list: whatever holds its links (table row, item, paragraph), dated or not."""
    with_days_decided(holder)
    nodes: dict[int, Tag] = {}
    links = holder.select(rule.link)
    heads = headings_of(holder, links)
    for link in links:
        if is_outside(link):
            continue
        around = [node for node in link.parents if node.name in ("tr", "li", "dd", "p") and holder in node.parents]
        few = (node for node in around if len(node.find_all("a", href=True, limit=_FEW_LINKS + 1)) <= _FEW_LINKS)
        node = next(iter(sorted(few, key=lambda one: one.name == "p")), link)
        nodes.setdefault(id(node), node)
    rows: dict[str, Row] = {}
    for node in nodes.values():
        for row in _rows_of(node, rule, base, encoding, several=True, heads=heads):
            rows.setdefault(row.key, row)
    return tuple(rows.values())


def _rows_of(
    node: Tag, rule: ListRule, base: str, encoding: str, *, several: bool, heads: Mapping[int, Heading]
) -> Iterator[Row]:
    head = headed_by(node)
    links = [node] if node.name == "a" else node.select(rule.link) if head is None else [head]
    candidates: dict[str, tuple[Tag, str]] = {}
    for link in links:
        url = resolve(attribute(link, "href"), base, encoding=encoding)
        if url is None or UNRENDERED.search(attribute(link, "href")):
            continue
        if rule.address and not re.search(rule.address, url):
            continue
        title = title_as(title_of(link, node, rule), heads.get(id(link)))
        if UNRENDERED.search(title) or is_pager_text(title):
            continue
        known = candidates.get(url)
        if known is None or rank_of(title) > rank_of(known[1]):
            candidates[url] = (link, title)
    if not candidates:
        return
    titled = {url: pair for url, pair in candidates.items() if is_titled(pair[1])}
    own = dates_of([link for link, _ in titled.values()], node) if len(titled) > 1 else {}
    department = department_beside(node, links)
    about = {url: pair for url, pair in candidates.items() if ABOUT.search(pair[1])}
    if department is not None and len(about) > 1 and len(about) == len(candidates):
        titled = about  # 县信访局: 2026年部门预算 2025年部门决算
    elif len(titled) > 1 and _are_several_reports([title for _, title in titled.values()]):
        pass
    elif len(about) > 1 and _are_several_reports([title for _, title in about.values()]):
        titled = about  # below a heading that leads elsewhere
    # Where every link has a date of its own, each is an item: two to a table row, or one behind the other.
    elif not (len(titled) > 1 and (several or len(own) == len(titled))):
        best = max(candidates, key=lambda url: rank_of(candidates[url][1]))
        titled = {best: candidates[best]}
    line = identity(next(iter(titled))) if len(titled) > 1 else None
    beside = files_beside(candidates, titled, links)
    for url, (link, title) in titled.items():
        day = date_of(link, node, rule) if len(titled) == 1 else date_inside(link) or own.get(id(link))
        day = date_of_post(node, link) if link is head else day
        heading = heads.get(id(link))
        named = department or department_of(link) or (heading.department if heading is not None else None)
        yield Row(url, title, day, named, file_name_of(link), line, beside.get(url, ()))


def _are_several_reports(titles: Sequence[str]) -> bool:
    """True where every title tells another report: by its year and kind, which no two of them share."""
    told = {_REPORT.findall(title)[0] for title in titles if len(_REPORT.findall(title)) == 1}
    return len(told) == len(titles)


def _alike(soup: BeautifulSoup, rule: ListRule, base: str) -> Iterable[Tag]:
    """The best group of similar elements: most rows that hold a titled link and a full date.

    What stands in navigation is none, unless that is all there is and it is dated: some wrap whole pages in "header".
    """
    best = _best(soup, rule, base, anywhere=False)
    if _score(best, rule) > 0:
        return _without_menus(best, rule)
    wrapped = _best(soup, rule, base, anywhere=True)
    return wrapped if _score(wrapped, rule) >= _DATED else typed_lines(soup, rule.link, base)


def _without_menus(rows: Sequence[Tag], rule: ListRule) -> Sequence[Tag]:
    """Without the lists that print no date, where others of the same shape do: menus drawn as tables, latest news."""
    dated: defaultdict[int, bool] = defaultdict(bool)
    for row in rows:
        link = row if row.name == "a" else row.select_one(rule.link)
        dated[id(row.parent)] |= link is not None and date_of(link, row, rule) is not None
    return [row for row in rows if dated[id(row.parent)]] if any(dated.values()) else rows


def _without_own_menus(rows: Sequence[Tag], rule: ListRule, base: str) -> Sequence[Tag]:
    """Without the lists of short names of which one leads to this very page, where others of the shape have titles.

    A menu drawn as a table looks like the list beside it, and outweighs a short one that prints no day.
    """
    if len({id(row.parent) for row in rows}) == 1:
        return rows
    links = [(row, link) for row in rows for link in ([row] if row.name == "a" else row.select(rule.link))]
    menus = {id(row.parent) for row, link in links if _leads_here(link, base)}
    titled = {id(row.parent) for row, link in links if menus and is_titled(title_of(link, row, rule))}
    return [row for row in rows if id(row.parent) not in menus - titled] if titled else rows


def _leads_here(link: Tag, base: str) -> bool:
    """True for a link to the page, or to the first one of the list that it belongs to."""
    target = resolve(attribute(link, "href"), base)
    return target is not None and (identity(target) == identity(base) or is_first_page(target, base))


def _together(soup: BeautifulSoup, rule: ListRule, base: str) -> Tag | None:
    """The element that holds items one behind the other, where no similar elements hold one each."""
    links = [
        link
        for link in soup.select(rule.link)
        if resolve(attribute(link, "href"), base) is not None
        and not is_outside(link)
        and is_titled(title_of(link, link, rule))
    ]
    return element_of_items(soup, links) if len(links) > 1 else None


def _best(soup: BeautifulSoup, rule: ListRule, base: str, *, anywhere: bool) -> Sequence[Tag]:
    groups: defaultdict[tuple[str, ...], list[Tag]] = defaultdict(list)
    seen: set[int] = set()
    panes = _panes_of(soup)
    for link in soup.select(rule.link):
        if resolve(attribute(link, "href"), base) is None or (not anywhere and is_outside(link)):
            continue
        row = _row_around(link)
        if row is None or id(row) in seen:
            continue
        seen.add(id(row))
        groups[_shape(row, panes)].append(row)
    lists = (_without_own_menus(rows, rule, base) for rows in groups.values())
    return max(lists, key=lambda rows: _score(rows, rule), default=[])


def _score(rows: Sequence[Tag], rule: ListRule) -> float:
    """Rows with a date count most, those about 预算 or 决算 above all (a box of news may be longer than the list).

    Without any date only a list of long titles counts at all.
    """
    dated = titled = named = about = 0
    for row in rows:
        links = [row] if row.name == "a" else row.select(rule.link)
        link = links[0] if links else None
        told = {title_of(one, row, rule): one for one in links}
        shown = max(told, key=rank_of, default="")
        title = len(shown)
        # 2025年预算 is most often a tab, but for what the table over 查看 says.
        if title >= TITLE_LENGTH or (is_titled(shown) and not is_titled(text_of(told[shown]))):
            titled += 1
            has_date = link is not None and date_of(link, row, rule) is not None
            dated += has_date
            about += has_date and bool(ABOUT.search(shown))
        elif title >= _NAME_LENGTH:
            named += link is not None and date_of(link, row, rule) is not None
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
            and (find_date(text_of(parent)) or date_alone(parent, link))
        ):
            return parent
    return link if find_date(text_of(link)) else post_around(link)


def _shape(row: Tag, panes: frozenset[str]) -> tuple[str, ...]:
    """What siblings of one list share: their own tag and the tags and classes of three ancestors.

    ``panes``: ids that links of the page open. Whichever of them is open now, they are one list.
    """
    parents = list(row.parents)[:3]
    return (row.name, *(_named(one, panes) for one in parents))


def _named(holder: Tag, panes: frozenset[str]) -> str:
    classes, own = attribute(holder, "class"), attribute(holder, "id")
    if own in panes:
        return f"{holder.name}.{' '.join(one for one in classes.split() if one not in OPEN)}#pane"
    return f"{holder.name}.{classes}#{own}"


def _panes_of(soup: BeautifulSoup) -> frozenset[str]:
    """Ids of the parts of a page that its own links show and hide (``<a href="#y2026">``)."""
    opened = (attribute(link, name) for link in soup.select("[href^='#'], [data-target^='#']") for name in _OPENS)
    return frozenset(one[1:] for one in opened if len(one) > 1 and one.startswith("#"))
