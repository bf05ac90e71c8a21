"""Jiangsu's unified platform of 预决算: departments of a division, their reports of one year and kind, their files.

Three calls by POST, from the parameters of the entry: ``pid`` (division on the platform), ``date`` (fiscal year),
``typeid`` (kind of report) and ``kind`` (what to call it: 部门预算 or 部门决算). Year and kind come from the request,
not from a title; a row is titled by them, the department and the file's own name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.agencies import find_agency
from scrapers.adapters.api import at_path, read_json
from scrapers.adapters.dates import date_of_value
from scrapers.adapters.model import ListPage, PageRequest, Row, Source, UnreadableList
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.rules import Entry

_STEP, _QUEUE, _NAME, _ID = "step", "queue", "name", "iid"


class PlatformJiangsu:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:  # noqa: ARG002 - the same for all engines
        return _ask(entry, "getdepartmentname.do", {"pid": entry.parameters.get("pid", "")}, {_STEP: "departments"})

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:  # noqa: ARG002
        answer = read_json(source.text)
        if request.memory.get(_STEP) == "departments":
            return _departments(answer, entry)
        if request.memory.get(_STEP) == "reports":
            return _reports(answer, request, entry)
        return _files(answer, request, entry)


def _departments(answer: object, entry: Entry) -> ListPage:
    """The petition body among the departments; a division without one has declared that it lists none."""
    if not isinstance(answer, list):
        raise UnreadableList("the answer lists no departments")
    for one in _all(answer):
        name = str(one.get("name") or "")
        if find_agency(name) is not None and one.get("iid"):
            memory = {_STEP: "reports", _NAME: name, _ID: str(one["iid"])}
            return ListPage(rows=(), leads_on=True, recognised=True, next=_reports_page(entry, memory, 1))
    return ListPage(rows=(), declared_empty=True, recognised=True)


def _all(nodes: list[Any]) -> Iterator[Mapping[str, Any]]:
    for node in nodes:
        if isinstance(node, Mapping):
            yield node
            children = node.get("children")
            if isinstance(children, list):
                yield from _all(children)


def _reports(answer: object, request: PageRequest, entry: Entry) -> ListPage:
    templates = at_path(answer, "budgetTemplates")
    if not isinstance(templates, list):
        raise UnreadableList("the answer holds no budgetTemplates")
    found = [str(one["uuid"]) for one in templates if isinstance(one, Mapping) and one.get("uuid")]
    if not found:
        return ListPage(rows=(), declared_empty=True, recognised=True)
    memory = {**request.memory, _STEP: "files", _QUEUE: ",".join(found[1:])}
    return ListPage(rows=(), leads_on=True, recognised=True, next=_files_page(entry, memory, found[0], 1))


def _files(answer: object, request: PageRequest, entry: Entry) -> ListPage:
    if not isinstance(answer, list):
        raise UnreadableList("the answer lists no files")
    rows = tuple(row for one in answer if isinstance(one, Mapping) and (row := _row(one, request, entry)) is not None)
    waiting = [one for one in request.memory.get(_QUEUE, "").split(",") if one]
    following = None
    if waiting:
        memory = {**request.memory, _QUEUE: ",".join(waiting[1:])}
        following = _files_page(entry, memory, waiting[0], request.number + 1)
    return ListPage(rows=rows, next=following, recognised=True, declared_empty=not rows)


def _row(record: Mapping[str, Any], request: PageRequest, entry: Entry) -> Row | None:
    url = resolve(f"download.do?iid={record.get('iid', '')}", entry.url) if record.get("iid") else None
    if url is None:
        return None
    year, kind = entry.parameters.get("date", ""), entry.parameters.get("kind", "")
    name = request.memory.get(_NAME, "")
    return Row(
        url=url,
        title=f"{name}{year}年{kind} {record.get('t_oldname') or ''}".strip(),
        date=date_of_value(record.get("t_uploaddate")),
        publisher=name or None,
    )


def _reports_page(entry: Entry, memory: Mapping[str, str], number: int) -> PageRequest:
    return _ask(entry, "itemsandpag.do", {"page_num": str(number), "groupid": memory[_ID]}, memory)


def _files_page(entry: Entry, memory: Mapping[str, str], uuid: str, number: int) -> PageRequest:
    url = resolve("getTemporaryFiles.do", entry.url)
    assert url is not None
    return PageRequest(url, number, form={"uuid": uuid}, referer=entry.url, memory=memory)


def _ask(entry: Entry, call: str, fields: Mapping[str, str], memory: Mapping[str, str]) -> PageRequest:
    url = resolve(call, entry.url)
    assert url is not None
    common = {name: entry.parameters.get(name, "") for name in ("date", "typeid")}
    return PageRequest(url, 1, form={**fields, **common}, referer=entry.url, memory=memory)
