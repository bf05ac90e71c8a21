"""Guangdong's disclosure platform: a shell that lists its own columns, then JSON of up to 100 rows a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from scrapers.adapters.api import read_json
from scrapers.adapters.dates import date_of_value
from scrapers.adapters.model import ListPage, PageRequest, Row, Source, UnreadableList
from scrapers.adapters.scripted import plain
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.rules import Entry

_SID = re.compile(r"""\bSID\s*:\s*["']?(\w+)""")
_TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")
_SITE = re.compile(r"""\bSITE_NAME\s*:\s*["']([^"']+)""")
_DATE_KEYS = ("display_publish_time", "first_publish_time", "create_time", "created_at")


class Gkmlpt:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:  # noqa: ARG002 - the same for all engines
        sid, classify = entry.parameters.get("sid"), entry.parameters.get("classify")
        return _api(entry.url, sid, classify, 1) if sid and classify else PageRequest(entry.url)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        if "_CONFIG" in source.text and not source.text.lstrip().startswith("{"):
            return _shell(source, portal, entry)
        answer = read_json(source.text)
        if not isinstance(answer, Mapping) or not isinstance(records := answer.get("articles"), list):
            raise UnreadableList("the answer holds no articles")
        total, offset = int(answer.get("total") or 0), int(answer.get("offset") or 0)
        rows = tuple(row for one in records if (row := _row(one, source.url)) is not None)
        more = bool(records) and offset + len(records) < total
        memory = request.memory or {
            "sid": entry.parameters.get("sid", ""),
            "classify": entry.parameters.get("classify", ""),
        }
        return ListPage(
            rows=rows,
            next=_api(entry.url, memory["sid"], memory["classify"], request.number + 1) if more else None,
            # `total` counts rows, the column's own post_count may be larger and is not used.
            claimed_rows=total,
            declared_empty=total == 0,
            recognised=True,
            site=memory.get("site"),
            column=memory.get("column"),
        )


def _shell(source: Source, portal: Portal, entry: Entry) -> ListPage:
    sid, tree = _SID.search(source.text), _TREE.search(source.text)
    if sid is None or tree is None:
        raise UnreadableList("the shell states no SID or no TREE")
    try:
        nodes, _ = json.JSONDecoder().raw_decode(source.text, tree.end())
    except ValueError as problem:
        raise UnreadableList("the shell's TREE is no JSON") from problem
    wanted = entry.parameters.get("classify") or urlsplit(entry.url).fragment
    columns = list(_columns(nodes))
    chosen = next((node for node in columns if str(node.get("id")) == wanted), None)
    for name in portal.api.columns if chosen is None else ():
        chosen = next((node for node in columns if node.get("name") == name), None)
        if chosen is not None:
            break
    if chosen is None:
        names = "、".join(str(node.get("name")) for node in columns)
        raise UnreadableList(f"no column of 预决算 among {names}")
    site = _SITE.search(source.text)
    request = _api(source.url, sid.group(1), str(chosen["id"]), 1)
    memory = {**request.memory, "site": site.group(1) if site else "", "column": str(chosen.get("name"))}
    return ListPage(rows=(), leads_on=True, recognised=True, next=PageRequest(request.url, 1, memory=memory))


def _columns(nodes: object) -> Iterator[Mapping[str, Any]]:
    for node in nodes if isinstance(nodes, list) else ():
        if isinstance(node, Mapping):
            yield node
            yield from _columns(node.get("children"))


def _api(base: str, sid: str | None, classify: str | None, page: int) -> PageRequest:
    url = resolve(f"/gkmlpt/api/all/{classify}?page={page}&sid={sid}", base)
    assert url is not None
    return PageRequest(url, page, memory={"sid": sid or "", "classify": classify or ""})


def _row(record: object, base: str) -> Row | None:
    if not isinstance(record, Mapping):
        return None
    url = resolve(str(record.get("url") or record.get("post_url") or ""), base)
    if url is None:
        return None
    date = next((day for key in _DATE_KEYS if (day := date_of_value(record.get(key)))), None)
    publisher = str(record.get("publisher") or "") or None
    return Row(url=url, title=plain(str(record.get("title") or "")), date=date, publisher=publisher)
