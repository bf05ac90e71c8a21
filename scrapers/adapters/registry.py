"""Which engine reads which adapter's lists."""

from __future__ import annotations

from scrapers.adapters.fragment import Fragment
from scrapers.adapters.gkmlpt import Gkmlpt
from scrapers.adapters.hanweb_jpage import HanwebJpage
from scrapers.adapters.jpaas_unit import JpaasUnit
from scrapers.adapters.json_list import JsonList
from scrapers.adapters.manual import Manual
from scrapers.adapters.model import ListEngine
from scrapers.adapters.platform_jiangsu import PlatformJiangsu
from scrapers.adapters.static_list import StaticList
from scrapers.rules import Adapter

_ENGINES: dict[Adapter, ListEngine] = {
    Adapter.STATIC_LIST: StaticList(),
    Adapter.HANWEB_JPAGE: HanwebJpage(),
    Adapter.JPAAS_UNIT: JpaasUnit(),
    Adapter.FRAGMENT: Fragment(),
    Adapter.JSON_LIST: JsonList(),
    Adapter.GKMLPT: Gkmlpt(),
    Adapter.PLATFORM_JIANGSU: PlatformJiangsu(),
    Adapter.MANUAL: Manual(),
}


def engine_of(adapter: Adapter) -> ListEngine:
    """The engine of an adapter; engines keep no state and are shared."""
    return _ENGINES[adapter]
