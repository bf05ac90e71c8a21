"""A call for a list as a declaration writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scrapers.adapters.api import PAGE_PLACE


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
    #: How the script of the call makes the addresses of items, where it does so.
    item_url: str | None = field(default=None, compare=False, repr=False)
    #: The fields of its records that hold the address and the title, where the page's template says so.
    link: tuple[str, str | None] | None = field(default=None, compare=False, repr=False)

    @property
    def is_paged(self) -> bool:
        """True where the call says which page it asks for; any other answers all rows."""
        return PAGE_PLACE.search(self.url + " ".join((self.fields or {}).values())) is not None

    @property
    def api(self) -> dict[str, object]:
        """The rule of a declaration that asks so."""
        rule: dict[str, object] = {"url": self.url}
        if self.fields is not None:
            rule = {
                "method": "POST",
                "url": self.url,
                "body": "json" if self.as_json else "form",
                "fields": self.fields,
            }
        if self.link is not None:
            rule |= {name: [key] for name, key in zip(("url_key", "title_key"), self.link, strict=True) if key}
        return rule


def with_fields(url: str, fields: Mapping[str, str]) -> str:
    """``url`` with ``fields``, which may hold places, in its query."""
    query = "&".join(f"{name}={value}" for name, value in fields.items())
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url
