"""What every list engine takes and gives. Nothing here fetches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from scrapers.addresses import identity
from scrapers.declaration import Portal
from scrapers.rules import Entry


@dataclass(frozen=True, slots=True)
class PageRequest:
    """How to ask for one page of a list. ``number`` counts pages (or groups) from 1."""

    url: str
    number: int = 1
    form: Mapping[str, object] | None = None
    #: The form travels as a JSON object.
    as_json: bool = False
    referer: str | None = None
    #: What an engine learnt on earlier pages and needs to go on.
    memory: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Tells pages apart whose address is the same."""
        fields = "&".join(f"{name}={value}" for name, value in sorted((self.form or {}).items()))
        return identity(self.url) + (f"#{fields}" if fields else "")


@dataclass(frozen=True, slots=True)
class Source:
    """A page as text, with the address it finally came from."""

    text: str
    url: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a list. ``title`` is empty where none is printed; ``date`` is ``None`` unless a full date stands."""

    url: str
    title: str
    date: date | None = None
    publisher: str | None = None
    #: What the link says that its file is called (``download="…"``).
    file_name: str | None = None
    #: Key of the first item of the printed row, where it holds several (a table's row of one department).
    line: str | None = None
    #: Further files of the same report that stand in its row: address and name.
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        return identity(self.url)


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one page of a list says."""

    rows: tuple[Row, ...]
    next: PageRequest | None = None
    #: The page's own number, where it prints one.
    number: int | None = None
    claimed_pages: int | None = None
    claimed_rows: int | None = None
    #: The page says in words that there is nothing (暂无).
    declared_empty: bool = False
    #: A pager, a record set or the declared list is there, whether or not it has rows.
    recognised: bool = False
    #: A page that only leads to the list; no rows are expected.
    leads_on: bool = False
    #: What the site and the column call themselves.
    site: str | None = None
    column: str | None = None
    #: Records with a title that no address is told of: no rows.
    unaddressed: int = 0
    notes: tuple[str, ...] = ()


class ListEngine(Protocol):
    """One way of listing. Engines keep no state; what they learn travels in :class:`PageRequest`."""

    def first(self, portal: Portal, entry: Entry) -> PageRequest:
        """The request for page 1."""

    def read(self, source: Source, request: PageRequest, portal: Portal, entry: Entry) -> ListPage:
        """Rows and next request of a fetched page. Raises :class:`UnreadableList` when it is no list at all."""


class UnreadableList(Exception):
    """An answer that is not what this engine reads (broken JSON, another template)."""
