"""Rows of a watched answer: which list of it the page shows, which field is the title, and how rows get addresses.

What the page shows decides: titles are those that stand on it, addresses those of its links. Names of fields that the
ordinary reader finds by itself are not declared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from domain.answered import TITLE_NAMES, opened
from domain.text import squeeze
from scrapers.adapters.api import read_json
from scrapers.adapters.dates import date_of_value
from scrapers.adapters.json_list import JsonList
from scrapers.adapters.model import ListEngine, ListPage, PageRequest, Row, UnreadableList
from scrapers.adapters.registry import engine_of
from scrapers.adapters.scripted import plain
from scrapers.addresses import host_of, identity, resolve
from scrapers.declaration import portal_from
from scrapers.found_column import FRAGMENT, JSON
from scrapers.titles import read_title
from scrapers.watched.port import Seen, WatchedCall
from scrapers.watched.templates import relative, template_of

_Record = Mapping[str, object]
_DEEPEST = 6
#: Shorter texts stand on every page.
_SHORTEST = 4
_MOST_FIELDS = 60
#: What the page shows cut is compared up to here.
_BEGIN = 12


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list of an answer that the page shows: its records, their titles, and the links that bear these."""

    call: WatchedCall
    #: Dotted path to the list; ``""`` where the answer is the list.
    path: str
    records: tuple[_Record, ...]
    title_field: str
    #: Address of the link that shows a record, by the record's place.
    links: Mapping[int, str]
    #: Fields of the day that stands on the page, the first shown best.
    date_fields: tuple[str, ...] = ()

    def title(self, place: int) -> str:
        return plain(str(self.records[place].get(self.title_field) or ""))

    @property
    def budget_places(self) -> list[int]:
        """Places of records about budgets."""
        return [place for place in range(len(self.records)) if read_title(self.title(place)).is_about_budgets]

    @property
    def first_about(self) -> int:
        """The record to look at: about budgets, the first such."""
        return next(iter(self.budget_places), 0)


def shown_lists(seen: Seen) -> list[ShownList]:
    """Lists of the answers that the page shows, those with most rows about budgets first."""
    text = squeeze(seen.text) + squeeze("".join(link.tooltip for link in seen.links))
    found = [one for call in seen.calls for one in _lists_of(call, text, seen)]
    found = [one for one in found if one.budget_places]
    return sorted(found, key=lambda one: -len(one.budget_places))


def _lists_of(call: WatchedCall, text: str, seen: Seen) -> Iterator[ShownList]:
    try:
        answer = opened(read_json(call.answer.text))
    except UnreadableList:
        return
    for path, records in _lists(answer, ""):
        title = _title_field(records, text)
        if title is not None:
            yield ShownList(call, path, records, title, _links(records, title, seen), _date_fields(records, text))


def _lists(value: object, path: str, depth: int = 0) -> Iterator[tuple[str, tuple[_Record, ...]]]:
    if isinstance(value, list):
        records = tuple(one for one in value if isinstance(one, Mapping))
        if records and len(records) == len(value):
            yield path, records
        return
    if isinstance(value, Mapping) and depth < _DEEPEST:
        for name, one in value.items():
            yield from _lists(one, f"{path}.{name}" if path else str(name), depth + 1)


def _title_field(records: Sequence[_Record], text: str) -> str | None:
    """The field whose values the page shows, the longest of several: names of departments stand there, too."""
    scores: dict[str, tuple[int, int, bool]] = {}
    for name in islice(records[0], _MOST_FIELDS):
        values = [squeeze(plain(str(one[name]))) for one in records if isinstance(one.get(name), str)]
        shown = [value for value in values if len(value) >= _SHORTEST and value[:_BEGIN] in text]
        about = sum(read_title(value).is_about_budgets for value in set(shown))  # 部门决算 in every row is a kind
        if shown:
            scores[name] = (about, len(shown), name.lower().replace("_", "") in TITLE_NAMES)
    return max(scores, key=lambda name: scores[name]) if scores else None


def _date_fields(records: Sequence[_Record], text: str) -> tuple[str, ...]:
    """The fields whose days the page shows; none where it shows no days."""
    scores = {}
    for name in islice(records[0], _MOST_FIELDS):
        days = [date_of_value(one.get(name)) for one in records]
        shown = sum(day is not None and any(form in text for form in _written(day)) for day in days)
        if shown and None not in days:
            scores[name] = shown
    return tuple(name for name, shown in scores.items() if shown == max(scores.values()))


def _written(day: date) -> tuple[str, ...]:
    """A day as pages write it, without spaces."""
    year, month, number = day.year, day.month, day.day
    return (
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{year}年{month}月{number}日",
        f"{day:%Y年%m月%d日}",
    )


def _links(records: Sequence[_Record], field: str, seen: Seen) -> dict[int, str]:
    by_title: dict[str, str] = {}
    for link in seen.links:
        for told in (link.tooltip, link.text):
            by_title.setdefault(squeeze(told), link.url)
    found = {}
    for place, record in enumerate(records):
        title = squeeze(plain(str(record.get(field) or "")))
        url = by_title.get(title) or _begins(title, by_title)
        if title and url is not None and _leads(url, seen.url):
            found[place] = url
    return found


def _begins(title: str, by_title: Mapping[str, str]) -> str | None:
    """A link whose text holds the title and more (a day), or begins it and is cut."""
    fitting = {
        url
        for text, url in by_title.items()
        if (len(title) >= _SHORTEST and title in text)
        or (len(cut := text.rstrip(".…")) >= _BEGIN and cut != text and title.startswith(cut))
    }
    return fitting.pop() if len(fitting) == 1 else None


def _leads(url: str, page: str) -> bool:
    """False for what only calls a script (``href="#"``)."""
    return identity(url) != identity(page) and not url.endswith("#")


def apis_of(shown: ShownList, page: str, made: str | None = None) -> list[dict[str, Any]]:
    """What a declaration must say beside the request, so that the ordinary reader gives the rows that are shown.

    ``made``: the template of the items' addresses, where it was learnt by pressing. Best first; mostly one.
    """
    wanted = {shown.title(place): url for place, url in shown.links.items()}
    title: dict[str, Any] = {"title_key": [shown.title_field]}
    where: dict[str, Any] = {"items_path": shown.path} if shown.path else {}
    addressed = [{"item_url": made}] if made is not None else [{}, *_addressed(shown, page)]
    tried = (told | address for address in addressed for told in ({}, title, where, title | where))
    return [_dated(api, shown, page) for api in islice((one for one in tried if _gives(one, shown, page, wanted)), 1)]


def _dated(api: dict[str, Any], shown: ShownList, page: str) -> dict[str, Any]:
    """``api`` with the field of the day, where the reader would take another."""
    days = [[date_of_value(one.get(name)) for one in shown.records] for name in shown.date_fields]
    read = [row.date for row in read_rows(JSON, api, shown.call, page).rows]
    return api if not days or read in days else api | {"date_key": [shown.date_fields[0]]}


def _addressed(shown: ShownList, page: str) -> Iterator[dict[str, Any]]:
    """Ways in which records may say where the links lead."""
    if not shown.links:
        return
    place, url = next(iter(shown.links.items()))
    record = shown.records[place]
    base = shown.call.answer.url
    texts = {name: value for name, value in record.items() if isinstance(value, str) and len(value) > 1}
    for name, value in texts.items():
        target = resolve(value, base, routed=True)
        if target is not None and identity(target) == identity(url):
            yield {"url_key": [name]}
    for name, value in texts.items():
        told = relative(url, page)
        if "/" in value and told.endswith(value) and told != value:
            yield {"url_key": [name], "url_base": told.removesuffix(value)}
    template = template_of(relative(url, page), record, shown.records)
    if template is not None:
        yield {"item_url": template}


def _gives(api: dict[str, Any], shown: ShownList, page: str, wanted: Mapping[str, str]) -> bool:
    """True where the reader finds every record of the list, with the address that its link has."""
    rows = read_rows(JSON, api, shown.call, page).rows
    told = {row.title: identity(row.url) for row in rows}
    if any(told.get(title) != identity(url) for title, url in wanted.items()):
        return False
    titles = [shown.title(place) for place in range(len(shown.records))]
    return [row.title for row in rows] == titles and len({row.key for row in rows}) == len(rows)


def read_rows(family: str, api: Mapping[str, Any], call: WatchedCall, page: str) -> ListPage:
    """The answer as the ordinary engine reads it; no rows where it cannot."""
    portal = portal_from(
        {
            "id": "watched",
            "division": "000000",
            "family": family,
            "hosts": sorted({host_of(page), host_of(call.url)}),
            "entry": [{"url": page}],
            "api": {"url": call.url} | dict(api),
        }
    )
    engine: ListEngine = JsonList() if family == JSON else engine_of(portal.adapter)
    try:
        return engine.read(call.answer, PageRequest(call.url), portal, portal.entry[0])
    except UnreadableList:
        return ListPage(rows=())


def fragment_rows(call: WatchedCall, page: str) -> tuple[Row, ...]:
    """Rows of an answer that is a piece of HTML, where some are about budgets."""
    if call.answer.text.lstrip()[:1] in ("{", "["):
        return ()
    rows = read_rows(FRAGMENT, {}, call, page).rows
    return rows if any(read_title(row.title).is_about_budgets for row in rows) else ()
