"""Calls by which a page's own script fetches its list: ``$.ajax({url: …, data: {…}})`` and its kind.

Nothing is executed. A call is read where all it sends are literals, variables that hold one literal, and the page's
number, of which the script says whether it counts from 0 or 1; any other call is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup

from scrapers.adapters.bundles import bases_of, instances_of, scopes_of
from scrapers.adapters.functions import function_of
from scrapers.adapters.handed import handed_at, with_handed
from scrapers.adapters.page_call import PageCall, with_fields
from scrapers.adapters.page_fields import shown_fields
from scrapers.adapters.routes import asked_of
from scrapers.adapters.script_text import code_of, literal_of, members_of, parts_of, terms_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.script_variables import OWN
from scrapers.adapters.tables import has_tables, table_calls
from scrapers.adapters.told_items import Page, items_of
from scrapers.adapters.years import Choice, chosen_year, since_of
from scrapers.addresses import resolve
from scrapers.html import attribute, parse

#: The calls that are read: library and verb. Compilers call imports ``a.a.post``, and keep ``this`` in a letter.
_LIBRARIES = ("$", "jQuery", "axios", "$http", "$axios", "fetch", "request")
_CALL = (
    rf"(?<![\w.$])(?:(?:\$|jQuery)\([^()]{{{{1,80}}}}\)\s*\.\s*load\s*\(|(?:{OWN}({{names}})|[a-z]\.(\$http|\$axios)|"
    r"([\w$]+\.(?:a|default))(?=\s*\.\s*(?:get|post|request)\b))\s*(?:\.\s*(ajax|get|getJSON|post|request))?\s*\()"
)
#: … or a piece of HTML is put into an element: ``$("#list").load("/list.html?page=" + n)``.
_LOADS = re.compile(r"\.\s*load\s*\($")
_CALLBACK = re.compile(r"^\s*(?:async\s+)?(?:function\b|\(?[\w\s,]*\)?\s*=>)")
_NAME = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*$")
#: An object that travels as JSON, or as a form.
_WRAPPED = re.compile(
    r"^\s*(JSON\.stringify|new\s+URLSearchParams|(?:Qs|qs|\$)\.(?:stringify|param))\(\s*(.*?)\s*\)\s*$", re.DOTALL
)
#: A call is no longer.
_LONGEST = 4000
_MAX_CALLS = 3
_MAX_UNPAGED = 2
#: No page of a list asks more often.
_MOST_TRIED = 100
_MAX_SCRIPTS = 3
#: What names a page among what a call sends, and how much of an address is told.
PAGED = re.compile(r"(?i:page_?(?:no|num|number|index|size)?|curr(?:ent)?(?:_?page)?|limit|offset)")
_SHOWN = 80
_NAMES = (
    r"jquery|vue|axios|bootstrap|swiper|lay(?:ui|er)|element|echarts|polyfills?|pagination|analytics|count|share|runtime|"
    r"manifest|moment|lodash|chunk-(?:vendors?|libs?)"
)
#: Files that are called after a library, or lie in a folder of one.
_FOLDERS = rf"libs?|plugins?|vendors?|third|(?:{_NAMES})(?:[-_.]?(?:ui|js|plus|table|dist|min|\d+))*"
_LIBRARY = re.compile(rf"(?:{_NAMES})[^/]*$|[.-]min\.js|/(?:{_FOLDERS})/", re.IGNORECASE)


#: Words of an address that counts readers, draws what stands beside a list or an article, or changes something.
_BESIDE = re.compile(
    r"hits?|hitcount|clicks?|clickcount|counts?|counter|visits?|pv|browse|stats?|statistics|logs?|comments?|praise|likes?|"
    r"share|prev|next|related|recommend|hot|weather|menus?|nav|banner|token|captcha|login|user|config|save|"
    r"add|insert|update|delete|submit|send|vote|upload"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def page_calls(
    source: str, scripts: Sequence[str] = (), chosen: Sequence[Choice] = (), url: str = ""
) -> tuple[PageCall, ...]:
    """The readable calls for a list, each once, of the page's inline scripts and of ``scripts`` it loads.

    Calls for a numbered page, a chosen year or department; where there is none, such as may answer a whole list.
    ``chosen``: what is chosen beside the year. ``url``: the page's own address, parts of which its script may send.
    """
    found: dict[str, PageCall] = {}
    unpaged: dict[str, PageCall] = {}
    codes = {one.template for one in chosen}
    first, *modules = scopes_of(source, scripts)
    whole = "\n".join([first, *modules])
    page = f"{source}<script>{first}</script>"
    asks = next(calls_in(first, whole), None) is not None or has_tables(first)
    route = asked_of(url, whole)
    soup = parse(page)
    year = chosen_year(page, soup, "http://page/") if asks else None
    shown = shown_fields(soup)
    choices = (*chosen, *([year] if year is not None else []))
    for script in (first, *modules):
        used, text, around = (choices, page, "") if script is first else ((), script, whole)
        shows = Page(text, script, Values(script, (), shown, route), around, url)
        calls = (
            *((call, None) for call in table_calls(script, used, shown)),
            *((_call(one, script, whole, Values(script, used, shown, route)), one) for one in calls_in(script, whole)),
        )
        for call, match in calls:
            if call is None:
                continue
            asks = call.is_paged or call.since is not None or not codes.isdisjoint(call.parameters.values())
            if asks or not stands_beside(call.url):
                (found if asks else unpaged).setdefault(repr(call), items_of(shows, match).of(call))
    told = sorted(found.values(), key=lambda call: call.since is None)[:_MAX_CALLS]
    return tuple(told or [*unpaged.values()][:_MAX_UNPAGED])


def words_of(address: str) -> set[str]:
    """The words that an address is made of, in lower case: ``/api/getFileList`` → api, get, file, list."""
    return {one.lower() for one in _WORD.findall(address)}


def stands_beside(address: str) -> bool:
    """True for an address that counts readers, changes something, or answers what stands beside lists and articles."""
    return any(_BESIDE.fullmatch(one) for one in words_of(address))


def unread_lists(source: str, scripts: Sequence[str] = (), url: str = "") -> tuple[str, ...]:
    """Addresses, as the scripts write them, of calls that name a page and are not stated whole."""
    found: dict[str, None] = {}
    first, *modules = scopes_of(source, scripts)
    whole, shown = "\n".join([first, *modules]), shown_fields(parse(source))
    route = asked_of(url, whole)
    for script in (first, *modules):
        for match in calls_in(script, whole):
            is_load = _LOADS.search(match.group()) is not None
            if not is_load and match.group(1) in ("$", "jQuery") and match.group(4) is None:
                continue  # $(function () {…}) and $(".page") ask for nothing
            arguments = ",".join(parts_of(script[match.end() : match.end() + _LONGEST]))
            if _CALLBACK.match(arguments):
                continue
            if PAGED.search(arguments) and _call(match, script, whole, Values(script, (), shown, route)) is None:
                asked = asked_by(match, script, whole)
                address = " ".join((asked.address if asked is not None else arguments).split())
                found[address[:_SHOWN]] = None
    return tuple(found)[:_MAX_CALLS]


def calls_in(script: str, whole: str = "") -> Iterator[re.Match[str]]:
    """Where ``script`` calls, comments and what literals say left out.

    ``whole``: all scripts of the page, where ``script`` is a part of them.
    """
    return islice(_calls_of(instances_of(whole or script)).finditer(code_of(script)), _MOST_TRIED)


@lru_cache(maxsize=8)
def _calls_of(instances: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, [*_LIBRARIES, *sorted(instances - {*_LIBRARIES})]))
    return re.compile(_CALL.format(names=names))


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


def asked_by(found: re.Match[str], script: str, whole: str = "") -> Asked | None:
    """What the call of jQuery, axios, ``fetch`` or ``request`` at ``found`` of ``script`` asks for.

    ``whole``: all scripts of the page, where ``script`` is a part of them.
    """
    is_load = _LOADS.search(found.group()) is not None
    library, verb = found.group(1) or found.group(2) or found.group(3) or "$", found.group(4)
    arguments = parts_of(script[found.end() : found.end() + _LONGEST])
    is_axios = "axios" in library or library in ("$http", "request") or library not in _LIBRARIES
    first = arguments[0] if arguments else ""
    if library == "fetch":
        options = members_of(arguments[1]) if len(arguments) > 1 else {}
        address, data, as_json = first, options.get("body", ""), False
        posts = (literal_of(options.get("method", "")) or "").upper() == "POST"
    elif is_load:
        address, data, as_json = first, "".join(arguments[1:2]), False
        posts = data.lstrip().startswith("{")
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
    handed = handed_at(script, found.start())
    called = _NAME.match(data) if not is_axios and library != "fetch" and verb != "ajax" else None
    calls_back = called is not None and called[1] not in handed and function_of(called[1], whole or script) is not None
    data = "" if calls_back or _CALLBACK.match(data) else data
    address, data = with_handed(address, handed), with_handed(data, handed)
    wrapped = _WRAPPED.match(data)
    if wrapped:
        as_json, data = wrapped.group(1) == "JSON.stringify", wrapped.group(2)
    based = _based(address, library, whole or script) if is_axios else address
    return Asked(based, data, posts, as_json) if based is not None and address.strip() else None


def _based(address: str, library: str, scripts: str) -> str | None:
    """``address`` with what axios puts before it; ``None`` where that is not stated."""
    begins = literal_of(terms_of(address)[0]) or "" if address.strip() else ""
    if begins.startswith(("http:", "https:", "//")):
        return address
    default, created = bases_of(scripts)
    base = default if library == "axios" or default != "" else created
    if not base:
        return address if base == "" else None
    joint = "" if begins.startswith("/") else "/"
    return f'"{base.rstrip("/")}{joint}" + {address}'


def _call(found: re.Match[str], script: str, whole: str, values: Values) -> PageCall | None:
    """One call as a declaration writes it; ``values`` reads its expressions."""
    asked = asked_by(found, script, whole)
    url = values.url(asked.address) if asked else None
    if asked is None or not url:
        return None
    fields = values.fields(asked.data) if asked.data.strip() else {}
    if fields is None and not asked.as_json:  # data: "cid=31&page=" + n
        text = values.url(asked.data)
        fields = dict(parse_qsl(text, keep_blank_values=True)) if text and "=" in text else None
    if fields is None:
        return None
    since = since_of(values.chosen, values.parameters)
    if asked.posts:
        return PageCall(url, fields, asked.as_json, values.parameters, since)
    return PageCall(with_fields(url, fields), None, False, values.parameters, since)
