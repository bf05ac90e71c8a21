"""Lists that come as JSON, read by declared field names (UCAP search, IGS, WAS, ssp, Henan, Epoint …)."""

from __future__ import annotations

from collections.abc import Mapping

from scrapers.adapters.api import api_request, at_path, read_json
from scrapers.adapters.dates import date_of_value
from scrapers.adapters.model import ListPage, PageRequest, Row, Source, UnreadableList
from scrapers.adapters.scripted import plain
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.rules import ApiRule, Entry


class JsonList:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:
        return api_request(portal, entry, 1)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        answer = read_json(source.text)
        records = at_path(answer, portal.api.items_path)
        if not isinstance(records, list):
            raise UnreadableList(f"no list at {portal.api.items_path!r}")
        total = at_path(answer, portal.api.total_key)
        claimed = int(str(total)) if str(total).isdigit() else None
        rows = tuple(row for one in records if (row := _row(one, portal.api, source.url)) is not None)
        more = bool(records) and (claimed is None or request.number * portal.api.per_page < claimed)
        return ListPage(
            rows=rows,
            next=api_request(portal, entry, request.number + 1) if more else None,
            claimed_rows=claimed,
            declared_empty=claimed == 0,
            recognised=True,
        )


def _row(record: object, api: ApiRule, base: str) -> Row | None:
    if not isinstance(record, Mapping):
        return None
    url = resolve(str(_first(record, api.url_key) or ""), base)
    if url is None:
        return None
    publisher = _first(record, api.publisher_key)
    return Row(
        url=url,
        title=plain(str(_first(record, api.title_key) or "")),
        date=date_of_value(_first(record, api.date_key)),
        publisher=str(publisher) if publisher else None,
    )


def _first(record: Mapping[str, object], keys: tuple[str, ...]) -> object:
    return next((value for key in keys if (value := at_path(record, key)) not in (None, "")), None)
