"""Lists that come as JSON (UCAP search, IGS, WAS, ssp, Henan, Epoint …).

Fields are read by declared names; where none are declared, or the answer is built otherwise, by the names that such
answers usually have and the shape of the answer: a list of objects that hold an address and a title.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from domain.answered import DATE_NAMES, TITLE_NAMES, URL_NAMES, named, opened, publisher_of
from scrapers.adapters.api import api_request, at_path, read_json
from scrapers.adapters.dates import date_of_value
from scrapers.adapters.item_calls import filled
from scrapers.adapters.model import ListPage, PageRequest, Row, Source, UnreadableList
from scrapers.adapters.scripted import plain
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.rules import ApiRule, Entry, PageRuleName

_TOTAL_NAMES = (
    "total",
    "totalelements",
    "totalcount",
    "totalrecord",
    "totalrecords",
    "totalnum",
    "recordcount",
    "count",
)
_PAGES_NAMES = ("totalpages", "totalpage", "pagecount", "pages")
_READ = "read"
#: How deep in an answer its list may be.
_DEEPEST = 6


class JsonList:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:
        return api_request(portal, entry, 1)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        answer, api = opened(read_json(source.text)), portal.api
        records = at_path(answer, api.items_path) if api.items_path else None
        if not isinstance(records, list):
            records = next(_lists(answer, api), None)
        total = _number(answer, api.total_key, _TOTAL_NAMES)
        pages = _number(answer, api.total_pages_key, _PAGES_NAMES)
        if records is None:
            if total is None and _is_empty(answer):
                return ListPage(rows=(), recognised=True)
            if total != 0:
                raise UnreadableList(f"no list at {api.items_path!r}")
            records = []
        rows = tuple(row for one in records if (row := _row(one, api, entry.url)) is not None)
        read = int(request.memory.get(_READ) or (request.number - 1) * api.per_page) + len(records)
        more = (
            portal.page.rule is not PageRuleName.NONE
            and bool(records)
            and (read < total if total is not None else pages is None or request.number < pages)
        )
        following = replace(api_request(portal, entry, request.number + 1), memory={_READ: str(read)}) if more else None
        return ListPage(
            rows=rows,
            next=following,
            claimed_pages=pages if total is None else None,
            claimed_rows=total,
            declared_empty=total == 0,
            recognised=True,
            unaddressed=sum(_row(one, api, entry.url) is None and _is_titled(one, api) for one in records),
        )


def _lists(answer: object, api: ApiRule, depth: int = 0) -> Iterator[list[object]]:
    """Lists of objects that hold an address and a title, outermost first."""
    if isinstance(answer, list):
        if any(
            isinstance(one, Mapping) and _address(one, api) and _field(one, api.title_key, TITLE_NAMES)
            for one in answer
        ):
            yield answer
            return
        children: list[object] = answer
    elif isinstance(answer, Mapping):
        children = list(answer.values())
    else:
        return
    if depth < _DEEPEST:
        for child in children:
            yield from _lists(child, api, depth + 1)


def _is_empty(answer: object) -> bool:
    """True where the one list of the answer has no records (``{"code": 200, "data": []}``)."""
    held, lists = [answer], []
    for _ in range(_DEEPEST):
        lists += [one for one in held if isinstance(one, list)]
        held = [child for one in held if isinstance(one, Mapping) for child in one.values()]
    return lists == [[]]


def _number(answer: object, path: str | None, names: tuple[str, ...]) -> int | None:
    """A count at its declared place, else the outermost field that is called so."""
    if path is not None:
        value = at_path(answer, path)
        return int(str(value)) if str(value).isdigit() else None
    level: list[object] = [answer]
    for _ in range(4):
        for one in level:
            found = named(one, names) if isinstance(one, Mapping) else None
            if found is not None and str(found).isdigit():
                return int(str(found))
        level = [child for one in level if isinstance(one, Mapping) for child in one.values()]
    return None


def _row(record: object, api: ApiRule, base: str) -> Row | None:
    if not isinstance(record, Mapping):
        return None
    url = resolve(_address(record, api), base, routed=True)
    if url is None:
        return None
    publisher = _field(record, api.publisher_key, ()) or publisher_of(record)
    return Row(
        url=url,
        title=plain(str(_field(record, api.title_key, TITLE_NAMES) or "")),
        date=date_of_value(_field(record, api.date_key, DATE_NAMES)),
        publisher=plain(str(publisher)) if publisher else None,
    )


def _is_titled(record: object, api: ApiRule) -> bool:
    return isinstance(record, Mapping) and bool(plain(str(_field(record, api.title_key, TITLE_NAMES) or "")))


def _address(record: Mapping[str, object], api: ApiRule) -> str:
    """The address that the record holds, else the one that the declaration makes of its fields."""
    held = _field(record, api.url_key, URL_NAMES)
    if held and api.url_base:
        return f"{api.url_base}{held}"
    return str(held or (filled(api.item_url, record) if api.item_url else None) or "")


def _field(record: Mapping[str, object], keys: tuple[str, ...], names: tuple[str, ...]) -> object:
    declared = next((value for key in keys if (value := _at_key(record, key)) not in (None, "")), None)
    return declared if declared is not None else named(record, names)


def _at_key(record: Mapping[str, object], key: str) -> object:
    """The value at a dotted path, or what a key with places says of several: ``{year}-{day}``."""
    return filled(key, record, plain=True) if "{" in key else at_path(record, key)
