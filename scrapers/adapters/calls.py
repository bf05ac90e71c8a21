"""Calls by which a page's own script fetches its list: ``$.ajax({url: …, data: {…}})`` and its kind.

Nothing is executed. A call is read where all it sends are literals, variables that hold one literal, and the page's
number, of which the script says whether it counts from 0 or 1; any other call is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from bs4 import BeautifulSoup

from scrapers.adapters.asked import CALLBACK, LONGEST, Asked, asked_by, calls_in
from scrapers.adapters.bundles import scopes_of
from scrapers.adapters.objects import settings_of
from scrapers.adapters.page_call import PageCall, called_back, with_fields
from scrapers.adapters.page_fields import shown_values
from scrapers.adapters.posted_objects import posted_object
from scrapers.adapters.routes import asked_of
from scrapers.adapters.script_text import expression_at, parts_of
from scrapers.adapters.script_values import Values
from scrapers.adapters.script_variables import OWN, stated
from scrapers.adapters.scripted import without_scripts
from scrapers.adapters.tables import has_tables, table_calls
from scrapers.adapters.told_items import Page, items_of
from scrapers.adapters.wrappers import written_out
from scrapers.adapters.years import Choice, chosen_year, since_of
from scrapers.addresses import resolve
from scrapers.html import attribute, base_of, parse

_MAX_CALLS = 3
_MAX_UNPAGED = 2
_MAX_SCRIPTS = 3
#: What names a page among what a call sends, and how much of an address is told.
PAGED = re.compile(
    r"(?i:page_?(?:no|num|number|index|size)?|curr(?:ent)?(?:_?page)?|limit|offset|(?<![a-z])pn(?![a-z]))"
)
_SHOWN = 80
_VARIABLE = re.compile(rf"^\s*{OWN}([A-Za-z_$][\w$]*)\s*$")
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
    r"share|prev|next|related|recommend|hot|rank|ranking|weather|menus?|nav|banner|token|captcha|login|user|config|save|"
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
    called = written_out([first, *modules])
    page = f"{source}<script>{first}</script>"
    asks = next(calls_in(first, whole), None) is not None or has_tables(first)
    route = asked_of(url, whole)
    soup = parse(page)
    base = base_of(soup, url)
    year = chosen_year(page, soup, "http://page/") if asks else None
    shown = shown_values(soup)
    choices = (*chosen, *([year] if year is not None else []))
    for script, calling in zip((first, *modules), called.scripts, strict=True):
        shown_by = f"{without_scripts(source)}<script>{calling}</script>"
        used, text, around = (choices, shown_by, "") if script is first else ((), calling, whole)
        called_at = tuple(
            (one.start(), one.start() + len(expression_at(calling, one.start()))) for one in calls_in(calling, whole)
        )
        shows = Page(text, calling, Values(script, (), shown, route), around, url, base, called_at)
        calls = (
            *((call, None) for call in table_calls(script, used, shown)),
            *(
                (_call(one, calling, whole, Values(script, used, shown, route)), one)
                for one in calls_in(calling, whole)
            ),
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
    """Addresses, as the scripts write them, of calls that are not stated whole: of those that name a page, else of all.

    What counts readers, changes something or stands beside lists is none.
    """
    found: dict[str, None] = {}
    others: dict[str, None] = {}
    first, *modules = scopes_of(source, scripts)
    whole, shown = "\n".join([first, *modules]), shown_values(parse(source))
    route, called = asked_of(url, whole), written_out([first, *modules])
    for script, calling in zip((first, *modules), called.scripts, strict=True):
        for match in called.calls_in(calling, whole):
            arguments = ",".join(parts_of(calling[match.end() : match.end() + LONGEST]))
            if CALLBACK.match(arguments):
                continue
            asked = asked_by(match, calling, whole)
            names_page = PAGED.search(arguments) or (asked is not None and _names_page(asked, script))
            values = Values(script, (), shown, route)
            address = " ".join(_written(asked.address, values).split() if asked is not None else arguments.split())
            if not names_page and (asked is None or "/" not in address or stands_beside(address)):
                continue
            if _call(match, calling, whole, values) is None:
                (found if names_page else others)[address[:_SHOWN]] = None
    return tuple(found or others)[:_MAX_CALLS]


def _written(address: str, values: Values) -> str:
    """``address`` as the script writes it: for a variable what this holds."""
    held = values.expression(address)
    return held if held is not None and "/" in held else address


def _names_page(asked: Asked, script: str) -> bool:
    """True where what is sent names a page, or is a variable whose object does."""
    variable = _VARIABLE.match(asked.data)
    if variable is None:
        return PAGED.search(asked.data) is not None
    named = (name for name, _, _ in settings_of(script, variable[1]))
    return any(PAGED.search(one) for one in (*stated(script, variable[1]), *named))


def own_scripts(soup: BeautifulSoup, base: str) -> tuple[str, ...]:
    """Addresses of scripts that the page loads and that are no library: the last few, where a page's own stand."""
    found = (resolve(attribute(one, "src"), base) for one in soup.find_all("script", src=True))
    own = [url for url in found if url is not None and not _LIBRARY.search(url)]
    return tuple(dict.fromkeys(own))[-_MAX_SCRIPTS:]


def _call(found: re.Match[str], script: str, whole: str, values: Values) -> PageCall | None:
    """One call as a declaration writes it; ``values`` reads its expressions."""
    asked = asked_by(found, script, whole)
    url = values.url(asked.address) if asked else None
    if asked is None or not url:
        return None
    posted = posted_object(values, asked.data) if asked.posts and asked.as_json else None
    fields = values.fields(asked.data) if asked.data.strip() and posted is None else {}
    if fields is None and not asked.as_json:  # data: "cid=31&page=" + n
        text = values.url(asked.data)
        fields = dict(parse_qsl(text, keep_blank_values=True)) if text and "=" in text else None
    if fields is None:
        return None
    since = since_of(values.chosen, values.parameters)
    url = called_back(url)
    if asked.callback is not None and f"{asked.callback[0]}=" not in url:
        fields = {**fields, asked.callback[0]: asked.callback[1]}
    if asked.posts:
        return PageCall(url, fields, asked.as_json, values.parameters, since, posted)
    return PageCall(with_fields(url, fields), None, False, values.parameters, since)
