"""Lists that are plain pages: TRS, VSB, UCAP, Guangdong sites, Lonsun columns and most of the long tail.

One engine; what differs is the page rule and, where the shape of the rows does not tell, the row selectors.
"""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from scrapers.adapters.forms import page_form
from scrapers.adapters.list_days import with_days_decided
from scrapers.adapters.model import ListPage, PageRequest, Row, Source
from scrapers.adapters.pager_signs import promised_beyond
from scrapers.adapters.pagers import declared_total, next_url, read_pager, says_nothing_here
from scrapers.adapters.rows import declared_nodes, has_declared_frame, read_rows
from scrapers.adapters.scripted import scripted_rows
from scrapers.addresses import host_of, resolve
from scrapers.declaration import Portal
from scrapers.html import attribute, base_of, meta, parse, site_name, text_of
from scrapers.rules import Entry, ListRule, PageRuleName
from scrapers.stub import STUB, stub_target

_FIRST_URL = "first_url"
#: How the list writes days that do not say by themselves which they are.
_ORDERS = "orders"


class StaticList:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:  # noqa: ARG002 - the same for all engines
        return PageRequest(entry.url)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:  # noqa: ARG002
        soup = parse(source.text)
        base = base_of(soup, source.url)
        orders = with_days_decided(soup, request.memory.get(_ORDERS, ""))
        rows = find_rows(source, soup, portal.list, base)
        if portal.list.frame and request.number == 1 and not rows:
            inner = _frame(soup, base, portal)
            if inner is not None:
                return ListPage(rows=(), leads_on=True, recognised=True, next=PageRequest(inner, referer=source.url))
        if request.number == 1 and not rows and len(text_of(soup)) <= STUB:
            target = stub_target(soup, source, base)
            if target is not None and host_of(target) in portal.hosts:
                return ListPage(rows=(), leads_on=True, recognised=True, next=PageRequest(target, referer=source.url))
        pager = read_pager(source.text, soup, source.url, base)
        stated = declared_total(source.text, portal.page)
        pager = pager if stated is None else replace(pager, pages=stated)
        first_url = request.memory.get(_FIRST_URL, source.url)
        following = next_url(portal.page, pager, first_url=first_url, number=request.number)
        memory = {_FIRST_URL: first_url, **({_ORDERS: orders} if orders else {})}
        next_page = PageRequest(following, request.number + 1, memory=memory) if following else None
        if next_page is None and (pager.pages is None or request.number < pager.pages):
            auto = portal.page.rule is PageRuleName.AUTO
            form = page_form(source, soup, base, request.number) if auto else None
            if form is not None:
                next_page = PageRequest(
                    form.url, request.number + 1, form=form.fields, referer=source.url, memory=memory
                )
        is_left = next_page is None and pager.links.promises_beyond(request.number)
        promise = None
        if next_page is None and not is_left and pager.pages is None and portal.page.rule is not PageRuleName.NONE:
            promise = promised_beyond(source.text, soup, number=request.number, rows=len(rows))
        return ListPage(
            rows=rows,
            next=next_page,
            number=pager.number,
            claimed_pages=request.number + 1 if is_left else promise.pages if promise else pager.pages,
            claimed_rows=pager.rows if promise is None or promise.rows is None else promise.rows,
            declared_empty=not rows and says_nothing_here(text_of(soup)),
            recognised=pager.found or has_declared_frame(soup, portal.list),
            site=site_name(soup),
            column=meta(soup, "ColumnName"),
        )


def find_rows(source: Source, soup: BeautifulSoup, rule: ListRule, base: str) -> tuple[Row, ...]:
    """Declared rows; else the rows that stand in the page or in its scripts, whichever list is fuller of dates."""
    rows = read_rows(soup, rule, base, source.encoding)
    if not rule.script_rows or (rows and declared_nodes(soup, rule)):
        return rows
    scripted = scripted_rows(source.text, rule, base, source.encoding)
    return scripted if _dated(scripted) > _dated(rows) or (scripted and not rows) else rows


def _dated(rows: tuple[Row, ...]) -> int:
    return sum(row.date is not None for row in rows)


def _frame(soup: BeautifulSoup, base: str, portal: Portal) -> str | None:
    for frame in soup.find_all(["iframe", "frame"], src=True):
        if isinstance(frame, Tag):
            target = resolve(attribute(frame, "src"), base)
            if target is not None and host_of(target) in portal.hosts:
                return target
    return None
