"""Requests that a declaration describes: an address and fields with places for page and parameters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from scrapers.adapters.model import PageRequest, UnreadableList
from scrapers.adapters.page_links import with_query
from scrapers.addresses import resolve
from scrapers.declaration import Portal
from scrapers.rules import ApiRule, Entry, PageRuleName

#: Where the number of the page goes, or that of a row: ``{p0*15}`` begins at 0, 15, 30 …
PAGE_PLACE = re.compile(r"\{p0?(?:\*\d+)?\}")
_PLACE = re.compile(r"\{(\w+)(?:\*(\d+))?\}")
_CALLBACK = re.compile(r"^\s*(?:/\*.{0,20}\*/)?[\w.$]*\s*\((.*)\)\s*;?\s*$", re.DOTALL)


def api_request(portal: Portal, entry: Entry, number: int) -> PageRequest:
    """The request for page ``number``: the declared address, else the entry's own with the page parameter set."""
    api = portal.api
    values = {**entry.parameters, "p": str(number), "p0": str(number - 1), "per_page": str(api.per_page)}
    # An entry that is itself such a call is asked as it stands; only its page number changes.
    fixed = (api.url or "").split("{", 1)[0]
    itself = len(fixed) > 1 and fixed in entry.url and (api.method == "GET" or fixed != api.url)
    filled = _filled(api.url, values).strip() if api.url and not itself else ""
    url = resolve(filled, entry.url) if filled else None
    if url is None:
        url = entry.url if number == 1 else with_query(entry.url, portal.page.parameter, str(number))
    elif api.method == "GET" and portal.page.rule is not PageRuleName.NONE and not PAGE_PLACE.search(api.url or ""):
        url = with_query(url, portal.page.parameter, str(number))
        if api.per_page_parameter:
            url = with_query(url, api.per_page_parameter, str(api.per_page))
    referer = entry.url if api.referer and url != entry.url else None
    if api.method == "GET":
        return PageRequest(url, number, referer=referer)
    if api.posted is not None:
        return PageRequest(url, number, form=posted_object(_filled(api.posted, values)), as_json=True, referer=referer)
    fields = {name: _filled(value, values) for name, value in api.fields.items()}
    return PageRequest(url, number, form=fields, as_json=api.body == "json", referer=referer)


def asks_for_pages(api: ApiRule) -> bool:
    """True where the declared request says which page it asks for."""
    return PAGE_PLACE.search(" ".join((api.url or "", api.posted or "", *api.fields.values()))) is not None


def posted_object(text: str) -> dict[str, object]:
    """The JSON object that is posted. Raises ``ValueError``."""
    value = json.loads(text)
    if not isinstance(value, dict):
        message = f"no JSON object: {text}"
        raise ValueError(message)
    return value


def _filled(template: str, values: Mapping[str, str]) -> str:
    """``{name}`` replaced, ``{name*15}`` by 15 times as much; a value that the portal does not state is empty.

    Braces of JSON stay.
    """

    def value(found: re.Match[str]) -> str:
        told, times = values.get(found.group(1), ""), found.group(2)
        return str(int(told) * int(times)) if times and told.isdecimal() else told

    return _PLACE.sub(value, template)


def read_json(text: str) -> object:
    """The value of a JSON or JSONP answer. Raises :class:`UnreadableList`."""
    for candidate in (text, *(found.group(1) for found in [_CALLBACK.match(text)] if found)):
        try:
            value: object = json.loads(candidate)
        except ValueError:
            continue
        return value
    raise UnreadableList("the answer is no JSON")


def json_or_none(text: str) -> object:
    try:
        value: object = json.loads(text)
    except ValueError:
        return None
    return value


def at_path(value: object, path: str | None) -> object:
    """The value at a dotted path (``data.results``, ``0`` for list places); ``None`` where there is none."""
    for part in path.split(".") if path else ():
        if isinstance(value, str) and value.lstrip().startswith(("{", "[")):
            value = json_or_none(value)  # some answers hold JSON as a string
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
