"""Queries and addresses that a script keeps as objects: ``new URLSearchParams({…})``, ``new URL('/api/list', origin)``.

Nothing is executed. What such an object is made with counts together with all that is set or appended later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import parse_qsl

from scrapers.adapters.own_address import HREF
from scrapers.adapters.page_call import with_fields
from scrapers.adapters.script_text import literal_of, parts_of

_QUERY = re.compile(r"^\s*new\s+(?:FormData|URLSearchParams)\(\s*(?P<made>.*?)\s*\)\s*$", re.DOTALL)
_ADDRESS = re.compile(r"^\s*new\s+URL\(\s*(?P<made>.*?)\s*\)\s*$", re.DOTALL)
_LOCATION = r"(?:(?:window|self|document)\.)?location"
#: The query of the page's own address, taken over.
_OWN_QUERY = re.compile(rf"^\s*(?:new\s+URL\(\s*{_LOCATION}(?:\.href)?\s*\)\.searchParams|{_LOCATION}\.search)\s*$")
#: What an address may be resolved against: the page itself.
_AT_HOME = re.compile(rf"^\s*(?:{_LOCATION}(?:\.(?:origin|href))?|document\.(?:baseURI|URL))\s*$")
_WRITTEN = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*(?:\.(?:toString\(\s*\)|href))?\s*$")
_IN_NAMES = re.compile(r"[\w.\[\]-]+")


class Reader(Protocol):
    """Reads the terms of one script (``script_values.Values``)."""

    script: str
    route: Mapping[str, str]

    def expression(self, term: str) -> str | None:
        """The one expression that a variable is ever set to."""

    def fields(self, expression: str) -> dict[str, str] | None:
        """The members of an object."""

    def joined(self, expression: str) -> str | None:
        """What several terms say together."""


def query_variable(values: Reader, term: str) -> str | None:
    """``params`` of ``params`` or ``params.toString()``, where this variable holds a query; ``None`` for others."""
    found = _WRITTEN.match(term)
    held = values.expression(found[1]) if found is not None else None
    return found[1] if found is not None and held is not None and _QUERY.match(held) else None


def query_text(values: Reader, term: str) -> str | None:
    """The text of the query that ``term`` holds."""
    fields = values.fields(query_variable(values, term) or "")
    return "&".join(f"{name}={value}" for name, value in fields.items()) if fields else None


def made_with(values: Reader, held: str) -> str | dict[str, list[str]] | None:
    """What the query ``held`` is made with: an object, as an expression, or members; ``None`` for no query.

    Raises ``ValueError`` for a query that is made with something else (the fields of a form).
    """
    found = _QUERY.match(held)
    if found is None:
        return None
    made = found["made"]
    if not made:
        return {}
    if _OWN_QUERY.match(made) and HREF in values.route:
        own = {name[6:]: value for name, value in values.route.items() if name.startswith("query.")}
        return {name: [_quoted(value)] for name, value in own.items()}
    literal = literal_of(made)
    if literal is not None:
        return {name: [_quoted(value)] for name, value in parse_qsl(literal.lstrip("?"), keep_blank_values=True)}
    if "URLSearchParams" in held and (made.startswith("{") or _IN_NAMES.fullmatch(made)):
        return made
    message = f"not made of an object: {held[:80]}"
    raise ValueError(message)


def is_own_query(held: str) -> bool:
    """True for a query that is taken over from the page's own address: what is set later replaces what it says."""
    found = _QUERY.match(held)
    return found is not None and _OWN_QUERY.match(found["made"]) is not None


def address_of(values: Reader, term: str, settings: Mapping[str, str]) -> str | None:
    """The address that the object ``term`` holds with ``settings`` in its query; ``None`` for another host."""
    made = address_object(values, term)
    address, *base = parts_of(made or "") or [""]
    if not address or (base and not _AT_HOME.match(",".join(base))):
        return None
    text = values.joined(address)
    return with_fields(text, settings) if text else None


def address_object(values: Reader, term: str) -> str | None:
    """What the address that the variable ``term`` holds is made with."""
    name = address_variable(values, term)
    found = _ADDRESS.match(values.expression(name) or "") if name else None
    return found["made"] if found is not None else None


def address_variable(values: Reader, term: str) -> str | None:
    """``url`` of ``url`` or ``url.toString()``, where this variable holds an address."""
    found = _WRITTEN.match(term)
    held = values.expression(found[1]) if found is not None else None
    return found[1] if found is not None and held is not None and _ADDRESS.match(held) else None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
