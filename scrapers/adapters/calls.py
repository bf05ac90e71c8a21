"""Calls by which a page's own script fetches its list: ``$.ajax({url: …, data: {…}})`` and its kind.

Nothing is executed. A call is read where all it sends are literals, variables that hold one literal, and the page's
number, of which the script says whether it counts from 0 or 1; any other call is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup

from scrapers.adapters.page_call import PageCall, with_fields
from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of
from scrapers.adapters.script_values import OWN, Values
from scrapers.adapters.scripted import inline_scripts
from scrapers.adapters.tables import has_tables, table_calls
from scrapers.adapters.years import ChosenYear, chosen_year, since_of
from scrapers.addresses import resolve
from scrapers.html import attribute, parse

#: The calls that are read: library and verb.
_CALL = re.compile(
    rf"(?<![\w.$]){OWN}(\$|jQuery|axios|\$http|\$axios|fetch|request)\s*(?:\.\s*(ajax|get|getJSON|post|request))?\s*\("
)
_CALLBACK = re.compile(r"^\s*(?:async\s+)?(?:function\b|\(?[\w\s,]*\)?\s*=>)")
#: An object that travels as JSON, or as a form.
_WRAPPED = re.compile(
    r"^\s*(JSON\.stringify|new\s+URLSearchParams|(?:Qs|qs|\$)\.(?:stringify|param))\(\s*(.*?)\s*\)\s*$", re.DOTALL
)
#: A call is no longer.
_LONGEST = 4000
_MAX_CALLS = 3
#: No page of a list asks more often.
_MOST_TRIED = 100
_MAX_SCRIPTS = 3
_LIBRARY = re.compile(
    r"jquery|vue|axios|bootstrap|swiper|lay(?:ui|er)|element|echarts|polyfill|pagination|analytics|count|share|"
    r"[.-]min\.js|/(?:lib|libs|plugins?|vendor|third)/",
    re.IGNORECASE,
)


def page_calls(source: str, scripts: Sequence[str] = ()) -> tuple[PageCall, ...]:
    """The readable calls for a numbered page, each once, of the page's inline scripts and of ``scripts`` it loads."""
    found: dict[str, PageCall] = {}
    whole = source + "".join(f"<script>{one}</script>" for one in scripts)
    script = "\n".join(inline_scripts(whole))
    asks = _CALL.search(script) is not None or has_tables(script)
    year = chosen_year(whole, parse(whole), "http://page/") if asks else None
    for call in (*table_calls(script, year), *(_call(match, script, year) for match in calls_in(script))):
        if call is not None and (call.is_paged or call.since is not None):
            found.setdefault(repr(call), call)
    return tuple(sorted(found.values(), key=lambda call: call.since is None))[:_MAX_CALLS]


def calls_in(script: str) -> Iterator[re.Match[str]]:
    """Where ``script`` calls, comments and what literals say left out."""
    return islice(_CALL.finditer(code_of(script)), _MOST_TRIED)


def own_scripts(soup: BeautifulSoup, base: str) -> tuple[str, ...]:
    """Addresses of scripts that the page loads and that are no library: the last few, where a page's own stand."""
    found = (resolve(attribute(one, "src"), base) for one in soup.find_all("script", src=True))
    own = [url for url in found if url is not None and not _LIBRARY.search(url)]
    return tuple(dict.fromkeys(own))[-_MAX_SCRIPTS:]


@dataclass(frozen=True, slots=True)
class Asked:
    """The parts of a call, as expressions of its script."""

    address: str
    #: An object, or the text of a form; ``""`` for none.
    data: str
    posts: bool
    as_json: bool


def asked_by(found: re.Match[str], script: str) -> Asked | None:
    """What the call of jQuery, axios, ``fetch`` or ``request`` at ``found`` asks for."""
    library, verb = found.group(1), found.group(2)
    arguments = parts_of(script[found.end() : found.end() + _LONGEST])
    is_axios = "axios" in library or library in ("$http", "request")
    first = arguments[0] if arguments else ""
    if library == "fetch":
        options = members_of(arguments[1]) if len(arguments) > 1 else {}
        address, data, as_json = first, options.get("body", ""), False
        posts = (literal_of(options.get("method", "")) or "").upper() == "POST"
    elif verb in ("get", "getJSON", "post"):
        options = members_of(arguments[1]) if is_axios and verb == "get" and len(arguments) > 1 else {}
        address, posts, as_json = first, verb == "post", is_axios
        data = options.get("params", "") if is_axios and verb == "get" else "".join(arguments[1:2])
    elif first.lstrip().startswith("{") and (verb in ("ajax", "request") or is_axios):
        options = members_of(first)
        address = options.get("url", "")
        posts = (literal_of(options.get("type") or options.get("method") or "") or "").upper() == "POST"
        data = options.get("data") or options.get("params") or ""
        as_json = "json" in options.get("contentType", "") or (is_axios and "data" in options)
    else:
        return None
    data = "" if _CALLBACK.match(data) else data
    wrapped = _WRAPPED.match(data)
    if wrapped:
        as_json, data = wrapped.group(1) == "JSON.stringify", wrapped.group(2)
    return Asked(address, data, posts, as_json) if address.strip() else None


def _call(found: re.Match[str], script: str, year: ChosenYear | None) -> PageCall | None:
    """One call as a declaration writes it."""
    asked, values = asked_by(found, script), Values(script, year)
    url = values.url(asked.address) if asked else None
    if asked is None or not url:
        return None
    fields = values.fields(asked.data) if asked.data.strip() else {}
    if fields is None and not asked.as_json:  # data: "cid=31&page=" + n
        text = values.url(asked.data)
        fields = dict(parse_qsl(text, keep_blank_values=True)) if text and "=" in text else None
    if fields is None:
        return None
    since = since_of(year, values.parameters)
    if asked.posts:
        return PageCall(url, fields, asked.as_json, values.parameters, since)
    return PageCall(with_fields(url, fields), None, False, values.parameters, since)
