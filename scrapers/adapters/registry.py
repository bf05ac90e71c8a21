"""Which engine reads which adapter's lists."""

from __future__ import annotations

from scrapers.adapters.hanweb_jpage import HanwebJpage
from scrapers.adapters.model import ListEngine
from scrapers.adapters.static_list import StaticList
from scrapers.rules import Adapter

_ENGINES: dict[Adapter, ListEngine] = {
    Adapter.STATIC_LIST: StaticList(),
    Adapter.HANWEB_JPAGE: HanwebJpage(),
}


def engine_of(adapter: Adapter) -> ListEngine:
    """The engine of an adapter; engines keep no state and are shared."""
    return _ENGINES[adapter]
