"""Files of a row's report behind short links beside its title: ``县信访局2025年度部门决算 [PDF] [Excel]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from bs4 import Tag

from scrapers.adapters.row_titles import ABOUT, TITLE_LENGTH, file_name_of
from scrapers.addresses import extension
from scrapers.filenames import DOCUMENT_EXTENSIONS, name_extension
from scrapers.titles import without_extension

_Linked = Mapping[str, tuple[Tag, str]]


def files_beside(candidates: _Linked, titled: _Linked, links: Sequence[Tag]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Addresses and names of such files by the address of the titled link that stands before them, else the first.

    ``candidates``: all links of the row by address, with what they are titled. A link that says 预算 or 决算 is no such
    file but another report's.
    """
    places = {id(link): place for place, link in enumerate(links)}
    owners = sorted(titled, key=lambda url: places.get(id(titled[url][0]), 0))
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for url, (link, text) in candidates.items():
        if url in titled or len(text) >= TITLE_LENGTH or ABOUT.search(text) or not is_document(url):
            continue
        if not text and link.find(["img", "i", "span"]) is None:
            continue  # nobody sees it
        before = [one for one in owners if places.get(id(titled[one][0]), 0) < places.get(id(link), 0)]
        owner = before[-1] if before else owners[0]
        name = file_name_of(link) or without_extension(titled[owner][1])
        found[owner] = (*found.get(owner, ()), (url, name))
    return found


def is_document(url: str) -> bool:
    """True for an address that names a document, at its end or in its query."""
    named = (name_extension(value) for _, value in parse_qsl(urlsplit(url).query))
    return extension(url) in DOCUMENT_EXTENSIONS or any(one in DOCUMENT_EXTENSIONS for one in named)
