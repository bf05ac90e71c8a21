"""Pieces of HTML that a script would load: Hanweb's xxgk search, Lonsun's labels, Hebei's blocks.

They are read like any list; only the requests are declared. Some are not limited to the column: ``list.address`` keeps
to it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from scrapers.adapters.api import api_request, asks_for_pages
from scrapers.adapters.model import ListPage, PageRequest, Source
from scrapers.adapters.static_list import StaticList
from scrapers.declaration import Portal
from scrapers.rules import Entry

_PLACE = re.compile(r"\{([A-Za-z]\w*)\}")


def _kept_to_column(portal: Portal, entry: Entry) -> Portal:
    """``list.address`` with the entry's parameters put in; without them it keeps nothing out."""
    address = portal.list.address
    if address is None or not _PLACE.search(address):
        return portal
    known = all(name in entry.parameters for name in _PLACE.findall(address))
    filled = _PLACE.sub(lambda found: re.escape(entry.parameters[found.group(1)]), address) if known else None
    return portal.model_copy(update={"list": portal.list.model_copy(update={"address": filled})})


class Fragment:
    def first(self, portal: Portal, entry: Entry) -> PageRequest:
        return api_request(portal, entry, 1)

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        source = replace(source, url=entry.url)  # where the script puts it
        page = StaticList().read(source, request, _kept_to_column(portal, entry), entry)
        ended = page.claimed_pages is not None and request.number >= page.claimed_pages
        if ended or not page.rows:
            return replace(page, next=None)
        if portal.api.method == "POST" and not asks_for_pages(portal.api):
            return page  # a whole page was posted for: its own pager says how to go on
        return replace(page, next=api_request(portal, entry, request.number + 1))
