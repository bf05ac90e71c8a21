"""What a term says that reads the page's own address, chooses between others, or only writes one otherwise.

Nothing is executed: what is chosen follows from what the terms hold as the page is opened.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol, Self

from scrapers.adapters.choosing import conditions_of, either_of, is_left_out, ternary_of, unwrapped
from scrapers.adapters.own_address import asked
from scrapers.adapters.script_text import terms_of
from scrapers.adapters.script_variables import DEEPEST

#: The text of a query: ``new URLSearchParams({…}).toString()``, ``$.param(data)``.
_IN_QUERY = re.compile(
    r"^\s*(?:new\s+URLSearchParams|(?:Qs|qs|querystring)\.stringify|(?:\$|jQuery)\.param)\(\s*(.*?)\s*\)(?:\.toString\(\s*\))?\s*$",
    re.DOTALL,
)


class Reader(Protocol):
    """Reads the terms of one script (``script_values.Values``)."""

    script: str
    route: Mapping[str, str]
    parameters: dict[str, str]
    depth: int

    def value(self, term: str, name: str) -> str | None:
        """What one term sends under ``name``."""

    def joined(self, expression: str) -> str | None:
        """What several terms say together."""

    def fields(self, expression: str) -> dict[str, str] | None:
        """The members of an object."""

    def expression(self, term: str) -> str | None:
        """The one expression that a variable is ever set to."""

    def apart(self) -> Self:
        """The same, that meets no parameters."""


def worked_out(values: Reader, term: str, name: str) -> str | None:
    """What ``term`` sends under ``name``; ``None`` where it is no such term, or not read."""
    if values.depth > DEEPEST or (term.lstrip().startswith("{") and ternary_of(term) is None):
        return None
    values.depth += 1
    try:
        own = own_of(values, term)
        if own is not None:
            return own or None  # what the address lacks may be anything
        return _query(values, term) or _chosen(values, term, name)
    finally:
        values.depth -= 1


def own_of(values: Reader, term: str) -> str | None:
    """What ``term`` reads of the page's own address, ``""`` where this lacks it; ``None`` for any other term."""
    return asked(term, values.script, values.route, values.expression)


def is_true(values: Reader, condition: str) -> bool | None:
    """Whether the condition holds as the page is opened; ``None`` where that is not read."""
    holds: list[bool | None] = []
    for term, wanted in conditions_of(condition) or ():
        if term.lstrip()[:1] in ("{", "["):
            holds.append(wanted)  # an object, whatever it holds
            continue
        told = "" if is_left_out(term) else own_of(values, term)
        told = values.apart().value(term, "") if told is None else told
        holds.append(None if told is None else (told not in ("", "false")) is wanted)
    return False if False in holds else None if None in holds or not holds else True


def is_nothing(values: Reader, term: str) -> bool:
    """True for a value that is none as the page is opened: ``undefined``, ``keyword || undefined``."""
    if is_left_out(term):
        return True
    *before, last = either_of(term) or [""]
    if before and is_left_out(last):
        return all(is_true(values, one) is False for one in before)
    ternary = ternary_of(term)
    holds = is_true(values, ternary.condition) if ternary is not None else None
    return ternary is not None and holds is not None and is_left_out(ternary.chosen if holds else ternary.other)


def _query(values: Reader, term: str) -> str | None:
    """The text of a query that is made of an object."""
    found = _IN_QUERY.match(term)
    fields = values.fields(found[1]) if found is not None else None
    return "&".join(f"{name}={value}" for name, value in fields.items()) if fields is not None else None


def _chosen(values: Reader, term: str, name: str) -> str | None:
    """The first of ``a || b`` that says something, what ``a ? b : c`` chooses, what ``String(a)`` writes."""
    alternatives = either_of(term)
    for place, one in enumerate(alternatives):
        told = "" if is_left_out(one) or own_of(values, one) == "" else _said(values, one, name)
        if told is None or values.parameters.get(told.strip("{}"), told) or place == len(alternatives) - 1:
            return told
    ternary = ternary_of(term)
    if ternary is not None:
        holds = is_true(values, ternary.condition)
        return None if holds is None else _said(values, ternary.chosen if holds else ternary.other, name)
    inner = unwrapped(term)
    return _said(values, inner, name) if inner is not None else None


def _said(values: Reader, expression: str, name: str) -> str | None:
    """A term, or several joined."""
    chooses = either_of(expression) or ternary_of(expression) is not None
    return values.value(expression, name) if chooses or len(terms_of(expression)) == 1 else values.joined(expression)
