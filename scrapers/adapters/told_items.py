"""What a page says of the items of its list: their addresses, and the fields that hold address, title and day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from scrapers.adapters.handed import function_around
from scrapers.adapters.held_texts import with_held
from scrapers.adapters.item_address import item_address
from scrapers.adapters.item_links import LinkFields, address_of_fields, date_field, link_fields, title_field
from scrapers.adapters.opened_items import opened_address
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.routes import at_base
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
    #: What its relative addresses begin at, where that is not ``url``.
    base: str = ""
    #: Where its calls stand in ``script``, with what they do with their answers.
    calls: tuple[tuple[int, int], ...] = ()

    def without_others(self, place: int) -> str:
        """The text but for what other calls than the one at ``place`` do with their answers: they list other items."""
        before = self.text.find(self.script)
        if before < 0 or not self.calls:
            return self.text
        kept, end = [self.text[:before]], 0
        for begins, ends in self.calls:
            if begins != place and not begins <= place < ends and begins >= end:
                kept.append(self.script[end:begins])
                end = ends
        return "".join([*kept, self.script[end:], self.text[before + len(self.script) :]])


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
    """What is told of the items of an answer: by the call at ``found`` itself, by the page, by the call's function.

    What the page says by itself counts where it links to items of one kind only.
    """
    by_page = _told(page.text if found is None else page.without_others(found.start()), page)
    function = function_around(page.script, found.start()) if found is not None else None
    near = [expression_at(page.script, found.start())] if found is not None else []
    around = [page.script[function[2] : function[3]]] if function is not None else []
    tried = [*(_told(one, page) for one in near), by_page, *(_told(one, page) for one in around)]
    best = next((one for one in tried if one.item_url is not None or one.link is not None), by_page)
    return replace(best, dated=best.dated or by_page.dated, titled=best.titled or by_page.titled)


def _told(text: str, page: Page) -> ToldItems:
    written = with_held(text, page.values)
    made = item_address(written, page.whole, page.url) or address_of_fields(written) or opened_address(written)
    if made is not None:
        made = _on_page(at_base(made, page.whole or page.script, page.url), page.base or page.url)
    return ToldItems(made, link_fields(written), date_field(written), title_field(written))


def _on_page(made: str, base: str) -> str:
    """``/gk/detail.html?id={id}`` for ``detail.html?id={id}`` of the page ``/gk/list.html``: calls lie elsewhere."""
    if not base or made.startswith(("/", "{", "#")) or urlsplit(made).scheme:
        return made
    path, sign, query = made.partition("?")
    return urlsplit(urljoin(base, path)).path + sign + query
