"""Which CMS wrote a page: the ``fingerprint`` patterns of ``families/*.yaml``, and the parameters its requests need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from scrapers.declaration import families, family_defaults

#: Places in a request's template that are no parameters of an entry.
_OWN_PLACES = frozenset({"p", "p0", "per_page"})
#: Engines that read any page go last.
FALLBACK = "static"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """How much of a family's marks a page shows."""

    family: str
    matched: tuple[str, ...]
    marks: int


@dataclass(frozen=True, slots=True)
class _Marks:
    patterns: tuple[re.Pattern[str], ...]
    base: str | None


def fingerprints(text: str, url: str) -> tuple[Fingerprint, ...]:
    """Families that may have written the page, likeliest first; the plain ``static`` family is always the last.

    A family counts when its first and most telling mark is there, or two others. One that inherits from another also
    has that one's marks.
    """
    found = []
    for family, marks in _all_marks().items():
        own = [pattern.pattern for pattern in marks.patterns if pattern.search(text) or pattern.search(url)]
        if not own or not (len(own) > 1 or own[0] == marks.patterns[0].pattern):
            continue
        base = _all_marks()[marks.base].patterns if marks.base else ()
        below = [pattern.pattern for pattern in base if pattern.search(text) or pattern.search(url)]
        found.append(Fingerprint(family, (*own, *below), len(marks.patterns) + len(base)))
    found.sort(key=lambda one: (-len(one.matched), -len(one.matched) / one.marks, one.family))
    return (*found, Fingerprint(FALLBACK, (), 0))


def parameters_of(family: str, text: str) -> dict[str, str]:
    """Values that the family's requests need (``siteId``, ``deptcode`` …) as the page states them."""
    api: Mapping[str, Any] = family_defaults(family).get("api", {})
    template = " ".join([str(api.get("url", "")), *map(str, api.get("fields", {}).values())])
    values: dict[str, str] = {}
    for name in dict.fromkeys(re.findall(r"\{(\w+)\}", template)):
        if name in _OWN_PLACES:
            continue
        stated = re.search(rf"""\b{name}\b["']?\s*[:=]\s*["']?([\w-]+)""", text)
        if stated:
            values[name] = stated.group(1)
    return values


@cache
def _all_marks() -> dict[str, _Marks]:
    found = {}
    for name, path in families().items():
        raw = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        found[name] = _Marks(tuple(re.compile(pattern) for pattern in raw.get("fingerprint", ())), raw.get("inherits"))
    return found
