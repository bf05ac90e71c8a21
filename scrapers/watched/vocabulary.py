"""Words and selectors of ``data/watched.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from domain.declared import from_yaml
from scrapers.adapters.calls import words_of

_DATA = Path(__file__).parents[1] / "data" / "watched.yaml"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is pressed, and what the parts of a request mean by their names."""

    pressing: dict[str, Any]
    page_names: frozenset[str]
    offset_names: frozenset[str]
    size_names: frozenset[str]
    counters: frozenset[str]
    ordinary_headers: frozenset[str]

    def counts_readers(self, url: str) -> bool:
        """True for an address that only counts who reads."""
        return not self.counters.isdisjoint(words_of(url.split("?", 1)[0].partition("://")[2].partition("/")[2]))

    def own_headers(self, names: list[str]) -> tuple[str, ...]:
        """Of ``names`` those that a page's script must have set itself."""
        return tuple(
            sorted(one for one in names if one.lower() not in self.ordinary_headers and not one.startswith("sec-"))
        )


@cache
def vocabulary() -> Vocabulary:
    raw = from_yaml(_DATA.read_text(encoding="utf-8"))
    pressing = {name: raw[name] for name in ("next_selectors", "next_words", "number", "pager_names", "disabled")}
    sets = ("page_names", "offset_names", "size_names", "counters", "ordinary_headers")
    return Vocabulary(pressing, *(frozenset(raw[name]) for name in sets))
