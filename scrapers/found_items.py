"""What the pages of a found column's items ask for: tried on one of them, whose script files are read where needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from scrapers.adapters.bundles import scopes_of
from scrapers.adapters.calls import own_scripts, words_of
from scrapers.adapters.file_base import file_base
from scrapers.adapters.item_calls import ItemCalls, calls_of_item, lists_files
from scrapers.adapters.model import PageRequest, Source
from scrapers.addresses import host_of
from scrapers.attachments import is_file_address
from scrapers.client import PoliteClient
from scrapers.found_column import FoundColumn
from scrapers.html import attribute, base_of, parse, text_of
from scrapers.look import fetch
from scrapers.refusals import FetchError

#: Letters of a page that only its script fills.
_SHELL = 200


class Scripts(Protocol):
    """Reads the script files of a page (``column_calls.CalledColumns``)."""

    client: PoliteClient

    def texts(self, source: Source, addresses: Sequence[str]) -> list[str]:
        """The texts of those of ``addresses`` that are the portal's."""

    def later(self, source: Source, scripts: Sequence[str]) -> list[str]:
        """The texts of the parts of an application that its ``scripts`` load later for this page."""


def calls_of_items(reads: Scripts, column: FoundColumn) -> ItemCalls:
    """What the page of the column's first item asks for: its article where script draws it, its files.

    What an item's page states itself is read there at every visit and is not declared; where only a script file states
    it by what the page says, this file is.
    """
    row, client = column.look.rows[0], reads.client
    if host_of(row.url) not in client.portal.hosts or is_file_address(row.url):
        return ItemCalls()
    try:
        item = fetch(client, client.portal, PageRequest(row.url, referer=column.look.entry.url))
    except FetchError as error:
        if error.ends_run:
            raise
        return ItemCalls()
    return _calls(reads, item, row.url)


def _calls(reads: Scripts, item: Source, url: str) -> ItemCalls:
    calls, soup, scripts = calls_of_item(item.text, url), parse(item.text), list[str]()
    drawn = "?" in url or "#" in url or len(text_of(soup)) <= _SHELL
    named: tuple[str, ...] = ()
    # What axios puts before its addresses may stand in another script.
    if not calls.is_empty or drawn or _awaits_files(item):
        addresses = own_scripts(soup, base_of(soup, item.url))
        scripts = reads.texts(item, addresses)
        whole = calls_of_item(item.text, url, scripts)
        named = _stating(reads, item, url, addresses) if not whole.is_empty and whole.declared.is_empty else ()
        calls = whole if calls.is_empty or not whole.is_empty else calls
        if calls.is_empty and (later := reads.later(item, scripts)):
            scripts = [*scripts, *later]
            calls = calls_of_item(item.text, url, scripts)
    declared = calls.declared
    answers = not declared.is_empty or bool(named)
    before = file_base([item.text, *scopes_of(item.text, scripts)]) if answers else ""
    return replace(declared, file_base=before, scripts=named)


def _stating(reads: Scripts, item: Source, url: str, addresses: Sequence[str]) -> tuple[str, ...]:
    """Those of ``addresses`` that state the calls which the page itself does not."""
    if not calls_of_item(item.text, url).is_empty:
        return ()
    ours = [one for one in addresses if reads.texts(item, [one]) and host_of(one) in reads.client.portal.hosts]
    single = [one for one in ours if not calls_of_item(item.text, url, reads.texts(item, [one])).is_empty]
    return (single[0],) if len(single) == 1 else tuple(ours)


def _awaits_files(item: Source) -> bool:
    """True for a page with an empty box for files, as its id or class says."""
    boxes = parse(item.text).find_all(["div", "ul", "ol", "p", "span", "section", "table", "tbody"])
    named = (one for one in boxes if not text_of(one) and one.find(["a", "img"]) is None)
    return any(lists_files(words_of(f"{attribute(one, 'id')} {attribute(one, 'class')}")) for one in named)
