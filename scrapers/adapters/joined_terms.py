"""What the terms say together that a script joins, as an address or as the text of a form. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Callable

from scrapers.adapters.choosing import is_left_out
from scrapers.adapters.script_text import terms_of

_QUERY_NAME = re.compile(r"(?:[?&]|^)([^=&?/]+)=$")
_PAGES_OWN = r"(?:(?:window|self|document)\.)?location\."
#: The page's own scheme, or scheme and host, before the rest of an address: as if they were not there.
_AT_HOME = re.compile(
    rf"""^\s*(?:{_PAGES_OWN}protocol\s*\+\s*(?=["']//\w)|"""
    rf"""(?:{_PAGES_OWN}protocol\s*\+\s*["']//["']|["'](?:https?:)?//["'])\s*\+\s*{_PAGES_OWN}host(?:name)?\s*\+)"""
)
_ORIGIN = re.compile(rf"\s*{_PAGES_OWN}origin\s*")


def joined(expression: str, value: Callable[[str, str], str | None], before: str = "") -> str | None:
    """What the terms of ``expression`` say together, each as ``value`` reads it under the name it is sent by.

    ``before``: what they are put behind. What only breaks caches is left out with its name; ``None`` where another term
    is not read.
    """
    text, dropped = "", False
    for term in terms_at_home(expression):
        named = _QUERY_NAME.search(before + text)
        if named and not before and is_left_out(term):
            text, dropped = text[: named.start()], True
            continue
        told = value(term, named.group(1) if named else "")
        if told is None:
            return None
        # /list?t=(random)&page=1: what follows begins the query, or the form, in its place
        begins = dropped and told.startswith("&") and "=" not in text
        text += (told[1:] if not text else "?" + told[1:]) if begins else told
    return text


def terms_at_home(expression: str) -> list[str]:
    """The terms of ``expression`` but for the page's own scheme and host before them."""
    terms = terms_of(_AT_HOME.sub("", expression, count=1))
    return terms[1:] if len(terms) > 1 and _ORIGIN.fullmatch(terms[0]) else terms
