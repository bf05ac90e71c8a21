"""What a browser must do for ``portals new``, and what it hands back. Nothing here opens one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scrapers.adapters.model import Source
from scrapers.client import PoliteClient


class BrowserMissing(Exception):
    """The extra or Chromium is not installed; the message says how to install it."""


@dataclass(frozen=True, slots=True)
class WatchedCall:
    """One request that a page made by itself, and what the ordinary client was answered."""

    method: str
    url: str
    #: What was posted: the fields of a form, or a JSON object; ``None`` for a GET.
    fields: Mapping[str, object] | None
    as_json: bool
    answer: Source
    #: Names of headers that browsers do not send by themselves; the ordinary client does not send them.
    own_headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link as the page shows it: its address, tooltip and text."""

    url: str
    tooltip: str
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A page after its scripts came to rest, with the calls it made since it was last looked at."""

    url: str
    html: str
    #: What its frames show, too.
    text: str
    links: tuple[ShownLink, ...]
    calls: tuple[WatchedCall, ...]
    #: The browser's own clock, which scripts read.
    at: datetime


class Tab(Protocol):
    """One page of a browser that asks nothing by itself. All methods raise :class:`~scrapers.refusals.FetchError`."""

    @property
    def told(self) -> list[str]:
        """What was not asked, and why, for a person."""

    def open(self, url: str) -> Seen:
        """Load ``url`` anew, with nothing remembered of earlier loads but scripts."""

    def turn(self) -> Iterator[Seen]:
        """Press what may lead to page 2, one after the other; at last scroll to the end."""

    def follow(self, title: str) -> Seen | None:
        """Press the row of that title; where it led. ``None`` where no such row is shown."""


class PageWatcher(Protocol):
    """Opens tabs whose every request goes through ``client``."""

    def watching(self, client: PoliteClient) -> AbstractContextManager[Tab]:
        """A tab. Raises :class:`BrowserMissing`."""
