"""Files of an article that a call of its own lists: as JSON records, or as a piece of HTML with links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from domain.answered import NAME_NAMES, file_address, file_records, named
from scrapers.adapters.file_base import file_base
from scrapers.adapters.item_address import item_address
from scrapers.adapters.item_calls import filled
from scrapers.adapters.model import Source
from scrapers.addresses import resolve
from scrapers.attachments import FileLink, find_files
from scrapers.charset import Decoded
from scrapers.filenames import readable
from scrapers.html import parse
from scrapers.rules import AttachmentRule


def files_listed(answer: Decoded, page: Source, rule: AttachmentRule, before: str = "") -> tuple[FileLink, ...] | None:
    """The files that ``answer`` lists for ``page``; ``None`` where it is no such list, or one without addresses.

    A record that has only an id gets the address that the page's own script makes of it. ``before``: what the script
    puts before the addresses of files; where none is declared, what the page itself states.
    """
    records = file_records(answer.text)
    if records is not None:
        made = item_address(page.text)
        links = list(_links(records, page.url, made, before or file_base([page.text])))
        return tuple(links) if len(links) == len(records) else None
    if answer.text.lstrip().startswith(("{", "[")):
        return None
    files = find_files(parse(answer.text), page.url, rule, encoding=answer.encoding)
    return files or (None if answer.text.strip() else ())


def _links(records: tuple[Mapping[str, object], ...], base: str, made: str | None, before: str) -> Iterator[FileLink]:
    for one in records:
        address = file_address(one, before) or (filled(made, one) if made else None) or ""
        url = resolve(address, base) if address else None
        if url is not None:
            yield FileLink(url, readable((str(named(one, NAME_NAMES)),)), "json")
