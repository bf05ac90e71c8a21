"""The request for a list as a declaration writes it: what is the page's number, what the year, and what is computed.

Two loads of the same page show what is computed (a time, a random number, a signature), page 1 and page 2 what numbers
the page. What is computed is left out; whether the portal answers without it is for the ordinary client to prove.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from scrapers.adapters.dates import BEIJING
from scrapers.adapters.page_call import PageCall
from scrapers.adapters.routes import said_by
from scrapers.adapters.years import YEAR_PLACE
from scrapers.watched.parts import Parts, Place
from scrapers.watched.port import WatchedCall
from scrapers.watched.vocabulary import vocabulary

#: A name under which a declaration keeps the value of an entry, and those that mean something else there.
_NAME = re.compile(r"[A-Za-z_]\w*")
_RESERVED = frozenset({"p", "p0", "per_page", "yyyy", "yy", "kind", "typeid"})
_PLAIN = re.compile(r"[\w.-]{2,64}")
_CALLBACK = re.compile(r"^\s*([\w.$]+)\s*\(")
#: A time that lies so near to now was taken from the clock.
_NEAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Derived:
    """``computed``: names of what was left out; ``pressed``: page 2 was reached, so that its number is known."""

    call: PageCall
    computed: tuple[str, ...] = ()
    pressed: bool = False


def derive(
    first: WatchedCall,
    again: WatchedCall | None,
    second: WatchedCall | None,
    *,
    page: str,
    rows: int,
    now: datetime,
    since: int | None = None,
) -> Derived | None:
    """The call of page ``page`` for its list; ``None`` where a declaration cannot write it.

    ``again`` is the same call of another load, ``second`` the one for page 2 of that load, ``rows`` the number of rows
    that ``first`` answered, ``since`` the oldest year that the page offers.
    """
    parts, values = Parts(first), Parts(first).values
    later = Parts(again).values if again is not None else values
    change: dict[Place, str | None] = {}
    computed = {place for place in {*values, *later} if values.get(place) != later.get(place)}
    computed |= {place for place, value in values.items() if is_of_now(value, now)}
    numbered: dict[Place, str] = {}
    if second is not None:
        paged, unread = _paged(later, Parts(second).values, rows, computed)
        numbered, computed = paged, computed | unread
    change |= numbered or _by_name(values)
    change |= dict.fromkeys(computed - set(change))
    callback = _callback(first, values)
    if callback is not None:
        change[callback] = "callback"
        computed.discard(callback)
    parameters = _parameters(values, page, now, change)
    made = parts.declared(page, change)
    if made is None:
        return None
    stated = any(YEAR_PLACE in value for value in parameters.values())
    told = replace(made, parameters=parameters, since=(since or now.astimezone(BEIJING).year) if stated else None)
    names = {_name_of(place) if place[0] != "path" else "path" for place in computed}
    return Derived(told, tuple(sorted(names)), bool(numbered))


def is_of_now(value: object, now: datetime) -> bool:
    """True for today's date and for a time of now: a declaration must not ask for what was new on its own day."""
    days = [(now + timedelta(days=shift)).astimezone(BEIJING) for shift in (-1, 0, 1)]
    text = str(value)
    if any(f"{day:{form}}" in text for day in days for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d")):
        return True
    if not text.isdigit() or len(text) not in (10, 13):
        return False
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return abs(seconds - now.timestamp()) < _NEAR.total_seconds()


def _paged(
    first: Mapping[Place, object], second: Mapping[Place, object], rows: int, known: set[Place]
) -> tuple[dict[Place, str], set[Place]]:
    """What numbers the page, or its first row, and what else differs between page 1 and page 2."""
    numbered: dict[Place, str] = {}
    unread: set[Place] = set()
    for place in {*first, *second} - known:
        if first.get(place) == second.get(place):
            continue
        put = _put(_number(first.get(place)), _number(second.get(place)), rows)
        if put is None:
            unread.add(place)
        else:
            numbered[place] = put
    return numbered, unread


def _put(first: int | None, second: int | None, rows: int) -> str | None:
    if second is None:
        return None
    if first is None:
        return {1: "{p0}", 2: "{p}", rows: f"{{p0*{rows}}}"}.get(second)
    step = second - first
    if (first, step) in ((1, 1), (0, 1)):
        return "{p}" if first else "{p0}"
    if step > 1 and first in (0, step):
        return f"{{p*{step}}}" if first else f"{{p0*{step}}}"
    return None


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isdecimal() and len(text) < 10 and not isinstance(value, bool) else None


def _by_name(values: Mapping[Place, object]) -> dict[Place, str]:
    """The page's number by the usual names, where no press told it: of several names none."""
    words = vocabulary()
    named = {place: _plainly(_name_of(place)) for place in values if place[0] != "path"}
    sizes = {_number(values[place]) for place, name in named.items() if name in words.size_names} - {None}
    found: dict[Place, str] = {}
    for place, name in named.items():
        number = _number(values[place])
        if name in words.page_names and number in (0, 1):
            found[place] = "{p}" if number else "{p0}"
        elif name in words.offset_names and number == 0 and len(sizes) == 1:
            found[place] = f"{{p0*{sizes.pop()}}}"
    return found if len(found) == 1 else {}


def _callback(call: WatchedCall, values: Mapping[Place, object]) -> Place | None:
    """The name that the answer is wrapped in: any other does as well."""
    found = _CALLBACK.match(call.answer.text)
    if found is None:
        return None
    return next((place for place, value in values.items() if value == found.group(1)), None)


def _parameters(
    values: Mapping[Place, object], page: str, now: datetime, change: dict[Place, str | None]
) -> dict[str, str]:
    """Values that change with the column, for which ``change`` gets places: what the page's address says, the year."""
    year, parameters = str(now.astimezone(BEIJING).year), dict[str, str]()
    for place, value in values.items():
        name, text = _name_of(place), str(value)
        if place in change or place[0] == "path" or not _NAME.fullmatch(name) or name in _RESERVED:
            continue
        if isinstance(value, bool) or value is None:
            continue
        if re.fullmatch(rf"{year}(?:年度?)?", text):
            told = text.replace(year, YEAR_PLACE)
        elif _PLAIN.fullmatch(text) and text in _said(page):
            told = text
        else:
            continue
        if parameters.get(name, told) == told:
            parameters[name] = told
            change[place] = f"{{{name}}}"
    return parameters


def _said(page: str) -> set[str]:
    """What the address of a page says: values of its query, and parts of its path that hold a digit."""
    parts = urlsplit(page)
    tokens = re.split(r"[/.]", f"{parts.path}/{urlsplit(parts.fragment).path}")
    return {*said_by(page).values(), *(one for one in tokens if re.search(r"\d", one))}


def _name_of(place: Place) -> str:
    named = [one for one in place[1:] if one != "json" and not one.isdigit()]
    return named[-1] if named else ""


def _plainly(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def is_next(first: WatchedCall, again: WatchedCall, second: WatchedCall, rows: int) -> bool:
    """True where ``second`` differs from page 1 by what numbers the page and by what every load computes anew."""
    before, values = Parts(first).values, Parts(again).values
    known = {place for place in {*before, *values} if before.get(place) != values.get(place)}
    numbered, unread = _paged(values, Parts(second).values, rows, known)
    return bool(numbered) and not unread


def likest(calls: Sequence[WatchedCall], wanted: WatchedCall) -> WatchedCall | None:
    """The call of another load that is ``wanted``: the same path, and as few other values as can be."""
    skeleton, values = Parts(wanted).skeleton, Parts(wanted).values
    same = [one for one in calls if Parts(one).skeleton == skeleton]
    return min(same, key=lambda one: len(values.items() ^ Parts(one).values.items()), default=None)


def pages_of(calls: Sequence[WatchedCall], first: WatchedCall) -> list[WatchedCall]:
    """Of ``calls`` those that ask for the same as ``first`` with other values."""
    wanted, before = Parts(first).skeleton, Parts(first).values
    return [one for one in calls if Parts(one).skeleton == wanted and Parts(one).values != before]
