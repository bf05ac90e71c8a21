"""Hanweb jpaas: page 1 is a plain page; later pages come from the unit gateway as HTML inside JSON.

The gateway takes the page number only inside ``paramJson`` (a bare ``pageNo`` is ignored) and wants the column as
Referer. The misspelling ``bulidstatic`` is the system's own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import urlencode

from scrapers.adapters.api import at_path, read_json
from scrapers.adapters.model import ListPage, PageRequest, Source, UnreadableList
from scrapers.adapters.rows import rows_of_fragment
from scrapers.adapters.static_list import StaticList
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.rules import Entry

_QUERY = re.compile(r"""\bquery[dD]ata\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
_ATTRIBUTE = r"""\b{name}\s*=\s*["']([^"']+)["']"""
_GATEWAY = "/api-gateway/jpaas-publish-server/front/page/build/unit"


class JpaasUnit:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:  # noqa: ARG002 - the same for all engines
        return PageRequest(entry.url)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        if request.number == 1:
            page = StaticList().read(source, request, portal, entry)
            memory = _unit(source)
            rows, recognised = page.rows, page.recognised or bool(memory)
            site, column, empty = page.site, page.column, page.declared_empty
        else:
            memory = request.memory
            fragment = at_path(read_json(source.text), "data.html")
            if not isinstance(fragment, str):
                raise UnreadableList("the gateway's answer holds no html")
            rows = rows_of_fragment(fragment, portal.list, memory["column"], source.encoding)
            recognised, site, column, empty = True, None, None, False
        count = memory.get("count", "")
        claimed = int(count) if count.isdigit() else None
        return ListPage(
            rows=rows,
            next=_next(request.number + 1, memory, claimed),
            claimed_rows=claimed,
            declared_empty=empty,
            recognised=recognised,
            site=site,
            column=column,
        )


def _unit(source: Source) -> Mapping[str, str]:
    """What the page's list element says about its own unit; empty when it says nothing."""
    found = _QUERY.search(source.text)
    if found is None:
        return {}
    memory = {
        name: html.unescape(value) for name, value in _PAIR.findall(html.unescape(found.group(1) or found.group(2)))
    }
    memory["column"] = source.url
    for name in ("unitUrl", "count", "rows"):
        stated = re.search(_ATTRIBUTE.format(name=name), source.text)
        if stated:
            memory[name] = html.unescape(stated.group(1))
    return memory


def _next(number: int, memory: Mapping[str, str], claimed: int | None) -> PageRequest | None:
    size = memory.get("rows", "")
    if not memory.get("pageId") or not size.isdigit() or claimed is None or (number - 1) * int(size) >= claimed:
        return None
    query = {
        "parseType": memory.get("parseType", "bulidstatic"),
        "webId": memory.get("webId", ""),
        "tplSetId": memory.get("tplSetId", ""),
        "pageType": memory.get("pageType", "column"),
        "tagId": memory.get("tagId", ""),
        "editType": memory.get("editType", "null"),
        "pageId": memory["pageId"],
        "paramJson": f'{{"pageNo":{number},"pageSize":{size}}}',
    }
    url = resolve(f"{memory.get('unitUrl', _GATEWAY)}?{urlencode(query)}", memory["column"])
    return PageRequest(url, number, referer=memory["column"], memory=memory) if url else None
