"""Hanweb jcms: rows stand in a record set inside a script; later groups of pages come by POST from ``dataproxy.jsp``.

Rows are asked for by whole groups (``groupSize`` pages of ``perPage`` rows), as the page's own script does. An empty
group before the claimed end means that the host does not support the request, not that the list has ended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from scrapers.adapters.api import api_request
from scrapers.adapters.model import ListPage, PageRequest, Row, Source, UnreadableList
from scrapers.adapters.page_links import with_query
from scrapers.adapters.pagers import says_nothing_here
from scrapers.adapters.rows import rows_of_fragment
from scrapers.adapters.scripted import unescape
from scrapers.adapters.static_list import StaticList
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.html import meta, parse, site_name
from scrapers.rules import Entry
from scrapers.walls import visible_text

_STORE = re.compile(r"<datastore\b.*?</datastore\s*>", re.IGNORECASE | re.DOTALL)
_RECORD = re.compile(r"<record\b[^>]*>\s*<!\[CDATA\[(.*?)\]\]>\s*</record\s*>", re.IGNORECASE | re.DOTALL)
_TOTAL_ROWS = re.compile(r"<totalrecord>\s*(\d+)", re.IGNORECASE)
_CALL = re.compile(r"""\$\(\s*["']#(\w+)["']\s*\)\.jpage\(\s*\{(.*?)\}\s*\)\s*;?""", re.DOTALL)
_AJAX = re.compile(r"ajaxParam\s*:\s*\{(.*?)\}", re.DOTALL)
_FIELD = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([\w./-]+))""")
_NEXT_GROUP = re.compile(r"<nextgroup>\s*<!\[CDATA\[.*?href=[\"']([^\"']+)", re.IGNORECASE | re.DOTALL)
_DEFAULT_PROXY = "/module/web/jpage/dataproxy.jsp"


class HanwebJpage:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:
        return _message_request(portal, entry, 1) or PageRequest(entry.url)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        stores = _STORE.findall(source.text) or _STORE.findall(_unwrapped(source.text))
        if stores and portal.api.url:
            return _messages(stores[0], source, request, portal, entry)
        if stores and request.number == 1 and not any(_RECORD.search(store) for store in stores):
            # Some hosts (Shandong) leave the record set empty and print the rows.
            printed = StaticList().read(source, request, portal, entry)
            if printed.rows:
                return printed
        if not stores:
            if request.number > 1:
                raise UnreadableList("the answer of dataproxy.jsp holds no record set")
            return StaticList().read(source, request, portal, entry)
        store = max(stores, key=lambda one: len(_RECORD.findall(one)))
        rows = _rows(store, portal, source)
        memory = request.memory if request.number > 1 else _call(source, store, entry)
        total = _TOTAL_ROWS.search(store)
        soup = parse(source.text) if request.number == 1 else None
        claimed = int(total.group(1)) if total else _number(memory, "totalRecord")
        return ListPage(
            rows=rows,
            next=_next(request, memory, claimed, portal, source.url),
            claimed_rows=claimed,
            declared_empty=not rows
            and request.number == 1
            and (claimed == 0 or says_nothing_here(visible_text(source.text))),
            recognised=True,
            site=site_name(soup) if soup else None,
            column=meta(soup, "ColumnName") if soup else None,
        )


def _message_request(portal: Portal, entry: Entry, number: int) -> PageRequest | None:
    """truecms: groups of rows by GET from ``getMessage.do``, as JSONP around the same record set."""
    if not portal.api.url:
        return None
    size = portal.api.per_page
    request = api_request(portal, entry, number)
    url = with_query(request.url, "startrecord", str((number - 1) * size + 1))
    return replace(request, url=with_query(url, "endrecord", str(number * size)), referer=entry.url)


def _messages(store: str, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
    rows = _rows(store, portal, source)
    total = _TOTAL_ROWS.search(store)
    claimed = int(total.group(1)) if total else None
    more = bool(rows) and (claimed is None or request.number * portal.api.per_page < claimed)
    return ListPage(
        rows=rows,
        next=_message_request(portal, entry, request.number + 1) if more else None,
        claimed_rows=claimed,
        declared_empty=claimed == 0,
        recognised=True,
    )


def _unwrapped(text: str) -> str:
    """The markup inside a JSONP answer: its string escapes undone."""
    return unescape(text) if "datastore" in text and "\\" in text else ""


def _rows(store: str, portal: Portal, source: Source) -> tuple[Row, ...]:
    rows: dict[str, Row] = {}
    for record in _RECORD.findall(store):
        for row in rows_of_fragment(record, portal.list, source.url, source.encoding):
            rows.setdefault(row.key, row)
    return tuple(rows.values())


def _call(source: Source, store: str, entry: Entry) -> Mapping[str, str]:
    """The parameters of the ``jpage`` call, flat; those of ``ajaxParam`` carry the prefix ``ajax.``."""
    calls = _CALL.findall(source.text)
    if not calls:
        # Older pages state the request in <nextgroup> only.
        group = _NEXT_GROUP.search(store)
        pairs = parse_qsl(group.group(1).partition("?")[2], keep_blank_values=True) if group else []
        return {f"ajax.{name}": value for name, value in pairs} | {"column": source.url}
    wanted = entry.parameters.get("unitid")
    _, body = next((call for call in calls if call[0] == wanted), calls[0])
    ajax = _AJAX.search(body)
    outer = body.replace(ajax.group(0), "") if ajax else body
    memory = dict(_fields(outer)) | {"column": source.url}
    return memory | {f"ajax.{name}": value for name, value in _fields(ajax.group(1) if ajax else "")}


def _fields(literal: str) -> list[tuple[str, str]]:
    return [(name, double or single or bare) for name, double, single, bare in _FIELD.findall(literal)]


def _next(
    request: PageRequest, memory: Mapping[str, str], claimed: int | None, portal: Portal, url: str
) -> PageRequest | None:
    per_page, group = _number(memory, "perPage"), _number(memory, "groupSize")
    if claimed is None or per_page is None or not any(name.startswith("ajax.") for name in memory):
        return None
    size = per_page * (group or 1)
    start = request.number * size + 1
    if start > claimed:
        return None
    column = memory.get("column", url)
    proxy = resolve(memory.get("proxyUrl") or _DEFAULT_PROXY, column)
    if proxy is None:
        return None
    form = {name.removeprefix("ajax."): value for name, value in memory.items() if name.startswith("ajax.")}
    # Hosts that obey only ``page`` are declared with api.fields: {page: "{p}"}.
    form |= {name: value.replace("{p}", str(request.number + 1)) for name, value in portal.api.fields.items()}
    query = f"startrecord={start}&endrecord={start + size - 1}&perpage={per_page}"
    return PageRequest(f"{proxy}?{query}", request.number + 1, form=form, referer=column, memory=memory)


def _number(memory: Mapping[str, str], name: str) -> int | None:
    value = memory.get(name, "")
    return int(value) if value.isdigit() else None
