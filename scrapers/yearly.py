"""Columns whose address changes every year: ``/bmys-{yy}-001/index.html``, or found again on the page that lists them.

An entry with ``{yyyy}`` or ``{yy}`` in its address or parameters stands for one column per year; one with ``index`` for
the columns that page links to. A year whose column does not exist yet is no failure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from scrapers.adapters.dates import BEIJING
from scrapers.adapters.model import Source
from scrapers.addresses import host_of
from scrapers.columns import column_links
from scrapers.declaration import Portal
from scrapers.rules import Entry

#: Years before the present one that are watched, and those that a first or full reading goes back.
WATCHED, FIRST_READ = 1, 10
_PLACE = re.compile(r"\{(yyyy|yy)\}")
#: The year that :func:`_filled` adds to the address of a column told apart by parameters.
_FRAGMENT = re.compile(r"(?:#|(?<=\w)-)20\d{2}$")
_YEAR = re.compile(r"20\d{2}")


def is_yearly(entry: Entry) -> bool:
    """True for an entry that stands for one column per year."""
    return entry.index is not None or any(_PLACE.search(text) for text in (entry.url, *entry.parameters.values()))


def by_template(entry: Entry, now: datetime, *, back: int) -> tuple[Entry, ...]:
    """The columns of this year and ``back`` years before it, newest first."""
    year = now.astimezone(BEIJING).year
    oldest = max(year - back, entry.since or 0)
    return tuple(_filled(entry, one) for one in range(year, oldest - 1, -1))


def by_index(entry: Entry, index: Source, hosts: Sequence[str], now: datetime, *, back: int) -> tuple[Entry, ...]:
    """The columns of those years that the index page links to."""
    oldest = now.astimezone(BEIJING).year - back
    found = []
    for link in column_links(index, tuple(hosts), yearly=True):
        years = [int(one) for one in _YEAR.findall(link.label)]
        if years and max(years) >= oldest and (entry.name is None or _same_column(entry.name, link.label)):
            found.append((max(years), entry.model_copy(update={"url": link.url, "name": link.label, "index": None})))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


def declared_entry(portal: Portal, url: str) -> Entry:
    """The declared entry of the column at ``url``, with this address; the first one where none is known."""
    entry, is_column = _declared(portal, url)
    return entry.model_copy(update={"url": url}) if is_column else entry


def address_of(entry: Entry) -> str:
    """What a declared entry is known by: its index page, or its address with the place for the year."""
    return entry.index or entry.url


def declared_address(portal: Portal, url: str) -> str:
    """What the declared entry is known by that the column at ``url`` belongs to."""
    return address_of(_declared(portal, url)[0])


def _declared(portal: Portal, url: str) -> tuple[Entry, bool]:
    """The entry as it is declared, and whether its address says that it stands for the column at ``url``."""
    for entry in portal.entry:
        if entry.url in (url, _FRAGMENT.sub("", url)) or (
            _PLACE.search(entry.url) and _pattern(entry.url).fullmatch(url)
        ):
            return entry, True
    indexed = [entry for entry in portal.entry if entry.index is not None and host_of(entry.url) == host_of(url)]
    return indexed[0] if indexed else portal.entry[0], False


def _filled(entry: Entry, year: int) -> Entry:
    def fill(text: str) -> str:
        return _PLACE.sub(lambda found: str(year) if found.group(1) == "yyyy" else f"{year % 100:02d}", text)

    url = fill(entry.url)
    if url == entry.url:
        # Only parameters differ: the columns are told apart by a fragment, which no server sees.
        url = f"{url}{'-' if '#' in url else '#'}{year}"
    parameters = {name: fill(value) for name, value in entry.parameters.items()}
    return entry.model_copy(update={"url": url, "parameters": parameters})


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    text = "".join(
        re.escape(part) if place % 2 == 0 else (r"\d{4}" if part == "yyyy" else r"\d{2}")
        for place, part in enumerate(parts)
    )
    return re.compile(text)


def _same_column(name: str, label: str) -> bool:
    """部门预算 and 2025年部门预算公开, not 2025年部门决算."""
    kinds = [kind for kind in ("预算", "决算") if kind in name]
    return not kinds or any(kind in label for kind in kinds)
