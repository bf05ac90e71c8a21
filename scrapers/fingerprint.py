"""Which CMS wrote a page: the ``fingerprint`` patterns of ``families/*.yaml``, and the parameters its requests need."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from domain.declared import from_yaml
from scrapers.declaration import families, family_defaults

#: Places in a request's template that are no parameters of an entry.
_OWN_PLACES = frozenset({"p", "p0", "per_page"})
#: How pages state a value of a name: in an address, an assignment, a meta tag or a hidden field.
_STATED = (
    r"[?&]{name}=([\w-]+)",
    r"""\b{name}\b["']?\s*[:=]\s*["']?([\w./-]+)""",
    r"""<meta[^>]+name=["']{name}["'][^>]+content=["']([\w-]+)""",
    r"""<input[^>]+(?:name|id)=["']{name}["'][^>]+value=["']([\w-]+)""",
)
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


def parameters_of(family: str, text: str, url: str = "") -> dict[str, str]:
    """Values that the family's requests need (``siteId``, ``deptcode`` …) as the address or the page states them.

    A family may say where (``parameters`` in its file); else a query parameter, an assignment, a meta tag or a hidden
    field of that name is taken, whatever its case.
    """
    api: Mapping[str, Any] = family_defaults(family).get("api", {})
    template = " ".join([str(api.get("url", "")), *map(str, api.get("fields", {}).values())])
    places = _places(family)
    values: dict[str, str] = {}
    for name in dict.fromkeys([*re.findall(r"\{(\w+)\}", template), *places]):
        if name in _OWN_PLACES:
            continue
        patterns = places.get(name) or tuple(form.format(name=name) for form in _STATED)
        found = (re.search(pattern, where, re.IGNORECASE) for pattern in patterns for where in (url, text))
        stated = next((match.group(1) for match in found if match), None)
        if stated is not None:
            values[name] = stated
    return values


def sources_of_parameters(family: str) -> tuple[str, ...]:
    """Addresses of scripts that hold parameters a page of the family does not state itself."""
    return tuple(_described(family).get("parameter_sources", ()))


def choices_of(family: str, text: str) -> tuple[dict[str, str], ...]:
    """The columns that one page of the family serves, each by the parameters that tell it; one empty set for most."""
    found: dict[tuple[tuple[str, str], ...], None] = {}
    for pattern in _described(family).get("choices", ()):
        for match in re.finditer(pattern, text, re.IGNORECASE):
            found.setdefault(tuple(match.groupdict().items()), None)
    return tuple(dict(one) for one in found) or ({},)


def yearly_parameters(family: str) -> tuple[str, ...]:
    """Parameters that hold the year asked for."""
    return tuple(_described(family).get("yearly", ()))


def serves_many_divisions(family: str) -> bool:
    """True for a platform whose one host carries many divisions."""
    return bool(_described(family).get("many_divisions", False))


@cache
def _places(family: str) -> Mapping[str, tuple[str, ...]]:
    raw = _described(family)
    inherited = _places(raw["inherits"]) if "inherits" in raw else {}
    return {**inherited, **{name: tuple(patterns) for name, patterns in raw.get("parameters", {}).items()}}


@cache
def _described(family: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = from_yaml(families()[family].read_text(encoding="utf-8")) or {}
    return found


@cache
def _all_marks() -> dict[str, _Marks]:
    found = {}
    for name in families():
        raw = _described(name)
        found[name] = _Marks(tuple(re.compile(pattern) for pattern in raw.get("fingerprint", ())), raw.get("inherits"))
    return found
