"""A call for a list as a declaration writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scrapers.adapters.api import PAGE_PLACE
from scrapers.adapters.item_links import LinkFields

_ANY_FUNCTION = re.compile(r"([?&]\w+=)\?(?=&|$)")


@dataclass(frozen=True, slots=True)
class PageCall:
    """``url`` and ``fields`` as a declaration writes them, with ``{p}`` or ``{p0}`` for the page."""

    url: str
    #: What is posted; ``None`` for a GET.
    fields: dict[str, str] | None
    as_json: bool
    #: Values that the page states in variables, by the name under which the call sends them.
    parameters: dict[str, str]
    #: The oldest year that the page offers, where the call sends the year that is chosen there.
    since: int | None = None
    #: The JSON object that is posted, where ``fields`` do not say it: ``{"page":{"no":{p}}}``.
    posted: str | None = None
    #: How the script of the call makes the addresses of items, where it does so.
    item_url: str | None = field(default=None, compare=False, repr=False)
    #: The fields of its records that hold the address and the title, where the page's template says so.
    link: LinkFields | None = field(default=None, compare=False, repr=False)
    #: The field of its records that the page's table heads 发布时间.
    dated: str | None = field(default=None, compare=False, repr=False)

    #: The field of its records that the page's links show.
    titled: str | None = field(default=None, compare=False, repr=False)

    @property
    def is_paged(self) -> bool:
        """True where the call says which page it asks for; any other answers all rows."""
        told = (self.url, self.posted or "", *(self.fields or {}).values())
        return PAGE_PLACE.search(" ".join(told)) is not None

    @property
    def api(self) -> dict[str, object]:
        """The rule of a declaration that asks so."""
        if self.posted is not None:
            return {"method": "POST", "url": self.url, "body": "json", "posted": self.posted}
        if self.fields is None:
            return {"url": self.url}
        return {"method": "POST", "url": self.url, "body": "json" if self.as_json else "form", "fields": self.fields}

    @property
    def apis(self) -> list[dict[str, object]]:
        """The rules that may read its answer: by the usual names of fields, else by what the page says of its items.

        Where the page puts something before the address of a record, this by itself is none.
        """
        keys = {"date_key": self.dated, "title_key": self.titled}
        plain = self.api | {name: [key] for name, key in keys.items() if key}
        rules = [plain]
        if self.item_url:
            rules.append(plain | {"item_url": self.item_url})
        if self.link is not None:
            told = zip(("url_key", "title_key"), (self.link.url, self.link.title), strict=True)
            by_link = plain | {name: [key] for name, key in told if key}
            rules = [by_link | {"url_base": self.link.base}, *rules] if self.link.base else [*rules, by_link]
        return rules


def called_back(url: str) -> str:
    """``/list?callback=?``, where jQuery names a function of its own, with the name of one."""
    return _ANY_FUNCTION.sub(r"\1callback", url)


def with_fields(url: str, fields: Mapping[str, str]) -> str:
    """``url`` with ``fields``, which may hold places, in its query."""
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url
