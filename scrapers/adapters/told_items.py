"""What a page says of the items of its list: their addresses, and the fields that hold address, title and day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrapers.adapters.handed import function_around
from scrapers.adapters.held_texts import with_held
from scrapers.adapters.item_address import item_address
from scrapers.adapters.item_links import LinkFields, address_of_fields, date_field, link_fields, title_field
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.script_text import expression_at
from scrapers.adapters.script_values import Values


@dataclass(frozen=True, slots=True)
class Page:
    """A page, or a module of a bundle, that may list items; ``whole`` are all scripts of the page."""

    text: str
    script: str
    values: Values
    whole: str
    url: str


@dataclass(frozen=True, slots=True)
class ToldItems:
    """``None`` for what is not told, or told in several ways."""

    item_url: str | None
    link: LinkFields | None
    dated: str | None
    titled: str | None

    def of(self, call: PageCall) -> PageCall:
        """``call`` with what is told of the items of its answer."""
        return replace(call, item_url=self.item_url, link=self.link, dated=self.dated, titled=self.titled)


def items_of(page: Page, found: re.Match[str] | None = None) -> ToldItems:
    """What the page says of its items; where it links to several kinds, what the call at ``found`` is answered by."""
    told = _told(page.text, page)
    if found is None or told.item_url is not None or told.link is not None:
        return told
    for near in _around(page.script, found):
        closer = _told(near, page)
        if closer.item_url is not None or closer.link is not None:
            return replace(closer, dated=closer.dated or told.dated, titled=closer.titled or told.titled)
    return told


def _around(script: str, found: re.Match[str]) -> Sequence[str]:
    """The call with what is done with its answer, then the function that it stands in."""
    function = function_around(script, found.start())
    call = expression_at(script, found.start())
    return (call, script[function[2] : function[3]]) if function is not None else (call,)


def _told(text: str, page: Page) -> ToldItems:
    written = with_held(text, page.values)
    made = item_address(written, page.whole, page.url) or address_of_fields(written)
    return ToldItems(made, link_fields(written), date_field(written), title_field(written))
