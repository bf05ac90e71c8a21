"""Where no list can be read, a person pastes the addresses: every entry is an item itself."""

from __future__ import annotations

from scrapers.adapters.model import ListPage, PageRequest, Row, Source
from scrapers.declaration import Portal
from scrapers.rules import Entry


class Manual:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:  # noqa: ARG002 - the same for all engines
        return PageRequest(entry.url)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:  # noqa: ARG002
        return ListPage(rows=(Row(url=entry.url, title=entry.name or ""),), recognised=True)
