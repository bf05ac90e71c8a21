"""What the drawn page of an item puts before the addresses of its files that an answer holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from domain.answered import FILE_NAMES, NAME_NAMES, article_files, named
from domain.text import squeeze
from scrapers.addresses import host_of, identity, resolve
from scrapers.watched.port import Seen
from scrapers.watched.templates import IS_ID, relative, template_of


def base_of_files(answer: str, seen: Seen) -> str | None:
    """What stands before every address of the article's files where the page links them: ``/app/static/``, ``""``.

    ``None`` where the answer lists none, or the page shows none of them.
    """
    return base_of(article_files(answer), seen)


def base_of(records: Sequence[Mapping[str, object]], seen: Seen) -> str | None:
    """The same for records of files; a template where they hold ids: ``/file/download?id={id}``.

    ``None`` also where they begin otherwise, one by one.
    """
    found = [_before(str(address), seen) if (address := named(one, FILE_NAMES)) else None for one in records]
    shown = {one for one in found if one is not None}
    if not shown and not any(named(one, FILE_NAMES) for one in records):
        shown = {made for one in records if (made := _made(one, records, seen)) is not None}
    return shown.pop() if len(shown) == 1 else None


def _made(record: Mapping[str, object], records: Sequence[Mapping[str, object]], seen: Seen) -> str | None:
    """The template of the one link that bears the name of the file of ``record``."""
    name = squeeze(str(named(record, NAME_NAMES) or ""))
    links = {one.url for one in seen.links if name and name in (squeeze(one.text), squeeze(one.tooltip))}
    ids = [{key: value for key, value in one.items() if IS_ID.search(key)} for one in (record, *records)]
    return template_of(relative(links.pop(), seen.url), ids[0], ids[1:]) if len(links) == 1 else None


def _before(address: str, seen: Seen) -> str | None:
    """What stands before ``address`` in the link of the page that holds it; ``None`` where none does."""
    plain = resolve(address, seen.url)
    links = [one.url for one in seen.links]
    if plain is not None and identity(plain) in {identity(one) for one in links}:
        return ""
    ends = unquote(address)
    befores = set()
    for link in links:
        told = relative(link, seen.url) if host_of(link) == host_of(seen.url) else link
        if unquote(told).endswith(ends) and (cut := _cut(told, ends)) is not None:
            befores.add(cut)
    return befores.pop() if len(befores) == 1 else None


def _cut(link: str, ends: str) -> str | None:
    """``link`` without what it says as ``ends``, however this is escaped."""
    places = (place for place in range(len(link)) if unquote(link[place:]) == ends)
    return next((link[:place] for place in places if place), None)
